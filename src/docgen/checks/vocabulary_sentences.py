"""One English sentence for each way in which data can miss a JSON Schema."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Said(NamedTuple):
    """A code, what is wrong with a value (its name goes before) and a way out."""

    code: str
    sentence: str
    hint: str | None = None


_TYPES = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "a mapping of keys to values",
    "array": "a list",
    "null": "empty (null)",
}
_FRENCH_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_BOUNDS = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
}
_SIZES = {
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minProperties": "at least {} keys",
    "maxProperties": "at most {} keys",
}


def said(keyword: str, wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    """What is wrong with a value by one keyword of its schema."""
    if keyword in _BOUNDS:
        return Said("PF206", f"is {shown(value)}; it must be {_BOUNDS[keyword]} {shown(wanted)}")
    if keyword in _SIZES:
        return _size(keyword, wanted, value)
    if keyword in _SENTENCES:
        return _SENTENCES[keyword](wanted, value, schema)
    return Said("PF207", f'does not satisfy "{keyword}" of the vocabulary', _described(schema))


def closest(word: str, known: Iterable[object]) -> str | None:
    """The hint "did you mean", where a known word is close."""
    words = [str(one) for one in known]
    found = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    found = found or [one for one in words if one.lower() == word.lower()]
    return f'did you mean "{found[0]}"?' if found else None


def shown(value: object) -> str:
    """A value as a sentence quotes it."""
    if isinstance(value, str):
        return f'"{value[:60]}…"' if len(value) > 60 else f'"{value}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping | list):
        return _TYPES["object" if isinstance(value, Mapping) else "array"]
    return "empty" if value is None else str(value)


def _type(wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    types = [wanted] if isinstance(wanted, str) else list(wanted)  # type: ignore[call-overload]
    names = " or ".join(_TYPES.get(str(name), str(name)) for name in types)
    return Said("PF202", f"is {shown(value)}; it must be {names}", _type_hint(types, value))


def _type_hint(types: list[object], value: object) -> str | None:
    if "array" in types and isinstance(value, str | int):
        return f"write a list, even of one item: [{value}]"
    if {"number", "integer"} & set(types) and isinstance(value, str):
        return "write digits, a dot for decimals, without quotes or unit"
    if "boolean" in types and isinstance(value, str):
        return "write true or false, without quotes"
    if value is None:
        return "delete the empty item"
    if "object" in types:
        return 'write "key: value" lines below it'
    return 'write one item on each line, after "- "' if "array" in types else None


def _enum(wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    known = list(wanted) if isinstance(wanted, list | tuple) else [wanted]
    names = ", ".join(str(one) for one in known)
    return Said(
        "PF203", f"is {shown(value)}; it must be one of: {names}", closest(str(value), known)
    )


def _const(wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    return Said("PF203", f"is {shown(value)}; it must be {shown(wanted)}", f"write {wanted}")


def _pattern(wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    if schema.get("format") == "date":
        return _format("date", value, schema)
    return Said(
        "PF205", f"is {shown(value)}, which does not have the form {wanted}", _described(schema)
    )


def _format(wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    if wanted == "date":
        return Said("PF205", f"is {shown(value)}, which is not a date", _date_hint(str(value)))
    return Said(
        "PF205", f'is {shown(value)}, which does not have the form "{wanted}"', _described(schema)
    )


def _date_hint(text: str) -> str:
    match = _FRENCH_DATE.fullmatch(text.strip())
    if match is None:
        return "write an existing day as YYYY-MM-DD"
    day, month, year = (int(part) for part in match.groups())
    try:
        return f"write {date(year, month, day).isoformat()}"
    except ValueError:
        return "this day does not exist; write YYYY-MM-DD"


def _multiple(wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    return Said("PF206", f"is {shown(value)}; it must be a multiple of {shown(wanted)}")


def _unique(wanted: object, value: object, schema: Mapping[str, object]) -> Said:
    return Said("PF207", "holds the same item twice", "delete one of the two")


def _size(keyword: str, wanted: object, value: object) -> Said:
    size = len(value) if isinstance(value, str | list | Mapping) else 0
    return Said("PF206", f"has {size}; it must have {_SIZES[keyword].format(wanted)}")


def _described(schema: Mapping[str, object]) -> str | None:
    description = schema.get("description")
    return str(description) if description else None


_SENTENCES = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "format": _format,
    "multipleOf": _multiple,
    "uniqueItems": _unique,
}
