"""Run the calculations of a library. They are called in derived values, conditions and rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any

from docgen.model.calculation import Bindings, Calculation
from docgen.model.dataclass import dataclass
from docgen.stages.compiled import Compute, GiveUp, compile_expression
from docgen.stages.data_filters import ABSENT
from docgen.stages.expressions import WORLD, Filters, function_name
from docgen.stages.wording import FilterError

MAX_STEPS = 200_000
"""Items and calls that the documents of one profile may cost."""


@dataclass(slots=True)
class World:
    """What every calculation sees beside its parameters: the profile, policy, data, reference data and dates."""

    names: dict[str, Any]
    left: int = MAX_STEPS
    known: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = field(default_factory=dict)
    """Results by calculation and arguments, with the arguments: while they are kept no other has their identity."""

    def spend(self, steps: int) -> None:
        """Count work.

        :raises FilterError: when the calculations of one profile would go on for too long.
        """
        self.left -= steps
        if self.left < 0:
            raise FilterError("the calculations of the library do too much work")


def world_of(names: Mapping[str, Any]) -> dict[str, Any]:
    """The names as a scope in which calculations can be called."""
    scope = dict(names)
    scope[WORLD] = World(scope)
    return scope


def with_calculations(filters: Filters, calculations: Iterable[Calculation]) -> dict[str, Callable[..., Any]]:
    """The filters, and beside them each calculation as ``f(world, *args)``."""
    out = dict(filters)
    for calculation in calculations:
        out[function_name(calculation.id)] = _function(calculation, out)
    return out


def _function(calculation: Calculation, filters: Filters) -> Callable[..., Any]:
    ready: list[Callable[[dict[str, Any]], Any]] = []

    def call(world: World, *args: Any) -> Any:
        if len(args) != len(calculation.takes):
            raise FilterError(f"{calculation.id}() takes {len(calculation.takes)} values, not {len(args)}")
        key = (calculation.id, *map(_same, args))
        if key in world.known:
            return world.known[key][0]
        if not ready:
            ready.append(_compiled(calculation, filters))
        world.spend(1)
        try:
            result = ready[0]({**world.names, **dict(zip(calculation.takes, args, strict=True))})
        except GiveUp as exc:
            raise FilterError(f"{calculation.id}() cannot be computed: a filter is given the wrong arguments") from exc
        world.known[key] = (result, args)
        return result

    return call


def _same(value: Any) -> Any:
    """What two values have in common only if a calculation makes the same of them: a text or a number as it is written, of a list its identity."""
    return f"{type(value).__name__} {value}" if isinstance(value, str | int | Decimal | None) else id(value)


def _compiled(c: Calculation, filters: Filters) -> Callable[[dict[str, Any]], Any]:
    """The calculation as one function of a scope that was made for this call."""
    before, result = _bound(c.let, filters), _result(c, filters)
    if c.each is None:
        return lambda scope: result(before(scope))
    name, expression = c.each
    items, bind = compile_expression(expression, filters), _bound(c.item, filters)
    keep = compile_expression(c.where, filters) if c.where is not None else None

    def listed(scope: dict[str, Any]) -> list[Any]:
        outer = before(scope)
        found = items(outer)
        out: list[Any] = []
        for index, item in enumerate(found if isinstance(found, list) else []):
            outer[WORLD].spend(1)
            inner = bind({**outer, name: item, f"{name}_index": index})
            if keep is None or keep(inner):
                out.append(result(inner))
        return out

    return listed


def _bound(bindings: Bindings, filters: Filters) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What adds the bindings to a scope that was made for this call: it holds all names of the profile, so it is copied once only."""
    steps = [(name, compile_expression(expression, filters)) for name, expression in bindings]

    def bind(scope: dict[str, Any]) -> dict[str, Any]:
        for name, compute in steps:
            scope[name] = compute(scope)
        return scope

    return bind


def _result(c: Calculation, filters: Filters) -> Compute:
    if c.value is not None:
        return compile_expression(c.value, filters)
    fields = [(name, compile_expression(expression, filters)) for name, expression in c.fields]

    def mapping(scope: Mapping[str, Any]) -> dict[str, Any]:
        values = ((name, compute(scope)) for name, compute in fields)
        return {name: value for name, value in values if value is not ABSENT}

    return mapping
