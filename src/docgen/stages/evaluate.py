"""Evaluate expressions and clause texts over plain data, in bounded time and memory.

A value never becomes text of the clause: ``{{ x }}`` leaves one private-use character, and the
value is kept aside. So Markdown parses a text in which no value occurs, and the text depends only
on the way taken through conditions and loops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from decimal import Decimal
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.evaluated import Evaluated, Filled, Slotted, Unknown, token
from docgen.model.script import Choice, Const, Expr, For, If, Literal, Output, Script
from docgen.stages.data_filters import ABSENT, Cited
from docgen.stages.expressions import (
    READY,
    REMEMBERED,
    Filters,
    TooMuchWork,
    Values,
    Working,
    is_ready,
    path_of,
    value_of,
)
from docgen.stages.script_names import names_in, names_of
from docgen.stages.wording import FilterError

__all__ = ["READY", "REMEMBERED", "Filters", "Values", "evaluate", "names_in", "names_of", "path_of", "value_of"]

MAX_VALUES = 20_000
MAX_STEPS = 200_000
MAX_TEXT = 500_000
MAX_LINES = 10_000
MAX_VALUE_TEXT = 5_000_000
MAX_DIGITS = 60


@dataclass(slots=True)
class _Run:
    """One evaluation of one clause text."""

    filters: Filters
    file: str
    out: list[str] = field(default_factory=list)
    values: list[Slotted] = field(default_factory=list)
    lines: list[int] = field(default_factory=lambda: [1])
    found: list[Diagnostic] = field(default_factory=list)
    steps: int = 0
    size: int = 0
    printed: int = 0
    work: list[int] = field(default_factory=lambda: [0])

    def script(self, script: Script, scope: Values) -> None:
        for statement in script:
            self.step()
            _STATEMENTS[type(statement)](self, statement, scope)

    def step(self) -> None:
        """Count one more step of work and stop where a bound is passed."""
        self.steps += 1
        if self.steps > MAX_STEPS or self._too_long():
            raise TooMuchWork

    def _too_long(self) -> bool:
        return (self.size > MAX_TEXT or len(self.lines) > MAX_LINES
                or len(self.values) > MAX_VALUES or self.printed > MAX_VALUE_TEXT)  # fmt: skip

    def literal(self, statement: Literal, scope: Values) -> None:
        text = statement.text
        self._begins(statement.line)
        self.out.append(text)
        self.size += len(text)
        breaks = text.count("\n")
        if breaks:
            self.lines.extend(range(statement.line + 1, statement.line + breaks + 1))

    def _begins(self, line: int) -> None:
        """Tags that stood alone on a line left no line: this one begins here."""
        if not self.out or self.out[-1].endswith("\n"):
            self.lines[-1] = line

    def output(self, statement: Output, scope: Values) -> None:
        self._begins(statement.line)
        try:
            expression = self._chosen(statement.expression, scope)
            value = value_of(expression, scope, self.filters)
        except FilterError as exc:
            self._refused(statement, exc, scope)
            return
        if type(value) is Cited or (isinstance(expression, Const) and not isinstance(value, bool | None)):
            self.out.append(_printed(value))  # the author's own words, not a value
            self.size += len(self.out[-1])
            return
        self._slot(Output(expression, statement.line), value, scope)

    def _chosen(self, expression: Expr, scope: Values) -> Expr:
        """The branch that an expression ``a if c else b`` takes; any other expression as it is."""
        while isinstance(expression, Choice):
            holds = value_of(expression.test, scope, self.filters)
            expression = expression.then if holds else expression.otherwise
        return expression

    def _slot(self, statement: Output, value: Any, scope: Values) -> None:
        path = path_of(statement.expression, scope)
        slotted: Slotted
        if value is ABSENT or value is None:
            slotted = Unknown(path, statement.line)
        elif isinstance(value, list | dict | bool):
            self.found.append(
                error("CL331", f'"{path}" is {_kind(value)}, which cannot be printed as it is',
                      Place(self.file, statement.line),
                      "print its fields, loop over it, or use a filter such as |liste"))  # fmt: skip
            slotted = Unknown(path, statement.line)
        else:
            slotted = Filled(_printed(value), path, is_ready(statement.expression, self.filters))
            self.printed += len(slotted.text)
        number = isinstance(slotted, Filled) and slotted.text[-1:].isdigit()
        self.out.append(token(len(self.values), number=number))
        self.values.append(slotted)

    def _refused(self, statement: Output, exc: FilterError, scope: Values) -> None:
        path = path_of(statement.expression, scope)
        hint = getattr(exc, "hint", None) or f"the value comes from {path} in the profile"
        place = Place(self.file, statement.line)
        self.found.append(error("CL330", f"{path}: {exc}", place, hint))
        self.out.append(token(len(self.values)))
        self.values.append(Unknown(path, statement.line))

    def condition(self, statement: If, scope: Values) -> None:
        for test, body in statement.branches:
            if self._holds(test, scope, statement.line):
                self.script(body, scope)
                return
        self.script(statement.otherwise, scope)

    def _holds(self, test: Expr, scope: Values, line: int) -> bool:
        try:
            return bool(value_of(test, scope, self.filters))
        except FilterError as exc:
            self.found.append(error("CL330", str(exc), Place(self.file, line)))
            return False

    def loop(self, statement: For, scope: Values) -> None:
        try:
            found = value_of(statement.items, scope, self.filters)
        except FilterError as exc:
            self.found.append(error("CL330", str(exc), Place(self.file, statement.line)))
            return
        items = found if isinstance(found, list) else []
        if not items:
            self.script(statement.otherwise, scope)
        path, last = path_of(statement.items, scope), len(items) - 1
        inner = Working(scope, self.work)
        for index, item in enumerate(items):
            self.step()
            inner[statement.name] = item
            inner.paths[statement.name] = f"{path}[{index}]"
            inner["loop"] = {
                "first": index == 0,
                "last": index == last,
                "index": index + 1,
                "length": last + 1,
            }
            self.script(statement.body, inner)


_STATEMENTS: dict[type, Callable[[_Run, Any, Values], None]] = {
    Literal: _Run.literal,
    Output: _Run.output,
    If: _Run.condition,
    For: _Run.loop,
}


def evaluate(script: Script, scope: Values, filters: Filters, file: str) -> tuple[Evaluated, tuple[Diagnostic, ...]]:
    """The text of a clause with a token for each value, the values, and what was wrong."""
    run = _Run(filters, file)
    try:
        run.script(script, Working(scope, run.work))
    except (TooMuchWork, RecursionError):
        hint = "a loop over another loop may be the cause"
        run.found.append(error("CL305", "this text does more work than a clause may", Place(file), hint))
    text = "".join(run.out)
    return Evaluated(text, tuple(run.values), tuple(run.lines)), tuple(run.found)


def _kind(value: Any) -> str:
    return {list: "a list", dict: "a group of fields", bool: "a yes or no"}[type(value)]


def _printed(value: Any) -> str:
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MAX_DIGITS:
        return format(value, "f")
    return str(value)
