"""What somebody typed, as the value that a field of the vocabulary wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.stages.characters import FORBIDDEN, character_name
from docgen.stages.data_filters import folded
from docgen.stages.vocabulary_fields import FieldInfo
from docgen.stages.yaml_scalars import is_thousands_or_decimals, meant_boolean, meant_number, number

_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_PAIR = re.compile(r"\s*[:=]\s*")
MAX_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why an answer is not taken: the name of a sentence, and what is filled into it."""

    reason: str
    shown: str = ""
    more: str = ""


Labels = Mapping[str, str]
"""What the known values of a field are called."""


def parsed(text: str, field: FieldInfo, labels: Labels) -> Any | Wrong:
    """The value of an answer, or why it is none. Lists are separated by semicolons."""
    if len(text) > MAX_ANSWER:
        return Wrong("long", str(MAX_ANSWER))
    bad = FORBIDDEN.search(text)
    if bad or "\n" in text or "\r" in text:
        return Wrong("character", character_name(bad[0] if bad else "\n"))
    if field.kind == "list" and field.item is not None:
        return _list(text, field.item, labels)
    if field.kind == "table" and field.item is not None:
        return _table(text, field.item, labels)
    return _one(text if field.kind == "text" and not field.values else text.strip(), field, labels)


def _list(text: str, item: FieldInfo, labels: Labels) -> list[Any] | Wrong:
    values: list[Any] = []
    for part in (p.strip() for p in text.split(";")):
        if part:
            value = _one(part, item, labels)
            if isinstance(value, Wrong):
                return value
            values.append(value)
    return values


def _table(text: str, item: FieldInfo, labels: Labels) -> dict[str, Any] | Wrong:
    values: dict[str, Any] = {}
    for part in (p.strip() for p in text.split(";")):
        if part:
            key, *rest = _PAIR.split(part, maxsplit=1)
            if not rest or not key:
                return Wrong("pair", part)
            value = _one(rest[0], item, labels)
            if isinstance(value, Wrong):
                return value
            values[key] = value
    return values


def _one(text: str, field: FieldInfo, labels: Labels) -> Any | Wrong:
    match field.kind:
        case "date":
            return _date(text)
        case "boolean":
            meant = meant_boolean(text)
            return Wrong("boolean", text) if meant is None else meant
        case "number" | "integer":
            return _number(text, whole=field.kind == "integer")
    return _coded(text, field, labels)


def _date(text: str) -> str | Wrong:
    found = _DAY_FIRST.fullmatch(text)
    written = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return Wrong("date", text)


def _number(text: str, *, whole: bool) -> Any | Wrong:
    if is_thousands_or_decimals(text):
        return Wrong("unclear", text.replace(",", ""), text.replace(",", "."))
    found = number(text)
    value = meant_number(text) if found is None else found
    if value is None:
        return Wrong("number", text)
    if whole and value != int(value):
        return Wrong("whole", text)
    return int(value) if whole else value


def _coded(text: str, field: FieldInfo, labels: Labels) -> str | Wrong:
    """A known value by itself or by what it is called; any other text where the list is open."""
    known = field.values or tuple(labels)
    if not known or text in known:
        return text
    wanted = folded(text)
    for value in known:
        if wanted in (folded(value), folded(labels.get(value, value))):
            return value
    return text if field.open else Wrong("enum", text, ", ".join(known))


def asked_back(value: Any) -> str:
    """A value as it would be typed."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ; ".join(asked_back(v) for v in value)
    if isinstance(value, Mapping):
        return " ; ".join(f"{k} : {asked_back(v)}" for k, v in value.items())
    return str(value)
