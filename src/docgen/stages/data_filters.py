"""Filters over plain data, for rules, conditions and derived values.

Each takes plain values (text, numbers, lists, mappings) and gives plain values. Absent data is an
empty list here, so that a rule can count what is not there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

Number = int | Decimal


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
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


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


def _numbers(value: Any, *name: Any) -> list[Number]:
    found = (field_of(i, name[0]) if name else i for i in items_of(value))
    return [n for n in found if is_number(n)]


def _sum(value: Any, *name: Any) -> Number:
    return sum(_numbers(value, *name), 0)


def _mean(value: Any, *name: Any) -> Any:
    numbers = _numbers(value, *name)
    return Decimal(sum(numbers, 0)) / len(numbers) if numbers else ABSENT


def _pluck(value: Any, name: Any) -> list[Any]:
    out: list[Any] = []
    for item in items_of(value):
        found = field_of(item, name)
        out.extend(found if isinstance(found, list) else [] if found is ABSENT else [found])
    return out


def _matches(item: Any, name: Any, wanted: Any) -> bool:
    found = field_of(item, name)
    if isinstance(found, list):
        return any(same(f, wanted) for f in found)
    return same(found, wanted)


def _where(value: Any, name: Any, wanted: Any = True) -> list[Any]:
    return [i for i in items_of(value) if _matches(i, name, wanted)]


def _without(value: Any, name: Any, wanted: Any = True) -> list[Any]:
    return [i for i in items_of(value) if not _matches(i, name, wanted)]


class _Known:
    """Plain values to look others up in, by the same equality as :func:`same`."""

    def __init__(self, values: list[Any]) -> None:
        self._values = {_key(value) for value in values if value is not ABSENT}

    def __contains__(self, value: Any) -> bool:
        return _key(value) in self._values


def _key(value: Any) -> Any:
    """Something to look a plain value up by: equal where the values are the same."""
    if isinstance(value, list):
        return "list", tuple(map(_nested_key, value))
    if isinstance(value, dict):
        return "dict", frozenset((k, _nested_key(v)) for k, v in value.items())
    return isinstance(value, bool), value


def _nested_key(value: Any) -> Any:
    return _key(value) if isinstance(value, list | dict) else value


def _unique(value: Any) -> list[Any]:
    seen: dict[Any, Any] = {}
    for item in items_of(value):
        seen.setdefault(_key(item), item)
    return list(seen.values())


def _extreme(choose: Callable[[list[Number]], Number]) -> Callable[..., Any]:
    def extreme(value: Any, *name: Any) -> Any:
        numbers = _numbers(value, *name)
        return choose(numbers) if numbers else ABSENT

    return extreme


def _keys(value: Any) -> list[Any]:
    return list(value) if isinstance(value, dict) else []


def _latest(value: Any, count: Any = 1) -> list[Any]:
    if not isinstance(value, dict) or not isinstance(count, int) or count < 0:
        return []
    return [value[k] for k in sorted(value, key=str)[-count:]] if count else []


def _first(value: Any) -> Any:
    return next(iter(items_of(value)), ABSENT)


def _last(value: Any) -> Any:
    found = items_of(value)
    return found[-1] if found else ABSENT


def as_date(value: Any) -> date | None:
    """The date of an ISO text, None when it is not one."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


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


def folded(text: str) -> str:
    """Lower case without accents, with single spaces: for comparing what people typed."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"\s+", " ", bare).strip()


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else ABSENT


def _mentions(value: Any, words: Any) -> bool:
    """True when one of the words or phrases stands in the text, whole, case and accents ignored."""
    text = folded(" ".join(str(v) for v in items_of(value) if isinstance(v, str)))
    return any(
        re.search(rf"(?<!\w){re.escape(folded(w))}(?!\w)", text)
        for w in items_of(words)
        if isinstance(w, str) and w
    )


def _in_list(value: Any, wanted: Any) -> bool:
    """True when one item of the value is in the list."""
    known = _Known(items_of(wanted))
    return any(v in known for v in items_of(value))


def _lacking(value: Any, name: Any) -> list[Any]:
    """Items that do not have the field."""
    return [i for i in items_of(value) if field_of(i, name) in (ABSENT, None)]


def _mentioning(value: Any, name: Any, words: Any) -> list[Any]:
    """Items whose text under a key mentions one of the words."""
    return [i for i in items_of(value) if _mentions(field_of(i, name), words)]


def _common(value: Any, other: Any) -> list[Any]:
    """Items that the other list holds too."""
    known = _Known(items_of(other))
    return [i for i in items_of(value) if i in known]


def _outside(value: Any, other: Any) -> list[Any]:
    """Items that the other list does not hold."""
    known = _Known(items_of(other))
    return [i for i in items_of(value) if i not in known]


def _canonical(value: Any, groups: Any) -> Any:
    """Each text by the one name of its group of aliases; case, accents and spaces ignored."""
    names = {
        _tight(alias): _tight(group[0])
        for group in items_of(groups)
        if isinstance(group, list) and group
        for alias in group
        if isinstance(alias, str)
    }

    def one(text: Any) -> Any:
        return names.get(_tight(text), _tight(text)) if isinstance(text, str) else text

    return one(value) if isinstance(value, str) else [one(v) for v in items_of(value)]


def _tight(text: str) -> str:
    return folded(text).replace(" ", "")


_NUMBER = re.compile(r"\s*[+-]?\d{1,30}(?:\.\d{1,30})?\s*", re.ASCII)


def _as_number(value: Any) -> Any:
    """The number that a text writes in figures; ABSENT for any other text."""
    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else ABSENT
    return value


def _identifier(value: Any) -> Any:
    """A text as an id: small letters, digits and hyphens, such as ``suivi-des-commandes``."""
    if not isinstance(value, str):
        return ABSENT
    return _NOT_OF_IDS.sub("-", folded(value)).strip("-")[:64].rstrip("-") or ABSENT


_NOT_OF_IDS = re.compile(r"[^a-z0-9]+")


DATA_FILTERS: Mapping[str, Callable[..., Any]] = {
    "sum": _sum,
    "count": lambda value: len(items_of(value)),
    "pluck": _pluck,
    "where": _where,
    "without": _without,
    "unique": _unique,
    "minimum": _extreme(min),
    "maximum": _extreme(max),
    "mean": _mean,
    "keys": _keys,
    "values": items_of,
    "first": _first,
    "last": _last,
    "latest": _latest,
    "days_to": _days_to,
    "months_to": _months_to,
    "years_to": _years_to,
    "lower": _lower,
    "mentions": _mentions,
    "in_list": _in_list,
    "as_number": _as_number,
    "lacking": _lacking,
    "mentioning": _mentioning,
    "common": _common,
    "outside": _outside,
    "canonical": _canonical,
    "identifier": _identifier,
}
