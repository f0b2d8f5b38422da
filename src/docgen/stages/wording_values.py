"""What the filters accept: plain data, checked and read, or a :class:`FilterError`."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from docgen.model.language import Gender
from docgen.stages.spelling import LARGEST

LONGEST_TEXT = 100_000
LONGEST_LIST = 10_000

_LARGEST = 10**18
_SHORT = 40
_ROOM = Context(prec=80)
_MOST_DECIMALS = 30
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FilterError(Exception):
    """A filter was given a value it cannot use; ``hint`` says what it takes."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[FilterError], tuple[str, str | None]]:
        return type(self), (self.message, self.hint)


def shown(value: object) -> str:
    """A value in a message: its kind, and itself as far as that is short."""
    if isinstance(value, str):
        return f'the text "{_short(value)}"'
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) >= _LARGEST:
        return "a number that is too large"
    if isinstance(value, int | float | Decimal):
        return f"the number {_short(str(value))}"
    return "a list" if isinstance(value, list | tuple) else "a record"


def _short(words: str) -> str:
    return words if len(words) <= _SHORT else words[:_SHORT] + "…"


def text(value: object) -> str:
    """A text of bearable length."""
    if not isinstance(value, str):
        raise FilterError(f"expected a text, not {shown(value)}", "give the filter a text")
    if len(value) > LONGEST_TEXT:
        raise FilterError(
            f"the text has {len(value)} characters",
            f"a filter takes texts of up to {LONGEST_TEXT} characters",
        )
    return value


def filled(value: object) -> str:
    """A text that says something."""
    if not (found := text(value).strip()):
        raise FilterError("the text is empty", "fill in the value or make the passage conditional")
    return found


def number(value: object) -> Decimal:
    """An exact number: a number, or a text of digits with a decimal point."""
    if type(value) is int and -_LARGEST < value < _LARGEST:
        return Decimal(value)
    found = _decimal(value)
    if found is None or not found.is_finite():
        raise FilterError(
            f"expected a number, not {shown(value)}", "write digits, with a point for decimals"
        )
    exponent = found.as_tuple().exponent
    if found.copy_abs() >= _LARGEST or (isinstance(exponent, int) and exponent < -_MOST_DECIMALS):
        raise FilterError(
            "the number has too many digits",
            f"numbers stay below 10**18, with up to {_MOST_DECIMALS} decimals",
        )
    return found


def exact(value: object) -> int | Decimal:
    """A number as :func:`number` reads it; a whole one stays an ``int``, which is quicker to write."""
    if type(value) is int and -_LARGEST < value < _LARGEST:
        return value
    return number(value)


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        return Decimal(repr(int(value) if value.is_integer() else value))
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    return None


def whole(value: object) -> int:
    """A whole number of up to 10**15, either way."""
    if type(value) is int and -LARGEST <= value <= LARGEST:
        return value
    found = number(value)
    if found != found.to_integral_value():
        raise FilterError(
            f"expected a whole number, not {shown(value)}", "this filter takes no decimals"
        )
    if found.copy_abs() > LARGEST:
        raise FilterError("the number is too large", "this filter takes numbers up to 10**15")
    return int(found)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The number with so many decimals, a half rounded away from zero."""
    with_room = value.quantize(_places(decimals), ROUND_HALF_UP, _ROOM)
    return with_room.copy_abs() if with_room.is_zero() else with_room


@lru_cache(maxsize=32)
def _places(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def day(value: object) -> date:
    """A date, or an ISO date in a text."""
    if type(value) is date:
        return value
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise FilterError(
        f"expected a date, not {shown(value)}", "write the date as YYYY-MM-DD, and one that exists"
    )


def items(value: object) -> list[object]:
    """A list of bearable length with something in it."""
    if not isinstance(value, list | tuple):
        raise FilterError(f"expected a list, not {shown(value)}", "give the filter a list")
    if not 0 < len(value) <= LONGEST_LIST:
        raise FilterError(
            f"the list has {len(value)} items",
            f"give 1 to {LONGEST_LIST} items, or make the passage conditional",
        )
    return list(value)


def gender(value: object) -> Gender:
    """The gender m or f."""
    if value == "m":
        return "m"
    if value == "f":
        return "f"
    raise FilterError(f"expected a gender, not {shown(value)}", 'write "m" or "f"')
