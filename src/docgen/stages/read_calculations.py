"""A file of calculations to values. What a calculation calls must stand before it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from docgen.model.calculation import Bindings, Calculation
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.script import Expr
from docgen.stages.call_problems import call_problems
from docgen.stages.file_models.library import CalculationModel, CalculationsModel
from docgen.stages.read_file import Loaded, read_model
from docgen.stages.script_parse import parse_expression


def read_calculations(
    data: bytes, file: str, filters: Collection[str], known: Sequence[Calculation] = ()
) -> Outcome[tuple[Calculation, ...]]:
    """The calculations of a file, in their order; those that cannot be run are left out and reported.

    :param known: calculations of other files that these may call, and may replace.
    """
    loaded = read_model(data, file, CalculationsModel)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    reader = _Reader(loaded.value, filters, list(loaded.diagnostics), {c.id: len(c.takes) for c in known})
    return Outcome(tuple(reader.all()), tuple(reader.found))


class _Reader:
    """Reads the calculations one after the other, knowing those that stand before."""

    def __init__(
        self,
        loaded: Loaded[CalculationsModel],
        filters: Collection[str],
        found: list[Diagnostic],
        known: dict[str, int],
    ) -> None:
        self.loaded, self.filters, self.found = loaded, filters, found
        self.arity = dict(known)
        self._mine: set[str] = set()

    def all(self) -> list[Calculation]:
        out = []
        for n, model in enumerate(self.loaded.model.calculations):
            place, before = self.loaded.place("calculations", n), len(self.found)
            if model.id in self._mine:
                self.found.append(error("LB250", f'the calculation "{model.id}" is declared twice', place))
            calculation = self._one(model, n, place)
            if calculation is not None and len(self.found) == before:
                out.append(calculation)
            self._mine.add(model.id)
            self.arity[model.id] = len(model.takes)
        return out

    def _one(self, m: CalculationModel, n: int, place: Place) -> Calculation | None:
        if bool(m.value) is bool(m.fields):
            self.found.append(error("LB251", f'the calculation "{m.id}" needs either a value or fields', place))
            return None
        if not m.each and (m.where or m.item):
            self.found.append(error("LB251", f'"where" and "item" of "{m.id}" need a list to go through', place,
                                    "add each: <list> as <name>"))  # fmt: skip
            return None
        each = self._each(m.each, self.loaded.place("calculations", n, "each")) if m.each else None
        return Calculation(
            m.id, tuple(m.takes), self._bindings(m.let, n, "let"), each,
            self._expression(m.where, n, "where") if m.where else None,
            self._bindings(m.item, n, "item"),
            self._expression(m.value, n, "value") if m.value else None,
            self._bindings(m.fields, n, "fields"), place,
        )  # fmt: skip

    def _bindings(self, texts: dict[str, str], n: int, group: str) -> Bindings:
        read = ((name, self._expression(text, n, group, name)) for name, text in texts.items())
        return tuple((name, expression) for name, expression in read if expression is not None)

    def _expression(self, text: str, n: int, *keys: str) -> Expr | None:
        return self._parsed(text, self.loaded.place("calculations", n, *keys))

    def _parsed(self, text: str, place: Place) -> Expr | None:
        outcome = parse_expression(text, place, self.filters)
        self.found += outcome.diagnostics
        if outcome.value is not None:
            self.found += call_problems(outcome.value, self.arity, place)
        return outcome.value

    def _each(self, text: str, place: Place) -> tuple[str, Expr] | None:
        source, separator, name = text.partition(" as ")
        if not separator or not name.strip().isidentifier():
            self.found.append(error("LB216", f'"{text}" is not of the form `list as name`', place))
            return None
        expression = self._parsed(source, place)
        return (name.strip(), expression) if expression is not None else None
