"""Nothing of a Word file is read as markup."""

from __future__ import annotations

import pytest

from docgen.stages.importing.escaping import cleaned, escaped, line_start, literals


@pytest.mark.parametrize(("text", "said"), [("2*3", r"2\*3"), ("a_b", r"a\_b"), ("[x](y)", r"\[x\]\(y)"), ("a\nb", "a[[br]]b"), ("c|d", r"c\|d")])
def test_signs_of_markdown(text: str, said: str) -> None:
    assert escaped(text) == said


@pytest.mark.parametrize(("text", "said"), [("2026. Le", r"2026\. Le"), ("a) b", r"a\) b"), ("- x", r"\- x"), ("# x", r"\# x"), ("1.2 x", "1.2 x"), ("-x", r"\-x")])
def test_beginnings_of_lines(text: str, said: str) -> None:
    assert line_start(text) == said


def test_what_no_backslash_protects() -> None:
    assert [*literals("a [[b]] {{ c }} <i> &amp; {: d")] == [(2, 4), (5, 7), (8, 10), (13, 15), (16, 19), (20, 25), (26, 28)]
    assert [*literals("a < b & c, 3 * 4")] == []


def test_signs_that_no_clause_can_hold_are_told_and_every_place_stays() -> None:
    assert cleaned("a\uf0b7b\ufffec") == ("a\u25a1b\u25a1c", frozenset("\uf0b7\ufffe"))
    assert cleaned("propre") == ("propre", frozenset())
