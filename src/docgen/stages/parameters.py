"""The parameters of a clause, compiled: their values and where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error
from docgen.model.library import ClauseSpec, Parameter, Position
from docgen.stages.compiled import Compute, GiveUp, compile_expression
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import Filters, path_of
from docgen.stages.wording import FilterError

_EMPTY: dict[str, Any] = {"list": [], "boolean": False}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a clause needs. ``paths`` says by name where in the profile each value comes from."""

    each: tuple[tuple[Parameter, Compute], ...]
    paths: Mapping[str, str]

    def values(
        self, scope: Mapping[str, Any], given: Mapping[str, Any], position: Position | None, found: list[Diagnostic]
    ) -> dict[str, Any]:
        """The value of every parameter that has one.

        What the profile holds comes first, then what it gives for this clause alone, what the position
        sets, and the default. What cannot be computed goes to ``found``.
        """
        values: dict[str, Any] = {}
        for parameter, compute in self.each:
            try:
                value = compute(scope)
            except GiveUp:
                value = ABSENT
            except FilterError as exc:
                found.append(error("CL330", str(exc), parameter.place, getattr(exc, "hint", None)))
                value = ABSENT
            if value is ABSENT:
                value = _otherwise(parameter, given, position)
            if value is not ABSENT:
                values[parameter.name] = value
        return values

    def paths_with(self, bound: Mapping[str, str]) -> Mapping[str, str]:
        """The paths where some names of the scope stand for items of the profile."""
        if not bound:
            return self.paths
        return dict(_rebound(self.paths, bound))


def compile_parameters(spec: ClauseSpec, choices: str, filters: Filters) -> Parameters:
    """The parameters of a clause; ``choices`` is the key under which a profile may give them."""
    each = []
    for parameter in spec.parameters:
        expression = parameter.derived or parameter.source
        each.append((parameter, _nothing if expression is None else compile_expression(expression, filters)))
    return Parameters(tuple(each), {p.name: _path(p, f"{choices}.{spec.id}.parametres") for p in spec.parameters})


def _nothing(scope: Mapping[str, Any]) -> Any:
    return ABSENT


def _otherwise(p: Parameter, given: Mapping[str, Any], position: Position | None) -> Any:
    value = given.get(p.name, ABSENT)
    if value is ABSENT and position is not None:
        value = position.sets.get(p.name, ABSENT)
    if value is ABSENT and p.default is not None and not p.optional:
        value = p.default
    return _EMPTY.get(p.type, ABSENT) if value is ABSENT else value


def _path(p: Parameter, choices: str) -> str:
    path = p.path or (path_of(p.derived, {}) if p.derived is not None else "")
    return path or f"{choices}.{p.name}"


def _rebound(paths: Mapping[str, str], bound: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, path in paths.items():
        head, dot, rest = path.partition(".")
        yield name, f"{bound[head]}{dot}{rest}" if head in bound else path
