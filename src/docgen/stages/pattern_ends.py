"""With which characters the matches of a pattern begin and end, read off its text.

A rule that needs a figure before a space need not be tried where there is none. Only what is plain to see is said: a
character, a class, a list of them by name. Of anything else nothing is known, and the rule is tried. Too many characters
would do no harm; too few would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

Lists: TypeAlias = Callable[[str], Iterable[str]]
"""The patterns that a name in braces stands for."""

_SIGNS = frozenset(r"\[](){}.^$*+?|")
"""What does not stand for itself."""


def heads_of(pattern: str, lists: Lists) -> str:
    """The characters that a match begins with, as they stand in a class; "" where that is not plain to see."""
    return _all(_head(branch, lists) for branch in pattern.split("|"))


def tails_of(patterns: Iterable[str], lists: Lists) -> str:
    """The characters that a match of one of the patterns ends with, as they stand in a class; "" where that is not plain to see."""
    return _all(_tail(pattern, lists) for pattern in patterns)


def _head(branch: str, lists: Lists) -> str:
    if branch.count("(") != branch.count(")"):
        return ""  # it was cut within parentheses
    found, maybe = "", "?"
    while maybe in ("?", "*"):
        part, branch = _front(branch, lists)
        if not part or branch.startswith("{0"):
            return ""
        found, maybe, branch = found + part, branch[:1], branch[1:]
    return found


def _front(text: str, lists: Lists) -> tuple[str, str]:
    """What the first sign of a pattern stands for, and what follows it."""
    if text.startswith("{"):
        name, _, rest = text[1:].partition("}")
        return _all(heads_of(p, lists) for p in lists(name)), rest
    if text.startswith("["):
        inside, end, rest = text[1:].partition("]")
        return _class(inside) if end else "", rest
    if text.startswith("\\"):
        return _escaped(text[1:2]), text[2:]
    return _plain(text[:1]), text[1:]


def _tail(pattern: str, lists: Lists) -> str:
    if pattern.endswith("}"):
        pattern, _, name = pattern[:-1].rpartition("{")
        if name.isalpha():
            return tails_of(lists(name), lists)
        if name not in "123456789":
            return ""
    if "|" in pattern or "\\\\" in pattern:
        return ""
    if pattern[-2:-1] == "\\":
        return _escaped(pattern[-1:])
    if pattern.endswith("]"):
        before, _, inside = pattern[:-1].rpartition("[")
        return "" if before.endswith("\\") else _class(inside)
    return _plain(pattern[-1:])


def _class(inside: str) -> str:
    return "" if "\\" in inside or "^" in inside else inside


def _escaped(sign: str) -> str:
    return "" if sign.isalnum() or sign == "_" else re.escape(sign)


def _plain(sign: str) -> str:
    return "" if sign in _SIGNS else re.escape(sign)


def _all(found: Iterable[str]) -> str:
    """All of them, each once; "" where one is not known."""
    each = dict.fromkeys(found)
    return "" if "" in each else "".join(each)
