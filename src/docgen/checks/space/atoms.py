"""Which values of a fact a condition can tell apart.

A condition is taken apart into the largest expressions that read one fact alone. Two values of a
fact for which all of these give the same can be exchanged in the condition, whatever the other
facts are: one of them stands for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, TypeAlias

from docgen.checks.space.origins import Path
from docgen.model.calculation import Calculation
from docgen.model.dataclass import dataclass
from docgen.model.script import Call, Choice, Expr, Logic, Name, Not
from docgen.stages.compiled import Compute, GiveUp, compile_expression
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import Filters, value_of
from docgen.stages.expressions import WORLD
from docgen.stages.script_walk import parts_of, walk
from docgen.stages.wording import FilterError

Facts: TypeAlias = Mapping[Path, Any]
Roots: TypeAlias = frozenset[Path]
NOTHING: Roots = frozenset()
MOST_KNOWN = 20_000
"""Values that are kept of one expression."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a name stands for: facts of its own, expressions that it is computed from, and how.

    ``value`` is None for what has no value by itself, such as the item of a loop.
    """

    roots: Roots = NOTHING
    parts: tuple[tuple[Expr, Names], ...] = ()
    value: Callable[[Facts], Any] | None = None


@dataclass(frozen=True, slots=True)
class Tools:
    """What evaluating needs beside names: the filters and calculations, and what the latter see with some facts."""

    filters: Filters
    world_of: Callable[[Facts], Any]
    calls: Mapping[str, Calculation]


class Names:
    """The names that an expression sees. Names are looked up once, and values computed once for the same facts."""

    def __init__(self, find: Callable[[str], Bound], tools: Tools, world: Names | None = None) -> None:
        self._find, self.tools, self.world = find, tools, world if world is not None else self
        self._bound: dict[str, Bound] = {}
        self._support: dict[int, tuple[Expr, Roots, bool]] = {}
        self._inner: dict[int | str, tuple[Call, tuple[tuple[Expr, Names, bool], ...]]] = {}
        self._plans: dict[int, _Plan] = {}

    def bound(self, name: str) -> Bound:
        """What a name stands for."""
        if name not in self._bound:
            self._bound[name] = self._find(name)
        return self._bound[name]

    def alias(self, expression: Expr) -> Bound:
        """A name for the value of an expression that is read here."""
        return Bound(NOTHING, ((expression, self),), lambda facts: self.value(expression, facts))

    def items(self, *lists: Expr) -> Bound:
        """A name for an item of lists that are read here."""
        return Bound(NOTHING, tuple((e, self) for e in lists))

    def with_names(self, local: Mapping[str, Bound], world: Names | None = None) -> Names:
        """These names, and others before them."""
        kept, outer = dict(local), world or self
        return Names(lambda n: kept[n] if n in kept else outer.bound(n), self.tools, self.world)

    def value(self, expression: Expr, facts: Facts) -> Any:
        """The value of an expression with these facts.

        :raises FilterError: when a filter is given a value that it cannot take.
        """
        plan = self._plans.get(id(expression))
        if plan is None:
            plan = self._plans[id(expression)] = self._planned(expression)
        read = list(map(facts.get, plan.roots))
        key = tuple(map(id, read))
        known = plan.known.get(key)
        if known is None:
            if len(plan.known) >= MOST_KNOWN:
                plan.known.clear()
            known = plan.known[key] = (read, self._computed(plan, facts))
        if isinstance(known[1], FilterError):
            raise known[1]
        return known[1]

    def _planned(self, expression: Expr) -> _Plan:
        names = sorted({e.name for e in walk(expression) if isinstance(e, Name)})
        calls = any(isinstance(e, Call) for e in walk(expression))
        compute = compile_expression(expression, self.tools.filters)
        return _Plan(expression, tuple(sorted(self.support(expression)[0])), tuple(names), calls, compute)

    def _computed(self, plan: _Plan, facts: Facts) -> Any:
        scope: dict[str, Any] = {WORLD: self.tools.world_of(facts)} if plan.calls else {}
        try:
            for name in plan.names:
                value = self.bound(name).value
                scope[name] = value(facts) if value is not None else ABSENT
            try:
                return plan.compute(scope)
            except GiveUp:
                return value_of(plan.expression, scope, self.tools.filters)
        except FilterError as exc:
            return exc

    # -- support
    def support(self, expression: Expr) -> tuple[Roots, bool]:
        """The facts that an expression reads, and whether it has a value by itself."""
        known = self._support.get(id(expression))
        if known is None:
            roots, whole = set[Path](), True
            for e in walk(expression):
                if isinstance(e, Name):
                    found, alone = self._support_of(self.bound(e.name))
                    roots |= found
                    whole = whole and alone
                elif isinstance(e, Call):
                    roots |= self._called(e)
            known = self._support[id(expression)] = (expression, frozenset(roots), whole)
        return known[1:]

    @staticmethod
    def _support_of(bound: Bound) -> tuple[Roots, bool]:
        found = [names.support(e) for e, names in bound.parts]
        roots = bound.roots.union(*(r for r, _ in found))
        return roots, bound.value is not None and all(whole for _, whole in found)

    def _called(self, call: Call) -> Roots:
        """The facts that a calculation reads beside its arguments."""
        return NOTHING.union(*(names.support(e)[0] for e, names, _ in self.inside(call)))

    def inside(self, call: Call) -> tuple[tuple[Expr, Names, bool], ...]:
        """The expressions of a calculation that are called here, with the names that each sees."""
        if not call.args and self is not self.world:
            return self.world.inside(call)  # it sees the world alone, so it is the same everywhere
        known = self._inner.get(id(call) if call.args else call.name)
        if known is None:
            made = tuple(self._body(call)) if call.name in self.tools.calls else ()
            known = self._inner[id(call) if call.args else call.name] = (call, made)
        return known[1]

    def _body(self, call: Call) -> Iterator[tuple[Expr, Names, bool]]:
        found = self.tools.calls[call.name]
        local = {name: self.alias(e) for name, e in zip(found.takes, call.args, strict=False)}
        for name, expression in found.let:
            names = self.with_names(local, self.world)
            yield expression, names, False
            local[name] = names.alias(expression)
        each = found.each
        if each is not None:
            names = self.with_names(local, self.world)
            yield each[1], names, False
            local[each[0]] = local[f"{each[0]}_index"] = names.items(each[1])
        for name, expression in found.item:
            names = self.with_names(local, self.world)
            yield expression, names, False
            local[name] = names.alias(expression) if each is None else names.items(expression)
        inner = self.with_names(local, self.world)
        if found.where is not None:
            yield found.where, inner, True
        for result in (found.value, *(e for _, e in found.fields)):
            if result is not None:
                yield result, inner, False


@dataclass(slots=True)
class _Plan:
    """An expression, ready to be computed, with what it gave before."""

    expression: Expr
    roots: tuple[Path, ...]
    names: tuple[str, ...]
    calls: bool
    compute: Compute
    known: dict[tuple[int, ...], tuple[list[Any], Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression that reads one fact alone; ``truth`` when only whether it holds matters.

    Without an expression every value of the fact matters.
    """

    root: Path
    expression: Expr | None = None
    names: Names | None = None
    truth: bool = False

    def key(self) -> tuple[object, ...]:
        """Equal for atoms that say the same."""
        return self.root, id(self.expression), id(self.names), self.truth

    def says(self, value: Any) -> str:
        """What it says about a value of its fact."""
        if self.expression is None or self.names is None:
            return repr(value)
        try:
            found = self.names.value(self.expression, {self.root: value})
        except FilterError:
            return "refused"
        return str(bool(found)) if self.truth else repr(found)


