"""The names that expressions and texts read: what a clause depends on."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

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


def paths_in(expression: Expr) -> dict[str, Expr]:
    """The paths of names that an expression reads (``duree.mois``), each with what gives its value."""
    match expression:
        case Name(name):
            return {name: expression}
        case Field(Name() | Field() as base, name):
            return {f"{path}.{name}": expression for path in paths_in(base)}
    out: dict[str, Expr] = {}
    for part in _parts(expression):
        out |= paths_in(part)
    return out


def _parts(e: Expr) -> list[Expr]:
    match e:
        case Field(base, _):
            return [base]
        case Item(base, key):
            return [base, key]
        case Listing(items):
            return list(items)
        case Filter(base, _, args):
            return [base, *args]
        case Compare(left, rest):
            return [left, *(right for _, right in rest)]
        case Logic(_, left, right) | Arithmetic(_, left, right):
            return [left, right]
        case Not(operand) | Defined(operand, _):
            return [operand]
        case Choice(test, then, otherwise):
            return [test, then, otherwise]
    return []


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
