"""Numbers as Word counts them."""

from __future__ import annotations

import pytest

from docgen.model.imported import WordParagraph
from docgen.render.word_numbering import number_as
from support.docx import p
from support.imports import LEGAL, OUTLINE, level, np, numbering, outline


def labels(*blocks: str, parts: dict[str, str]) -> list[str]:
    return [b.label for b in outline(*blocks, parts=parts).blocks if isinstance(b, WordParagraph)]


def test_levels_count_and_restart_below_a_higher_one() -> None:
    blocks = [np("a", 0), np("b", 1), np("c", 1), np("d", 2), np("e", 0), np("f", 1)]
    assert labels(*blocks, parts=OUTLINE) == ["1.", "1.1", "1.2", "a)", "2.", "2.1"]
    assert labels(np("a", 0), np("b", 1), parts=LEGAL) == ["Article 1", "1.1"]


def test_a_level_that_never_restarts_goes_on() -> None:
    parts = numbering(level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", '<w:lvlRestart w:val="0"/>'))
    assert labels(np("a", 0), np("b", 1), np("c", 0), np("d", 1), parts=parts) == ["1.", "a)", "2.", "b)"]


def test_legal_numbers_are_figures_whatever_the_levels_above_use() -> None:
    parts = numbering(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert labels(np("a", 0), np("b", 0), np("c", 1), parts=parts) == ["I.", "II.", "2.1"]


def test_a_list_that_begins_anew_does_so_once() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    parts = numbering(level(0, "decimal", "%1."), lists=(1,), more=again)
    assert labels(np("a", 0), np("b", 0), parts=parts) == ["5.", "6."]


def test_bullets_have_no_label_and_are_not_counted() -> None:
    found = outline(np("a", 0), parts=numbering(level(0, "bullet", "\u2022"))).blocks[0]
    assert (found.label, found.depth, found.ordered) == ("", 1, False)  # type: ignore[union-attr]


def test_a_list_or_a_level_that_does_not_exist_is_told() -> None:
    found = outline(p("x"), np("a", 0, 7), np("b", 4), np("c", 0), parts=OUTLINE)
    assert found.broken == (2, 3)
    assert [b.label for b in found.blocks] == ["", "", "", "1."]  # type: ignore[union-attr]
    assert outline(np("a", 0)).broken == (1,)


@pytest.mark.parametrize(
    ("kind", "count", "said"),
    [("decimal", 12, "12"), ("upperRoman", 1994, "MCMXCIV"), ("lowerRoman", 4, "iv"), ("lowerLetter", 28, "bb"),
     ("upperLetter", 3, "C"), ("decimalZero", 7, "07"), ("none", 3, ""), ("ideographDigital", 9, "9"), ("upperRoman", 9_999, "9999")],
)  # fmt: skip
def test_formats(kind: str, count: int, said: str) -> None:
    assert number_as(kind, count) == said
