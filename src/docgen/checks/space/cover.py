"""Concrete combinations of positions and facts: every pair of values as far as the number of rows allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from docgen.checks.space.domains import Domains, properties_of
from docgen.checks.space.origins import Path, Reading, Tree
from docgen.checks.space.solver import spread
from docgen.checks.space.space import Space
from docgen.model.dataclass import dataclass
from docgen.model.library import ClauseSpec

CANDIDATES = 6
MOST_VALUES = 6


@dataclass(frozen=True, slots=True)
class Factor:
    """Something that is varied: a fact or the position of a clause."""

    path: Path
    values: tuple[Any, ...]


def factors_of(space: Space, readings: Sequence[Reading]) -> tuple[Factor, ...]:
    """The positions of the clauses and the facts that conditions read."""
    used = {id_ for t in space.types for id_ in t.clause_ids()}
    out = [_position(space, s) for s in space.specs.values() if len(s.positions) > 1 and s.id in used]
    total = Reading()
    for reading in readings:
        total.add(reading)
    for path, tree in sorted(_leaves(space.solver.domains, total.constants).items()):
        if path[0] != space.library.choices.at:
            values = space.solver.domains.at(path, tree).values
            step = max(1, len(values) // MOST_VALUES)
            out.append(Factor(path, tuple(values[::step][:MOST_VALUES])))
    return tuple(f for f in out if len(f.values) > 1)


def _position(space: Space, spec: ClauseSpec) -> Factor:
    return Factor(space.conditions.position_path(spec.id), tuple(p.id for p in spec.positions))


def _leaves(domains: Domains, constants: Mapping[Path, set[Any]]) -> dict[Path, Tree]:
    """The paths that are varied, each with what matters below it: up to the first list or mapping."""
    out: dict[Path, Tree] = {}
    for path, values in constants.items():
        head = _head(domains, path)
        node = out.setdefault(head, Tree())
        for step in path[len(head) :]:
            node = node.below.setdefault(step, Tree())
        node.constants |= values
    return {p: t for p, t in out.items() if not any(q != p and q[: len(p)] == p for q in out)}


def _head(domains: Domains, path: Path) -> Path:
    walk = domains.walk
    for end in range(1, len(path)):
        schemas = domains.schemas_at(path[:end])
        kinds = walk.wanted(schemas) or frozenset()
        if "array" in kinds or not any(path[end] in properties_of(s) for s in walk.flat(schemas)):
            return path[:end]
    return path


def rows(factors: Sequence[Factor], count: int) -> Iterator[dict[Path, Any]]:
    """Combinations, each the best of a few by the pairs of values that it shows for the first time."""
    seen: set[tuple[int, int, int, int]] = set()
    for number in range(count):
        tries = [_candidate(factors, number * CANDIDATES + n) for n in range(CANDIDATES)]
        best = max(tries, key=lambda row: sum(p not in seen for p in _pairs(row)))
        seen.update(_pairs(best))
        yield {f.path: f.values[v] for f, v in zip(factors, best, strict=True)}


def _candidate(factors: Sequence[Factor], number: int) -> tuple[int, ...]:
    return tuple(spread(number, n) % len(f.values) for n, f in enumerate(factors))


def _pairs(row: tuple[int, ...]) -> Iterator[tuple[int, int, int, int]]:
    return ((a, va, b, vb) for (a, va), (b, vb) in combinations(enumerate(row), 2))
