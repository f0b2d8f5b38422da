"""Evaluate expressions and clause texts over plain data, in bounded time and memory.

A value never becomes text of the clause: ``{{ x }}`` leaves one private-use character, and the
value is kept aside. So Markdown parses a text in which no value occurs, and the text depends only
on the way taken through conditions and loops.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import lru_cache
from typing import Any

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.evaluated import Evaluated, Filled, Slotted, Unknown, token
from docgen.model.script import (
    Arithmetic,
    Choice,
    Compare,
    Const,
    Defined,
    Expr,
    Field,
    Filter,
    For,
    If,
    Item,
    Listing,
    Literal,
    Logic,
    Name,
    Not,
    Output,
    Script,
    Statement,
)
from docgen.stages.data_filters import ABSENT, DATA_FILTERS, is_number, same
from docgen.stages.wording import FilterError

MAX_VALUES = 20_000
MAX_STEPS = 200_000
MAX_TEXT = 2_000_000
MAX_NUMBER = 10**18

Filters = Mapping[str, Callable[..., Any]]


class _Bound(Exception):
    """Internal: the text does more work than a clause may."""


class Values(dict[str, Any]):
    """Names and their values, with the profile path that each came from."""

    def __init__(self, values: Mapping[str, Any], paths: Mapping[str, str] | None = None) -> None:
        super().__init__(values)
        self.paths: dict[str, str] = dict(paths or {})


# -------------------------------------------------------------- expressions
def value_of(expression: Expr, scope: Mapping[str, Any], filters: Filters) -> Any:
    """The plain value of an expression; ABSENT where a field is not there.

    :raises FilterError: when a filter is given a value that it cannot format.
    """
    return _VALUES[type(expression)](expression, scope, filters)


def _name(e: Name, scope: Mapping[str, Any], filters: Filters) -> Any:
    value = scope.get(e.name, ABSENT)
    return ABSENT if value is None else value


def _field(e: Field, scope: Mapping[str, Any], filters: Filters) -> Any:
    base = value_of(e.base, scope, filters)
    if isinstance(base, dict):
        value = base.get(e.name, ABSENT)
        return ABSENT if value is None else value
    return ABSENT


def _item(e: Item, scope: Mapping[str, Any], filters: Filters) -> Any:
    base, key = value_of(e.base, scope, filters), value_of(e.key, scope, filters)
    if isinstance(base, dict):
        return base.get(key, ABSENT) if isinstance(key, str) else ABSENT
    if isinstance(base, list) and isinstance(key, int) and -len(base) <= key < len(base):
        return base[key]
    return ABSENT


def _filter(e: Filter, scope: Mapping[str, Any], filters: Filters) -> Any:
    value = value_of(e.base, scope, filters)
    args = [value_of(a, scope, filters) for a in e.args]
    data = DATA_FILTERS.get(e.name)
    if data is not None:
        try:
            return data(value, *args)
        except TypeError as exc:
            raise FilterError(f"the filter {e.name} cannot take these arguments") from exc
    if value is ABSENT:
        return ABSENT
    return filters[e.name](value, *args)


def _compare(e: Compare, scope: Mapping[str, Any], filters: Filters) -> bool:
    left = value_of(e.left, scope, filters)
    for operator, right_expression in e.rest:
        right = value_of(right_expression, scope, filters)
        if not _COMPARISONS[operator](left, right):
            return False
        left = right
    return True


def _ordered(left: Any, right: Any) -> bool:
    return (is_number(left) and is_number(right)) or (
        isinstance(left, str) and isinstance(right, str)
    )


def _contains(needle: Any, holder: Any) -> bool:
    if isinstance(holder, list | dict):
        return any(same(needle, item) for item in holder)
    return isinstance(holder, str) and isinstance(needle, str) and needle in holder


def _present(left: Any, right: Any) -> bool:
    return left is not ABSENT and right is not ABSENT


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": same,
    "!=": lambda a, b: _present(a, b) and not same(a, b),
    "<": lambda a, b: _ordered(a, b) and bool(a < b),
    "<=": lambda a, b: _ordered(a, b) and bool(a <= b),
    ">": lambda a, b: _ordered(a, b) and bool(a > b),
    ">=": lambda a, b: _ordered(a, b) and bool(a >= b),
    "in": _contains,
    "not in": lambda a, b: _present(a, b) and not _contains(a, b),
}


def _logic(e: Logic, scope: Mapping[str, Any], filters: Filters) -> Any:
    left = value_of(e.left, scope, filters)
    if e.operator == "and":
        return value_of(e.right, scope, filters) if left else left
    return left or value_of(e.right, scope, filters)


def _choice(e: Choice, scope: Mapping[str, Any], filters: Filters) -> Any:
    chosen = e.then if value_of(e.test, scope, filters) else e.otherwise
    return value_of(chosen, scope, filters)


def _defined(e: Defined, scope: Mapping[str, Any], filters: Filters) -> bool:
    return (value_of(e.operand, scope, filters) is not ABSENT) is e.wanted


def _arithmetic(e: Arithmetic, scope: Mapping[str, Any], filters: Filters) -> Any:
    left, right = value_of(e.left, scope, filters), value_of(e.right, scope, filters)
    if not (is_number(left) and is_number(right)):
        return ABSENT
    if abs(left) > MAX_NUMBER or abs(right) > MAX_NUMBER:
        raise FilterError("this number is too large to compute with")
    try:
        return _OPERATIONS[e.operator](left, right)
    except (InvalidOperation, DivisionByZero, ZeroDivisionError):
        return ABSENT


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: Decimal(a) / Decimal(b),
}

_VALUES: dict[type, Callable[[Any, Mapping[str, Any], Filters], Any]] = {
    Const: lambda e, scope, filters: e.value,
    Name: _name,
    Field: _field,
    Item: _item,
    Listing: lambda e, scope, filters: [value_of(i, scope, filters) for i in e.items],
    Filter: _filter,
    Compare: _compare,
    Logic: _logic,
    Not: lambda e, scope, filters: not value_of(e.operand, scope, filters),
    Choice: _choice,
    Defined: _defined,
    Arithmetic: _arithmetic,
}


def path_of(expression: Expr, scope: Mapping[str, Any]) -> str:
    """The profile path behind an expression, for the comment beside a blank and for the lock."""
    match expression:
        case Name(name):
            return scope.paths.get(name, name) if isinstance(scope, Values) else name
        case Field(base, name):
            return f"{path_of(base, scope)}.{name}"
        case Item(base, Const(key)):
            return f"{path_of(base, scope)}[{key}]"
        case Item(base, _) | Filter(base, _, _):
            return path_of(base, scope)
        case Choice(_, then, otherwise):
            return path_of(then, scope) or path_of(otherwise, scope)
        case Logic(_, left, _):
            return path_of(left, scope)
    return ""


# --------------------------------------------------------------------- text
@dataclass(slots=True)
class _Run:
    """One evaluation of one clause text."""

    filters: Filters
    file: str
    out: list[str] = field(default_factory=list)
    values: list[Slotted] = field(default_factory=list)
    lines: list[int] = field(default_factory=lambda: [1])
    found: list[Diagnostic] = field(default_factory=list)
    steps: int = 0
    size: int = 0

    def script(self, script: Script, scope: Values) -> None:
        for statement in script:
            self.steps += 1
            if self.steps > MAX_STEPS or self.size > MAX_TEXT or len(self.values) > MAX_VALUES:
                raise _Bound
            _STATEMENTS[type(statement)](self, statement, scope)

    def literal(self, statement: Literal, scope: Values) -> None:
        text = statement.text
        if not self.out or self.out[-1].endswith("\n"):
            self.lines[-1] = statement.line  # tags that stood alone on a line left no line
        self.out.append(text)
        self.size += len(text)
        breaks = text.count("\n")
        if breaks:
            self.lines.extend(range(statement.line + 1, statement.line + breaks + 1))

    def output(self, statement: Output, scope: Values) -> None:
        expression = statement.expression
        try:
            value = value_of(expression, scope, self.filters)
        except FilterError as exc:
            self._refused(statement, exc, scope)
            return
        if isinstance(expression, Const | Choice) and _written_here(expression, value):
            self.out.append(str(value))  # the author's own words, not a value
            self.size += len(str(value))
            return
        self._slot(statement, value, scope)

    def _slot(self, statement: Output, value: Any, scope: Values) -> None:
        path = path_of(statement.expression, scope)
        slotted: Slotted
        if value is ABSENT or value is None:
            slotted = Unknown(path, statement.line)
        elif isinstance(value, list | dict | bool):
            self.found.append(
                error("CL331", f'"{path}" is {_kind(value)}, which cannot be printed as it is',
                      Place(self.file, statement.line),
                      "print its fields, loop over it, or use a filter such as |liste"))  # fmt: skip
            slotted = Unknown(path, statement.line)
        else:
            slotted = Filled(_printed(value), path)
        self.out.append(token(len(self.values)))
        self.values.append(slotted)

    def _refused(self, statement: Output, exc: FilterError, scope: Values) -> None:
        path = path_of(statement.expression, scope)
        hint = getattr(exc, "hint", None) or f"the value comes from {path} in the profile"
        place = Place(self.file, statement.line)
        self.found.append(error("CL330", f"{path}: {exc}", place, hint))
        self.out.append(token(len(self.values)))
        self.values.append(Unknown(path, statement.line))

    def condition(self, statement: If, scope: Values) -> None:
        for test, body in statement.branches:
            if self._holds(test, scope, statement.line):
                self.script(body, scope)
                return
        self.script(statement.otherwise, scope)

    def _holds(self, test: Expr, scope: Values, line: int) -> bool:
        try:
            return bool(value_of(test, scope, self.filters))
        except FilterError as exc:
            self.found.append(error("CL330", str(exc), Place(self.file, line)))
            return False

    def loop(self, statement: For, scope: Values) -> None:
        try:
            found = value_of(statement.items, scope, self.filters)
        except FilterError as exc:
            self.found.append(error("CL330", str(exc), Place(self.file, statement.line)))
            return
        items = found if isinstance(found, list) else []
        if not items:
            self.script(statement.otherwise, scope)
        path, last = path_of(statement.items, scope), len(items) - 1
        inner = Values(scope, scope.paths)
        for index, item in enumerate(items):
            inner[statement.name] = item
            inner.paths[statement.name] = f"{path}[{index}]"
            inner["loop"] = {
                "first": index == 0,
                "last": index == last,
                "index": index + 1,
                "length": last + 1,
            }
            self.script(statement.body, inner)


_STATEMENTS: dict[type, Callable[[_Run, Any, Values], None]] = {
    Literal: _Run.literal,
    Output: _Run.output,
    If: _Run.condition,
    For: _Run.loop,
}


def evaluate(script: Script, scope: Values, filters: Filters, file: str) -> tuple[Evaluated, tuple[Diagnostic, ...]]:
    """The text of a clause with a token for each value, the values, and what was wrong."""
    run = _Run(filters, file)
    try:
        run.script(script, scope)
    except (_Bound, RecursionError):
        hint = "a loop over another loop may be the cause"
        run.found.append(error("CL305", "this text does more work than a clause may", Place(file), hint))
    text = "".join(run.out)
    return Evaluated(text, tuple(run.values), tuple(run.lines)), tuple(run.found)


def _written_here(expression: Expr, value: Any) -> bool:
    """True when the value is a literal of the text itself: it is part of the clause."""
    match expression:
        case Const():
            return True
        case Choice(_, then, otherwise):
            branches = [e for e in (then, otherwise) if not isinstance(e, Const)]
            return not branches or (
                any(isinstance(e, Const) and e.value is value for e in (then, otherwise))
            )
    return False


def _kind(value: Any) -> str:
    return {list: "a list", dict: "a group of fields", bool: "a yes or no"}[type(value)]


def _printed(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@lru_cache(maxsize=4096)
def names_in(expression: Expr) -> frozenset[str]:
    """The names that an expression reads (not the fields below them)."""
    return frozenset(_names(expression))


def _names(e: Any) -> set[str]:
    match e:
        case Name(name):
            return {name}
        case Const():
            return set()
        case Field(base, _):
            return _names(base)
        case Item(base, key):
            return _names(base) | _names(key)
        case Listing(items):
            return set().union(*map(_names, items)) if items else set()
        case Filter(base, _, args):
            return _names(base).union(*map(_names, args))
        case Compare(left, rest):
            return _names(left).union(*(_names(right) for _, right in rest))
        case Logic(_, left, right) | Arithmetic(_, left, right):
            return _names(left) | _names(right)
        case Not(operand) | Defined(operand, _):
            return _names(operand)
        case Choice(test, then, otherwise):
            return _names(test) | _names(then) | _names(otherwise)
    raise AssertionError(e)


def names_of(script: Script) -> dict[str, int]:
    """The free names of a text and the first line of each (loop variables left out)."""
    found: dict[str, int] = {}
    for statement in script:
        for name, line in _statement_names(statement).items():
            found.setdefault(name, line)
    return found


def _statement_names(statement: Statement) -> dict[str, int]:
    match statement:
        case Literal():
            return {}
        case Output(expression, line):
            return dict.fromkeys(names_in(expression), line)
        case If(branches, otherwise, line):
            found = names_of(otherwise)
            for test, body in branches:
                found = names_of(body) | found | dict.fromkeys(names_in(test), line)
            return found
        case For(name, items, body, otherwise, line):
            inner = {n: at for n, at in names_of(body).items() if n not in (name, "loop")}
            return names_of(otherwise) | inner | dict.fromkeys(names_in(items), line)
    raise AssertionError(statement)
