"""Approvals that a library below asks for: of its people, in a project that says itself nothing of people."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.project import Cli, copy_of, run

PROFILE = Path("metier/profiles/minoterie.yaml")
GIVEN = Path("metier/profiles/approvals/minoterie.yaml")


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exemple")
    assert run("init", folder / "partage", "--example", "partage", cwd=folder).code == 0
    return folder / "partage"


@pytest.fixture
def shared(laid_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A contract of the unit that takes a fallback of the legal department, in the clause as that department wrote it."""
    copy_of(laid_out, tmp_path / "p")
    monkeypatch.chdir(tmp_path / "p")
    shutil.rmtree("metier/clauses/responsabilite")
    PROFILE.write_text(PROFILE.read_text(encoding="utf-8") + "clauses: {responsabilite: {position: douze-mois}}\n", encoding="utf-8")
    return tmp_path / "p"


def approve(docgen: Cli, who: str, *more: str) -> list[str]:
    ran = docgen("approve", PROFILE, "--clause", "responsabilite", "--by", who, "--why", "marché pilote", *more)
    return ran.codes or ran.out.splitlines()


def test_the_people_of_the_library_are_asked(shared: Path, docgen: Cli) -> None:
    assert "info GV141" in docgen("draft", PROFILE, code=0).err
    refused = docgen("draft", PROFILE, "--final", "--out", "final", code=1)
    assert "error GV141" in refused.err and "Armand Lescure or Judith Kérouédan may: docgen approve" in refused.err
    assert approve(docgen, "noemie-carre") == ["GV111"]
    assert approve(docgen, "armand-lescure") == ["responsabilite r1: douze-mois (direction-juridique)"]
    assert 'library: "juridique"' in GIVEN.read_text(encoding="utf-8")
    docgen("draft", PROFILE, "--final", "--out", "final", code=0)
    assert approve(docgen, "judith-kerouedan", "--revoke") == ["responsabilite r1: douze-mois (direction-juridique), revoked"]
    assert "error GV145" in docgen("draft", PROFILE, "--final", "--out", "later", code=1).err


def test_verify_looks_at_such_approvals(shared: Path, docgen: Cli) -> None:
    approve(docgen, "armand-lescure")
    docgen("clauses", "witness", "--all", "--project", "metier", code=0)
    assert docgen("verify", "--project", "metier", code=0).codes == []
    GIVEN.write_text(GIVEN.read_text(encoding="utf-8").replace("armand-lescure", "noemie-carre"), encoding="utf-8")
    assert {"GV121", "GV126"} <= set(docgen("verify", "--project", "metier", code=1).codes)


def test_an_adaptation_of_one_default_takes_two_people(shared: Path, docgen: Cli) -> None:
    """Also where the library below calls its revision editorial: it says nothing of what is changed here."""
    shutil.rmtree("juridique/clauses/ethique")
    below = Path("groupe/clauses/ethique/clause.yaml")
    below.write_text(below.read_text(encoding="utf-8").replace("change: substantive", "change: editorial"), encoding="utf-8")
    docgen("library", "publish", "--project", "groupe", "--version", "2026.9", "--out", "exchange", code=0)
    (package,) = Path("exchange").glob("groupe-2026.9-*")
    docgen("library", "update", "groupe", "--from", package, "--project", "juridique", "--apply", code=0)
    assert "change: editorial" in Path("juridique/libraries/groupe/clauses/ethique/clause.yaml").read_text(encoding="utf-8")
    mine = Path("juridique/clauses/ethique/clause.yaml")
    mine.parent.mkdir()
    mine.write_text("schema: docgen.clause/1\nid: ethique\nadapts: groupe:ethique\nowner: juridique\nparameters: {reponse_j: {default: 10}}\n", encoding="utf-8")
    step = ("ethique", "r1", "--project", "juridique", "--why", "plus court")
    docgen("clauses", "submit", *step, "--by", "judith-kerouedan", code=0)
    assert docgen("clauses", "approve", *step, "--by", "judith-kerouedan", code=1).codes == ["GV112"]
    assert docgen("clauses", "approve", *step, "--by", "armand-lescure", code=0).out.strip() == "ethique r1: approved"


def test_nobody_above_takes_their_place(shared: Path, docgen: Cli) -> None:
    """A body of the same id in the project does not approve what the library owns."""
    people = "schema: docgen.people/1\ndepartments: {maintenance: {}}\nbodies: {direction-juridique: {members: [moi]}, direction-maintenance: {members: [moi]}}\npeople: {moi: {name: Moi}}\n"
    Path("metier/clauses/people.yaml").write_text(people, encoding="utf-8")
    library = Path("metier/clauses/library.yaml")
    library.write_text(library.read_text(encoding="utf-8") + "people: people.yaml\n", encoding="utf-8")
    assert approve(docgen, "moi") == ["GV111"]
    assert approve(docgen, "armand-lescure") == ["responsabilite r1: douze-mois (direction-juridique)"]


def test_an_adapted_clause_asks_those_whom_the_library_below_knows(laid_out: Path, tmp_path: Path, docgen: Cli) -> None:
    copy_of(laid_out, tmp_path / "p")
    profile = tmp_path / "p" / PROFILE
    text = profile.read_text(encoding="utf-8")
    for position, code in (("vingt-quatre", "AS503"), ("douze", "GV141")):  # a body that nobody has, and one of the legal department
        profile.write_text(text + f"clauses: {{responsabilite: {{position: {position}}}}}\n", encoding="utf-8")
        assert {"AS503", "GV141"} & set(docgen("draft", profile, "--out", tmp_path / position, code=0).codes) == {code}


def test_steps_of_a_library_below_are_shown_with_its_people(laid_out: Path, tmp_path: Path, docgen: Cli) -> None:
    docgen("library", "site", "--project", laid_out / "metier", "--out", tmp_path / "site", code=0)
    page = (tmp_path / "site/fr/clauses/donnees-personnelles.html").read_text(encoding="utf-8")
    assert "Noémie Carré" in page and "Armand Lescure" in page and "(Direction juridique)" in page and "pour\u00a0: Direction juridique de Valmorin" in page
