"""Filters over ISO dates, for rules, conditions and derived values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from docgen.stages.calendar_days import recurring
from docgen.stages.plain_data import ABSENT, as_date

MAX_DATES, MAX_MONTHS = 1_000, 12_000


def _days_to(start: Any, end: Any) -> Any:
    a, b = as_date(start), as_date(end)
    return (b - a).days if a and b else ABSENT


def _months_to(start: Any, end: Any) -> Any:
    """Full calendar months from one date to another."""
    a, b = as_date(start), as_date(end)
    if not a or not b:
        return ABSENT
    return (b.year - a.year) * 12 + b.month - a.month - (1 if b.day < a.day else 0)


def _years_to(start: Any, end: Any) -> Any:
    months = _months_to(start, end)
    return months if months is ABSENT else months // 12


def _month_start(value: Any) -> Any:
    """The first day of the month of a date."""
    day = as_date(value)
    return day.replace(day=1).isoformat() if day else ABSENT


def _quarter_start(value: Any) -> Any:
    """The first day of the calendar quarter of a date."""
    day = as_date(value)
    return day.replace(month=day.month - (day.month - 1) % 3, day=1).isoformat() if day else ABSENT


def _every_months(value: Any, months: Any, until: Any) -> Any:
    """Dates every so many calendar months, counted from the first, up to and including a date."""
    start, end = as_date(value), as_date(until)
    if start is None or end is None or not isinstance(months, int) or not 0 < months <= MAX_MONTHS:
        return ABSENT
    return [day.isoformat() for day in islice(recurring(start, end, months, 0), MAX_DATES)]


DATE_FILTERS: Mapping[str, Callable[..., Any]] = {
    "days_to": _days_to,
    "months_to": _months_to,
    "years_to": _years_to,
    "month_start": _month_start,
    "quarter_start": _quarter_start,
    "every_months": _every_months,
}
