"""From a resolved document to the duties of one contract: who, what, by which day, or what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from docgen.model.calculation import Calculation
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error, warning
from docgen.model.language import Language
from docgen.model.obligation import Duty, Obligation, Repeat, Span
from docgen.model.plan import Chosen, DocumentPlan
from docgen.model.script import Expr, Script
from docgen.stages.assemble import line_of_text
from docgen.stages.calendar_days import moved, recurring
from docgen.stages.data_filters import ABSENT, as_date, is_number
from docgen.stages.evaluate import Filters, Values, path_of, value_of
from docgen.stages.expressions import MAX_NUMBER, WORLD
from docgen.stages.script_names import names_in, paths_in
from docgen.stages.script_walk import calls_in
from docgen.stages.wording import FilterError

MAX_DATES = 500
"""Days of one duty; daily duties of years are no calendar."""
SHOWN = 3
_LAST = "9999-99-99"

Label = Callable[[str], str]
Calculations = Iterable[Calculation]


def duties_of(
    plan: DocumentPlan, filters: Filters, language: Language, label: Label, calculations: Calculations = ()
) -> tuple[tuple[Duty, ...], tuple[Diagnostic, ...]]:
    """Every duty that the clauses of a document create, the soonest first, and what was wrong.

    ``label`` gives what people call the field at a profile path; ``calculations`` are those of the library. A duty whose day depends on a value that
    nobody gave yet is listed with what is missing.
    """
    found: list[Diagnostic] = []
    duties: list[Duty] = []
    known = {c.id: c for c in calculations}
    for chosen in plan.clauses:
        for obligation in chosen.spec.obligations:
            for item, scope in _scopes(obligation, chosen, plan.scope, filters, found):
                duty = _Resolving(obligation, chosen, plan.scope, scope, filters, language, label, known, found).duty(item)
                if duty is not None:
                    duties.append(duty)
    return tuple(sorted(duties, key=_by_day)), tuple(found)


def _by_day(duty: Duty) -> tuple[str, bool]:
    """The soonest first, then those that wait for a value, then those that wait for an event."""
    return (duty.dates[0] if duty.dates else _LAST, bool(duty.event))


def _scopes(
    obligation: Obligation, chosen: Chosen, profile: Mapping[str, Any], filters: Filters, found: list[Diagnostic]
) -> Iterator[tuple[str, Values]]:
    """The values that the obligation reads: once, or once for each item of its list."""
    values = Values(chosen.values, chosen.paths)
    if WORLD in profile:
        values[WORLD] = profile[WORLD]
    if obligation.each is None:
        yield "", values
        return
    name, expression = obligation.each
    try:
        items = value_of(expression, values, filters)
    except FilterError as exc:
        found.append(error("CL330", str(exc), obligation.place, exc.hint))
        return
    path = path_of(expression, values)
    for number, item in enumerate(items if isinstance(items, list) else [], 1):
        key = str(item.get("id", number)) if isinstance(item, dict) else str(number)
        scope = Values({**values, name: item}, values.paths)
        scope.paths[name] = f"{path}[{number - 1}]"
        yield key, scope


class _Unknown(Exception):
    """Internal: a value that the day needs is not there, or cannot be used."""


@dataclass(slots=True)
class _Resolving:
    """One obligation over one set of values."""

    obligation: Obligation
    chosen: Chosen
    profile: Mapping[str, Any]
    scope: Values
    filters: Filters
    language: Language
    label: Label
    calculations: Mapping[str, Calculation]
    found: list[Diagnostic]
    missing: dict[str, None] = field(default_factory=dict)

    def duty(self, item: str) -> Duty | None:
        """The duty; None when its condition does not hold."""
        o = self.obligation
        if o.when is not None and not self._holds(o.when):
            return None
        months, days = 0, 0
        dates: tuple[str, ...] = ()
        try:
            if o.repeat is not None:
                months, days = self._step(o.repeat.step)
            dates = self._dates(months, days)
        except _Unknown:
            self.missing.setdefault(o.id)
        what, event = self._text(o.what), self._text(o.event)
        missing = tuple(m for m in self.missing if m != o.id) or tuple(self.missing)
        return Duty(self.chosen.spec.id, o.id, item, o.who, what, dates, event, () if dates or event else missing,
                    months, days, o.lead_days, o.legal)  # fmt: skip

    def _holds(self, condition: Expr) -> bool:
        try:
            return bool(value_of(condition, self.scope, self.filters))
        except FilterError as exc:
            self._refused(exc)
            return True

    # -- days
    def _dates(self, months: int, days: int) -> tuple[str, ...]:
        o = self.obligation
        if o.repeat is not None:
            found = self._recurring(o.repeat, months, days)
        elif o.on is not None:
            found = [self._day(o.on)]
        else:
            return ()
        by_months = self._amount(o.after.months) - self._amount(o.before.months)
        by_days = self._amount(o.after.days) - self._amount(o.before.days)
        try:
            return tuple(moved(day, by_months, by_days).isoformat() for day in found)
        except OverflowError:
            raise self._unusable("the day leaves the calendar") from None

    def _recurring(self, repeat: Repeat, months: int, days: int) -> list[date]:
        start, until = self._day(repeat.start), self._day(repeat.until)
        found = list(islice(recurring(start, until, months, days, repeat.first), MAX_DATES + 1))
        if len(found) > MAX_DATES:
            self.found.append(warning("AS531", f'"{self._name}" comes back more than {MAX_DATES} times: the calendar stops there',
                                      self.obligation.place, 'a longer step, or after_event: "every day"'))  # fmt: skip
        return found[:MAX_DATES]

    def _step(self, step: Span) -> tuple[int, int]:
        """Months and days; where both are given by expressions, one may have no value."""
        found = {part: self._value(e) for part, e in (("months", step.months), ("days", step.days)) if e is not None}
        known = {part: self._whole(value) for part, value in found.items() if value is not ABSENT}
        if not known:
            for expression in (step.months, step.days):
                if expression is not None:
                    self._lacks(expression)
            raise _Unknown
        if min(known.values()) < 0 or not any(known.values()):
            raise self._unusable("the step must be positive")
        return known.get("months", 0), known.get("days", 0)

    def _day(self, expression: Expr | None) -> date:
        value = self._present(expression)
        if (day := as_date(value)) is None:
            raise self._unusable(f"{value!r} is no date")
        return day

    def _amount(self, expression: Expr | None) -> int:
        return 0 if expression is None else self._whole(self._present(expression))

    def _whole(self, value: Any) -> int:
        if not is_number(value) or Decimal(value) % 1 or abs(value) > MAX_NUMBER:
            raise self._unusable(f"{value!r} is no whole number of months or days")
        return int(value)

    # -- values
    def _present(self, expression: Expr | None) -> Any:
        if expression is None:  # it could not be read, which is said elsewhere
            raise _Unknown
        value = self._value(expression)
        if value is ABSENT:
            self._lacks(expression)
            raise _Unknown
        return value

    def _value(self, expression: Expr) -> Any:
        try:
            return value_of(expression, self.scope, self.filters)
        except FilterError as exc:
            self._refused(exc)
            raise _Unknown from exc

    def _lacks(self, expression: Expr) -> None:
        """Remember what the profile would have to say for the expression to have a value."""
        parameters = {p.name: p for p in self.chosen.spec.parameters}
        for name in sorted(names_in(expression) & set(parameters) - set(self.scope)):
            derived = parameters[name].derived
            absent = self._absent(derived) if derived is not None else []
            for path in absent or [self.scope.paths.get(name, name)]:
                self.missing.setdefault(self.label(path))
        if not self.missing:
            self.missing.setdefault(self.label(path_of(expression, self.scope) or self.obligation.id))

    def _absent(self, derived: Expr) -> list[str]:
        known = Values(self.profile)
        return [p for p, e in self._paths(derived).items() if value_of(e, known, self.filters) is ABSENT]

    def _paths(self, expression: Expr) -> dict[str, Expr]:
        """The profile paths behind an expression, through the calculations that it calls."""
        out = paths_in(expression)
        for call in calls_in(expression):
            c = self.calculations.get(call.name)
            for part in (c.value, *(e for _, e in c.let)) if c else ():
                own = {*c.takes, *(name for name, _ in c.let)} if c else set()
                out |= {p: e for p, e in (self._paths(part) if part else {}).items() if p.partition(".")[0] not in own}
        return out

    def _text(self, texts: Mapping[str, Script]) -> str:
        script = texts.get(self.language.code) or next(iter(texts.values()), ())
        text, _, found = line_of_text(script, self.scope, self.filters, self.language, self.obligation.place.file, self.label)
        self.found += [d.at(self.obligation.place) for d in found]
        return text

    # -- findings
    @property
    def _name(self) -> str:
        return f"{self.chosen.spec.id}/{self.obligation.id}"

    def _unusable(self, why: str) -> _Unknown:
        self.found.append(error("AS530", f'"{self._name}" has no day: {why}', self.obligation.place,
                                "look at the expressions of its day and at the values behind them"))  # fmt: skip
        return _Unknown()

    def _refused(self, exc: FilterError) -> None:
        self.found.append(error("CL330", f"{self._name}: {exc}", self.obligation.place, exc.hint))


# ------------------------------------------------------- for texts of clauses
def with_duties(plan: DocumentPlan, duties: tuple[Duty, ...]) -> DocumentPlan:
    """The plan with its duties as ``document.obligations``: the same on whatever day it is drawn."""
    uncited = _without_number(plan)
    rows = [_row(duty, cited=duty.clause not in uncited) for duty in duties]
    document = {**plan.scope["document"], "obligations": rows}
    clauses = tuple(replace(c, values={**c.values, "document": document}) for c in plan.clauses)
    return replace(plan, scope={**plan.scope, "document": document}, clauses=clauses)


def _without_number(plan: DocumentPlan) -> set[str]:
    """Clauses that no text can cite."""
    plain = [p for p in plan.doctype.parts if not p.numbered]
    parts = {id_ for p in plain for id_ in (*p.clauses, *(c for s in p.sections for c in s.clauses))}
    return parts | {c.spec.id for c in plan.clauses if not c.spec.numbered}


def _row(duty: Duty, *, cited: bool) -> dict[str, Any]:
    row = {
        "clause": duty.clause if cited else None, "id": duty.id, "who": duty.who, "what": duty.what, "legal": duty.legal or None,
        "first": duty.dates[0] if duty.dates else None, "last": duty.dates[-1] if duty.dates else None,
        "dates": list(duty.dates[:SHOWN]), "count": len(duty.dates),
        "months": duty.months or None, "days": duty.days or None,
        "event": duty.event or None, "missing": list(duty.missing),
    }  # fmt: skip
    return {name: value for name, value in row.items() if value is not None}

