"""A value is text: whatever stands in it is printed as it is, everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.project import Cli, profile_with
from support.word import Word

NASTY = [
    "a < b & c > d \" ' &amp; &#65; <w:p/> ]]>",
    "{{ 7*7 }} {_{ x }_} {% if x %} {# y #} {{p corps }} %} }}",
    "**x** | _y_ `z` [a](b) ![c](d) # e > f ~~g~~ \\ \\* - h",
    "[[duree]] [[br]] [[def:client]] [^1] {: .apparent } [[table: x]]",
    "a\u202eb\u200fc\u2066d",
    "M" + "o" * 9998 + "t",
    "🚲 👩‍🔧 𝔘",
    "e\u0301te\u0301 A\u030a",
    "نمی\u200cخواهم کتاب\u200dها",
    "ไทยภาษา 日本語の契約 １２",
    "1. un\\ 2) deux",
    "Article 12 ; Client : « x »",
]
FIELDS = {
    "denomination": "denomination: Mobilys Cycles",
    "adresse": "14 quai des Frères-Lambot",
    "representant": "Hélène Kerdoncuff",
    "mission": "libelle: Diagnostic à distance et conseil d'entretien",
    "horaires": "horaires: du lundi au samedi de 9 h à 19 h",
    "perimetre": "- la vente de vélos et d'abonnements",
    "kpi": "libelle: Résolution au premier contact",
    "projet": "nom: Externalisation du service après-vente des vélos électriques",
}


def as_typed(text: str) -> str:
    """Without what typography sets: no-break spaces and curly apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def replaced(field: str, text: str) -> tuple[str, str]:
    old = FIELDS[field]
    if field in ("adresse", "representant"):
        return old, quoted(text)
    if old.startswith("- "):
        return old, f"- {quoted(text)}"
    return old, f"{old.split(':')[0]}: {quoted(text)}"


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_each_value_is_printed_whole(nasty: str, project: Path, docgen: Cli) -> None:
    marked = {field: f"{nasty} {number}" for number, field in enumerate(FIELDS)}
    profile = profile_with(project, *(replaced(f, t) for f, t in marked.items()))
    ran = docgen("draft", profile, code=0)
    words = {p.name: Word(p.read_bytes()) for p in ran.written if p.suffix == ".docx"}
    contract = words["essai_contrat_clairval.docx"]
    everywhere = as_typed("\n".join(w.text for w in words.values()))
    for field, text in marked.items():
        assert as_typed(text) in everywhere, field
    assert as_typed(marked["denomination"]) in as_typed(contract.text)
    assert as_typed(f"{marked['denomination']} / Clairval") in as_typed(contract.text + contract.text_in("header"))
    assert as_typed(marked["projet"]) in as_typed(contract.text + contract.text_in("header"))


def test_the_number_of_paragraphs_does_not_depend_on_values(project: Path, docgen: Cli) -> None:
    """No value opens a paragraph, a list, a table, or closes one."""
    plain = docgen("draft", profile_with(project, *(replaced(f, "x") for f in FIELDS)), code=0)
    expected = [len(Word(p.read_bytes()).paragraphs) for p in plain.written if p.suffix == ".docx"]
    for nasty in NASTY[:4]:
        ran = docgen("draft", profile_with(project, *(replaced(f, nasty) for f in FIELDS)), code=0)
        assert [len(Word(p.read_bytes()).paragraphs) for p in ran.written if p.suffix == ".docx"] == expected


def test_line_breaks_and_tabs_of_a_value_stay(project: Path, docgen: Cli) -> None:
    text = "une\ndeux\ttrois\n\n- quatre"
    ran = docgen("draft", profile_with(project, replaced("adresse", text), replaced("mission", text)), "--only", "contrat", code=0)
    word = Word(ran.written[0].read_bytes())
    assert sum(text in t for t in word.texts) >= 2


def test_a_slot_keeps_no_break_and_wide_spaces(project: Path, docgen: Cli) -> None:
    name = "Groupe\u00a0Été\u202fSud 株式会社\u3000東京"
    ran = docgen("draft", profile_with(project, replaced("denomination", name), replaced("projet", name)), "--only", "contrat", code=0)
    word = Word(ran.written[0].read_bytes())
    assert f"{name} / Clairval" in word.text + word.text_in("header")
    assert name in word.texts


def test_a_value_in_a_footnote_is_literal(project: Path, docgen: Cli) -> None:
    """A clause whose note prints a value."""
    for path in (project / "clauses/parties").glob("r*.fr.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Entre les soussign", "Voir la note[^1]. Entre les soussign", 1)
                        + "\n[^1]: Note de {{ client.denomination }}.\n", encoding="utf-8")  # fmt: skip
    (project / "clauses/parties/journal.yaml").unlink()
    for nasty in NASTY[:3]:
        ran = docgen("draft", profile_with(project, replaced("denomination", nasty)), "--only", "contrat", code=0)
        notes = Word(ran.written[0].read_bytes()).text_in("footnotes")
        assert as_typed(f"Note de {nasty}.") in as_typed(notes)


def test_a_slot_alone_may_hold_what_looks_like_a_slot(project: Path, docgen: Cli) -> None:
    text = "{{ 7*7 }} [[x]] {% y %}"
    ran = docgen("draft", profile_with(project, replaced("projet", text)), "--only", "contrat-cabinet", code=0)
    assert text in Word(ran.written[0].read_bytes()).text


def test_a_final_document_is_verified_with_such_values_too(project: Path, docgen: Cli) -> None:
    pairs = [replaced(f, NASTY[n % 4]) for n, f in enumerate(FIELDS)]
    ran = docgen("draft", profile_with(project, *pairs), "--only", "contrat", "--final")
    assert "WD7" not in ran.err
