"""The parameters of a clause, compiled: their values and where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error
from docgen.model.library import ChoiceKeys, ClauseSpec, Parameter, Position
from docgen.model.script import Expr, Field, Name
from docgen.stages.compiled import Compute, GiveUp, compile_expression
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import Filters, path_of
from docgen.stages.wording import FilterError

_EMPTY: dict[str, Any] = {"list": [], "boolean": False}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a clause needs. ``paths`` says by name where in the profile each value comes from.

    Each has its name, the two names of a source ``name.field`` (most are that; empty otherwise) and what computes it.
    """

    each: tuple[tuple[str, str, str, Compute, Parameter], ...]
    paths: Mapping[str, str]

    def values(
        self, scope: Mapping[str, Any], given: Mapping[str, Any], position: Position | None, found: list[Diagnostic]
    ) -> dict[str, Any]:
        """The value of every parameter that has one.

        What the profile holds comes first, then what it gives for this clause alone, what the position
        sets, and the default. What cannot be computed goes to ``found``.
        """
        values: dict[str, Any] = {}
        for name, group, item, compute, parameter in self.each:
            if group and isinstance(held := scope.get(group), dict):
                value = held.get(item)
                value = ABSENT if value is None else value
            else:
                value = _computed(compute, scope, parameter, found)
            if value is ABSENT:
                value = _otherwise(parameter, given, position)
            if value is not ABSENT:
                values[name] = value
        return values

    def paths_with(self, bound: Mapping[str, str]) -> Mapping[str, str]:
        """The paths where some names of the scope stand for items of the profile."""
        if not bound:
            return self.paths
        return dict(_rebound(self.paths, bound))


def compile_parameters(spec: ClauseSpec, choices: ChoiceKeys, filters: Filters) -> Parameters:
    """The parameters of a clause; ``choices`` says under which keys a profile may give them."""
    each = []
    for parameter in spec.parameters:
        expression = parameter.derived or parameter.source
        compute = _nothing if expression is None else compile_expression(expression, filters)
        each.append((parameter.name, *_names(expression), compute, parameter))
    return Parameters(tuple(each), {p.name: _path(p, f"{choices.at}.{spec.id}.{choices.parameters}") for p in spec.parameters})


def _names(expression: Expr | None) -> tuple[str, str]:
    """The two names of ``name.field``; empty for anything else."""
    match expression:
        case Field(Name(group), item):
            return group, item
    return "", ""


def _computed(compute: Compute, scope: Mapping[str, Any], parameter: Parameter, found: list[Diagnostic]) -> Any:
    """What a source or a derivation gives; ABSENT, and why in ``found``, where it fails."""
    try:
        return compute(scope)
    except GiveUp:
        return ABSENT
    except FilterError as exc:
        found.append(error("CL330", str(exc), parameter.place, getattr(exc, "hint", None)))
        return ABSENT


def _nothing(scope: Mapping[str, Any]) -> Any:
    return ABSENT


def _otherwise(p: Parameter, given: Mapping[str, Any], position: Position | None) -> Any:
    value = given.get(p.name, ABSENT)
    if value is ABSENT and position is not None:
        value = position.sets.get(p.name, ABSENT)
    if value is ABSENT and p.default is not None and not p.optional:
        value = p.default
    return _EMPTY.get(p.type, ABSENT) if value is ABSENT else value


def _path(p: Parameter, given: str) -> str:
    path = p.path or (path_of(p.derived, {}) if p.derived is not None else "")
    return path or f"{given}.{p.name}"


def _rebound(paths: Mapping[str, str], bound: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, path in paths.items():
        head, dot, rest = path.partition(".")
        yield name, f"{bound[head]}{dot}{rest}" if head in bound else path
