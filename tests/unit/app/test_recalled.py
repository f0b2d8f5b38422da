"""What an earlier run of a profile found out: who knows it, and what is not kept."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from docgen.app import recalled
from docgen.app.draft import DraftSet, make
from docgen.app.recalled import MOST_SHAPED, Recalled
from docgen.app.workshop import Workshop, open_workshop
from docgen.checks import document
from docgen.model.plan import Request
from docgen.model.profile import Profile
from docgen.stages import typeset_blocks, typography
from docgen.stages.assemble import Shapes
from support.project import profile_with


def opened(project: Path) -> Workshop:
    found = open_workshop(project, shown_from=project).value
    assert found is not None
    return found


def read(workshop: Workshop, path: Path) -> Profile:
    found = workshop.profile(workshop.project.root / path).value
    assert found is not None
    return found


def test_a_new_profile_is_drawn_with_the_shapes_of_others(project: Path) -> None:
    workshop = opened(project)
    drawn = make(workshop, read(workshop, profile_with(project)), Request())
    assert drawn.documents
    assert not workshop.shapes.fresh  # nothing was parsed: it says nothing that the shipped profiles do not say
    alone = opened(project)
    alone.project.index.put("shaped", "", ())
    assert [m.document for m in make(alone, read(alone, Path("profiles/essai.yaml")), Request()).documents] == [m.document for m in drawn.documents]
    for one in (workshop, alone):
        one.close()


def test_the_last_few_profiles_are_known(project: Path) -> None:
    workshop = opened(project)
    for number in range(MOST_SHAPED + 1):
        given = read(workshop, profile_with(project, name=f"essai-{number}"))
        workshop.shapes.fresh = True
        workshop.remember(given)
    last = [f"profiles/essai-{number}.yaml" for number in range(MOST_SHAPED, 0, -1)]
    assert list(workshop.project.index.get("shaped", "")) == last
    workshop.close()


def test_what_is_only_tried_is_not_kept(project: Path) -> None:
    workshop = opened(project)
    given = read(workshop, profile_with(project))
    workshop.only_tries()
    workshop.shapes.fresh = True
    workshop.remember(given)
    assert workshop.project.index.get("shapes:profiles/essai.yaml", "") is None
    workshop.close()


def drawn_again(project: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], DraftSet]:
    """Which values typography had to set when a process of its own draws the profile."""
    asked: list[str] = []
    with monkeypatch.context() as patched:
        for name in ("values_set", "values_before"):
            patched.setattr(typeset_blocks, name, lru_cache(maxsize=16)(lambda _: {}))
            patched.setattr(recalled, name, getattr(typeset_blocks, name))
        real = typography.typeset_values
        patched.setattr(typography, "typeset_values", lambda texts, language: asked.extend(texts) or real(texts, language))
        workshop = opened(project)
        drawn = make(workshop, read(workshop, path), Request())
        workshop.close()
    return asked, drawn


def test_values_are_set_once_for_the_runs_of_a_profile(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("profiles/mobilys.yaml")
    _, first = drawn_again(project, path, monkeypatch)
    asked, again = drawn_again(project, path, monkeypatch)
    assert asked == []
    assert [m.document for m in again.documents] == [m.document for m in first.documents]
    assert again.diagnostics == first.diagnostics


def test_a_value_that_is_new_is_set(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_again(project, Path("profiles/mobilys.yaml"), monkeypatch)
    profile = project / "profiles/mobilys.yaml"
    profile.write_text(profile.read_text("utf-8").replace("Mobilys Cycles", "Mobilys Cycles 12 % neufs"), "utf-8")
    asked, drawn = drawn_again(project, Path("profiles/mobilys.yaml"), monkeypatch)
    assert asked
    assert all("Mobilys" in text for text in asked)
    assert any("Mobilys Cycles 12\u00a0% neufs" in text for made in drawn.documents for text in made.values)


def test_values_of_other_rules_are_set_anew(project: Path) -> None:
    workshop = opened(project)
    make(workshop, read(workshop, Path("profiles/mobilys.yaml")), Request())
    past = Recalled(workshop.project.index, [replace(workshop.language("fr"), digest="other")])
    memo = document.Memo()
    past.recall("profiles/mobilys.yaml", Shapes(), memo)
    assert memo.before == {}
    Recalled(workshop.project.index, workshop.languages.values()).recall("profiles/mobilys.yaml", Shapes(), memo)
    assert memo.before == workshop.memo.beside != {}
    workshop.close()


def test_what_is_not_asked_for_again_is_forgotten(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile, name = project / "profiles/mobilys.yaml", Path("profiles/mobilys.yaml")
    text = profile.read_text("utf-8")
    for n in range(3):
        profile.write_text(text.replace("Mobilys Cycles", f"Mobilys Cycles n {n}"), "utf-8")
        drawn_again(project, name, monkeypatch)
    workshop = opened(project)
    stamp = " ".join(language.digest for language in workshop.languages.values())
    values, _ = workshop.project.index.get(f"values:{name}", stamp) or ({}, {})
    workshop.close()
    assert any("Mobilys Cycles n 2" in value for value in values["fr"])
    assert not any("Mobilys Cycles n 1" in value for value in values["fr"])


def test_a_batch_of_many_values_leaves_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalled, "MOST_VALUES", 3)
    workshop = opened(project)
    make(workshop, read(workshop, Path("profiles/mobilys.yaml")), Request())
    stamp = " ".join(language.digest for language in workshop.languages.values())
    workshop.project.index.put("values:profiles/mobilys.yaml", "", None)
    workshop.remember(read(workshop, Path("profiles/mobilys.yaml")))
    assert workshop.project.index.get("values:profiles/mobilys.yaml", stamp) is None
    workshop.close()


def test_a_trial_starts_from_what_is_parsed_and_gives_nothing_back(project: Path) -> None:
    workshop = opened(project)
    given = read(workshop, Path("profiles/mobilys.yaml"))
    make(workshop, given, Request())
    before = workshop.shapes.all()
    trial = workshop.with_clause_files({"confidentialite/r2.fr.md": "Un texte que personne ne connaît.\n".encode()})
    make(trial, given, Request())
    assert before.keys() < trial.shapes.all().keys()
    assert workshop.shapes.all() == before
    workshop.close()
