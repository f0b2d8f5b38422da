"""Days counted on the calendar, against dateutil."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from docgen.stages.calendar_days import months_later, moved, recurring

DAYS = st.dates(date(1000, 1, 1), date(9000, 12, 31))
MONTHS = st.integers(-1200, 1200)


@given(DAYS, MONTHS)
def test_months_are_those_of_the_calendar(day: date, months: int) -> None:
    assert months_later(day, months) == day + relativedelta(months=months)


@given(DAYS, MONTHS, st.integers(-4000, 4000))
def test_months_count_before_days(day: date, months: int, days: int) -> None:
    assert moved(day, months, days) == day + relativedelta(months=months) + timedelta(days=days)


@given(DAYS, st.integers(0, 40), st.integers(0, 40), st.integers(0, 3), st.integers(0, 3000))
def test_recurring_days_are_each_counted_from_the_first(day: date, months: int, days: int, first: int, length: int) -> None:
    if not months and not days:
        return
    until = day + timedelta(days=length)
    found = list(islice(recurring(day, until, months, days, first), 400))
    expected = [day + relativedelta(months=n * months) + timedelta(days=n * days) for n in range(first, first + len(found) + 1)]
    assert found == expected[:-1]
    if len(found) < 400:
        assert expected[-1] > until


@pytest.mark.parametrize(
    ("start", "until", "months", "expected"),
    [
        ("2027-01-31", "2027-04-30", 1, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2026-12-10", "2027-12-10", 6, ["2026-12-10", "2027-06-10", "2027-12-10"]),
        ("2024-02-29", "2028-02-29", 24, ["2024-02-29", "2026-02-28", "2028-02-29"]),
        ("2027-01-01", "2026-12-31", 1, []),
    ],
)
def test_a_missing_day_becomes_the_last_of_its_month_and_until_counts(
    start: str, until: str, months: int, expected: list[str]
) -> None:
    found = recurring(date.fromisoformat(start), date.fromisoformat(until), months, 0)
    assert [d.isoformat() for d in found] == expected


def test_the_calendar_ends_without_an_error() -> None:
    assert list(recurring(date(9999, 11, 30), date.max, 1, 0)) == [date(9999, 11, 30), date(9999, 12, 30)]
    with pytest.raises(OverflowError):
        months_later(date(9999, 12, 1), 1)
