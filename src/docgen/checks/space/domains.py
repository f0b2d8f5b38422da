"""Values that stand for all values of a fact: every way in which the conditions of a library can tell them apart.

An enumeration gives its members, a number the constants that it is compared with and their
neighbours, a text the constants and two other words, a list up to two items, and everything that
the vocabulary does not require may be absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from itertools import chain, islice, product
from typing import Any

from docgen.checks.space.origins import Tree
from docgen.model.dataclass import dataclass
from docgen.stages.data_filters import ABSENT, is_number
from docgen.stages.schema_walk import Schema, Schemas, SchemaWalk, document_schema

MOST = 160
SOMETHING = "…"
"""A key that stands for whatever an object holds, where nothing in it matters."""
MOST_MEMBERS = 4
WORDS = ("fr", "en", "FR", "TN", "EUR", "USD", "fr-FR", "1/10", "1/12", "2031-01-01", "2031-06-30", "000000000",
         "111111111", "2030", "T1-2031", "0100", "+33100000000", "a@example.org", "01:00", "a.b",
         *("1" * n for n in range(1, 15)))  # fmt: skip


@dataclass(slots=True)
class Domain:
    """The values to try for one fact; ``exact`` when they stand for all that there are."""

    values: tuple[Any, ...]
    exact: bool = True


@dataclass(slots=True)
class Domains:
    """Makes domains from a vocabulary. ``words`` are two texts that may identify things (ids of the example)."""

    vocabulary: Schema
    words: tuple[str, ...] = ("alpha", "beta")
    walk: SchemaWalk = field(init=False)

    def __post_init__(self) -> None:
        self.walk = SchemaWalk(self.vocabulary)

    def at(self, path: Sequence[str], tree: Tree) -> Domain:
        """The domain of the fact at a path of the profile."""
        schemas = self.walk.start(document_schema(self.vocabulary))
        required = True
        for step in path:
            flat = self.walk.flat(schemas)
            required = required and _requires(flat, step)
            schemas = self.walk.step(flat, step)
        return self.of(schemas, tree, required=required)

    def schemas_at(self, path: Sequence[str]) -> Schemas:
        """What the vocabulary says about a path."""
        schemas = self.walk.start(document_schema(self.vocabulary))
        for step in path:
            schemas = self.walk.step(self.walk.flat(schemas), step)
        return schemas

    def of(self, schemas: Schemas, tree: Tree, *, required: bool) -> Domain:
        """The domain of a fact that these schemas describe."""
        flat = self.walk.flat(schemas)
        kinds = self.walk.wanted(schemas)
        if kinds is not None and "array" in kinds:
            made = self._lists(flat, tree)
        elif (kinds is not None and "object" in kinds) or tree.below:
            made = self._objects(flat, tree)
        else:
            made = self._scalars(flat, kinds, tree)
        values = made.values if required else (ABSENT, *made.values)
        return Domain(tuple(islice(values, MOST)), made.exact and len(values) <= MOST)

    # -- scalars
    def _scalars(self, flat: Schemas, kinds: frozenset[str] | None, tree: Tree) -> Domain:
        constants = sorted(tree.constants, key=lambda c: (str(type(c)), str(c)))
        members = [v for s in flat for v in ([s["const"]] if "const" in s else _listed(s, "enum"))]
        if members and not _open(flat):
            return Domain(tuple(_representatives(members, constants)))
        if kinds is not None and kinds <= {"boolean", "null"}:
            return Domain((True, False))
        if kinds is not None and kinds & {"number", "integer"}:
            return Domain(tuple(_numbers(flat, constants, whole="number" not in kinds)))
        if kinds is None:
            return Domain(_distinct([*constants, *self.words, True, False]), exact=False)
        texts = self._texts(flat, members, constants)
        return Domain(texts, exact=bool(texts))  # a pattern that no known word fits

    def _texts(self, flat: Schemas, members: list[Any], constants: list[Any]) -> tuple[Any, ...]:
        patterns = [re.compile(str(s["pattern"])) for s in flat if "pattern" in s and "enum" not in s]
        fits = [w for w in (*self.words, *members, *WORDS) if all(p.search(str(w)) for p in patterns)]
        own = [c for c in constants if isinstance(c, str) and (c in members or all(p.search(c) for p in patterns))]
        return _distinct([*own, *(w for w in fits if w not in own)][: len(own) + 2])

    # -- lists and mappings
    def _lists(self, flat: Schemas, tree: Tree) -> Domain:
        items = self.of(self.walk.step(flat, 0), Tree(tree.constants, tree.below), required=True)
        least = max((int(str(s.get("minItems", 0))) for s in flat), default=0)
        most = min((int(str(s["maxItems"])) for s in flat if "maxItems" in s), default=3)
        identifier = next((str(s["x-identifiant"]) for s in flat if "x-identifiant" in s), "")
        if least > 2:
            return Domain(tuple([v] * least for v in items.values), items.exact)
        lists = [v for v in self._short(items.values, identifier) if least <= len(v) <= most]
        return Domain(tuple(lists), items.exact and len(lists) < MOST)

    def _short(self, items: Sequence[Any], identifier: str) -> Iterator[list[Any]]:
        yield []
        yield from ([v] for v in items)
        if not identifier:
            yield from ([v, v, v] for v in items[:1])
        for n, first in enumerate(items):
            for second in chain(items[n:], items[:n]):
                pair = [first, _other(second, first, identifier, self.words)]
                yield pair

    def _objects(self, flat: Schemas, tree: Tree) -> Domain:
        named = {k: t for k, t in tree.below.items() if any(k in properties_of(s) for s in flat)}
        free = {k: t for k, t in tree.below.items() if k not in named}
        parts = [(k, self._member(flat, k, t)) for k, t in sorted(named.items())]
        is_map = any(isinstance(s.get("additionalProperties"), Mapping) for s in flat)
        if free and is_map:
            return self._mapping(flat, free)
        parts += [(k, self._member(flat, k, t)) for k, t in sorted(free.items()) if k != "*"]
        if not parts:
            return Domain(({SOMETHING: True},))
        made = product(*(d.values for _, d in parts))
        values = tuple(dict(zip([k for k, _ in parts], v, strict=True)) for v in islice(made, MOST + 1))
        return Domain(values[:MOST], all(d.exact for _, d in parts) and len(values) <= MOST)

    def _member(self, flat: Schemas, key: str, tree: Tree) -> Domain:
        return self.of(self.walk.step(flat, key), tree, required=_requires(flat, key))

    def _mapping(self, flat: Schemas, free: Mapping[str, Tree]) -> Domain:
        tree = Tree()
        for part in free.values():
            tree.constants |= part.constants
            tree.below.update(part.below)
        keys = _distinct([*(k for k in free if k != "*"), *self.words])
        inner = self.of(self.walk.step(flat, keys[0]), tree, required=True)
        single = [{k: v} for k in keys[:3] for v in inner.values]
        return Domain(tuple(single), inner.exact)


def _numbers(flat: Schemas, constants: Iterable[Any], *, whole: bool) -> Iterator[Any]:
    low = max((Decimal(str(s["minimum"])) for s in flat if "minimum" in s), default=None)
    high = min((Decimal(str(s["maximum"])) for s in flat if "maximum" in s), default=None)
    over = max((Decimal(str(s["exclusiveMinimum"])) for s in flat if "exclusiveMinimum" in s), default=None)
    points = sorted({Decimal(str(c)) for c in constants if is_number(c)} | {Decimal(0)})
    near = {p + step for p in points for step in (-1, 0, 1)} | {points[-1] + 2}
    if not whole:
        near |= {(a + b) / 2 for a, b in zip(points, points[1:], strict=False)}
    for n in sorted(near):
        if (low is None or n >= low) and (high is None or n <= high) and (over is None or n > over):
            yield int(n) if n == n.to_integral() else n


def _representatives(members: Sequence[Any], constants: Sequence[Any]) -> Iterator[Any]:
    """Every member that is named somewhere, and two of the others."""
    named = [m for m in members if any(type(m) is type(c) and m == c for c in constants)]
    others = [m for m in members if m not in named]
    return iter([*named, *(others if len(members) <= MOST_MEMBERS else others[:2])])


def _other(item: Any, first: Any, identifier: str, words: Sequence[str]) -> Any:
    """An item that stands beside another: under another name where items have one."""
    if identifier and isinstance(item, dict) and item.get(identifier, ABSENT) == first.get(identifier):
        taken = first.get(identifier)
        return {**item, identifier: next((w for w in words if w != taken), f"{taken}-2")}
    return item


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple({(type(v), v): v for v in values}.values())


def _requires(flat: Schemas, key: str) -> bool:
    return any(key in _listed(s, "required") for s in flat)


def _open(flat: Schemas) -> bool:
    """True when a text may be something else than the listed ones."""
    return any(s.get("type") == "string" and "enum" not in s and "const" not in s for s in flat)


def _listed(schema: Schema, keyword: str) -> Sequence[Any]:
    found = schema.get(keyword)
    return found if isinstance(found, list | tuple) else ()


def properties_of(schema: Schema) -> Mapping[str, Any]:
    """The named fields of a schema."""
    found = schema.get("properties")
    return found if isinstance(found, Mapping) else {}
