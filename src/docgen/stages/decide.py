"""Clause texts with some facts known: branches that they rule out are gone, conditions that they meet are not asked.

Only comparisons of a known path with constants are decided; everything else stays as the author wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeGuard

from docgen.model.script import (
    Choice,
    Compare,
    Const,
    Expr,
    Filter,
    For,
    If,
    Listing,
    Logic,
    Not,
    Output,
    Script,
    Statement,
)
from docgen.stages.script_names import paths_in

Known = Mapping[str, str]
"""Values by dotted path: ``position``, ``document.language``."""


def decided(script: Script, known: Known) -> Script:
    """The text as it stands when these facts are known."""
    return tuple(_statements(script, known)) if known else script


def simplified(expression: Expr, known: Known) -> Expr:
    """The expression without what is known; ``Const(True)`` or ``Const(False)`` where nothing else is left."""
    match expression:
        case Compare():
            return _compared(expression, known)
        case Not(operand):
            inner = simplified(operand, known)
            return Const(not inner.value) if _is_truth(inner) else Not(inner)
        case Logic(operator, left, right):
            return _joined(operator, simplified(left, known), simplified(right, known))
        case Choice(test, then, otherwise):
            asked = simplified(test, known)
            if _is_truth(asked):
                return simplified(then if asked.value else otherwise, known)
            return Choice(asked, simplified(then, known), simplified(otherwise, known))
        case Filter(base, name, args):
            return Filter(simplified(base, known), name, tuple(simplified(a, known) for a in args))
    return expression


def _statements(script: Script, known: Known) -> Iterator[Statement]:
    for statement in script:
        match statement:
            case If():
                yield from _branches(statement, known)
            case For():
                yield replace(
                    statement, body=decided(statement.body, known), otherwise=decided(statement.otherwise, known)
                )
            case Output(expression, line):
                yield Output(simplified(expression, known), line)
            case _:
                yield statement


def _branches(statement: If, known: Known) -> Iterator[Statement]:
    left: list[tuple[Expr, Script]] = []
    otherwise = statement.otherwise
    for test, body in statement.branches:
        asked = simplified(test, known)
        if not _is_truth(asked):
            left.append((asked, decided(body, known)))
        elif asked.value:
            otherwise = body
            break
    rest = decided(otherwise, known)
    if left:
        yield If(tuple(left), rest, statement.line)
    else:
        yield from rest


def _compared(expression: Compare, known: Known) -> Expr:
    paths = paths_in(expression.left)
    path = next(iter(paths), "") if len(paths) == 1 else ""
    if path not in known or paths[path] != expression.left or len(expression.rest) != 1:
        return expression
    operator, right = expression.rest[0]
    wanted = _constants(right)
    if wanted is None or operator not in ("==", "!=", "in", "not in"):
        return expression
    return Const((known[path] in wanted) is (operator in ("==", "in")))


def _constants(expression: Expr) -> tuple[object, ...] | None:
    match expression:
        case Const(value):
            return (value,)
        case Listing(items) if all(isinstance(i, Const) for i in items):
            return tuple(i.value for i in items if isinstance(i, Const))
    return None


def _joined(operator: str, left: Expr, right: Expr) -> Expr:
    """What is left of ``and`` and ``or``: a side that decides, else the other one."""
    decides = operator == "or"
    for side, other in ((left, right), (right, left)):
        if _is_truth(side):
            return side if side.value is decides else other
    return Logic(operator, left, right)


def _is_truth(expression: Expr) -> TypeGuard[Const]:
    return isinstance(expression, Const) and isinstance(expression.value, bool)
