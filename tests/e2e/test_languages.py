"""The same contract in another language: words, numbers, typography and marks follow it."""

from __future__ import annotations

from pathlib import Path

from support.project import Cli, profile_with
from support.word import Word, w


def test_english_contracts(project: Path, docgen: Cli) -> None:
    ran = docgen("draft", "profiles/voltea.yaml", "--lang", "en", "--only", "contrat", "--final", code=0)
    assert ran.written[0].name == "voltea_contrat_hexavoix_en.docx"
    word = Word(ran.written[0].read_bytes())
    for words in ("Services agreement", "Framework", "Contents", "Annex 1", "February"):
        assert words in word.text, words
    for words in ("l’Annexe", "Sommaire", "l’article", "février"):
        assert words not in word.text, words
    assert b"<dc:language>en-GB</dc:language>" in word.parts["docProps/core.xml"]
    assert "«" not in word.text
    assert " ;" not in word.text
    assert "\u00a0;" not in word.text


def test_the_language_of_styles_follows_the_document(project: Path, docgen: Cli) -> None:
    for code, tag in (("fr", "fr-FR"), ("en", "en-GB")):
        ran = docgen("draft", "profiles/mobilys.yaml", "--lang", code, "--only", "contrat", "--only", "contrat-cabinet", code=0)
        for path in ran.written:
            if path.suffix == ".docx":
                word = Word(path.read_bytes())
                styles = word.root("word/styles.xml")
                assert {e.get(w("val")) for e in styles.iter(w("lang"))} == {tag}
                assert not list(word.main.iter(w("lang"))), "direct formatting"


def test_the_locale_of_the_profile_is_the_default(project: Path, docgen: Cli) -> None:
    ran = docgen("draft", profile_with(project, ("locale: fr-FR", "locale: en-GB")), "--only", "contrat", code=0)
    assert "Services agreement" in Word(ran.written[0].read_bytes()).text


def test_french_and_english_hold_the_same_clauses(project: Path, docgen: Cli) -> None:
    found = []
    for code in ("fr", "en"):
        ran = docgen("draft", "profiles/voltea.yaml", "--lang", code, "--only", "contrat", code=0)
        word = Word(ran.written[0].read_bytes())
        found.append([e.get(w("val")) for e in word.main.iter(w("tag"))])
    assert found[0] == found[1]


def test_a_type_without_the_language_stays_in_its_own(project: Path, docgen: Cli) -> None:
    ran = docgen("draft", "profiles/mobilys.yaml", "--lang", "en", "--only", "cahier-des-charges")
    if ran.code == 0:
        assert ran.written[0].name == "mobilys_cahier-des-charges.docx"
        assert "Votre contexte" in Word(ran.written[0].read_bytes()).text
    else:
        assert "en" in ran.err
