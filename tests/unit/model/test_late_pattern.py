"""Patterns that are compiled when they are first used: the same answers as those compiled at once."""

from __future__ import annotations

import re

import pytest

from docgen.model.late_pattern import LatePattern

TEXT = "Art. 12 et art. 7\nart. 9"


@pytest.mark.parametrize("pattern", [r"art\. (\d+)", r"^art", r"(?m)^art\. \d$", "x"])
def test_it_finds_what_a_pattern_finds(pattern: str) -> None:
    late, ready = LatePattern(pattern, re.IGNORECASE), re.compile(pattern, re.IGNORECASE)
    assert late.findall(TEXT) == ready.findall(TEXT)
    assert [m.span() for m in late.finditer(TEXT)] == [m.span() for m in ready.finditer(TEXT)]
    for method in ("search", "match", "fullmatch"):
        found, wanted = getattr(late, method)(TEXT), getattr(ready, method)(TEXT)
        assert (found and found.span()) == (wanted and wanted.span())


def test_nothing_is_compiled_before_it_is_used() -> None:
    wrong = LatePattern("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_it_is_compiled_once() -> None:
    late = LatePattern(b"a+")
    assert late.compiled is late.compiled
    assert late.findall(b"caab") == [b"aa"]
