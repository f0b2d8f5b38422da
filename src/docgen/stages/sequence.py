"""What two sequences have in common: exactly, by weight, in nearly linear time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from operator import itemgetter

Pairs = list[tuple[int, int]]

_NEAREST = 60
"""How many places of one key are tried for each occurrence: a column may say « oui » a thousand times."""
_LARGE, _BAND = 20_000, 40
_value = itemgetter(0)


def heaviest(old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[int]) -> Pairs:
    """The heaviest common subsequence, as pairs of indexes in rising order.

    :param weights: what each element of ``old`` weighs; equal elements weigh the same, and more than nothing.
    """
    start, shorter = 0, min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _middle(old, new, weights, start, end) if start + end < shorter else []
    tail = [(len(old) - n, len(new) - n) for n in range(end, 0, -1)]
    return [*((n, n) for n in range(start)), *middle, *tail]


def _middle(old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[int], start: int, end: int) -> Pairs:
    """The same for what stands between a common beginning and a common end.

    A Fenwick tree over the places of ``new`` holds the heaviest chain that ends before each.
    """
    last = len(new) - end
    size = last - start
    places = defaultdict(list)
    for j in range(last - 1, start - 1, -1):
        places[new[j]].append(j - start)
    tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)
    chain: list[tuple[int, int, int]] = []
    for i in range(start, len(old) - end):
        found = places.get(old[i])
        if found is None:
            continue
        for j in found if len(found) <= _NEAREST else _nearest(found, (i - start) * size // (len(old) - end - start)):
            weight, before = _heaviest_before(tree, j)
            chain.append((i, j + start, before))
            _note(tree, j + 1, (weight + weights[i], len(chain) - 1))
    return _unwound(chain, _heaviest_before(tree, size)[1])


def _nearest(places: list[int], wanted: int) -> list[int]:
    """The places around the one that is expected, in falling order."""
    return sorted(sorted(places, key=lambda j: abs(j - wanted))[:_NEAREST], reverse=True)


def _heaviest_before(tree: list[tuple[int, int]], place: int) -> tuple[int, int]:
    best = tree[0]
    while place:
        best = max(best, tree[place], key=_value)
        place &= place - 1
    return best


def _note(tree: list[tuple[int, int]], place: int, found: tuple[int, int]) -> None:
    while place < len(tree):
        if tree[place][0] < found[0]:
            tree[place] = found
        place += place & -place


def _unwound(chain: list[tuple[int, int, int]], at: int) -> Pairs:
    out = []
    while at >= 0:
        i, j, at = chain[at]
        out.append((i, j))
    return out[::-1]


def best_pairs(rows: int, columns: int, score: Callable[[int, int], int]) -> Pairs:
    """The pairs in rising order whose scores add up to most; no pair that scores nothing.

    Of two long sequences only those near the diagonal are tried.
    """
    if not rows or not columns:
        return []
    narrow = rows * columns > _LARGE
    totals = [[0] * (columns + 1)]
    scores: list[dict[int, int]] = []
    for i in range(rows):
        above, line, here = totals[-1], [0], dict[int, int]()
        middle = i * columns // rows
        for j in range(columns):
            points = 0 if narrow and abs(j - middle) > _BAND else score(i, j)
            if points:
                here[j] = points
            line.append(max(above[j] + points, above[j + 1], line[j]))
        totals.append(line)
        scores.append(here)
    return _traced(totals, scores)


def _traced(totals: list[list[int]], scores: list[dict[int, int]]) -> Pairs:
    out = []
    i, j = len(scores), len(totals[0]) - 1
    while i and j:
        points = scores[i - 1].get(j - 1, 0)
        if points and totals[i][j] == totals[i - 1][j - 1] + points:
            i, j = i - 1, j - 1
            out.append((i, j))
        elif totals[i][j] == totals[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return out[::-1]
