"""Plain data as expressions see it: what is absent, what is a number, what is the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

Number = int | Decimal
_NUMBERS = (int, Decimal)  # made once: `int | Decimal` makes a new type for each number that is looked at


class _AbsentType:
    """The value of a field that is not there: false, equal to nothing, printed as a blank."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _AbsentType()


def is_number(value: object) -> bool:
    """True for int and Decimal, not for booleans."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def items_of(value: Any) -> list[Any]:
    """A list as it is; nothing for an absent value; the values of a mapping; else one item."""
    if value is ABSENT or value is None:
        return []
    if isinstance(value, list):
        return value
    return list(value.values()) if isinstance(value, dict) else [value]


def field_of(item: Any, name: Any) -> Any:
    """The value under a key of a mapping, ABSENT when there is none."""
    return item.get(name, ABSENT) if isinstance(item, dict) else ABSENT


def same(left: Any, right: Any) -> bool:
    """Equality of plain values; a boolean never equals a number."""
    if left is ABSENT or right is ABSENT or isinstance(left, bool) is not isinstance(right, bool):
        return False
    return bool(left == right)


def as_date(value: Any) -> date | None:
    """The date of an ISO text, None when it is not one."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
