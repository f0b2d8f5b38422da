"""Numbers in words, from the tables of a language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache

from docgen.model.language import Language, NumberRule

LARGEST = 10**15

_PART = re.compile(r"\{(high|rest|all)(?::([a-z]+))?\}")


def spell(number: int, language: Language, table: str = "cardinal") -> str:
    """The number in words; ``ValueError`` beyond 10**15 either way."""
    if abs(number) > LARGEST:
        raise ValueError("number too large to be said in words")
    words = _sayer(language)(abs(number), table)
    return language.spelling.minus.format(words=words) if number < 0 else words


@lru_cache(maxsize=16)
def _sayer(language: Language) -> Callable[[int, str], str]:
    """Says a number by a table of the language, and remembers what it said."""
    tables: dict[str, tuple[list[int], tuple[NumberRule, ...]]] = {}

    @lru_cache(maxsize=20_000)
    def say(number: int, table: str) -> str:
        """Say a number by the last rule that starts at or below it.

        Terminates: the quotient and the remainder are smaller than the number, and only the
        data's ``{all:other}`` keeps it, in another table.
        """
        if table not in tables:
            rules = language.spelling.tables[table]
            tables[table] = [rule.start for rule in rules], rules
        starts, rules = tables[table]
        rule = rules[bisect_right(starts, number) - 1]
        high, rest = divmod(number, rule.divisor)
        words, parts = _cut(rule.more if rest else rule.exact)
        for part, other, after in parts:
            said = high if part == "high" else rest if part == "rest" else number
            words += say(said, other or table) + after
        return words

    return say


@lru_cache(maxsize=1_000)
def _cut(template: str) -> tuple[str, tuple[tuple[str, str | None, str], ...]]:
    """What a rule says, at its parts: the text before them, then each part, its table and the text behind it."""
    first, *rest = _PART.split(template)
    return first, tuple(zip(rest[::3], rest[1::3], rest[2::3], strict=True))
