"""Can some conditions hold together? A search over the values of the facts that they read.

Every answer « yes » comes with the facts, so it can be drawn; « no » is a proof over the values that
were tried, which stand for all values where the question is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice
from math import prod
from typing import Any, TypeAlias

from docgen.checks.space.domains import Domain, Domains
from docgen.checks.space.origins import Path, Reading, tree_of
from docgen.model.dataclass import dataclass

Facts: TypeAlias = Mapping[Path, Any]
MOST_STEPS = 6_000
SAMPLES = 1_500
"""Steps that one question may take before it counts as undecided."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must hold. Conditions with the same key are the same.

    ``choices`` are facts with the values that they may take here. ``outline`` is the same condition with
    the presence of each clause as a fact of its own: it holds in every case in which this one can.
    ``classes`` gives the same for two values of a fact that the condition cannot tell apart, and ``parts``
    are conditions that hold together where this one does.
    """

    key: Hashable
    reading: Reading
    holds: Callable[[Facts], bool]
    choices: Mapping[Path, tuple[Any, ...]] = field(default_factory=dict)
    outline: Condition | None = None
    classes: Callable[[Path, Any], Hashable] | None = None
    parts: tuple[Condition, ...] = ()

    def taken_apart(self) -> Iterator[Condition]:
        """The smallest conditions that hold together where this one does."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.taken_apart()


@dataclass(slots=True)
class Answer:
    """``facts`` with which the conditions hold, several where they were found; ``exact`` says that none is a proof."""

    facts: tuple[Facts, ...]
    exact: bool = True

    def __bool__(self) -> bool:
        return bool(self.facts)


NEVER = ("constant", False)
"""The key of the condition that never holds."""


UNKNOWN: Any = object()
"""An example says nothing about a fact."""


class Stopped(Exception):
    """Internal: the time for this check is over."""


@dataclass(slots=True)
class Solver:
    """Answers questions over one vocabulary; equal questions once.

    ``roots`` maps a path to the fact that holds it; ``more`` says whether there is time left; ``examples``
    give the facts of real profiles, UNKNOWN where they say nothing about one; ``samples`` are values of facts that
    no schema describes.
    """

    domains: Domains
    more: Callable[[], bool]
    roots: Callable[[Path], Path] = lambda path: path[:1]
    schema_of: Callable[[Path], Mapping[str, object] | None] = lambda path: None
    examples: Sequence[Callable[[Path], Any]] = ()
    samples: Mapping[Path, tuple[Any, ...]] = field(default_factory=dict)
    asked: int = 0
    _known: dict[Hashable, Answer] = field(default_factory=dict)
    _domains: dict[Hashable, Domain] = field(default_factory=dict)

    def ask(self, conditions: Sequence[Condition], wanted: int = 1) -> Answer:
        """Facts with which all conditions hold.

        :raises Stopped: when the time is over.
        """
        key = (frozenset(c.key for c in conditions), wanted)
        if key not in self._known:
            if not self.more():
                raise Stopped
            self.asked += 1
            self._known[key] = self._search(conditions, wanted)
        return self._known[key]

    def _search(self, conditions: Sequence[Condition], wanted: int) -> Answer:
        if any(c.key == NEVER for c in conditions):
            return Answer(())
        if sum(c.outline is not None for c in conditions) > 1:
            rough = self._solved([c.outline or c for c in conditions], 1)
            if not rough and rough.exact:
                return rough  # contradicts itself before any fact is looked at
        return self._solved(conditions, wanted)

    def _solved(self, conditions: Sequence[Condition], wanted: int) -> Answer:
        reading = Reading()
        for c in conditions:
            reading.add(c.reading)
        domains = self._domains_of(reading, conditions)
        parts = {p.key: p for c in conditions for p in c.taken_apart()}
        supports = [(c, frozenset(self._roots(c))) for c in parts.values()]
        found = [*self._of_examples(domains, supports)]
        if found and len(found) >= wanted:
            return Answer(tuple(found[:wanted]))
        exact = reading.exact and all(d.exact for d in domains.values())
        search = _Search(domains, supports)
        first = next(search.solutions(), None)
        if first is None and not found:
            return Answer((), exact and not search.given_up)
        found += [first] if first is not None else []
        if len(found) < wanted:
            every = _Search(domains, supports, whole=True).solutions()
            found += islice((f for f in every if f not in found), wanted - len(found))
        return Answer(tuple(found))

    def _of_examples(
        self, domains: Mapping[Path, Domain], supports: Sequence[tuple[Condition, frozenset[Path]]]
    ) -> Iterator[Facts]:
        """Facts of an example as it is: where they fit nothing has to be searched for."""
        for example in self.examples:
            given = {root: Domain((found,)) if (found := example(root)) is not UNKNOWN else domain
                     for root, domain in domains.items()}  # fmt: skip
            first = next(_Search(given, supports).solutions(), None)
            if first is not None:
                yield first

    def _roots(self, condition: Condition) -> Iterator[Path]:
        yield from (self.roots(p) for p in condition.reading.constants)
        yield from condition.choices

    def _domains_of(self, reading: Reading, conditions: Sequence[Condition]) -> dict[Path, Domain]:
        constants = reading.linked()
        out = {root: self._domain(root, constants) for root in sorted({self.roots(p) for p in constants})}
        for condition in conditions:
            for path, ids in condition.choices.items():
                kept = [i for i in ids if path not in out or i in out[path].values]
                out[path] = Domain(tuple(kept))
        return out

    def _domain(self, root: Path, constants: Mapping[Path, set[Any]]) -> Domain:
        if root in self.samples:
            return Domain(self.samples[root], exact=False)
        tree = tree_of(constants, root)
        key = (root, tree.key())
        if key not in self._domains:
            schema = self.schema_of(root)
            own = self.domains.walk.start(schema) if schema is not None else None
            self._domains[key] = (
                self.domains.at(root, tree) if own is None else self.domains.of(own, tree, required=False)
            )
        return self._domains[key]


