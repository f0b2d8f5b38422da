"""What changed between two states of a profile, field by field, under the names that people have for the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.profile import Path
from docgen.stages.schema_walk import Schemas, SchemaWalk
from docgen.stages.vocabulary_titles import spoken

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its path with ids in place of indexes, its title, its value before and after (None: not there)."""

    path: str
    title: str
    before: Any
    after: Any


Naming: TypeAlias = Callable[[Mapping[str, Any], str, str], str]
"""What an item of a list is called, from the item, the value that identifies it and the field of that value."""


def called(item: Mapping[str, Any], key: str, field: str = "id") -> str:
    """The first text of an item that is no id, else its id."""
    return next((str(v) for k, v in item.items() if k != "id" and isinstance(v, str)), key) if "id" in item else key


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], vocabulary: Mapping[str, Any], naming: Naming = called
) -> tuple[Difference, ...]:
    """Every field that differs, in the order of the profile; items of a list are matched by what identifies them."""
    walk = _Walk(SchemaWalk(vocabulary), naming)
    return tuple(_compared(before, after, (), (), walk, walk.schemas.start(vocabulary)))


@dataclass(frozen=True, slots=True)
class _Walk:
    """What is the same on the whole way."""

    schemas: SchemaWalk
    naming: Naming


def _compared(
    before: Any, after: Any, path: Path, titles: tuple[str, ...], walk: _Walk, schemas: Schemas
) -> Iterator[Difference]:
    if before == after and isinstance(before, bool) is isinstance(after, bool):
        return
    flat = walk.schemas.flat(schemas, after if after is not _ABSENT else before)
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            inner = walk.schemas.step(flat, key)
            named = (*titles, _title(inner, key, walk.schemas))
            yield from _compared(before.get(key, _ABSENT), after.get(key, _ABSENT), (*path, key), named, walk, inner)
        return
    field = walk.schemas.first(schemas, "x-identifiant")
    if isinstance(before, list) and isinstance(after, list) and isinstance(field, str):
        yield from _items(before, after, field, path, titles, walk, walk.schemas.step(flat, 0))
        return
    if _records(before) and _records(after):
        for item in (i for i in before if i not in after):
            yield Difference(_dotted(path), " — ".join(titles[-2:]), item, None)
        for item in (i for i in after if i not in before):
            yield Difference(_dotted(path), " — ".join(titles[-2:]), None, item)
        return
    yield Difference(_dotted(path), " — ".join(titles[-2:]), _or_none(before), _or_none(after))


def _records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(i, dict) for i in value)


def _items(
    before: list[Any], after: list[Any], field: str, path: Path, titles: tuple[str, ...], walk: _Walk, item: Schemas
) -> Iterator[Difference]:
    old, new = ({str(i.get(field)): i for i in items if isinstance(i, dict)} for items in (before, after))
    for key in dict.fromkeys((*old, *new)):
        at, named = (*path, f"[{key}]"), (*titles, walk.naming(old.get(key) or new[key], key, field))
        if key in old and key in new:
            yield from _compared(old[key], new[key], at, named, walk, item)
        else:
            yield Difference(_dotted(at), " — ".join(named[-2:]), _or_none(old.get(key)), _or_none(new.get(key)))


def _title(schemas: Schemas, key: str, walk: SchemaWalk) -> str:
    title = walk.first(schemas, "title")
    return (spoken(title) if isinstance(title, str) else "") or key


def _dotted(path: Path) -> str:
    return "".join(str(s) if str(s).startswith("[") else f".{s}" for s in path).lstrip(".")


def _or_none(value: Any) -> Any:
    return None if value is _ABSENT else value
