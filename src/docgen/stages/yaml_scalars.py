"""What the text of a YAML scalar means as a number, a truth value or nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

Scalar: TypeAlias = str | int | Decimal | bool | None

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_TRUE = frozenset({"true", "yes", "y", "on", "oui", "o", "vrai"})
_FALSE = frozenset({"false", "no", "n", "off", "non", "faux"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
_OTHER_BASE = re.compile(r"0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_DECIMAL = re.compile(
    r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,2})?"
)
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
_SPACES = "_ \u00a0\u202f\u2009'\u2019"
_MEANT_NUMBER = re.compile(
    rf"([-+]?[0-9][0-9{_SPACES}]{{0,60}})(?:([.,])([0-9]{{1,40}}))?[ \u00a0\u202f]?([%€$£]?)"
)
_THOUSANDS_COMMA = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")


def core(text: str) -> Scalar:
    """The value by the core schema of YAML 1.2, without floats: a decimal stays exact."""
    if text in NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    found = _exact(text)
    return text if found is None else found


def number(text: str) -> int | Decimal | None:
    """The number that a text is beyond doubt: no leading zero, no separator, no unit."""
    return None if _LEADING_ZERO.match(text) else _exact(text)


def meant_number(text: str) -> int | Decimal | None:
    """The number that somebody most probably meant: ``12,5``, ``1 000``, ``1_000``, ``80 %``, ``012``."""
    match = _MEANT_NUMBER.fullmatch(text)
    if match is None or _THOUSANDS_COMMA.fullmatch(text):
        return None
    whole, _, decimals, _ = match.groups()
    digits = whole.translate({ord(space): None for space in _SPACES})
    return _exact(f"{digits}.{decimals}" if decimals else digits)


def is_thousands_or_decimals(text: str) -> bool:
    """``1,000`` may be one or one thousand."""
    return bool(_THOUSANDS_COMMA.fullmatch(text))


def meant_boolean(text: str) -> bool | None:
    """The truth value that a word stands for in English or French."""
    word = text.lower()
    return True if word in _TRUE else False if word in _FALSE else None


def _exact(text: str) -> int | Decimal | None:
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return _written_out(Decimal(text))
    return None


def _written_out(value: Decimal) -> int | Decimal:
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent > 0 else Decimal(f"{value:f}")
