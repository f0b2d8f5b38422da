"""Which passage of the base became which of a side: by what they say, then by likeness between two that are sure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, TypeAlias

from docgen.model.dataclass import dataclass
from docgen.stages.merge_passages import Unit, keys

_LIKE: Final = 0.5
"""Passages with fewer words in common are one deleted and one inserted."""
_PAIRS: Final = 10_000
"""So many pairs are looked at in one stretch; longer stretches are paired where they are equal, then in order."""
_WORD: Final = re.compile(r"\w+")

Key: TypeAlias = tuple[str, str, str]
Pairs: TypeAlias = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a side made of the base passages from ``start`` to ``end``: its own from ``first`` to ``last``.

    ``reworded`` says that one passage became one other that is the same passage in other words.
    """

    start: int
    end: int
    first: int
    last: int
    reworded: bool


def aligned(base: Sequence[Unit], side: Sequence[Unit]) -> Pairs:
    """Pairs of places that do not cross, in order; the empty passage at the beginning is always one."""
    left, right = keys(base), keys(side)
    anchors = [(0, 0), *_unique(left, right), (len(base), len(side))]
    out: Pairs = [(0, 0)]
    for (i, j), (k, m) in pairwise(anchors):
        out += ((a + i + 1, b + j + 1) for a, b in _stretch(left[i + 1 : k], right[j + 1 : m]))
        if k < len(base):
            out.append((k, m))
    return out


def edits(base: Sequence[Unit], side: Sequence[Unit], pairs: Pairs) -> list[Edit]:
    """What a side changed, in order; blank lines and marks alone are no edit."""
    out: list[Edit] = []
    i = j = 0
    for a, b in [*pairs, (len(base), len(side))]:
        if i < a or j < b:
            out.append(Edit(i, a, j, b, reworded=False))
        if a < len(base) and (base[a].body, base[a].kind) != (side[b].body, side[b].kind):
            out.append(Edit(a, a + 1, b, b + 1, reworded=True))
        i, j = a + 1, b + 1
    return out


def _unique(left: Sequence[Key], right: Sequence[Key]) -> Pairs:
    """Passages that each text has once: the longest run that does not cross."""
    once = Counter(left), Counter(right)
    places = {key: i for i, key in enumerate(left) if i and once[0][key] == 1 and once[1][key] == 1}
    found = [(places[key], j) for j, key in enumerate(right) if j and key in places]
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, (i, _) in enumerate(found):
        k = bisect_left(ends, i)
        before.append(at[k - 1] if k else -1)
        ends[k : k + 1], at[k : k + 1] = [i], [n]
    out: Pairs = []
    n = at[-1] if at else -1
    while n >= 0:
        out.append(found[n])
        n = before[n]
    return out[::-1]


def _stretch(left: Sequence[Key], right: Sequence[Key]) -> Iterator[tuple[int, int]]:
    """Pairs between two sure ones."""
    if not left or not right:
        return
    many = len(left) * len(right) > _PAIRS
    done_left = done_right = 0
    for i, j in [*(_equal(left, right) if many else _alike(left, right)), (len(left), len(right))]:
        rest = left[done_left:i], right[done_right:j]
        yield from ((a + done_left, b + done_right) for a, b in _left_over(*rest))
        if i < len(left):
            yield i, j
        done_left, done_right = i + 1, j + 1


def _left_over(left: Sequence[Key], right: Sequence[Key]) -> Pairs:
    """What likeness left: one beside one is the same passage, long stretches are paired in order."""
    if len(left) == len(right) == 1:
        return [(0, 0)] if left[0][0] == right[0][0] else []
    if len(left) == len(right) and len(left) * len(right) > _PAIRS:
        return [(n, n) for n, (a, b) in enumerate(zip(left, right, strict=True)) if _likeness(_shape(a), _shape(b))]
    return []


def _equal(left: Sequence[Key], right: Sequence[Key]) -> Pairs:
    blocks = SequenceMatcher(None, left, right, autojunk=True).get_matching_blocks()
    return [(b.a + n, b.b + n) for b in blocks for n in range(b.size)]


_Shape: TypeAlias = tuple[Key, frozenset[str]]


def _shape(key: Key) -> _Shape:
    return key, frozenset(_WORD.findall(key[1].casefold()))


def _likeness(a: _Shape, b: _Shape) -> float:
    if a[0] == b[0]:
        return 1.1
    if a[0][0] != b[0][0]:
        return 0.0
    if a[0][1] == b[0][1]:
        return 0.9
    total = len(a[1]) + len(b[1])
    share = 2 * len(a[1] & b[1]) / total if total else 0.0
    return share if share >= _LIKE else 0.0


def _alike(left: Sequence[Key], right: Sequence[Key]) -> Pairs:
    """The pairs in order whose likeness adds up to most."""
    shapes = [_shape(k) for k in left], [_shape(k) for k in right]
    scores = [[_likeness(a, b) for b in shapes[1]] for a in shapes[0]]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        row, below, own = best[i], best[i + 1], scores[i]
        for j in range(len(right) - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], own[j] + below[j + 1])
    return list(_path(scores, best))


def _path(scores: list[list[float]], best: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(scores) and j < len(scores[0]):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
