"""Which paragraphs are headings, and how deep."""

from __future__ import annotations

from docgen.stages.importing.headings import find_headings
from docgen.store.languages import load_language
from support.docx import heading, p
from support.imports import bold, outline

EN, FR = load_language("en"), load_language("fr")


def found(*blocks: str, language=FR) -> list[tuple[int, int, str, str, str]]:
    heads = find_headings(outline(*blocks).blocks, language)
    return [(h.paragraph, h.level, h.label, h.title, h.kind) for h in sorted(heads.values(), key=lambda h: h.paragraph)]


def test_typed_numbers_stand_below_their_article() -> None:
    assert found(bold("Article 1 – Objet"), bold("1.1 Étendue"), p("Texte."), bold("1.2 Lieu")) == [
        (1, 1, "Article 1", "Objet", "article"), (2, 2, "1.1", "Étendue", "number"), (4, 2, "1.2", "Lieu", "number")]  # fmt: skip


def test_groups_stand_above_articles() -> None:
    assert [h[1] for h in found(p("TITRE I – Cadre"), p("Article 1 – Objet"), p("ANNEXE A – Prix"))] == [1, 2, 1]


def test_styles_count_before_looks() -> None:
    assert [h[0] for h in found(heading("Objet"), bold("Gras"), p("x"), heading("Durée"))] == [1, 4]


def test_long_or_closed_lines_are_text() -> None:
    assert found(bold("Le prestataire exécute."), bold("x" * 200), p("Titre court"), p("3 vélos")) == []


def test_english_words() -> None:
    assert [h[4] for h in found(p("Part I: Framework"), p("Section 2. Term"), p("Schedule 1"), language=EN)] == ["group", "article", "annex"]
