"""``docgen library update``: what is taken, what is merged, what a person settles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from support.libraries import SECRET, clause, group, publish, seal, unit
from support.project import Cli
from support.word import Word

docgen = Cli()
ADAPTED = "schema: docgen.clause/1\nid: secret\nadapts: groupe:secret\nparameters: {delai: {default: 3}}   # ours\nrevisions:\n"
OURS = "Les parties gardent le secret le plus strict.\n\nElles rendent les documents sous {{ delai }} jours.\n\nElles en attestent par écrit.\n"
NEXT = SECRET["clause.yaml"] + "- {number: 2, change: legal, note: Nouvelle loi.}\n"
MERGES = SECRET["r1.fr.md"].replace("par écrit", "par lettre recommandée")
CONFLICTS = SECRET["r1.fr.md"].replace("gardent le secret.", "gardent un secret absolu.")


@pytest.fixture
def groupe(tmp_path: Path) -> Path:
    return group(tmp_path / "groupe")


@pytest.fixture
def metier(tmp_path: Path, groupe: Path) -> Path:
    folder = unit(tmp_path / "metier")
    docgen("library", "add", publish(groupe, "1"), "--project", folder, code=0)
    clause(folder, "secret", {"clause.yaml": ADAPTED + "- {number: 1, based_on: 1, change: substantive}\n", "r1.fr.md": OURS})
    seal(folder)
    return folder


def revised(groupe: Path, text: str, meta: str = NEXT) -> Path:
    clause(groupe, "secret", {"clause.yaml": meta, "r2.fr.md": text})
    seal(groupe)
    return publish(groupe, "2")


def state(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and ".docgen" not in p.parts}


def update(metier: Path, package: Path, *more: object, code: int) -> Any:
    return docgen("library", "update", "groupe", "--from", package, "--project", metier, *more, code=code)


def test_nothing_new_changes_nothing(metier: Path, groupe: Path) -> None:
    before = state(metier)
    assert update(metier, publish(groupe, "1"), code=0).out == "groupe 1: nothing new\n"
    assert state(metier) == before


def test_a_proposal_is_shown_and_nothing_is_written(metier: Path, groupe: Path) -> None:
    clause(groupe, "objet", {"clause.yaml": (groupe / "clauses/objet/clause.yaml").read_text() + "guidance: Neuf.\n"})
    package, before = revised(groupe, MERGES), state(metier)
    ran = update(metier, package, code=3)
    assert ran.out.splitlines()[0].startswith("groupe 1 -> 2 (")
    assert [line.split()[:2] for line in ran.out.splitlines()[1:]] == [["taken", "objet"], ["merged", "secret"]]
    assert "Nouvelle loi." in ran.out
    (data,) = yaml.safe_load(update(metier, package, "--format", "json", code=3).out)
    assert (data["taken"][0]["id"], data["adapted"][0]["based_on"], data["adapted"][0]["conflicts"]) == ("objet", 2, [])
    assert state(metier) == before


def test_what_is_adapted_is_merged_into_a_revision_of_its_own(metier: Path, groupe: Path) -> None:
    update(metier, revised(groupe, MERGES), "--apply", code=0)
    assert (metier / "clauses/secret/r1.fr.md").read_text() == OURS
    assert (metier / "clauses/secret/r2.fr.md").read_text() == OURS.replace("par écrit", "par lettre recommandée")
    meta = (metier / "clauses/secret/clause.yaml").read_text()
    assert "# ours" in meta
    assert yaml.safe_load(meta)["revisions"][1] == {"number": 2, "based_on": 2, "change": "legal", "note": "Nouvelle loi."}
    assert docgen("library", "verify", "--project", metier, code=0).out == "groupe: as published\n"
    assert "based_on: 2" in docgen("clauses", "show", "secret", "--project", metier, code=0).out
    assert update(metier, publish(groupe, "2"), code=0).out == "groupe 2: nothing new\n"
    seal(metier)
    docgen("draft", metier / "profiles/acme.yaml", "--out", metier / "out", "--final", code=0)
    assert "recommandée" in Word((metier / "out/acme_contrat.docx").read_bytes()).text


def test_a_conflict_is_shown_side_by_side_and_settled_by_a_person(metier: Path, groupe: Path) -> None:
    package, before = revised(groupe, CONFLICTS), state(metier)
    out = metier / "out/update"
    ran = update(metier, package, code=3)
    assert "conflict secret: 1 to settle" in ran.out
    page = (out / "conflicts.html").read_text()
    assert "le plus strict" in page
    assert "absolu" in page
    assert update(metier, package, "--apply", code=1).codes == ["SH171"]
    assert {k: v for k, v in state(metier).items() if not k.startswith("out/")} == before
    choices = out / "conflicts.yaml"
    assert update(metier, package, "--apply", "--settled", choices, code=1).codes == ["SH172"]
    choices.write_text(choices.read_text().replace('take: ""', 'take: text\n  text: "Les parties gardent un secret strict."'))
    update(metier, package, "--apply", "--settled", choices, code=0)
    merged = (metier / "clauses/secret/r2.fr.md").read_text()
    assert merged == OURS.replace("Les parties gardent le secret le plus strict.", "Les parties gardent un secret strict.")


@pytest.mark.parametrize(("take", "words"), [("ours", "le plus strict"), ("theirs", "un secret absolu"), ("base", "gardent le secret.")])
def test_ours_theirs_or_what_was(metier: Path, groupe: Path, take: str, words: str) -> None:
    package = revised(groupe, CONFLICTS)
    update(metier, package, code=3)
    choices = metier / "out/update/conflicts.yaml"
    choices.write_text(choices.read_text().replace('take: ""', f"take: {take}"))
    update(metier, package, "--apply", "--settled", choices, code=0)
    assert words in (metier / "clauses/secret/r2.fr.md").read_text()


def test_choices_for_another_state_are_refused(metier: Path, groupe: Path) -> None:
    update(metier, revised(groupe, CONFLICTS), code=3)
    choices = metier / "out/update/conflicts.yaml"
    choices.write_text(choices.read_text().replace('take: ""', "take: ours"))
    clause(groupe, "objet", {"clause.yaml": (groupe / "clauses/objet/clause.yaml").read_text() + "guidance: Neuf.\n"})
    assert "SH172" in update(metier, publish(groupe, "3"), "--apply", "--settled", choices, code=1).codes
    choices.write_text("schema: docgen.settled/1\nlibraries: {groupe: 12}\n")
    assert "LB203" in update(metier, publish(groupe, "3"), "--apply", "--settled", choices, code=1).codes


def test_a_wording_that_cannot_be_read_is_refused(metier: Path, groupe: Path) -> None:
    package = revised(groupe, CONFLICTS)
    update(metier, package, code=3)
    choices, before = metier / "out/update/conflicts.yaml", state(metier)
    choices.write_text(choices.read_text().replace('take: ""', 'take: text\n  text: "{% if %}"'))
    assert "SH173" in update(metier, package, "--apply", "--settled", choices, code=1).codes
    assert {k: v for k, v in state(metier).items() if k != "out/update/conflicts.yaml"} == {
        k: v for k, v in before.items() if k != "out/update/conflicts.yaml"
    }


def test_what_is_set_here_and_changed_there_stays_and_is_said(metier: Path, groupe: Path) -> None:
    meta = SECRET["clause.yaml"].replace("default: 5", "default: 9")
    clause(groupe, "secret", {"clause.yaml": meta})
    ran = update(metier, publish(groupe, "2"), code=3)
    assert "kept     secret: parameters.delai.default is 3 here; there it was 5 and is 9" in ran.out


def test_a_clause_that_leaves_the_library(metier: Path, groupe: Path) -> None:
    import shutil

    shutil.rmtree(groupe / "clauses/secret")
    (groupe / "templates/contrat.yaml").write_text((groupe / "templates/contrat.yaml").read_text().replace(", secret", ""))
    ran = update(metier, publish(groupe, "2"), "--apply", code=1)
    assert ran.codes == ["SH113"]


def test_a_file_that_leaves_the_library_goes(metier: Path, groupe: Path) -> None:
    clause(groupe, "neuf", {"clause.yaml": "schema: docgen.clause/1\nid: neuf\ntitle: {fr: N}\nrevisions:\n- {number: 1, change: legal}\n", "r1.fr.md": "Neuf.\n"})
    seal(groupe)
    update(metier, publish(groupe, "2"), "--apply", code=0)
    assert (metier / "libraries/groupe/clauses/neuf/r1.fr.md").exists()
    import shutil

    shutil.rmtree(groupe / "clauses/neuf")
    ran = update(metier, publish(groupe, "3"), "--apply", code=0)
    assert "gone     neuf" in ran.out
    assert not (metier / "libraries/groupe/clauses/neuf/r1.fr.md").exists()
    assert docgen("library", "verify", "--project", metier, code=0).out == "groupe: as published\n"


def test_another_library_or_an_unknown_one(metier: Path, tmp_path: Path) -> None:
    other = publish(group(tmp_path / "achats", "achats"), "1")
    assert update(metier, other, code=1).codes == ["SH174"]
    assert docgen("library", "update", "group", "--project", metier, code=1).codes == ["SH170"]


def test_the_source_is_where_it_came_from(metier: Path, groupe: Path) -> None:
    package = revised(groupe, MERGES)
    pins = metier / "clauses/libraries.yaml"
    old = yaml.safe_load(pins.read_text())["libraries"][0]["source"]
    package.rename(old)
    ran = docgen("library", "update", "--project", metier, code=3)
    assert "groupe 1 -> 2" in ran.out
