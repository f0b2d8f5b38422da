"""Numbers in words, from the tables of a language."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from docgen.model.language import Language, NumberRule

LARGEST = 10**15

_PART = re.compile(r"\{(high|rest|all)(?::([a-z]+))?\}")


def spell(number: int, language: Language, table: str = "cardinal") -> str:
    """The number in words; ``ValueError`` beyond 10**15 either way."""
    if abs(number) > LARGEST:
        raise ValueError("number too large to be said in words")
    words = _say(abs(number), language, table)
    return language.spelling.minus.format(words=words) if number < 0 else words


@lru_cache(maxsize=20_000)
def _say(number: int, language: Language, table: str) -> str:
    """Say a number by the last rule that starts at or below it.

    Terminates: the quotient and the remainder are smaller than the number, and only the
    data's ``{all:other}`` keeps it, in another table.
    """
    rule = _rule(number, language.spelling.tables[table])
    high, rest = divmod(number, rule.divisor)
    parts = {"high": high, "rest": rest, "all": number}
    return _PART.sub(
        lambda part: _say(parts[part[1]], language, part[2] or table),
        rule.more if rest else rule.exact,
    )


def _rule(number: int, rules: tuple[NumberRule, ...]) -> NumberRule:
    return rules[bisect_right(rules, number, key=lambda rule: rule.start) - 1]
