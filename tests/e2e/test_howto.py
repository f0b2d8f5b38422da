"""Each how-to page does what it says, step by step, on a copy of a project."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

sys.path.insert(0, str(Path(__file__).parent))
from pages import ROOT, docgen, follow, project

HOWTO = ROOT / "docs" / "howto"


def text_of(path: Path) -> str:
    """Every word of a Word file, those in content controls included."""
    return "".join(Document(str(path)).element.body.itertext())


def test_a_clause_is_added_and_published(tmp_path: Path) -> None:
    root = project(tmp_path)
    said = follow(HOWTO / "add-a-clause.md", root)
    assert "error" not in said
    text = text_of(root / "out" / "mobilys_contrat_clairval.docx")
    assert "Devoir de conseil" in text
    assert "dix\u00a0(10)\u00a0jours" in text
    lock = (root / "out" / "mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")
    assert '- id: "devoir-conseil"\n  revision: 1' in lock
    assert 'step: "approved"' in (root / "clauses" / "devoir-conseil" / "journal.yaml").read_text(encoding="utf-8")


def test_a_clause_is_revised_and_old_contracts_keep_the_old_text(tmp_path: Path) -> None:
    root = project(tmp_path)
    said = follow(HOWTO / "revise-a-clause.md", root)
    assert "error" not in said and "vingt" in said
    old, new = (
        text_of(root / "out" / year / "mobilys_contrat_clairval.docx").replace("\u00a0", " ") for year in ("2026", "2027")
    )
    assert "dans les quinze (15) jours" in old
    assert "dans les vingt (20) jours" in new


def test_a_clause_and_a_position_are_approved(tmp_path: Path) -> None:
    root = project(tmp_path)
    said = follow(HOWTO / "approve-a-clause.md", root)
    assert "GV112" in said and "error GV141" in said and "verified" in said
    lock = (root / "final" / "mobilys_contrat_clairval.lock.yaml").read_text(encoding="utf-8")
    assert 'position: "trois-ans"' in lock and "final: true" in lock


def test_a_published_text_that_is_edited_is_an_error(tmp_path: Path) -> None:
    root = project(tmp_path)
    follow(HOWTO / "revise-a-clause.md", root)
    path = root / "clauses" / "audit" / "r1.fr.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nEncore.\n", encoding="utf-8")
    done = docgen("docgen check profiles/mobilys.yaml", root)
    assert done.returncode == 1
    assert "LB220" in done.stderr


def test_a_document_type_is_added(tmp_path: Path) -> None:
    root = project(tmp_path)
    said = follow(HOWTO / "add-a-document-type.md", root)
    assert "error" not in said
    text = text_of(root / "out" / "mobilys_accord-pi_clairval.docx")
    assert "Accord de propriété intellectuelle" in text


def test_a_domain_is_added_without_python(tmp_path: Path) -> None:
    template = tmp_path / "templates" / "docx" / "maison.docx"
    template.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "templates" / "docx" / "contrat.docx", template)
    said = follow(HOWTO / "add-a-domain.md", tmp_path)
    assert "R-VEL-01" in said
    assert "error" not in said
    text = text_of(tmp_path / "out" / "dupont_location.docx").replace("\u00a0", " ")
    assert "Vélos du Port loue à Jeanne Dupont" in text
    assert "600 € (six cents euros)" in text


@pytest.mark.parametrize("page", ["add-a-template", "add-a-check", "add-a-language"])
def test_the_other_pages_that_change_no_program(page: str, tmp_path: Path) -> None:
    root = project(tmp_path)
    assert "error" not in follow(HOWTO / f"{page}.md", root)
    assert list((root / "out").glob("*.docx")) or page == "add-a-check"


def test_a_clause_is_found_in_its_contracts_and_recalled(tmp_path: Path) -> None:
    root = project(tmp_path)
    said = follow(HOWTO / "impact-and-recall.md", root)
    assert "error" not in said
    assert "vingt (20)\u00a0jours" in text_of(root / "rappel" / "mobilys" / "mobilys_avenant_clairval-1.docx")
    assert "vingt (20)\u00a0jours" in text_of(root / "v2" / "mobilys_contrat_clairval.docx")
    assert said.endswith("Aucune version de contrat ne correspond.\n")


def test_a_contract_is_signed_renegotiated_and_made_again(tmp_path: Path) -> None:
    root = project(tmp_path)
    said = follow(HOWTO / "renegotiate.md", root)
    assert "Axes touchés" in said and "avenant à signer" in said
    assert "verified" in said
    for name in ("contrat_clairval.docx", "contrat_clairval.redline.docx", "avenant_clairval-1.docx"):
        assert (root / "v2" / f"mobilys_{name}").is_file(), name
    assert "w:ins " in redline_xml(root / "v2" / "mobilys_contrat_clairval.redline.docx")
    assert (root / "signed" / "mobilys_contrat_clairval.docx").read_bytes() == (root / "v1" / "mobilys_contrat_clairval.docx").read_bytes()
    assert "avenant n°\u00a02" in text_of(root / "v3" / "mobilys_contrat_clairval.docx")


def test_clauses_are_imported_from_word(tmp_path: Path) -> None:
    from support.imports import styled_contract

    root = project(tmp_path)
    (root / "contrat.docx").write_bytes(styled_contract())
    said = follow(HOWTO / "import-from-word.md", root)
    assert "error" not in said
    assert "articles: 63; clauses written: 0; in the library already: 63" in said
    assert "owner: juridique" in (root / "clauses" / "prix-des-materiels" / "clause.yaml").read_text(encoding="utf-8")
    assert "À vérifier" in (root / "out" / "contrat.rapport.md").read_text(encoding="utf-8")


def redline_xml(path: Path) -> str:
    """The main part of a Word file."""
    with zipfile.ZipFile(path) as opened:
        return opened.read("word/document.xml").decode()
