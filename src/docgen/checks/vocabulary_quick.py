"""Is there nothing in this data that the schema could refuse? Answered without jsonschema where it is plain.

Data is right nearly always, and to import jsonschema costs more than everything that a profile needs beside it. This
reader knows the common keywords and says "right" only when it is sure of each; whatever else there is —
a fault, another keyword, a reference that leads out — is for jsonschema to judge and to explain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.stages.schema_walk import Schema

_SAYS_NOTHING = frozenset({
    "title", "description", "default", "examples", "deprecated", "$schema", "$defs", "$comment",
    "then", "else", "properties", "patternProperties",
})  # fmt: skip
"""Keywords that only tell people something, or that another keyword reads."""


class _Unsure(Exception):
    """Something that jsonschema has to judge."""


def surely_right(data: object, schema: Schema, root: Schema) -> bool:
    """True when the schema refuses nothing in the data; False when it may, or when that cannot be told here."""
    try:
        return _Right(root).fits(data, schema)
    except (_Unsure, RecursionError, re.error):
        return False


class _Right:
    """Tests values against the parts of one root schema."""

    def __init__(self, root: Schema) -> None:
        self._root = root

    def fits(self, value: object, schema: object) -> bool:
        """Whether the schema allows the value."""
        if isinstance(schema, bool):
            return schema
        if not isinstance(schema, Mapping):
            raise _Unsure
        if isinstance(value, dict) and not self._members_fit(value, schema):
            return False
        return all(self._allows(keyword, value, schema) for keyword in schema)

    def _allows(self, keyword: str, value: object, schema: Schema) -> bool:
        """Whether one keyword of a schema allows the value."""
        test = _TESTS.get(keyword)
        if test is not None:
            return test(self, value, schema[keyword])
        if keyword == "if":
            branch = "then" if self.fits(value, schema["if"]) else "else"
            return self.fits(value, schema.get(branch, True))
        if self._may_be_skipped(keyword, schema):
            return True
        raise _Unsure

    def _may_be_skipped(self, keyword: str, schema: Schema) -> bool:
        return (
            keyword in _SAYS_NOTHING or keyword.startswith("x-") or keyword == "additionalProperties"
            or (keyword == "$id" and schema is self._root)
        )  # fmt: skip

    def _members_fit(self, value: Mapping[str, object], schema: Schema) -> bool:
        """``properties``, ``patternProperties`` and ``additionalProperties``, which share the keys among them."""
        named, other = schema.get("properties", {}), schema.get("additionalProperties", True)
        patterns = schema.get("patternProperties", {})
        if not isinstance(named, Mapping) or not isinstance(patterns, Mapping):
            raise _Unsure
        for key, member in value.items():
            parts = [s for p, s in patterns.items() if re.search(p, key)]
            parts += [named[key]] if key in named else []
            if not all(self.fits(member, part) for part in parts or [other]):
                return False
        return True

    def reference(self, value: object, wanted: object) -> bool:
        """``$ref`` to a part of the same schema."""
        if not isinstance(wanted, str) or not wanted.startswith("#"):
            raise _Unsure
        target: object = self._root
        for step in filter(None, wanted[1:].split("/")):
            if not isinstance(target, Mapping) or step not in target or "~" in step or "%" in step:
                raise _Unsure
            target = target[step]
        return self.fits(value, target)

    def all_of(self, value: object, wanted: Any) -> bool:
        """Every part."""
        return all(self.fits(value, part) for part in wanted)

    def any_of(self, value: object, wanted: Any) -> bool:
        """One part or more."""
        return any(self.fits(value, part) for part in wanted)

    def one_of(self, value: object, wanted: Any) -> bool:
        """One part, no more."""
        return sum(self.fits(value, part) for part in wanted) == 1

    def items(self, value: object, wanted: object) -> bool:
        """Every item."""
        return not isinstance(value, list) or all(self.fits(item, wanted) for item in value)

    def names(self, value: object, wanted: object) -> bool:
        """Every key."""
        return not isinstance(value, dict) or all(self.fits(key, wanted) for key in value)


def _is_of(value: object, wanted: object) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    if not isinstance(names, list) or not all(name in _TYPES for name in names):
        raise _Unsure
    return any(_TYPES[name](value) for name in names)


def _number(value: object) -> bool:
    return type(value) is int or isinstance(value, Decimal)


_TYPES: dict[Any, Callable[[Any], bool]] = {
    "string": lambda v: isinstance(v, str),
    "number": _number,
    "integer": lambda v: type(v) is int or (isinstance(v, Decimal) and v.is_finite() and v == v.to_integral()),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
}


def _is_one_of(value: object, wanted: Any) -> bool:
    if not isinstance(value, str):
        raise _Unsure  # when numbers, lists and truth values are equal is for jsonschema to say
    return value in wanted


def _matches(value: object, wanted: Any) -> bool:
    """As JSON Schema has it, ``$`` is the end of the text."""
    if isinstance(value, str) and "\n" in value:
        raise _Unsure
    return not isinstance(value, str) or re.search(wanted, value) is not None


def _is_written_as(value: object, wanted: object) -> bool:
    if wanted != "date":
        raise _Unsure
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _of_number(holds: Callable[[Any, Any], bool]) -> Callable[[_Right, object, Any], bool]:
    return lambda _, value, wanted: not _number(value) or holds(value, wanted)


def _of_length(kind: type[Any], holds: Callable[[int, int], bool]) -> Callable[[_Right, Any, Any], bool]:
    return lambda _, value, wanted: not isinstance(value, kind) or holds(len(value), wanted)


_TESTS: dict[str, Callable[[_Right, Any, Any], bool]] = {
    "type": lambda _, value, wanted: _is_of(value, wanted),
    "$ref": _Right.reference,
    "enum": lambda _, value, wanted: _is_one_of(value, wanted),
    "const": lambda _, value, wanted: _is_one_of(value, [wanted]),
    "required": lambda _, value, wanted: not isinstance(value, dict) or all(key in value for key in wanted),
    "allOf": _Right.all_of,
    "anyOf": _Right.any_of,
    "oneOf": _Right.one_of,
    "items": _Right.items,
    "propertyNames": _Right.names,
    "pattern": lambda _, value, wanted: _matches(value, wanted),
    "format": lambda _, value, wanted: _is_written_as(value, wanted),
    "minimum": _of_number(lambda value, wanted: value >= wanted),
    "maximum": _of_number(lambda value, wanted: value <= wanted),
    "exclusiveMinimum": _of_number(lambda value, wanted: value > wanted),
    "exclusiveMaximum": _of_number(lambda value, wanted: value < wanted),
    "minItems": _of_length(list, lambda value, wanted: value >= wanted),
    "maxItems": _of_length(list, lambda value, wanted: value <= wanted),
    "minLength": _of_length(str, lambda value, wanted: value >= wanted),
    "maxLength": _of_length(str, lambda value, wanted: value <= wanted),
}
