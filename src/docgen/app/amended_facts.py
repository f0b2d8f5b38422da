"""What changed in a profile, as a table of before and after shows it to the parties of one contract."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.language import Language
from docgen.model.plan import DocumentPlan
from docgen.model.profile import Profile
from docgen.stages.differences import Difference, called, differences
from docgen.stages.plain_data import as_date
from docgen.stages.schema_walk import Schemas, SchemaWalk
from docgen.stages.vocabulary_fields import UNITS
from docgen.stages.vocabulary_titles import spoken
from docgen.stages.wording_numbers import amount

_REMARK = re.compile(r"\s*(?:\([^()]*\)$|[:;].*)", re.DOTALL)
_BETWEEN = " — "
_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")


def told(
    before: Profile, after: Profile, vocabulary: Mapping[str, Any], shown: Shown, plan: DocumentPlan | None
) -> Iterator[tuple[Difference, str, str]]:
    """Each field that differs, with its two values in words.

    What concerns only another party than that of the plan is left out; without a plan nothing is.
    """
    others = _others(plan, before, after) if plan else frozenset()
    for d in differences(before.data, after.data, vocabulary, shown.name):
        steps = _STEP.findall(d.path)
        values = [_own(v, others) for v in (d.before, d.after)]
        if _foreign(before.data, steps, others) or _foreign(after.data, steps, others) or values == [None, None]:
            continue
        schemas = shown.walk.at(0 if selected else key for key, selected in steps)
        old, new = (shown.text(v, steps[-1][0], schemas) for v in values)
        if old != new:
            yield replace(d, title=shown.title(d.title)), old, new


def _foreign(value: Any, steps: list[tuple[str, str]], others: frozenset[str]) -> bool:
    """Whether the way to a field leads through what belongs to others."""
    for key, selected in steps:
        if {key, selected} & others:
            return True
        value = value.get(key) if isinstance(value, dict) else _selected(value, selected)
        if _own(value, others) is None and value is not None:
            return True
    return False


def _selected(value: Any, selected: str) -> Any:
    items = (i for i in value if isinstance(i, dict)) if isinstance(value, list) else ()
    return next((i for i in items if selected in i.values()), None)


def _others(plan: DocumentPlan, *states: Profile) -> frozenset[str]:
    """The ids of those for whom the same document is made, without the one for whom this one is."""
    each = plan.doctype.each
    own = plan.scope.get(each[0]) if each else None
    if not isinstance(own, Mapping):
        return frozenset()
    lists = (v for s in states for v in s.data.values() if isinstance(v, list) and any(i == own for i in v))
    found = {str(i.get("id", "")) for items in lists for i in items if isinstance(i, dict)}
    return frozenset(found - {"", str(own.get("id", ""))})


def _own(value: Any, others: frozenset[str]) -> Any:
    """A value without what belongs to others; None for a record that is theirs."""
    if isinstance(value, list):
        return [kept for i in value if (kept := _own(i, others)) is not None]
    if not isinstance(value, dict):
        return value
    if any(isinstance(v, str) and v in others for v in value.values()):
        return None
    return {k: _own(v, others) for k, v in value.items() if k not in others}


@dataclass(frozen=True, slots=True)
class Shown:
    """Values in words: fields under their titles, codes by their labels, ids by what they stand for."""

    language: Language
    labels: Mapping[str, Any]
    filters: Mapping[str, Callable[..., Any]]
    walk: SchemaWalk
    names: Mapping[str, str]

    def name(self, item: Mapping[str, Any], key: str, field: str) -> str:
        """What an item of a list is called; ``key`` is the value of the ``field`` that identifies it."""
        own = called(item, key)
        return own if own != key else self.names.get(key) or self._word(key, (field,))

    def title(self, titles: str) -> str:
        """The titles of a field without the remarks in them."""
        parts = (_REMARK.sub("", t) for t in titles.split(_BETWEEN))
        return _BETWEEN.join(self.names.get(p, p) for p in parts)

    def text(self, value: Any, name: str, schemas: Schemas) -> str:
        """A value of the field ``name``, of which the schemas speak."""
        if value is None or value in ([], {}):
            return "—"
        if isinstance(value, bool):
            return self.language.phrase("true" if value else "false")
        if isinstance(value, int | Decimal):
            return self._number(value, schemas)
        flat = self.walk.flat(schemas, value)
        if isinstance(value, dict):
            inside = flat if "array" not in {s.get("type") for s in flat} else self.walk.flat(self.walk.step(flat, 0), value)
            return self.language.phrase("amendment.facts").join(self._pairs(value, inside))
        if isinstance(value, list):
            return ", ".join(self.text(v, name, self.walk.step(flat, 0)) for v in value)
        code = any("enum" in s for s in flat)
        return (not code and self.names.get(str(value))) or self._word(str(value), (*_references(flat), name))

    def _pairs(self, value: Mapping[str, Any], flat: Schemas) -> Iterator[str]:
        for key, inner in value.items():
            if key == "id" or key.startswith("x_"):
                continue
            field = self.walk.step(flat, key)
            title = self.walk.first(field, "title")
            named = _REMARK.sub("", spoken(title)) if isinstance(title, str) else ""
            named = named or self.names.get(key, key)
            yield self.language.phrase("amendment.fact", name=named, value=self.text(inner, key, field))

    def _number(self, value: int | Decimal, schemas: Schemas) -> str:
        unit = self.walk.first(schemas, "x-unite")
        if not isinstance(unit, str):
            return str(self.filters["number"](value))
        word = self._word(unit, (UNITS,))
        money = next((code for code, known in self.language.currencies.items() if known.symbol == word), "")
        return amount(value, self.language, money) if money else f"{self.filters['number'](value)}\u00a0{word}"

    def _word(self, text: str, tables: tuple[str, ...]) -> str:
        for name in tables:
            for table in (t for n, t in self.labels.items() if n == name or n.startswith(f"{name}_")):
                label = table.get(text) if isinstance(table, Mapping) else None
                if isinstance(label, Mapping):
                    return str(label.get(self.language.code, text))
        return str(self.filters["date"](text)) if as_date(text) else text


def names_of(*states: Profile) -> dict[str, str]:
    """What each id of a profile stands for."""
    lists = (v for s in states for v in _lists(s.data))
    return {str(i["id"]): called(i, str(i["id"])) for items in lists for i in items if isinstance(i, dict) and "id" in i}


def _lists(value: Mapping[str, Any]) -> Iterator[list[Any]]:
    for inner in value.values():
        if isinstance(inner, list):
            yield inner
        elif isinstance(inner, dict):
            yield from _lists(inner)


def _references(flat: Schemas) -> Iterator[str]:
    """The names of the definitions that a field refers to: a table of labels may bear one."""
    return (str(s["$ref"]).rpartition("/")[2] for s in flat if "$ref" in s)
