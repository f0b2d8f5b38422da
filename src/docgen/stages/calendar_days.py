"""Days counted on the calendar: months first, a day that the month lacks becomes its last day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from itertools import count


def months_later(start: date, months: int) -> date:
    """So many calendar months later, or earlier.

    :raises OverflowError: when the year leaves the calendar.
    """
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def moved(start: date, months: int, days: int) -> date:
    """So many calendar months, then so many days later, or earlier.

    :raises OverflowError: when the year leaves the calendar.
    """
    later = months_later(start, months) if months else start
    return later + timedelta(days=days) if days else later


def recurring(start: date, until: date, months: int, days: int, first: int = 0) -> Iterator[date]:
    """Every so many months and days, each counted from ``start``, up to and including ``until``.

    Counted from the start, the 31st stays the 31st in the months that have one. The step must be positive.
    """
    assert months >= 0 <= days, (months, days)
    assert months or days
    for number in count(first):
        try:
            day = moved(start, number * months, number * days)
        except OverflowError:
            return
        if day > until:
            return
        yield day
