"""Shapes of texts that an earlier run parsed: who knows them, and what is not kept."""

from __future__ import annotations

from pathlib import Path

from docgen.app.draft import make
from docgen.app.workshop import MOST_SHAPED, Workshop, open_workshop
from docgen.model.plan import Request
from docgen.model.profile import Profile
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
