"""What the vocabulary says about one field: kind, title, known values, unit, default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.stages.schema_walk import Schema, Schemas, SchemaWalk

Path = tuple[str | int, ...]
UNITS = "unite"
"""The table of labels for the units that a vocabulary names."""


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One field of a vocabulary.

    ``kind`` is text, number, integer, boolean, date, list (of ``item``), table (a mapping of free
    keys to ``item``), group (fields of its own) or any. ``values`` are known values; where
    ``open`` is true others are accepted too.
    """

    kind: str
    title: str = ""
    description: str = ""
    values: tuple[str, ...] = ()
    open: bool = False
    unit: str = ""
    default: Any = None
    definition: str = ""
    item: FieldInfo | None = None

    @property
    def one(self) -> FieldInfo:
        """The field itself, or what a list or a table holds."""
        return self.item if self.item is not None else self


def field_info(walk: SchemaWalk, path: Sequence[str | int]) -> FieldInfo | None:
    """The field at a path (0 for the items of a list); None when the vocabulary has none there."""
    schemas = walk.at(path)
    return _info(walk, schemas) if schemas else None


def is_required(walk: SchemaWalk, path: Sequence[str | int]) -> bool:
    """Whether a field must be there as soon as the item of a list, or the file, is there."""
    if not path or isinstance(path[-1], int):
        return True
    named = (str(n) for s in walk.flat(walk.at(path[:-1])) for n in _list(s, "required"))
    return path[-1] in named and is_required(walk, path[:-1])


def fields_of(walk: SchemaWalk, path: Sequence[str | int]) -> tuple[str, ...]:
    """The names of the fields below a path, in the order of the vocabulary."""
    return tuple(dict.fromkeys(_properties(walk.flat(walk.at(path)))))


def every_field(walk: SchemaWalk, path: Path = (), depth: int = 12) -> Iterator[Path]:
    """Every path of the vocabulary, parents before their fields; 0 stands for the items of a list."""
    for name in fields_of(walk, path):
        here = (*path, name)
        yield here
        if depth:
            below = (*here, 0) if _has(walk.flat(walk.at(here)), "items") else here
            yield from every_field(walk, below, depth - 1)


def _info(walk: SchemaWalk, schemas: Schemas, depth: int = 0) -> FieldInfo:
    flat = walk.flat(schemas)
    kind = _kind(walk, schemas, flat)
    below = walk.step(flat, 0) if kind == "list" else walk.step(flat, "\0") if kind == "table" else ()
    values = tuple(str(v) for s in flat for v in _list(s, "enum"))
    known = tuple(str(v) for s in flat for v in _list(s, "x-valeurs"))
    choice = any("enum" in part for s in flat for part in _list(s, "anyOf") if isinstance(part, dict))
    return FieldInfo(
        kind, _first(flat, "title"), _first(flat, "description"), values or known, not values or choice,
        _first(flat, "x-unite"), next((s["x-defaut"] for s in flat if "x-defaut" in s), None),
        _definition(flat), _info(walk, below, depth + 1) if below and depth < 3 else None,
    )  # fmt: skip


def _kind(walk: SchemaWalk, schemas: Schemas, flat: Schemas) -> str:
    types = walk.wanted(schemas) or frozenset()
    if "array" in types or _has(flat, "items"):
        return "list"
    if "string" in types:
        return "date" if any(s.get("format") == "date" for s in flat) else "text"
    for kind in ("boolean", "integer", "number"):
        if kind in types:
            return kind
    if "object" in types:
        return "group" if any(True for _ in _properties(flat)) else "table"
    return "any"


def _properties(flat: Schemas) -> Iterator[str]:
    for schema in flat:
        found = schema.get("properties")
        yield from found if isinstance(found, Mapping) else ()


def _definition(flat: Schemas) -> str:
    """The name of the definition that a field refers to, such as ``canal``."""
    found = (str(s["$ref"]).rpartition("/")[2] for s in flat if "$ref" in s)
    return next(found, "")


def _first(flat: Schemas, keyword: str) -> str:
    return next((str(s[keyword]) for s in flat if isinstance(s.get(keyword), str)), "")


def _has(flat: Schemas, keyword: str) -> bool:
    return any(keyword in schema for schema in flat)


def _list(schema: Schema, keyword: str) -> Sequence[Any]:
    found = schema.get(keyword)
    return found if isinstance(found, list | tuple) else ()
