"""Headings, items and text of a piece."""

from __future__ import annotations

from docgen.model.imported import Piece, Run, WordParagraph
from docgen.stages.importing.layout import lay_out, without
from support.docx import p
from support.imports import OUTLINE, np, outline


def laid(*blocks: str, **more):
    found = outline(*blocks, **more)
    return [(x.kind, x.level, x.ordered, "".join(r.text for r in x.runs)) for x in lay_out(Piece("", "", 0, found.blocks))]


def test_typed_marks_are_items_nested_by_their_kind() -> None:
    assert laid(p("Le Client :"), p("1) paie ;"), p("a) par virement,"), p("b) à terme,"), p("2) informe."), p("- x"), p("fin")) == [
        ("text", 0, False, "Le Client :"), ("item", 1, True, "paie ;"), ("item", 2, True, "par virement,"), ("item", 2, True, "à terme,"),
        ("item", 1, True, "informe."), ("item", 2, False, "x"), ("text", 0, False, "fin"),
    ]  # fmt: skip


def test_i_is_a_letter_after_letters_and_roman_else() -> None:
    assert [k[1] for k in laid(p("i) a"), p("ii) b"))] == [1, 1]
    assert [k[1] for k in laid(p("h) a"), p("i) b"))] == [1, 1]


def test_numbers_of_articles_on_text_are_told_apart_from_lists() -> None:
    found = outline(np("Le loyer est dû.", 1), np("au terme", 2), parts=OUTLINE)
    kinds = lay_out(Piece("", "", 0, found.blocks))
    assert [(k.kind, k.legal, k.level) for k in kinds] == [("text", True, 0), ("item", False, 1)]


def test_headings_count_from_that_of_the_piece() -> None:
    blocks = (WordParagraph(5, (Run("3.1 Prix"),)), WordParagraph(6, (Run("x"),)))
    found = lay_out(Piece("", "", 0, blocks, base=2, headings={5: (4, "3.1", "Prix")}))
    assert [(f.kind, f.level, f.title) for f in found] == [("heading", 2, "Prix"), ("text", 0, "")]


def test_first_signs_go_across_runs_and_notes_stay() -> None:
    assert without((Run("a"), Run("b) c"), Run("", note="1")), 4) == (Run("c"), Run("", note="1"))
