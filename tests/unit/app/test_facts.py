"""The facts of a library from one run to the next: what did not change is not read again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from docgen.app.facts import LibraryFacts
from docgen.app.workshop import open_workshop
from docgen.model.diagnostic import Outcome
from docgen.model.library import ClauseSpec
from docgen.store.project import Project

NAMES = ["duree", "objet", "securite"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses/library.yaml").write_text("schema: docgen.library/1\nname: essai\nlanguages: [fr]\n", encoding="utf-8")
    for name in NAMES:
        folder = tmp_path / "clauses" / name
        folder.mkdir()
        (folder / "r1.fr.md").write_text(f"La clause {name} s'applique.\n", encoding="utf-8")
        (folder / "clause.yaml").write_text(
            f"schema: docgen.clause/1\nid: {name}\ntitle:\n  fr: Clause {name}\ncategory: essai\nowner: juridique\n"
            "revisions:\n- number: 1\n  change: substantive\n  in_force: {from: 2020-01-01}\n",
            encoding="utf-8",
        )
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The clauses that are read from their files from now on."""
    seen: list[str] = []
    whole = Project.whole_clause

    def noted(self: Project, id_: str) -> Outcome[ClauseSpec]:
        seen.append(id_)
        return whole(self, id_)

    monkeypatch.setattr(Project, "whole_clause", noted)
    return seen


def specs(project: Path) -> Iterator[ClauseSpec]:
    """The clauses of the library as a run sees them."""
    workshop = open_workshop(project, shown_from=project).value
    assert workshop is not None
    facts = LibraryFacts(workshop, ("fr",), lambda _: None)
    facts.uses()
    yield from facts.specs(NAMES)
    facts.keep()
    workshop.project.index.close()


def test_what_did_not_change_is_not_read_again(project: Path, read: list[str]) -> None:
    first = list(specs(project))
    assert read == [s.id for s in first] == NAMES
    read.clear()
    assert list(specs(project)) == first
    assert read == []


def test_only_what_changed_is_read_again(project: Path, read: list[str]) -> None:
    list(specs(project))
    read.clear()
    text = project / "clauses/objet/r1.fr.md"
    text.rename(text.with_name("r1.en.md"))
    objet = list(specs(project))[1]
    assert read == ["objet"]
    assert [key.language for key in objet.texts] == ["en"]


@pytest.mark.parametrize("lost", ["facts:spec:%", "facts:words:%", "facts:terms", "names:%"])
def test_what_the_index_lost_is_made_again(project: Path, lost: str) -> None:
    first = list(specs(project))
    with closing(sqlite3.connect(project / ".docgen/index.sqlite")) as db:
        assert db.execute("DELETE FROM entry WHERE key LIKE ?", (lost,)).rowcount
        db.commit()
    assert list(specs(project)) == first
