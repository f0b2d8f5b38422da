"""With what the matches of a pattern begin and end: said where it is plain to see, and only there."""

from __future__ import annotations

import re

import pytest

from docgen.stages.pattern_ends import heads_of, tails_of

LISTS = {"digit": ("[0-9]",), "unit": ("[kM]?€", r"\$", r"jours?\b"), "vague": (r"\w",)}


def lists(name: str) -> tuple[str, ...]:
    return LISTS[name]


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        ("[;!?]", ";!?"), ("abc", "a"), (r"\.x", r"\."), ("{digit}|[A-Z](?!x)|[IVX]+", "0-9A-ZIVX"), ("{unit}", r"kM€\$j"),
        (r"[LR]\.?{digit}", "LR"), ("a?b*{digit}", "ab0-9"), ("[0-9]{3}", "0-9"), ("«", "«"),
    ],
)  # fmt: skip
def test_what_a_match_begins_with(pattern: str, heads: str) -> None:
    assert heads_of(pattern, lists) == heads


@pytest.mark.parametrize(
    "pattern",
    ["", r"\S", ".", "(?:a|b)", "a?", "[^a]", r"[\w]", "a|", "{vague}", "a|{vague}", "(?=a)", r"\bx", "a{0,2}b", "[a|b]", "^a", "x(a|b)"],
)
def test_what_a_match_begins_with_is_not_known(pattern: str) -> None:
    assert heads_of(pattern, lists) == ""


@pytest.mark.parametrize(
    ("patterns", "tails"),
    [
        ((r"\bM\.", "Mme"), r"\.e"), (("{digit}", r"[0-9]\)"), r"0-9\)"), (("(?<![0-9])[0-9]{2}",), "0-9"),
        (("[nN]°",), "°"), ((r"\b{digit}",), "0-9"), (("§",), "§"),
    ],
)  # fmt: skip
def test_what_a_match_ends_with(patterns: tuple[str, ...], tails: str) -> None:
    assert tails_of(patterns, lists) == tails


@pytest.mark.parametrize("pattern", ["", r"\S", r"a\b", "ab?", "a|b", "[^a]", "(a)", "a{0,2}", "a$", r"\w", r"\\x", "{unit}", "a(?=b)", "a+"])
def test_what_a_match_ends_with_is_not_known(pattern: str) -> None:
    assert tails_of(("x", pattern), lists) == ""


def test_what_is_said_stands_in_a_class() -> None:
    for pattern in (r"\]", r"\^", r"\-", "-", "&"):
        said = heads_of(pattern, lists)
        found = [c for c in map(chr, range(32, 127)) if re.fullmatch(f"[{said}]", c)]
        assert found == [pattern[-1]]