def atoms(expression: Expr, names: Names, *, truth: bool) -> list[Atom]:
    """The atoms of an expression."""
    found: dict[tuple[object, ...], Atom] = {}
    _collect(expression, names, truth, found, set())
    return list(found.values())


def _collect(
    expression: Expr, names: Names, truth: bool, found: dict[tuple[object, ...], Atom], seen: set[tuple[int, int, bool]]
) -> None:
    if (id(expression), id(names), truth) in seen:
        return
    seen.add((id(expression), id(names), truth))
    roots, whole = names.support(expression)
    if whole and len(roots) == 1:
        atom = Atom(next(iter(roots)), expression, names, truth)
        found.setdefault(atom.key(), atom)
    elif roots:
        for root in names.bound(expression.name).roots if isinstance(expression, Name) else ():
            found.setdefault(Atom(root).key(), Atom(root))
        for part, inner, held in _inside(expression, names, truth=truth):
            _collect(part, inner, held, found, seen)


def _inside(expression: Expr, names: Names, *, truth: bool) -> Iterator[tuple[Expr, Names, bool]]:
    """What an expression that reads several facts is made of."""
    match expression:
        case Name(name):
            bound = names.bound(name)
            yield from ((inner, seen, False) for inner, seen in bound.parts)
        case Call(_, args):
            yield from names.inside(expression)
            yield from ((argument, names, False) for argument in args)
        case _:
            yield from ((part, names, held) for part, held in _parts(expression, truth=truth))


def _parts(expression: Expr, *, truth: bool) -> Sequence[tuple[Expr, bool]]:
    """The parts of an expression, and of which only their truth matters."""
    match expression:
        case Not(operand):
            return [(operand, True)]
        case Logic(_, left, right):
            return [(left, truth), (right, truth)]
        case Choice(test, then, otherwise):
            return [(test, True), (then, truth), (otherwise, truth)]
    return [(part, False) for part in parts_of(expression)]
