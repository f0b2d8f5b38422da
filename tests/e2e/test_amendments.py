"""Amendments drawn from the dated changes that stand beside a profile."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from docgen.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("clauses", "templates", "profiles"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def draft(project: Path, *args: str) -> tuple[int, str, dict[str, str]]:
    arguments = ["draft", str(project / "profiles/voltea.yaml"), "--only", "avenant", "--out", str(project / "out"), *args]
    outcome = CliRunner().invoke(main, arguments)
    words = {p.stem: "\n".join(x.text for x in Document(str(p)).element.iter() if x.tag.endswith("}t") and x.text)
             for p in (project / "out").glob("*_avenant_*.docx")}  # fmt: skip
    return outcome.exit_code, outcome.output, words


def with_overlay(project: Path, patch: str) -> None:
    """The profile with one change only."""
    path = project / "profiles/voltea.yaml"
    base = path.read_text(encoding="utf-8").split("\n---\n")[0]
    path.write_text(f"{base}\n---\noverlay: essai\nnumero: 1\ndate_effet: 2028-02-01\n{patch}", encoding="utf-8")


def test_each_provider_whose_contract_changes_gets_an_amendment(project: Path) -> None:
    code, output, words = draft(project, "--final")
    assert code == 0, output
    assert sorted(words) == ["voltea_avenant_amilcar-1", "voltea_avenant_hexavoix-1"]
    text = words["voltea_avenant_hexavoix-1"]
    assert "effectif, canaux, tâches, indicateurs et pays" in text
    assert "est remplacé par les stipulations suivantes" in text
    assert "94" in text and "82" in text


def test_an_amendment_is_signed_on_its_own_day_and_names_the_annexes(project: Path) -> None:
    _, output, words = draft(project, "--final")
    text = words["voltea_avenant_hexavoix-1"].replace("\u00a0", " ")
    assert "14 janvier 2028" in text.split("Fait le")[1][:40], output
    assert "L’Annexe 1 (Indicateurs et niveaux de service) est remplacée par les stipulations suivantes" in text
    assert "L’article 1 (Description des traitements) de l’Annexe 3 (Traitement de données personnelles)" in text


def test_the_changed_data_are_told_in_words_and_to_their_own_party_only(project: Path) -> None:
    _, _, words = draft(project, "--final")
    tables = {name: text.split("Données modifiées")[1].split("Date d’effet")[0] for name, text in words.items()}
    hexavoix, amilcar = tables["voltea_avenant_hexavoix-1"], tables["voltea_avenant_amilcar-1"]
    for code in ("relation-ecrite", "negocie", "delai_chat", "conformite_grille", "prestataires[]", " chat"):
        assert code not in hexavoix + amilcar, code
    assert "Canal\u00a0: tchat" in hexavoix and "540\u00a0s" in hexavoix and "4,40\u00a0€" in hexavoix
    assert "Arras" in hexavoix and "Sahloul" not in hexavoix
    assert "Sahloul" in amilcar and "Arras" not in amilcar
    assert "Hexavoix\u00a0: 70\u00a0%" in hexavoix and "Hexavoix" not in amilcar


def test_a_provider_that_nothing_touches_gets_none(project: Path) -> None:
    with_overlay(project, "patch:\n  prestataires[amilcar].representant.nom: Leïla Mansouri\n")
    code, output, words = draft(project)
    assert code == 0, output
    assert list(words) == ["voltea_avenant_amilcar-1"]
    assert "Leïla Mansouri" in words["voltea_avenant_amilcar-1"]


def test_a_clause_that_leaves_is_deleted_and_the_others_keep_their_numbers(project: Path) -> None:
    with_overlay(project, "patch: {penalites: null}\n")
    code, output, words = draft(project)
    assert code == 0, output
    text = words["voltea_avenant_amilcar-1"]
    assert "est supprimé" in text
    changed = [line for line in text.split("\n") if line.startswith("L’article")]
    assert all("Révision" not in line for line in changed)


def test_a_change_that_cannot_be_applied_stops_the_draft(project: Path) -> None:
    with_overlay(project, "patch:\n  canaux[fax].horaires: jamais\n")
    code, output, words = draft(project)
    assert (code, words) == (1, {})
    assert "PF220" in output and "0 items" in output


def test_a_change_to_a_wrong_value_is_found_by_the_vocabulary(project: Path) -> None:
    with_overlay(project, "patch: {moyens_humains.etp: beaucoup}\n")
    code, output, words = draft(project, "--final")
    assert (code, words) == (1, {})
    lines = (project / "profiles/voltea.yaml").read_text(encoding="utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("patch:"))
    assert f"profiles/voltea.yaml:{line}:9: error PF" in output


def test_rules_run_on_the_changed_profile(project: Path) -> None:
    with_overlay(project, "patch: {remuneration.part_fixe_pct: 75}\n")
    code, output, _ = draft(project, "--final")
    assert code == 1
    assert "error R-REM-01" in output


def test_values_of_a_change_are_read_as_those_of_the_profile(project: Path) -> None:
    with_overlay(project, "patch:\n  prestataires[amilcar].representant.nom: 007\n")
    code, output, words = draft(project)
    assert code == 0, output
    assert "007" in words["voltea_avenant_amilcar-1"]
    with_overlay(project, "patch:\n  moyens_humains.etp: 94,5\n")
    code, output, _ = draft(project)
    assert code == 1
    assert "Y113" in output


def consolidated(project: Path, provider: str) -> list[str]:
    """The paragraphs of the contract as amended."""
    found = Document(str(project / f"out/voltea_contrat_{provider}-avenant-1.docx")).element.body.iter()
    return ["".join(t.text or "" for t in x.iter() if t.tag.endswith("}t")) for x in found if x.tag.endswith("}p")]


def test_the_contract_as_amended_is_written_beside_the_amendment(project: Path) -> None:
    code, output, words = draft(project, "--final")
    assert code == 0, output
    text = "\n".join(consolidated(project, "hexavoix")).replace("\u00a0", " ")
    assert "94 équivalents temps plein" in text and "82 équivalents" not in text
    assert "Version consolidée par l’avenant n° 1" in text
    assert "consolidée" not in words["voltea_avenant_hexavoix-1"]


def test_an_article_that_is_deleted_leaves_its_number_and_says_so(project: Path) -> None:
    with_overlay(project, "patch:\n  clauses.non-sollicitation.inclure: false\n")
    _, _, words = draft(project)
    assert "est supprimé." in words["voltea_avenant_amilcar-1"]
    text = consolidated(project, "amilcar")
    gone = next(n for n, p in enumerate(text) if p.startswith("Non-sollicitation") and p.endswith("(supprimé)"))
    assert text[gone + 1].startswith("Cession")


def test_an_article_that_enters_is_numbered_after_the_one_before_it(project: Path) -> None:
    path = project / "profiles/voltea.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\nclauses:\n" in text
    path.write_text(text.replace("\nclauses:\n", "\nclauses:\n  non-sollicitation: {inclure: false}\n", 1), encoding="utf-8")
    with_overlay(project, "patch:\n  clauses.non-sollicitation.inclure: true\n")
    _, output, words = draft(project)
    said = re.search(r"après l’article\u00a0(\d+) \([^)]*\), un article\u00a0\1\u00a0bis intitulé", words["voltea_avenant_amilcar-1"])
    assert said, output
    text = consolidated(project, "amilcar")
    heading = text.index(f"{said[1]}\u00a0bis.\u00a0Non-sollicitation du personnel")
    assert f"{said[1]}\u00a0bis.1\u00a0Engagement" in text[heading:]
    assert f"{said[1]}\u00a0bis.{said[1]}" not in "".join(text)  # nor twice in the table of contents


def test_a_paragraph_that_changes_is_replaced_alone_between_its_quotation_marks(project: Path) -> None:
    with_overlay(project, "patch:\n  moyens_humains.etp: 94\n")
    _, _, words = draft(project)
    text = words["voltea_avenant_amilcar-1"].replace("\u00a0", " ")
    assert re.search(r"L’article \d+ \(Moyens humains[^)]*\) est modifié comme suit\.", text)
    assert text.index("82 équivalents") < text.index("sont remplacées par les stipulations suivantes") < text.index("94 équivalents")
    assert "est remplacé par les stipulations suivantes" not in text


def test_a_value_of_a_change_is_read_as_the_field_is_that_it_changes(project: Path) -> None:
    with_overlay(project, "patch:\n  client.siege.cp: 01000\n")
    _, _, words = draft(project)
    assert "01000" in words["voltea_avenant_amilcar-1"]  # a text, not the number 1000


def test_the_vocabulary_needs_no_mark_for_that(project: Path) -> None:
    assert "x-patch" not in (project / "clauses/vocabulary.yaml").read_text(encoding="utf-8")
