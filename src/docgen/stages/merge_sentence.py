"""One passage that both sides changed: merged where their words stand well apart, else not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, NamedTuple

_NO_BREAK: Final = "\u00a0\u202f\u2007\u2060"
_TOKEN: Final = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{:.*?\}|\[\[.*?\]\]|\[\^[^\]\s]+\]"
    rf"|\w+(?:[{_NO_BREAK}.,:/-]+\w+)*(?:[{_NO_BREAK}][€%$£])?['’]?|\s|[^\w\s]",
    re.DOTALL,
)
"""A value, a tag, a reference, a word with what no-break spaces tie to it, a space or a sign."""
_FEW: Final = 2_000
_APART: Final = 4
"""So many words stay between two changes inside one sentence."""
_ENDS: Final = frozenset(".!?;")
_FULL: Final = frozenset(".!?")
_PAUSES: Final = frozenset(";:,—–()|")
_SHORT: Final = 3
"""A point after a word of so few letters may be an abbreviation (« art. »), not the end of a sentence."""


class _Change(NamedTuple):
    start: int
    end: int
    words: tuple[str, ...]
    tags: bool


def tokens(text: str) -> list[str]:
    """The tokens of a passage; together they are the passage."""
    return _TOKEN.findall(text)


def merged_words(base: str, ours: str, theirs: str) -> str | None:
    """The passage with the changes of both, or None where they overlap, touch or stand too near."""
    words = tokens(base)
    left, right = _changes(words, tokens(ours)), _changes(words, tokens(theirs))
    shared = set(left) & set(right)
    marked = sorted([(c, 0) for c in left if c not in shared] + [(c, 1) for c in right if c not in shared])
    pauses = _Pauses(words)
    for (a, side), (b, other) in pairwise(marked):
        if side != other and not pauses.apart(a, b):
            return None
    if _under_tags(left, right, shared) or _under_tags(right, left, shared):
        return None
    every = sorted({*left, *right})
    return "".join(_applied(words, every))


def _under_tags(mine: list[_Change], others: list[_Change], shared: set[_Change]) -> bool:
    """Whether the others changed words around which one side put, moved or took away a condition."""
    marked = [c for c in mine if c not in shared and c.tags]
    if not marked:
        return False
    first, last = marked[0].start, marked[-1].end
    return any(first <= c.end and c.start <= last for c in others if c not in shared)


def _changes(base: list[str], side: list[str]) -> list[_Change]:
    matcher = SequenceMatcher(None, base, side, autojunk=len(base) + len(side) > _FEW)
    found = (tuple(op[1:]) for op in matcher.get_opcodes() if op[0] != "equal")
    return [_Change(i, j, tuple(side[x:y]), _has_tag(base[i:j]) or _has_tag(side[x:y])) for i, j, x, y in found]


def _has_tag(words: list[str]) -> bool:
    return any(w.startswith("{%") for w in words)


def _applied(words: list[str], changes: Sequence[_Change]) -> list[str]:
    out: list[str] = []
    done = 0
    for change in changes:
        out += words[done : change.start]
        out += change.words
        done = change.end
    return out + words[done:]


class _Pauses:
    """Where a passage pauses, and how many words it has up to each token."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        self._counts, self._pauses, self._ends = [0], [0], [0]
        for n, word in enumerate(words):
            self._counts.append(self._counts[-1] + (word[0].isalnum() or word[0] in "{["))
            self._pauses.append(self._pauses[-1] + (word in _PAUSES))
            self._ends.append(self._ends[-1] + _ends_sentence(words, n))

    def apart(self, one: _Change, other: _Change) -> bool:
        """Whether what stays between two changes holds them apart: the end of a sentence, or a pause and some words."""
        start, end = one.end, other.start
        if start >= end:
            return False
        if self._ends[end] > self._ends[start] or self._is_sentence(one):
            return True
        return self._pauses[end] > self._pauses[start] and self._counts[end] - self._counts[start] >= _APART

    def _is_sentence(self, change: _Change) -> bool:
        """Whether nothing but whole sentences came, before a sentence that begins."""
        last = next((w for w in reversed(change.words) if not w.isspace()), "")
        before = next((n for n in range(change.start - 1, -1, -1) if not self._words[n].isspace()), -1)
        begins = before < 0 or self._ends[before + 1] > self._ends[before]
        return change.start == change.end and last in _FULL and begins


def _ends_sentence(words: list[str], n: int) -> bool:
    """Whether a token ends a sentence for sure: in doubt, two sentences are one."""
    if words[n] not in _ENDS:
        return False
    before = words[n - 1] if n else ""
    if words[n] == "." and before.isalpha() and len(before) <= _SHORT:
        return False
    rest = next((w for w in words[n + 1 :] if not w.isspace()), "")
    spaced = n + 1 == len(words) or words[n + 1].isspace()
    return spaced and (words[n] == ";" or not rest or rest[0].isupper())