class _Search:
    """Depth first over the facts; a condition is looked at as soon as all that it reads is known."""

    def __init__(
        self, domains: Mapping[Path, Domain], supports: Sequence[tuple[Condition, frozenset[Path]]], *,
        whole: bool = False,
    ) -> None:  # fmt: skip
        self.steps, self.given_up, self._whole = 0, False, whole
        self._supports = supports
        free = {root: d.values for root, d in domains.items()}
        self._free = {root: self._filtered(root, values) for root, values in free.items()}
        self._order = self._ordered()
        self._due = self._schedule()

    def solutions(self) -> Iterator[Facts]:
        """Facts with which every condition holds, one after the other."""
        if not all(c.holds({}) for c, support in self._supports if not support):
            return
        if prod(len(v) for v in self._free.values()) > MOST_STEPS:
            yield from self._sampled()
        yield from self._extended({}, 0)

    def _sampled(self) -> Iterator[Facts]:
        """Facts from all over a space that is too large to go through in order; the same on every run."""
        for number in range(SAMPLES):
            facts = {root: v[spread(number, n) % len(v)] for n, (root, v) in enumerate(sorted(self._free.items()))}
            if all(c.holds(facts) for c, support in self._supports if len(support) > 1):
                yield facts

    def _filtered(self, root: Path, values: Sequence[Any]) -> list[Any]:
        """The values that no condition on this fact alone refuses."""
        own = [c for c, support in self._supports if support == {root}]
        kept = [v for v in values if all(c.holds({root: v}) for c in own)]
        others = [c for c, support in self._supports if root in support and len(support) > 1]
        return kept if self._whole else _told_apart(root, kept, others)

    def _ordered(self) -> list[Path]:
        """Facts that stand in one condition together stand together, few values first."""
        left, order = set(self._free), list[Path]()
        while left:
            near = {r for _, s in self._supports if s & set(order) for r in s} & left
            root = min(near or left, key=lambda r: (len(self._free[r]), r))
            order.append(root)
            left.remove(root)
        return order

    def _schedule(self) -> list[list[Condition]]:
        due: list[list[Condition]] = [[] for _ in self._order]
        for condition, support in self._supports:
            if len(support) > 1:
                due[max(self._order.index(r) for r in support)].append(condition)
        return due

    def _extended(self, facts: dict[Path, Any], depth: int) -> Iterator[Facts]:
        if depth == len(self._order):
            yield dict(facts)
            return
        root = self._order[depth]
        for value in self._free[root]:
            self.steps += 1
            if self.steps > MOST_STEPS:
                self.given_up = True
                return
            facts[root] = value
            if all(c.holds(facts) for c in self._due[depth]):
                yield from self._extended(facts, depth + 1)
        facts.pop(root, None)


def _told_apart(root: Path, values: list[Any], conditions: Sequence[Condition]) -> list[Any]:
    """One value for all those that no condition can tell apart."""
    classes = [c.classes for c in conditions]
    if len(values) < 2 or any(found is None for found in classes):
        return values
    kept: dict[Hashable, Any] = {}
    for value in values:
        kept.setdefault(tuple(found(root, value) for found in classes if found is not None), value)
    return list(kept.values())


def spread(number: int, column: int) -> int:
    """A number that shares no pattern with its neighbours."""
    mixed = (number * 2_654_435_761 + (column + 1) * 40_503 * (number + 7)) & 0xFFFFFFFF
    return (mixed ^ (mixed >> 15)) * 2_246_822_519 >> 7 & 0xFFFFFF


def not_all(conditions: Sequence[Condition]) -> Condition:
    """At least one of the conditions does not hold."""
    if all(c.key == ("constant", True) for c in conditions):
        return constant(value=False)
    reading = Reading()
    choices: dict[Path, tuple[Any, ...]] = {}
    for c in conditions:
        reading.add(c.reading)
        choices.update(c.choices)
    key = ("not all", tuple(c.key for c in conditions))
    rough = not_all([c.outline or c for c in conditions]) if any(c.outline for c in conditions) else None
    return Condition(key, reading, lambda facts: not all(c.holds(facts) for c in conditions), choices, rough,
                     _classes_of(conditions))  # fmt: skip


def _classes_of(conditions: Sequence[Condition]) -> Callable[[Path, Any], Hashable] | None:
    found = [c.classes for c in conditions if c.reading.constants or c.choices]
    kept = [f for f in found if f is not None]
    return (lambda root, value: tuple(f(root, value) for f in kept)) if len(kept) == len(found) else None


def constant(*, value: bool) -> Condition:
    """A condition that always holds, or never."""
    return Condition(("constant", value), Reading(), lambda facts: value)
