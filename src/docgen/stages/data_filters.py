"""Filters over plain data, for rules, conditions and derived values.

Each takes plain values (text, numbers, lists, mappings) and gives plain values. Absent data is an
empty list here, so that a rule can count what is not there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from docgen.model.late_pattern import LatePattern
from docgen.stages.data_dates import DATE_FILTERS
from docgen.stages.plain_data import ABSENT, Number, as_date, field_of, is_number, items_of, same

__all__ = ["ABSENT", "DATA_FILTERS", "as_date", "field_of", "folded", "is_number", "items_of", "none_mentions", "same"]

MAX_PLACES, MAX_MADE = 12, 1_000


def _numbers(value: Any, *name: Any) -> list[Number]:
    found = (field_of(i, name[0]) if name else i for i in items_of(value))
    return [n for n in found if is_number(n)]


def _sum(value: Any, *name: Any) -> Number:
    return sum(_numbers(value, *name), 0)


def _totals(value: Any, name: Any) -> list[Number]:
    """The lists of numbers under a key, added up place by place."""
    lists = [found for item in items_of(value) if isinstance(found := field_of(item, name), list)]
    return [sum(_numbers(list(places)), 0) for places in zip_longest(*lists)]


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
    if type(found) is type(wanted) is str:
        return bool(found == wanted)
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


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case without accents, with single spaces: for comparing what people typed."""
    return _fold(text)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    for character in set(plain) - _LETTERS:
        if unicodedata.combining(character):
            plain = plain.replace(character, "")
        elif len(_LETTERS) < MOST_LETTERS:
            _LETTERS.add(character)
    return " ".join(plain.casefold().split())


_LETTERS: set[str] = set()
"""Characters known to be no combining marks: to ask for each once is most of the work."""
MOST_LETTERS = 5_000


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else ABSENT


def _mentions(value: Any, words: Any) -> bool:
    """True when one of the words or phrases stands in the text, whole, case and accents ignored."""
    known = _patterns.get(id(words))
    if known is None or known[0] is not words:
        if len(_patterns) >= MOST_PATTERNS:
            _patterns.clear()
        known = _patterns[id(words)] = (words, _one_of(tuple([w for w in items_of(words) if isinstance(w, str) and w])))
    pattern = known[1]
    text = value if isinstance(value, str) else " ".join([v for v in items_of(value) if isinstance(v, str)])
    return pattern is not None and pattern.search(folded(text)) is not None


def none_mentions(texts: Iterable[str], words: Any) -> bool:
    """Whether surely none of the texts mentions one of the words: all are looked through in one, at a tenth of the cost."""
    whole = _fold("\0".join(texts))
    return not any(folded(word) in whole for word in items_of(words) if isinstance(word, str) and word)


_patterns: dict[int, tuple[Any, re.Pattern[str] | None]] = {}
"""By the identity of the words, which are kept so that nothing else takes it: a rule asks for the same words of every paragraph."""
MOST_PATTERNS = 256


