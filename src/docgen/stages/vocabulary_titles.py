"""What the vocabulary calls each field: dotted path without indexes -> title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.late_pattern import LatePattern

MAX_DEPTH = 12
_TECHNICAL = LatePattern(r"\s*(?:\([^()]*->[^()]*\)|^[^()]*->[^()]*)$")
"""What a title says about the form of a mapping (« prestataires[].id -> montant »), which is for writers of files."""


def titles(schema: Mapping[str, Any]) -> dict[str, str]:
    """The titles of every field that has one."""
    return dict(_titles(schema, schema, "", 0))


def without_indexes(path: str) -> str:
    """A path without what selects items: ``lots.prix`` for ``lots[nord].prix`` and ``lots[0].prix``."""
    out, depth = [], 0
    for character in path:
        depth += (character == "[") - (character == "]")
        if depth == 0 and character != "]":
            out.append(character)
    return "".join(out)


def spoken(title: str) -> str:
    """A title without what it says about the form of a mapping; empty when it says nothing else."""
    return _TECHNICAL.compiled.sub("", title)


def _titles(
    node: Mapping[str, Any], root: Mapping[str, Any], path: str, depth: int
) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        return
    target = _target(node, root)
    title = node.get("title") or target.get("title")
    if path and isinstance(title, str) and (said := spoken(title)):
        yield path, said
    for name, child in target.get("properties", {}).items():
        if isinstance(child, Mapping):
            yield from _titles(child, root, f"{path}.{name}" if path else name, depth + 1)
    items = target.get("items")
    if isinstance(items, Mapping):
        yield from ((p, t) for p, t in _titles(items, root, path, depth + 1) if p != path)


def _target(node: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = node.get("$ref", "")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return node
    found: Any = root
    for step in reference[2:].split("/"):
        found = found.get(step, {}) if isinstance(found, Mapping) else {}
    return found if isinstance(found, Mapping) else {}
