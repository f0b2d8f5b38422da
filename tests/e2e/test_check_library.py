"""``docgen check --library``: from the command line, on a tiny project."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from support.project import Cli

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "clauses/library.yaml": "schema: docgen.library/1\nname: essai\nlanguages: [fr]\nvocabulary: vocabulary.yaml\ndates: {as_of: as_of}\n"
    "classes: {paragraph: {}, table: {default: House Table}}\n",
    "clauses/vocabulary.yaml": "type: object\nproperties:\n  id: {type: string}\n  as_of: {type: string}\n  locale: {type: string}\n"
    "  oui: {type: boolean}\n  clauses: {type: object}\n",
    "clauses/a/clause.yaml": "schema: docgen.clause/1\nid: a\ntitle: {fr: Premier}\nrevisions:\n- {number: 1, change: legal}\n",
    "clauses/a/r1.fr.md": "Voir [[b]].\n",
    "clauses/b/clause.yaml": 'schema: docgen.clause/1\nid: b\ntitle: {fr: Second}\napplies_when: "oui"\nrevisions:\n- {number: 1, change: legal}\n',
    "clauses/b/r1.fr.md": "Texte.\n",
    "templates/contrat.yaml": "schema: docgen.document/1\nid: contrat\ntitle: {fr: Contrat}\nname: {fr: le contrat}\ntemplate: contrat\n"
    "languages: [fr]\nslots: {date: x, mention: x, parties: x, reference: x, sous_titre: x, statut: x, titre: x, version: x}\nparts:\n- title: {fr: Cadre}\n  clauses: [a, b]\n",
    "profiles/acme.yaml": "id: acme\nas_of: 2031-01-01\nlocale: fr-FR\noui: true\n",
}


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "templates/docx").mkdir()
    shutil.copy(ROOT / "templates/docx/contrat.docx", tmp_path / "templates/docx/contrat.docx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_fault_that_no_example_shows_is_found_with_facts_that_do(tiny: Path, docgen: Cli) -> None:
    assert "SP806" not in docgen("check").codes
    ran = docgen("check", "--library", "--format", "json", code=1)
    (found,) = [d for d in json.loads(ran.out)["diagnostics"] if d["code"] == "SP806"]
    assert "on top of profiles/acme.yaml" in found["hint"]
    assert "oui: false" in found["hint"] or "# without oui" in found["hint"]


def test_a_mended_library_is_clean_and_says_how_much_was_looked_at(tiny: Path, docgen: Cli) -> None:
    (tiny / "clauses/b/clause.yaml").write_text(
        FILES["clauses/b/clause.yaml"].replace('applies_when: "oui"\n', ""), encoding="utf-8"
    )
    ran = docgen("check", "--library", code=0)
    assert not [c for c in ran.codes if c.startswith("SP")]
    assert "sets of documents drawn" in ran.err
    assert "sets of documents drawn" not in docgen("check", "--library", "--quiet", code=0).err


def test_without_time_it_says_what_was_not_looked_at(tiny: Path, docgen: Cli) -> None:
    ran = docgen("check", "--library", "--budget", "0", code=0)
    assert "SP819" in ran.codes
    assert "references" in ran.err


def test_a_fault_that_only_drawing_shows(tiny: Path, docgen: Cli) -> None:
    (tiny / "clauses/a/r1.fr.md").write_text('Il reste {{ "TODO" }} un mot.\n', encoding="utf-8")
    assert "SP818" in docgen("check", "--library", code=1).codes


def test_without_a_profile_an_empty_one_is_the_example(tiny: Path, docgen: Cli) -> None:
    (tiny / "profiles/acme.yaml").unlink()
    assert "SP806" in docgen("check", "--library", code=1).codes


REVIEWS = (
    "$defs:\n  document:\n    if: {type: object, required: [avis]}\n    then: {$ref: '#/$defs/avis'}\n    else: {$ref: '#'}\n"
    "  avis: {type: object, required: [avis], additionalProperties: false, properties: {avis: {type: string}, sens: {enum: [bon, mauvais]}}}\n"
)


def test_a_fault_that_only_some_review_shows(tiny: Path, docgen: Cli) -> None:
    (tiny / "clauses/vocabulary.yaml").write_text(FILES["clauses/vocabulary.yaml"] + REVIEWS, encoding="utf-8")
    (tiny / "clauses/b/clause.yaml").write_text(
        FILES["clauses/b/clause.yaml"].replace('applies_when: "oui"', "applies_when: \"sens == 'bon'\""),
        encoding="utf-8",
    )
    made = "for_each: records.avis as avis\nkey: avis.avis\nlet: {sens: avis.sens}\nparts:"
    contract = FILES["templates/contrat.yaml"].replace("parts:", made)
    (tiny / "templates/contrat.yaml").write_text(contract, encoding="utf-8")
    with (tiny / "profiles/acme.yaml").open("a", encoding="utf-8") as file:
        file.write("---\navis: premier\nsens: bon\n")
    assert "XR501" not in docgen("check").codes
    ran = docgen("check", "--library", "--format", "json", code=1)
    (found,) = [d for d in json.loads(ran.out)["diagnostics"] if d["code"] == "SP806"]
    assert "# records: " in found["hint"]
    assert "SP805" not in ran.codes
