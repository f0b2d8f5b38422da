"""With which characters the matches of a pattern begin and end, read off its text.

A rule that needs a figure before a space need not be tried where there is none. Only what is plain to see is said: a
character, a class, a list of them by name. Of anything else nothing is known, and the rule is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

Lists: TypeAlias = Callable[[str], Iterable[str]]
"""The patterns that a name in braces stands for."""

_ONE = (
    r"\{(?P<name>[a-z]+)\}"
    r"|\[(?P<set>[^\]\\^]+)\]"
    r"|\\(?P<sign>[^\w\s])"
    r"|(?<!\\)(?P<letter>[^\\\[\](){}.^$*+?|])"
)
_HEAD = re.compile(rf"(?:{_ONE})(?!\{{0)(?P<maybe>[?*])?")
_TAIL = re.compile(rf"[^|]*?(?:{_ONE})(?:\{{[1-9]\}})?")
_BRANCHED = re.compile(r"\([^)]*\|")


def heads_of(pattern: str, lists: Lists) -> str:
    """The characters that a match begins with, as they stand in a class; "" where that is not plain to see."""
    return "" if _BRANCHED.search(pattern) else _all(_head(branch, lists) for branch in pattern.split("|"))


def tails_of(patterns: Iterable[str], lists: Lists) -> str:
    """The characters that a match of one of the patterns ends with, as they stand in a class; "" where that is not plain to see."""
    return _all(_tail(pattern, lists) for pattern in patterns)


def _head(branch: str, lists: Lists) -> str:
    found = ""
    while (match := _HEAD.match(branch)) is not None:
        part = _part(match, lambda name: _all(heads_of(p, lists) for p in lists(name)))
        if not part or not match["maybe"]:
            return part and found + part
        found, branch = found + part, branch[match.end() :]
    return ""


def _tail(pattern: str, lists: Lists) -> str:
    match = _TAIL.fullmatch(pattern)
    return _part(match, lambda name: tails_of(lists(name), lists)) if match else ""


def _part(match: re.Match[str], named: Callable[[str], str]) -> str:
    """One character, or those of a class or of a list."""
    if match["name"]:
        return named(match["name"])
    return match["set"] or re.escape(match["sign"] or match["letter"])


def _all(found: Iterable[str]) -> str:
    """All of them; "" where one is not known."""
    each = list(found)
    return "".join(each) if all(each) else ""
