"""Which facts of a profile a condition reads, and with what it compares them.

Paths are tuples of keys; the items of a list have the path of the list, the values of a mapping
under computed keys the step ``*``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any, TypeAlias

from docgen.model.calculation import Calculation
from docgen.model.dataclass import dataclass
from docgen.model.script import (
    Arithmetic,
    Call,
    Choice,
    Compare,
    Const,
    Defined,
    Expr,
    Field,
    Filter,
    Item,
    Listing,
    Logic,
    Name,
    Not,
)

Path: TypeAlias = tuple[str, ...]
Paths: TypeAlias = tuple[Path, ...]
NAMED = frozenset({"where", "without", "lacking", "mentioning"})
KEEPING = frozenset({"first", "last", "latest", "unique", "values", "count", "in_list", "common", "outside", *NAMED})
OF_FIELD = frozenset({"pluck", "sum", "minimum", "maximum", "mean"})
UNDECIDED = frozenset({"mentioning", "latest", "mean"})
MOST_ITEMS = 2
DOCUMENT = frozenset({"type", "view", "language", "variant", "clauses"})
"""What a condition may ask about the document and be decided."""


@dataclass(slots=True)
class Env:
    """What the names of an expression stand for: paths of the profile (None: something unknown), or values that no profile changes."""

    paths: Callable[[str], Paths | None]
    fixed: Callable[[Expr], Any]
    calls: Mapping[str, Calculation] = field(default_factory=dict)
    world: Callable[[str], Paths | None] = lambda name: ((name,),)


@dataclass(slots=True)
class Reading:
    """The facts that some conditions read: each path with the constants that it is compared with.

    ``links`` are paths compared with each other; ``clauses`` those whose presence is asked for;
    ``alone`` is the same without what their presence depends on;
    ``exact`` is False where the values that are tried may not be all that matter.
    """

    constants: dict[Path, set[Any]] = field(default_factory=dict)
    links: set[tuple[Path, Path]] = field(default_factory=set)
    clauses: set[str] = field(default_factory=set)
    exact: bool = True
    alone: Reading | None = None

    def add(self, other: Reading) -> None:
        """Everything that another reading found."""
        for path, values in other.constants.items():
            self.constants.setdefault(path, set()).update(values)
        self.links |= other.links
        self.clauses |= other.clauses
        self.exact = self.exact and other.exact

    def linked(self) -> dict[Path, set[Any]]:
        """The constants of each path, those of the paths that it is compared with included."""
        out = {path: set(values) for path, values in self.constants.items()}
        for _ in range(2):
            for a, b in self.links:
                both = out.get(a, set()) | out.get(b, set())
                out[a], out[b] = both, set(both)
        return out


def read(expression: Expr, env: Env) -> Reading:
    """What a condition reads."""
    reader = _Reader(env, Reading())
    reader.use(expression)
    return reader.reading


def origins(expression: Expr, env: Env, reading: Reading) -> Paths:
    """The paths whose value an expression gives; what it reads on the way is added to the reading."""
    return _Reader(env, reading).origins(expression)


@dataclass(slots=True)
class _Reader:
    env: Env
    reading: Reading

    def use(self, e: Expr, constants: Iterable[Any] = ()) -> Paths:
        """Note the paths whose value an expression gives, compared with constants."""
        found = self.origins(e)
        for path in found:
            self.reading.constants.setdefault(path, set()).update(constants)
        return found

    def origins(self, e: Expr) -> Paths:
        """The paths whose value, or whose items, an expression gives."""
        match e:
            case Name(name):
                found = self.env.paths(name)
                self.reading.exact = self.reading.exact and found is not None
                return found or ()
            case Field(Name("document"), name):
                self.reading.exact = self.reading.exact and name in DOCUMENT
                return tuple(self.env.paths("document") or ()) if name == "obligations" else ()
            case Field(base, name):
                return tuple((*p, name) for p in self.origins(base))
            case Item(base, key):
                return self._item(base, key)
            case Filter() | Call():
                return self._filter(e) if isinstance(e, Filter) else self._call(e)
            case Choice(test, then, otherwise):
                self.use(test)
                return (*self.origins(then), *self.origins(otherwise))
            case Logic(_, left, right):
                return (*self.use(left), *self.use(right))
        self._condition(e)
        return ()

    def _condition(self, e: Expr) -> None:
        match e:
            case Compare(left, rest):
                self._compare(left, rest)
            case Not(operand) | Defined(operand, _):
                self.use(operand)
            case Arithmetic(_, left, right):
                self.reading.exact = False
                self.use(left)
                self.use(right)
            case Listing(items):
                for item in items:
                    self.use(item)

    def _call(self, e: Call) -> Paths:
        """What a calculation of the library reads, and the paths behind its value."""
        bound = [self.use(a) for a in e.args]
        found = self.env.calls.get(e.name)
        if found is None:
            self.reading.exact = False
            return ()
        local: dict[str, Paths] = dict(zip(found.takes, bound, strict=False))
        env = Env(
            lambda n: local[n] if n in local else self.env.world(n), self.env.fixed, self.env.calls, self.env.world
        )
        inner = _Reader(env, self.reading)
        each = () if found.each is None else (found.each,)
        for name, expression in (*found.let, *each, *found.item):
            local[name] = inner.use(expression)
        if found.where is not None:
            inner.use(found.where)
        for _, expression in found.fields:
            inner.use(expression)
        return inner.origins(found.value) if found.value is not None else ()

    def _item(self, base: Expr, key: Expr) -> Paths:
        if isinstance(key, Const):
            step = (key.value,) if isinstance(key.value, str) else ()
            return tuple((*p, *step) for p in self.origins(base))
        self.use(key)
        return tuple((*p, "*") for p in self.origins(base))

    def _filter(self, e: Filter) -> Paths:
        base = self.origins(e.base)
        self.reading.exact = self.reading.exact and e.name in KEEPING | OF_FIELD and e.name not in UNDECIDED
        if e.name in NAMED and e.args:
            self._where(base, e)
        elif e.name in OF_FIELD and e.args:
            return self._plucked(base, e.args[0])
        else:
            for argument in e.args:
                constants = self.env.fixed(argument)
                self._record(base, constants)
                self._link(base, self.use(argument))
        if e.name == "count":
            self._record(base, ())
            return ()
        return base

    def _where(self, base: Paths, e: Filter) -> None:
        name, wanted = e.args[0], e.args[1] if len(e.args) > 1 else Const(True)
        fields = tuple((*p, str(name.value)) for p in base) if isinstance(name, Const) else base
        constants = self.env.fixed(wanted)
        self._record(fields, () if e.name == "lacking" else constants)
        self._link(fields, self.use(wanted))

    def _plucked(self, base: Paths, name: Expr) -> Paths:
        if isinstance(name, Const):
            return tuple((*p, str(name.value)) for p in base)
        self.use(name)
        return tuple((*p, "*") for p in base)

    def _compare(self, left: Expr, rest: tuple[tuple[str, Expr], ...]) -> None:
        for _, right in rest:
            if _is_clauses(right):
                self._clauses(left)
            else:
                ours, theirs = self.env.fixed(left), self.env.fixed(right)
                self._counted(left, theirs)
                self._counted(right, ours)
                self._link(self.use(left, theirs), self.use(right, ours))
            left = right

    def _counted(self, e: Expr, constants: Iterable[Any]) -> None:
        """A count is compared with more than the lists that are tried hold."""
        if isinstance(e, Filter) and e.name == "count":
            self.reading.exact = self.reading.exact and all(c in range(MOST_ITEMS) for c in constants)

    def _clauses(self, left: Expr) -> None:
        names = [c for c in self.env.fixed(left) if isinstance(c, str)]
        self.reading.clauses.update(names)
        self.reading.exact = self.reading.exact and bool(names)

    def _record(self, paths: Paths, constants: Iterable[Any]) -> None:
        for path in paths:
            self.reading.constants.setdefault(path, set()).update(constants)

    def _link(self, left: Paths, right: Paths) -> None:
        self.reading.links.update((a, b) for a in left for b in right)


def _is_clauses(e: Expr) -> bool:
    return isinstance(e, Field) and e.name == "clauses" and e.base == Name("document")


def tree_of(constants: Mapping[Path, set[Any]], root: Path) -> Tree:
    """The paths below a root as a tree, each node with the constants that it is compared with."""
    tree = Tree()
    for path, values in constants.items():
        if path[: len(root)] == root:
            node = tree
            for step in path[len(root) :]:
                node = node.below.setdefault(step, Tree())
            node.constants |= values
    return tree


@dataclass(slots=True)
class Tree:
    """A fact with the facts below it that matter."""

    constants: set[Any] = field(default_factory=set)
    below: dict[str, Tree] = field(default_factory=dict)

    def key(self) -> tuple[Any, ...]:
        """Equal for trees that ask for the same values."""
        return (frozenset((type(c), c) for c in self.constants),
                frozenset((name, node.key()) for name, node in self.below.items()))  # fmt: skip
