"""Nodes of a YAML text made many at once, for its quick reader: first empty, then filled column by column."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

from docgen.model.dataclass import many
from docgen.model.diagnostic import Place
from docgen.stages.yaml_nodes import MapNode, ScalarNode, SeqNode


class Kind:
    """The nodes of one class while a text is read, and the line and column of each, in the order of the text."""

    __slots__ = ("_class", "columns", "lines", "nodes")

    def __init__(self, of: type) -> None:
        self._class: Any = of
        self.nodes: list[Any] = []
        self.lines: list[int] = []
        self.columns: list[int] = []

    def at(self, line: int, column: int) -> Any:
        """An empty node that begins there."""
        node = object.__new__(self._class)
        self.nodes.append(node)
        self.lines.append(line)
        self.columns.append(column)
        return node


class Nodes:
    """All nodes of a text while it is read; ``texts`` is one for each scalar, ``quoted`` those that are no plain text."""

    __slots__ = ("lists", "mappings", "quoted", "scalars", "texts")

    def __init__(self) -> None:
        self.scalars, self.mappings, self.lists = Kind(ScalarNode), Kind(MapNode), Kind(SeqNode)
        self.texts: list[str] = []
        self.quoted: list[ScalarNode] = []

    def plain(self, text: str, line: int, column: int) -> Any:
        """A plain text that begins there."""
        self.texts.append(text)
        return self.scalars.at(line, column)

    def text(self, text: str, line: int, column: int) -> Any:
        """A text in quotes or of a block that begins there."""
        self.texts.append(text)
        node = self.scalars.at(line, column)
        self.quoted.append(node)
        return node

    def count(self) -> int:
        """How many nodes there are."""
        return len(self.texts) + len(self.mappings.nodes) + len(self.lists.nodes)

    def fill(self, file: str) -> None:
        """Give the nodes what they lack; mappings and lists have their items already."""
        scalars = self.scalars.nodes
        _put(_TEXT, scalars, self.texts)
        _put(_QUOTED, scalars, repeat(False))
        _put(_QUOTED, self.quoted, repeat(True))
        for kind, put in (self.scalars, _PLACES[0]), (self.mappings, _PLACES[1]), (self.lists, _PLACES[2]):
            _put(put, kind.nodes, many(Place, [file] * len(kind.nodes), kind.lines, kind.columns))


def _slot(of: type, field: str) -> Callable[[Any, Any], None]:
    setter: Callable[[Any, Any], None] = vars(of)[field].__set__
    return setter


def _put(slot: Callable[[Any, Any], None], nodes: Iterable[Any], values: Iterable[Any]) -> None:
    deque(map(slot, nodes, values), maxlen=0)


fill_mapping, fill_list = _slot(MapNode, "items"), _slot(SeqNode, "items")
_TEXT, _QUOTED = _slot(ScalarNode, "text"), _slot(ScalarNode, "quoted")
_PLACES = tuple(_slot(of, "place") for of in (ScalarNode, MapNode, SeqNode))
