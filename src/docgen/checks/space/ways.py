"""Ways through the conditions and loops of a text, and whether some facts take one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from docgen.model.script import Expr, For, If, Literal, Output, Script, Statement
from docgen.stages.evaluate import Filters, value_of
from docgen.stages.wording import FilterError

Way: TypeAlias = tuple[tuple[If | For, int], ...]
"""Conditions and loops from the outside in, each with the branch taken; the last number is the else."""


def branches(script: Script, way: Way = ()) -> Iterator[Way]:
    """Every branch of every condition and loop, those without a word in them too."""
    for statement in script:
        for number, body in _bodies(statement):
            inner: Way = (*way, (statement, number))  # type: ignore[arg-type]
            yield inner
            yield from branches(body, inner)


def literals(script: Script, way: Way = ()) -> Iterator[tuple[Way, Literal]]:
    """The words of a text with the way that leads there."""
    for statement in script:
        if isinstance(statement, Literal):
            yield way, statement
        for number, body in _bodies(statement):
            yield from literals(body, (*way, (statement, number)))  # type: ignore[arg-type]


def _bodies(statement: Statement) -> list[tuple[int, Script]]:
    match statement:
        case If(tests, otherwise, _):
            return [*enumerate(body for _, body in tests), (len(tests), otherwise)]
        case For(_, _, body, otherwise, _):
            return [(0, body), (1, otherwise)]
        case Literal() | Output():
            return []


def reached(way: Way, values: Mapping[str, Any], filters: Filters) -> bool:
    """True when the text takes this way with these values, in one turn of its loops at least."""
    if not way:
        return True
    (statement, branch), rest = way[0], way[1:]
    if isinstance(statement, If):
        taken = next(
            (n for n, (test, _) in enumerate(statement.branches) if _value(test, values, filters)),
            len(statement.branches),
        )
        return taken == branch and reached(rest, values, filters)
    found = _value(statement.items, values, filters)
    items = found if isinstance(found, list) else []
    if branch == 1 or not items:
        return branch == 1 and not items and reached(rest, values, filters)
    last = len(items) - 1
    return any(reached(rest, {**values, statement.name: item, "loop": _turn(n, last)}, filters)
               for n, item in enumerate(items))  # fmt: skip


def _turn(index: int, last: int) -> dict[str, Any]:
    return {"first": index == 0, "last": index == last, "index": index + 1, "length": last + 1}


def _value(expression: Expr, values: Mapping[str, Any], filters: Filters) -> Any:
    try:
        return value_of(expression, values, filters)
    except FilterError:
        return False


def tests_on(way: Way) -> list[Expr]:
    """The tests on a way."""
    return [e for e, _ in bound_tests(way)]


def bound_tests(way: Way) -> list[tuple[Expr, tuple[For, ...]]]:
    """The tests on a way, each with the loops around it."""
    out: list[tuple[Expr, tuple[For, ...]]] = []
    loops: tuple[For, ...] = ()
    for statement, branch in way:
        if isinstance(statement, If):
            out += [(test, loops) for test, _ in statement.branches[: branch + 1]]
        else:
            out.append((statement.items, loops))
            loops = (*loops, statement) if branch == 0 else loops
    return out