@lru_cache(maxsize=256)
def _one_of(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the words, whole; None without words. A rule asks for the same words of every paragraph."""
    found = "|".join(re.escape(folded(w)) for w in words)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)") if words else None


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


_NUMBER = LatePattern(r"\s*[+-]?\d{1,30}(?:\.\d{1,30})?\s*", re.ASCII)


def _as_number(value: Any) -> Any:
    """The number that a text writes in figures; ABSENT for any other text."""
    if isinstance(value, str):
        return Decimal(value) if _NUMBER.fullmatch(value) else ABSENT
    return value


class Cited(str):
    """The text of a reference, made of checked ids only: the one value that a text may hold as its own words."""

    __slots__ = ()


_ID = LatePattern(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
_WORD = LatePattern(r"[^\W\d_]{0,20}['’]?")


def _reference(value: Any, preposition: Any = "") -> Any:
    """`reference('à')`: the reference to the clauses that a value names, as if it stood in the text."""
    ids = items_of(value)
    if not ids:
        return ABSENT
    wrong = next((i for i in ids if not isinstance(i, str) or not _ID.fullmatch(i)), None)
    if wrong is not None:
        raise TypeError("a reference names clauses by their ids")
    if not isinstance(preposition, str) or not _WORD.fullmatch(preposition):
        raise TypeError("the preposition of a reference is one word")
    return Cited(f"[[{preposition} {', '.join(ids)}]]" if preposition else f"[[{', '.join(ids)}]]")


LONGEST_RULE = 200


def _by_hand(value: Any, width: Any = 20) -> Any:
    """`by_hand(20)`: the value; a line of so many signs to write on where there is none, also in a final document."""
    if value is not ABSENT:
        return value
    if not is_number(width) or not 1 <= width <= LONGEST_RULE:
        raise TypeError(f"the line is 1 to {LONGEST_RULE} signs long")
    return "_" * int(width)


def _rounded(value: Any, places: Any = 0) -> Any:
    """A number with at most so many decimals; a half goes away from zero, zeros at the end go."""
    if not is_number(value) or not isinstance(places, int) or not 0 <= places <= MAX_PLACES:
        return ABSENT
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()


def _steps(start: Any, end: Any, count: Any) -> Any:
    """Numbers from one to another, both included, in so many equal steps."""
    if not (is_number(start) and is_number(end) and isinstance(count, int) and 0 < count <= MAX_MADE):
        return ABSENT
    return [start + (Decimal(end) - start) * n / count for n in range(count + 1)]


def _sorted_by(value: Any, name: Any, descending: Any = False) -> list[Any]:
    """Items by the number or text under a key, equal ones in their order; items without it last."""
    keyed = [(field_of(i, name), i) for i in items_of(value)]
    numbers = [k for k in keyed if is_number(k[0])]
    texts = [k for k in keyed if isinstance(k[0], str)]
    rest = [item for key, item in keyed if not is_number(key) and not isinstance(key, str)]
    ordered = [sorted(group, key=lambda k: k[0], reverse=bool(descending)) for group in (numbers, texts)]
    return [*(item for group in ordered for _, item in group), *rest]


def _merged(value: Any, other: Any) -> Any:
    """A mapping with the keys of another, which win."""
    return {**value, **other} if isinstance(value, dict) and isinstance(other, dict) else ABSENT


def _ranked(value: Any, name: Any, rank: Any) -> list[Any]:
    """The items, each with its rank by the number under a key: the greatest is first, equal ones share a rank."""
    numbers = [field_of(i, name) for i in items_of(value)]
    if not isinstance(rank, str) or not all(is_number(n) for n in numbers):
        return []
    return [{**item, rank: 1 + sum(other > n for other in numbers)} for item, n in zip(items_of(value), numbers, strict=True)]


def _keyed(value: Any, key: Any, field: Any) -> Any:
    """A mapping from the text under one key of each item to the value under another."""
    pairs = [(field_of(i, key), field_of(i, field)) for i in items_of(value)]
    return {k: v for k, v in pairs if isinstance(k, str) and v is not ABSENT}


def _joined(value: Any, separator: Any = "") -> Any:
    """The texts and numbers of a list as one text; absent when one of them is absent."""
    items = items_of(value)
    if ABSENT in items or not isinstance(separator, str):
        return ABSENT
    return separator.join(str(i) for i in items if isinstance(i, str) or is_number(i))


def _split(side: int) -> Callable[..., Any]:
    def part(value: Any, separator: Any) -> Any:
        if not isinstance(value, str) or not isinstance(separator, str) or separator not in value or not separator:
            return ABSENT
        return value.split(separator, 1)[side]

    return part
def _identifier(value: Any) -> Any:
    """A text as an id: small letters, digits and hyphens, such as ``suivi-des-commandes``."""
    if not isinstance(value, str):
        return ABSENT
    return _NOT_OF_IDS.compiled.sub("-", folded(value)).strip("-")[:64].rstrip("-") or ABSENT


_NOT_OF_IDS = LatePattern(r"[^a-z0-9]+")


DATA_FILTERS: Mapping[str, Callable[..., Any]] = {
    "sum": _sum,
    "totals": _totals,
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
    "lower": _lower,
    "mentions": _mentions,
    "in_list": _in_list,
    "as_number": _as_number,
    "lacking": _lacking,
    "mentioning": _mentioning,
    "common": _common,
    "outside": _outside,
    "canonical": _canonical,
    "reference": _reference,
    "by_hand": _by_hand,
    "rounded": _rounded,
    "steps": _steps,
    "sorted_by": _sorted_by,
    "merged": _merged,
    "ranked": _ranked,
    "keyed": _keyed,
    "joined": _joined,
    "before": _split(0),
    "after": _split(1),
    "followed_by": lambda value, other: [*items_of(value), *items_of(other)],
    **DATE_FILTERS,
    "identifier": _identifier,
}
