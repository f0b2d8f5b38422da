"""Evaluate expressions over plain data: lookups in mappings and lists, comparisons, filters.

Nothing of Python is reachable: a field is a key, an item is an index, a call is that of a calculation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

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
from docgen.stages.data_filters import ABSENT, DATA_FILTERS, is_number, same
from docgen.stages.wording import FilterError

MAX_WORK = 1_000_000
MAX_NUMBER = 10**18

Filters = Mapping[str, Callable[..., Any]]
WORLD = ""
"""The name under which a scope holds what calculations see; no text can say it."""
READY = "ready"
"""Attribute of a filter whose result needs no typography any more."""
REMEMBERED = "remembered"
"""Attribute of a filter: the same filter for plain values and arguments, remembering what it said."""


def function_name(calculation: str) -> str:
    """The name of a calculation among the filters."""
    return f"{calculation}()"


def is_ready(expression: Expr, filters: Filters) -> bool:
    """True when the value of the expression comes finished from a filter."""
    return isinstance(expression, Filter) and getattr(filters.get(expression.name), READY, False)


class TooMuchWork(Exception):
    """Internal: the text does more work than a clause may."""


class Values(dict[str, Any]):
    """Names and their values, with the profile path that each came from."""

    def __init__(self, values: Mapping[str, Any], paths: Mapping[str, str] | None = None) -> None:
        super().__init__(values)
        self.paths: dict[str, str] = dict(paths or {})


class Working(Values):
    """The values of one evaluation, which counts what filters and comparisons look at."""

    def __init__(self, values: Values, work: list[int]) -> None:
        super().__init__(values, values.paths)
        self.work = work


_SIZED = (list, dict, str)  # made once, as a value is looked at very often


def _spend(scope: Mapping[str, Any], *looked_at: Any) -> None:
    if not isinstance(scope, Working):
        return
    for value in looked_at:
        if isinstance(value, _SIZED):
            scope.work[0] += len(value)
    if scope.work[0] > MAX_WORK:
        raise TooMuchWork


def value_of(expression: Expr, scope: Mapping[str, Any], filters: Filters) -> Any:
    """The plain value of an expression; ABSENT where a field is not there.

    :raises FilterError: when a filter is given a value that it cannot format.
    """
    return _VALUES[type(expression)](expression, scope, filters)


def _name(e: Name, scope: Mapping[str, Any], filters: Filters) -> Any:
    return _present_or_absent(scope.get(e.name))


def _field(e: Field, scope: Mapping[str, Any], filters: Filters) -> Any:
    base = value_of(e.base, scope, filters)
    if isinstance(base, dict):
        return _present_or_absent(base.get(e.name))
    return ABSENT


def _item(e: Item, scope: Mapping[str, Any], filters: Filters) -> Any:
    return item_at(value_of(e.base, scope, filters), value_of(e.key, scope, filters))


def item_at(base: Any, key: Any) -> Any:
    """What stands under a key of a mapping or at a place of a list; ABSENT where nothing does."""
    if isinstance(base, dict):
        return _present_or_absent(base.get(key)) if isinstance(key, str) else ABSENT
    if isinstance(base, list) and is_number(key) and isinstance(key, int) and -len(base) <= key < len(base):
        return _present_or_absent(base[key])
    return ABSENT


def _present_or_absent(value: Any) -> Any:
    return ABSENT if value is None else value


def _filter(e: Filter, scope: Mapping[str, Any], filters: Filters) -> Any:
    value = value_of(e.base, scope, filters)
    args = [value_of(a, scope, filters) for a in e.args]
    _spend(scope, value, *args)
    data = DATA_FILTERS.get(e.name)
    if data is not None:
        try:
            return data(value, *args)
        except TypeError as exc:
            raise FilterError(f"the filter {e.name} cannot take these arguments") from exc
    if value is ABSENT or any(a is ABSENT for a in args):
        return ABSENT
    return filters[e.name](value, *args)


def _compare(e: Compare, scope: Mapping[str, Any], filters: Filters) -> bool:
    left = value_of(e.left, scope, filters)
    for operator, right_expression in e.rest:
        right = value_of(right_expression, scope, filters)
        _spend(scope, right)
        if not COMPARISONS[operator](left, right):
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


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
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
    return calculated(e.operator, value_of(e.left, scope, filters), value_of(e.right, scope, filters))


def calculated(operator: str, left: Any, right: Any) -> Any:
    """The result of an operation on two numbers; ABSENT where there is none.

    :raises FilterError: when a number is too large.
    """
    if not (is_number(left) and is_number(right)):
        return ABSENT
    if abs(left) > MAX_NUMBER or abs(right) > MAX_NUMBER:
        raise FilterError("this number is too large to compute with")
    try:
        return _OPERATIONS[operator](left, right)
    except (InvalidOperation, DivisionByZero, ZeroDivisionError):
        return ABSENT


def _call(e: Call, scope: Mapping[str, Any], filters: Filters) -> Any:
    function = calculation(e.name, scope, filters)
    return function(scope[WORLD], *[value_of(a, scope, filters) for a in e.args])


def calculation(name: str, scope: Mapping[str, Any], filters: Filters) -> Callable[..., Any]:
    """A calculation of the library, to be called with the world of the scope.

    :raises FilterError: where there is none.
    """
    function = filters.get(function_name(name))
    if function is None or WORLD not in scope:
        raise FilterError(f'the library has no calculation "{name}"')
    return function


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: Decimal(a) / Decimal(b),
}

_VALUES: dict[type, Callable[[Any, Mapping[str, Any], Filters], Any]] = {
    Const: lambda e, scope, filters: ABSENT if e.value is None else e.value,
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
    Call: _call,
}


def path_of(expression: Expr, scope: Mapping[str, Any]) -> str:
    """The profile path behind an expression, for the comment beside a blank and for the lock."""
    find = _PATHS.get(type(expression))
    return find(expression, scope) if find is not None else ""


def _path_of_name(e: Name, scope: Mapping[str, Any]) -> str:
    return scope.paths.get(e.name, e.name) if isinstance(scope, Values) else e.name


def _path_of_item(e: Item, scope: Mapping[str, Any]) -> str:
    path = path_of(e.base, scope)
    return f"{path}[{e.key.value}]" if isinstance(e.key, Const) else path


_PATHS: dict[type, Callable[[Any, Mapping[str, Any]], str]] = {
    Name: _path_of_name,
    Field: lambda e, scope: f"{path_of(e.base, scope)}.{e.name}",
    Item: _path_of_item,
    Filter: lambda e, scope: path_of(e.base, scope),
    Choice: lambda e, scope: path_of(e.then, scope) or path_of(e.otherwise, scope),
    Logic: lambda e, scope: path_of(e.left, scope),
}
