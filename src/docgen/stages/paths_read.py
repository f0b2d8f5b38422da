"""Which fields of a profile an expression or a rule looks at, as dotted paths without indexes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docgen.model.calculation import Calculation
from docgen.model.library import Rule
from docgen.model.script import Call, Choice, Const, Expr, Field, Filter, Item, Listing, Name
from docgen.stages.expressions import function_name
from docgen.stages.script_walk import parts_of

Aliases = Mapping[str, frozenset[str]]
_OF_ITEMS = frozenset({"pluck", "where", "without", "sum", "mean", "maximum", "minimum", "lacking", "mentioning"})
"""Filters whose first argument names a field of the items."""


def paths_read(expression: Expr, aliases: Aliases | None = None) -> frozenset[str]:
    """Every path that the expression may look at. ``aliases``: names that stand for items of a path."""
    return frozenset(_read(expression, aliases or {}))


def calculation_paths(calculations: Iterable[Calculation]) -> dict[str, frozenset[str]]:
    """The paths that each calculation looks at, as aliases for the expressions that call it."""
    aliases: dict[str, frozenset[str]] = {}
    for c in calculations:
        inner = {**aliases, **dict.fromkeys(c.takes, frozenset[str]())}
        found: set[str] = set()
        for name, expression in c.let:
            found |= _read(expression, inner)
            inner[name] = frozenset(_ends(expression, inner))
        if c.each is not None:
            found |= _read(c.each[1], inner)
            inner[c.each[0]] = frozenset(_ends(c.each[1], inner))
        for name, expression in c.item:
            found |= _read(expression, inner)
            inner[name] = frozenset(_ends(expression, inner))
        results = [e for e in (c.where, c.value, *(e for _, e in c.fields)) if e is not None]
        found = found.union(*(_read(e, inner) for e in results))
        aliases[function_name(c.id)] = frozenset(found)
    return aliases


def rule_paths(rule: Rule, calculations: Aliases | None = None) -> frozenset[str]:
    """The paths that decide whether a rule fires."""
    aliases: dict[str, frozenset[str]] = dict(calculations or {})
    found: set[str] = set()
    for name, expression, _ in rule.each:
        found |= _read(expression, aliases)
        aliases[name] = frozenset(_ends(expression, aliases))
    return frozenset(found | (_read(rule.when, aliases) if rule.when is not None else set()))


def overlap(path: str, others: Iterable[str]) -> bool:
    """Whether one path lies at, above or below one of the others."""
    return any(path == o or path.startswith(f"{o}.") or o.startswith(f"{path}.") for o in others)


def _read(e: Any, aliases: Aliases) -> set[str]:
    """All paths in an expression: those that it ends at, and those of its parts."""
    found = _ends(e, aliases)
    for part in _parts(e):
        found |= _read(part, aliases)
    if isinstance(e, Call):
        found |= aliases.get(function_name(e.name), frozenset())
    if isinstance(e, Field | Item):
        found -= _ends(e.base, aliases)
    return found


def _ends(e: Any, aliases: Aliases) -> set[str]:
    """The paths at which the value of an expression may lie."""
    match e:
        case Name(name):
            return set(aliases.get(name, {name}))
        case Field(base, name):
            return {f"{path}.{name}" for path in _ends(base, aliases)}
        case Item(base, Const(str() as name)):
            return {f"{path}.{name}" for path in _ends(base, aliases)}
        case Item(base, _):
            return _ends(base, aliases)
        case Filter(base, "pluck", (Const(name), *_)):
            return {f"{path}.{name}" for path in _ends(base, aliases)}
        case Filter(base, name, _) if name in {"where", "without", "first", "last", "unique", "lacking", "mentioning"}:
            return _ends(base, aliases)
        case Choice(_, then, otherwise):
            return _ends(then, aliases) | _ends(otherwise, aliases)
        case Listing(items):
            return set().union(*(_ends(i, aliases) for i in items)) if items else set()
    return set()


def _parts(e: Any) -> tuple[Any, ...]:
    """The parts of an expression; a filter that names a field of the items reads that field."""
    match e:
        case Filter(base, name, (Const(str() as field), *rest)) if name in _OF_ITEMS:
            return (Field(base, field), *rest)
    return parts_of(e)
