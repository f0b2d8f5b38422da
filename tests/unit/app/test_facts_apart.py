"""The facts of a library, read by several processes, are those that one process reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from docgen.app import facts_apart
from docgen.app.facts import LibraryFacts
from docgen.app.facts_apart import read_apart
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.facts import FreshFacts

COUNT = 30
NAMES = [f"clause-{n:02}" for n in range(COUNT)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A library of small clauses; one of them asks for a parameter that it has not."""
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses/library.yaml").write_text("schema: docgen.library/1\nname: essai\nlanguages: [fr]\n", encoding="utf-8")
    for name in NAMES:
        folder = tmp_path / "clauses" / name
        folder.mkdir()
        text = "Le délai est de {{ delai }} jours.\n" if name == NAMES[17] else f"La clause {name} s'applique.\n"
        (folder / "r1.fr.md").write_text(text, encoding="utf-8")
        (folder / "clause.yaml").write_text(
            f"schema: docgen.clause/1\nid: {name}\ntitle:\n  fr: Clause {name}\ncategory: essai\nowner: juridique\n"
            "revisions:\n- number: 1\n  change: substantive\n  in_force: {from: 2020-01-01}\n",
            encoding="utf-8",
        )
    return tmp_path


@pytest.fixture(autouse=True)
def many_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of this size is worth three processes."""
    monkeypatch.setattr(facts_apart, "LEAST", COUNT)
    monkeypatch.setattr(facts_apart, "AT_ONCE", 4)
    monkeypatch.setattr(facts_apart, "cores", lambda: 3)


def opened(project: Path, *, use_index: bool = True) -> Workshop:
    workshop = open_workshop(project, shown_from=project, use_index=use_index).value
    assert workshop is not None
    return workshop


def read_here(project: Path, monkeypatch: pytest.MonkeyPatch) -> LibraryFacts:
    with monkeypatch.context() as alone:
        alone.setattr(facts_apart, "cores", lambda: 1)
        return LibraryFacts(opened(project, use_index=False), ("fr",), lambda _: None)


def test_several_processes_read_what_one_reads(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apart = list(read_apart(opened(project), NAMES, ("fr",)))
    assert [id_ for id_, _ in apart] == NAMES
    here = read_here(project, monkeypatch)
    assert tuple(read.facts for _, read in apart) == here.all
    (wrong,) = [d for facts in here.all for d in facts.found if d.code == "CL320"]
    assert str(wrong.place) == f"clauses/{NAMES[17]}/r1.fr.md:1"


def test_progress_and_findings_come_from_all_of_them(project: Path) -> None:
    said: list[str] = []
    facts = LibraryFacts(opened(project), ("fr",), said.append)
    assert [clause.id for clause in facts.all] == NAMES
    assert said == [f"clauses 0/{COUNT}"]


def test_what_a_process_that_died_left_is_read_here(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(workshop: Workshop, ids: Sequence[str], languages: Sequence[str]) -> Iterator[tuple[str, FreshFacts]]:
        for n, read in enumerate(whole):
            if n == 7:
                return
            yield read

    whole = list(read_apart(opened(project), NAMES, ("fr",)))
    here = read_here(project, monkeypatch)
    monkeypatch.setattr("docgen.app.facts.read_apart", broken)
    assert LibraryFacts(opened(project, use_index=False), ("fr",), lambda _: None).all == here.all


def test_a_pool_that_breaks_ends_without_an_error(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Iterator[bytes]:
        raise BrokenProcessPool

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.map", broken)
    assert list(read_apart(opened(project), NAMES, ("fr",))) == []


def test_a_trial_is_not_read_from_the_files(project: Path) -> None:
    workshop = opened(project)
    trial = workshop.with_clause_files({f"{NAMES[3]}/r1.fr.md": b"Un autre texte.\n"})
    assert list(read_apart(trial, NAMES, ("fr",))) == []
    assert len(list(read_apart(workshop, NAMES, ("fr",)))) == COUNT


def test_without_an_index_no_process_makes_one(project: Path) -> None:
    assert len(list(read_apart(opened(project, use_index=False), NAMES, ("fr",)))) == COUNT
    assert not (project / ".docgen").exists()
    assert len(list(read_apart(opened(project), NAMES, ("fr",)))) == COUNT
    assert (project / ".docgen/index.sqlite").is_file()


def test_few_clauses_start_no_process(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_apart, "LEAST", COUNT + 1)
    assert list(read_apart(opened(project), NAMES, ("fr",))) == []
