"""YAML nodes to plain data, each scalar as the schema of its field wants it.

``NO``, ``01000``, ``12:30`` and ``1.10`` stay text where a text is wanted; numbers are exact
(``int`` or ``Decimal``); what could be meant in two ways is a finding, not a guess in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from docgen.model.dataclass import many
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.stages.patch import place_of
from docgen.stages.schema_walk import SCALARS, Schemas, SchemaWalk
from docgen.stages.yaml_nodes import MapNode, Node, ScalarNode, SeqNode
from docgen.stages.yaml_scalars import (
    NULLS,
    core,
    is_thousands_or_decimals,
    meant_boolean,
    meant_number,
    number,
)

Path: TypeAlias = tuple[str | int, ...]
PATCH = "x-patch"
"""Says of a mapping that its keys are paths of the root and that each value is to stand there."""
_DROPPED = object()
_NUMBERS = frozenset({"number", "integer"})
_NO_TEXTS = _NUMBERS | {"boolean"}


def typed(
    node: Node,
    schema: Mapping[str, object],
    root: Mapping[str, object],
    *,
    walk: SchemaWalk | None = None,
) -> tuple[object, dict[Path, Place], list[Diagnostic]]:
    """The data of a node, the place of every value, and the scalars whose meaning is unsure.

    ``root`` is the schema in which ``$ref`` is looked up. A value in a mapping has the place of
    its key. Beside a finding the data holds what was most probably meant, so that the checks
    after it say nothing about the same value again. To type many documents by one root, make
    one ``SchemaWalk(root)`` and hand it in each time: it remembers what it resolved.
    """
    typing = _Typing(walk or SchemaWalk(root))
    data = typing.value(node, typing.walk.start(schema), ())
    if data is _DROPPED:
        return None, typing.places(), typing.findings
    typing.note((), node)
    return data, typing.places(), typing.findings


def plain(node: Node) -> object:
    """The data of a node without any schema: the core types of YAML 1.2, no dates, no floats."""
    if isinstance(node, MapNode):
        data: dict[str, object] = {}
        for key, value in node.items:
            data.setdefault(key.text, plain(value))
        return data
    if isinstance(node, SeqNode):
        return [plain(item) for item in node.items]
    return node.text if node.quoted else core(node.text)


class _Typing:
    """One walk over a node and its schema, side by side."""

    def __init__(self, walk: SchemaWalk) -> None:
        self.walk = walk
        self.findings: list[Diagnostic] = []
        self._paths: list[Path] = []
        self._nodes: list[Node] = []

    def note(self, path: Path, node: Node) -> None:
        """That a value has the place of a node."""
        self._paths.append(path)
        self._nodes.append(node)

    def places(self) -> dict[Path, Place]:
        """The places of all values, made at once."""
        nodes = self._nodes
        made = many(Place, [n.file for n in nodes], [n.line for n in nodes], [n.column for n in nodes])
        return dict(zip(self._paths, made, strict=True))

    def value(self, node: Node, schemas: Schemas, path: Path) -> object:
        """The data of a node; notes the places of what is in it."""
        if isinstance(node, ScalarNode):
            return self._scalar(node, schemas)
        flat = self.walk.flat(schemas, node)
        return self._mapping(node, flat, path) if isinstance(node, MapNode) else self._sequence(node, flat, path)

    def _mapping(self, node: MapNode, flat: Schemas, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        patches = any(PATCH in schema for schema in flat)
        steps, note_path, note_node = self.walk.steps(flat), self._paths.append, self._nodes.append
        for key, item in node.items:
            name = key.text
            if name in data:
                continue  # a duplicate: the reader reported it
            here = (*path, name)
            if patches:
                value = self.value(item, self.walk.at(place_of(name)), here)
                value = None if value is _DROPPED else value  # null takes a field away
            elif isinstance(item, ScalarNode) and item.quoted:
                value = item.text
            else:
                value = self.value(item, steps.get(name) or self.walk.step(flat, name), here)
            if value is not _DROPPED:
                data[name] = value
                note_path(here)
                note_node(key)
        return data

    def _sequence(self, node: SeqNode, flat: Schemas, path: Path) -> list[object]:
        steps, data = self.walk.steps(flat), list[object]()
        for index, item in enumerate(node.items):
            here = (*path, index)
            value = self.value(item, steps.get(index) or self.walk.step(flat, index), here)
            data.append(None if value is _DROPPED else value)
            self.note(here, item)
        return data

    def _scalar(self, node: ScalarNode, schemas: Schemas) -> object:
        if node.quoted:
            return node.text
        wanted = self.walk.wanted(schemas)
        if wanted is None:
            return core(node.text)
        if node.text in NULLS:
            return None if "null" in wanted else _DROPPED
        return node.text if wanted.isdisjoint(_NO_TEXTS) else self._typed(node, wanted & SCALARS)

    def _typed(self, node: ScalarNode, wanted: frozenset[str]) -> object:
        found = _clear(node.text, wanted)
        if found is not None or "string" in wanted or not wanted:
            return node.text if found is None else found
        if wanted & _NUMBERS and (unclear := self._number(node)) is not None:
            return unclear
        if "boolean" in wanted and (meant := meant_boolean(node.text)) is not None:
            hint = f"write {str(meant).lower()} (the two words are true or false)"
            self._unsure(node, "a truth value", hint)
            return meant
        return node.text

    def _number(self, node: ScalarNode) -> int | Decimal | None:
        if is_thousands_or_decimals(node.text):
            whole, decimals = node.text.replace(",", ""), node.text.replace(",", ".")
            self._unsure(
                node, "a number", f"write {whole} for thousands or {decimals} for decimals"
            )
            return int(whole)
        meant = meant_number(node.text)
        if meant is not None:
            self._unsure(node, "a number", f"write {meant}")
        return meant

    def _unsure(self, node: ScalarNode, what: str, hint: str) -> None:
        message = f'"{node.text[:60]}" is not {what} as docgen reads it'
        self.findings.append(error("Y113", message, node.place, hint))


def _clear(text: str, wanted: frozenset[str]) -> int | Decimal | bool | None:
    if "boolean" in wanted and text in ("true", "false"):
        return text == "true"
    found = number(text) if wanted & _NUMBERS else None
    if isinstance(found, Decimal) and "number" not in wanted and found == int(found):
        return int(found)
    return found
