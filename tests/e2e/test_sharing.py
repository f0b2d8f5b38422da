"""docs/sharing.md does what it says, step by step: three libraries, a revision that merges and one that conflicts."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, follow

from support.project import Cli
from support.word import Word

PAGE = ROOT / "docs" / "sharing.md"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder in which the page was followed, and what the commands said."""
    folder = tmp_path_factory.mktemp("un dossier partagé")
    return folder / "partage", follow(PAGE, folder)


def words(path: Path) -> str:
    return Word(path.read_bytes()).text.replace("\u00a0", " ")


def test_what_the_page_promises_is_said(walked: tuple[Path, str]) -> None:
    _, said = walked
    for line in ("groupe 2026.1 -> 2026.2 (", "  taken    force-majeure: r2",
                 "  merged   confidentialite as r2, with groupe:confidentialite r2 (legal): Réserve les alertes que la loi protège.",
                 "  conflict force-majeure: 1 to settle as r2, with groupe:force-majeure r2 (substantive): Deux jours pour aviser",
                 "  1 file beside the clauses\n", "groupe, juridique: as published", "groupe 2026.2: nothing new"):  # fmt: skip
        assert line in said, line
    for code in ("SH102", "SH143", "SH171", "GV111", "GV141"):
        assert f"error {code}" in said
    assert said.count(": error ") == 7


def test_only_what_two_people_agreed_on_travels(walked: tuple[Path, str]) -> None:
    folder, said = walked
    assert 'revision r2 of "donnees-personnelles" is not approved and is not published' in said
    before, after = said.split("juridique 2026.1 -> 2026.1-b (")[1].split("juridique 2026.1 -> 2026.2 (")
    assert "taken" not in before
    assert "  taken    donnees-personnelles: r2" in after
    drawn = words(next((folder / "drafts/douze").glob("*.docx")))
    assert "douze" in drawn


def test_the_revision_that_merges_keeps_both_changes(walked: tuple[Path, str]) -> None:
    folder, _ = walked
    text = (folder / "metier/clauses/confidentialite/r2.fr.md").read_text(encoding="utf-8")
    assert "ni photographie, ni relevé" in text
    assert "l'alerte que son auteur lance" in text
    assert "alerte" not in (folder / "metier/clauses/confidentialite/r1.fr.md").read_text(encoding="utf-8")


def test_the_conflict_is_shown_and_settled_as_a_person_said(walked: tuple[Path, str]) -> None:
    folder, _ = walked
    page = (folder / "metier/out/update/conflicts.html").read_text(encoding="utf-8")
    shown = re.sub(r"<[^>]+>", "", page).replace("\u00a0", " ")
    for wording in ("cinq (5) jours de l&#x27;événement", "douze", ", par l&#x27;astreinte du site,", "deux"):
        assert wording in shown, wording
    text = (folder / "metier/clauses/force-majeure/r2.fr.md").read_text(encoding="utf-8")
    assert "dans les douze (12) heures de l'événement, par l'astreinte du site, et le confirme par écrit" in text
    assert "pièce de rechange" in text


def test_contracts_before_and_after(walked: tuple[Path, str]) -> None:
    folder, _ = walked
    before, after = (words(folder / "drafts" / d / "minoterie_accord-prestation.docx") for d in (".", "2027"))
    assert "confirme par écrit" not in before
    assert "alerte" not in before
    assert "confirme par écrit" in after
    assert "l’alerte que son auteur lance" in after
    lock = yaml.safe_load((folder / "drafts/2027/minoterie_accord-prestation.lock.yaml").read_text(encoding="utf-8"))
    assert {c["id"]: c["revision"] for c in lock["clauses"]}["force-majeure"] == 2
    bought = words(folder / "drafts/achats/minoterie_accord-prestation.docx")
    assert "2 000 000 €" in bought.replace("\u202f", " ")
    assert "à titre onéreux ou gratuit" in bought


def test_licence_and_authors_travel(walked: tuple[Path, str], docgen: Cli) -> None:
    folder, _ = walked
    rows = docgen("library", "status", "--project", folder / "achats", "--format", "json", code=0).json
    assert {r["library"]: (r["licence"], len(r["signer"])) for r in rows} == {"groupe": ("CC-BY-4.0", 64), "juridique": ("CC-BY-SA-4.0", 0)}
    assert rows[-1]["authors"] == ["Direction des contrats du groupe Valmorin"]
