"""Filters for dates: written out, and moved on the calendar."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, timedelta
from datetime import date as Date

from docgen.model.language import Language
from docgen.stages import wording_values as read
from docgen.stages.calendar_days import months_later
from docgen.stages.wording_values import FilterError


def date(value: object, language: Language) -> str:
    """A date as it is written in a sentence (V06, V07)."""
    found = read.day(value)
    calendar = language.calendar
    return calendar.pattern.format(
        day=calendar.days.get(str(found.day), str(found.day)),
        month=calendar.months[found.month - 1],
        year=found.year,
    )


def plus_days(value: object, language: Language, count: object) -> str:
    """So many days later, as an ISO date."""
    return _days_later(read.day(value), read.whole(count))


def minus_days(value: object, language: Language, count: object) -> str:
    """So many days earlier, as an ISO date."""
    return _days_later(read.day(value), -read.whole(count))


def plus_months(value: object, language: Language, count: object) -> str:
    """So many months later; a day that the month lacks becomes its last day."""
    return _months_later(read.day(value), read.whole(count))


def minus_months(value: object, language: Language, count: object) -> str:
    """So many months earlier; a day that the month lacks becomes its last day."""
    return _months_later(read.day(value), -read.whole(count))


def plus_years(value: object, language: Language, count: object) -> str:
    """So many years later; 29 February becomes 28 where it must."""
    return _months_later(read.day(value), 12 * read.whole(count))


def minus_years(value: object, language: Language, count: object) -> str:
    """So many years earlier; 29 February becomes 28 where it must."""
    return _months_later(read.day(value), -12 * read.whole(count))


def _days_later(start: Date, count: int) -> str:
    try:
        return (start + timedelta(days=count)).isoformat()
    except OverflowError:
        raise _out_of_range() from None


def _months_later(start: Date, count: int) -> str:
    try:
        return months_later(start, count).isoformat()
    except OverflowError:
        raise _out_of_range() from None


def _out_of_range() -> FilterError:
    return FilterError("the date leaves the calendar", f"years go from {MINYEAR} to {MAXYEAR}")
