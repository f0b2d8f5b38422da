"""Apply the dated change of a profile: a mapping from paths to new values.

``a.b.c`` sets a value, ``list[key].field`` first selects the item whose identifying field is ``key`` (the vocabulary
names it under ``x-identifiant``), and a path that ends in ``+`` adds items to a list or keys to a mapping.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.profile import Path
from docgen.stages.schema_walk import SchemaWalk

_STEP = re.compile(r"([^.\[\]]+)(?:\[([^\[\]]+)\])?(?:\.|$)")


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry that cannot be applied: its path as written, what is wrong, and a way out."""

    key: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Patched:
    """The changed data, where each entry led to, and what could not be applied."""

    data: dict[str, Any]
    applied: Mapping[str, Path]
    problems: tuple[Problem, ...]


class _Refused(Exception):
    """Internal: an entry that cannot be applied."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def apply_patch(data: Mapping[str, Any], patch: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Patched:
    """A deep copy of the data with every entry applied, in the order in which they are written."""
    out: dict[str, Any] = deepcopy(dict(data))
    walk = SchemaWalk(vocabulary)
    applied: dict[str, Path] = {}
    problems: list[Problem] = []
    for key, value in patch.items():
        try:
            applied[key] = _apply(out, key, deepcopy(value), walk)
        except _Refused as refused:
            problems.append(Problem(key, str(refused), refused.hint))
    return Patched(out, applied, tuple(problems))


def _apply(data: dict[str, Any], key: str, value: Any, walk: SchemaWalk) -> Path:
    adds = key.endswith("+")
    steps = _steps(key.removesuffix("+"))
    holder: dict[str, Any] = data
    path: Path = ()
    for name, selector in steps[:-1]:
        path = (*path, name)
        if selector is None:
            found = holder.get(name)
            if found is None:
                found = holder[name] = {}
        else:
            index, found = _selected(holder.get(name), selector, path, walk)
            path = (*path, index)
        if not isinstance(found, dict):
            raise _Refused(f'"{name}" holds no fields', "correct the path, or set the whole value")
        holder = found
    name, selector = steps[-1]
    path = (*path, name)
    if selector is not None:
        index, _ = _selected(holder.get(name), selector, path, walk)
        _put(holder[name], index, value, adds=adds)
        return (*path, index)
    if adds:
        holder[name] = _added(holder.get(name), value, path, walk)
    elif value is None:
        holder.pop(name, None)
    else:
        holder[name] = value
    return path


def _steps(key: str) -> list[tuple[str, str | None]]:
    found = _path(key)
    if found is None:
        raise _Refused("this is no path of a profile", "write it as canaux[email].horaires")
    return found


def _path(key: str) -> list[tuple[str, str | None]] | None:
    found, end = [], 0
    for match in _STEP.finditer(key):
        if match.start() != end:
            break
        found.append((match[1], match[2]))
        end = match.end()
    return found if found and end == len(key) and not key.endswith(".") else None


def place_of(key: str) -> Path:
    """Where the value of an entry is to stand, any item of a list as its first; empty for what is no path."""
    steps = _path(key.removesuffix("+")) or []
    return tuple(step for name, selector in steps for step in ((name,) if selector is None else (name, 0)))


def _selected(items: Any, key: str, path: Path, walk: SchemaWalk) -> tuple[int, Any]:
    field = _identifier(path, walk)
    if field is None:
        raise _Refused(f'the items of "{path[-1]}" have no identifying field', "replace the whole list, or add to it with +")
    matching = [n for n, i in enumerate(items or ()) if isinstance(i, dict) and str(i.get(field)) == key]
    if len(matching) != 1:
        known = ", ".join(str(i.get(field)) for i in items or () if isinstance(i, dict)) or "none"
        raise _Refused(f'{len(matching)} items of "{path[-1]}" have {field} = {key}, one is wanted', f"there are: {known}")
    return matching[0], items[matching[0]]


def _identifier(path: Path, walk: SchemaWalk) -> str | None:
    field = walk.first(walk.at(path), "x-identifiant")
    return field if isinstance(field, str) else None


def _put(items: list[Any], index: int, value: Any, *, adds: bool) -> None:
    if not adds:
        items[index] = value
    elif isinstance(items[index], dict) and isinstance(value, dict):
        items[index] = {**items[index], **value}
    else:
        raise _Refused("only keys can be added to an item", "give a mapping, or set the item without +")


def _added(old: Any, value: Any, path: Path, walk: SchemaWalk) -> Any:
    if isinstance(value, list) and (old is None or isinstance(old, list)):
        field = _identifier(path, walk)
        there = {str(i.get(field)) for i in old or () if isinstance(i, dict)} if field else set()
        for item in value:
            if field and isinstance(item, dict) and str(item.get(field)) in there:
                raise _Refused(f'"{item.get(field)}" is there already', f"change it with {path[-1]}[{item.get(field)}]")
        return [*(old or ()), *value]
    if isinstance(value, dict) and (old is None or isinstance(old, dict)):
        return {**(old or {}), **value}
    raise _Refused("a list is added to a list, a mapping to a mapping", "take the + away to replace the value")
