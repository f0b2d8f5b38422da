"""The names that expressions and texts read: what a clause depends on."""

from __future__ import annotations

from functools import lru_cache

from docgen.model.script import Expr, Field, Filter, For, If, Literal, Name, Output, Script, Statement
from docgen.stages.script_walk import parts_of, walk


def names_in(expression: Expr) -> frozenset[str]:
    """The names that an expression reads (not the fields below them)."""
    base = expression
    while isinstance(base, Field) or (isinstance(base, Filter) and not base.args):
        base = base.base
    return frozenset((base.name,)) if isinstance(base, Name) else _names_in(expression)


@lru_cache(maxsize=4096)
def _names_in(expression: Expr) -> frozenset[str]:
    return frozenset(e.name for e in walk(expression) if isinstance(e, Name))


def paths_in(expression: Expr) -> dict[str, Expr]:
    """The paths of names that an expression reads (``duree.mois``), each with what gives its value."""
    match expression:
        case Name(name):
            return {name: expression}
        case Field(Name() | Field() as base, name):
            return {f"{path}.{name}": expression for path in paths_in(base)}
    out: dict[str, Expr] = {}
    for part in parts_of(expression):
        out |= paths_in(part)
    return out


def names_of(script: Script) -> dict[str, int]:
    """The free names of a text and the first line of each (loop variables left out)."""
    found: dict[str, int] = {}
    for statement in script:
        if isinstance(statement, Literal):
            continue
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
