"""The quick reader of YAML: files written line by line as people write them, without libyaml.

It knows mappings and lists by indentation, texts on one line, ``[a, b]`` and ``{a: b}``, blocks after ``|`` and ``>``, and
nothing else. Whatever it is not sure of (an error, a tab, an anchor, a tag, a key that stands twice, a text on several
lines) it leaves to ``yaml_text``, where libyaml decides and every diagnostic is made. So it refuses nothing.

All lines are cut by one expression in one call. Nodes are made empty while the lines are read and filled at the end.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from docgen.stages.yaml_nodes import Node
from docgen.stages.yaml_quick_flow import Flow
from docgen.stages.yaml_quick_nodes import Kind, Nodes, fill_list, fill_mapping
from docgen.stages.yaml_quick_texts import Unsure, block_text, unquoted

_FIRST = r"""[^ \n\-?:,\[\]{}#&*!|>'"%@`]"""
_PLAIN = rf"(?:{_FIRST}|[\-?:](?=[^ \n]))[^\n:#]*+(?:(?::(?=[^ \n])|(?<=[^ ])#)[^\n:#]*+)*+"
_KEY = rf"""{_FIRST}[^\n:#]{{0,200}}+|'[^'\n]{{0,200}}+'|"[^"\\\n]{{0,200}}+\""""
_QUOTED = r"""(?:"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|'[^'\n]*+(?:''[^'\n]*+)*+')[ ]*+"""
_COMMENT = r"(?:(?<![^ \n])#[^\n]*+)?\n"
_LINES = re.compile(
    rf"([ ]*+)(-(?:[ ]++|(?=\n)))?+(?:({_KEY})(:(?:[ ]++|(?=\n))))?+"
    rf"(?:({_PLAIN})?+{_COMMENT}|({_QUOTED}){_COMMENT}|([^\n]*+)\n)"
).findall
"""Of each line the indentation, the dash, the key, its colon, and a plain text, one in quotes, or what else there is."""
_MARK = ("", "", "", "", "---", "", "")
_QUOTES = frozenset("\"'")


def quick_yaml(text: str, file: str, *, most: int, depth: int) -> tuple[Node, ...] | None:
    """The documents of a text without forbidden characters; None when the careful reader has to look.

    :param most: how many nodes there may be; ``depth``: how many inside one another.
    """
    if not text.endswith("\n") or "\t" in text or "\r" in text:
        return None
    reader = _Reader(text, depth)
    try:
        documents = reader.documents()
    except Unsure:
        return None
    if reader.nodes.count() > most:
        return None
    reader.nodes.fill(file)
    return documents


class _Reader:
    """Reads the lines of one text.

    Of the mapping or list that is being read it knows the column, the node and its pairs or its items; of what is around it, the
    same. ``_waiting`` says that a key or dash has no value yet, which may stand on the next lines.
    """

    __slots__ = (
        "_around", "_at", "_depth", "_end", "_flow", "_items", "_key", "_line", "_lines", "_marked", "_name", "_node", "_pairs",
        "_rows", "_text", "_waiting", "nodes",
    )  # fmt: skip

    def __init__(self, text: str, depth: int) -> None:
        self.nodes = Nodes()
        self._flow = Flow(self.nodes, self._next_line)
        self._text, self._depth = text, depth
        self._lines: list[str] = []
        self._rows: Iterator[tuple[str, ...]] = chain(_LINES(text), (_MARK,))
        self._line = 0
        self._at = -1
        self._node: Any = None
        self._pairs: dict[str, tuple[Any, Any]] | None = None
        self._items: list[Any] = []
        self._around: list[tuple[int, Any, dict[str, tuple[Any, Any]] | None, list[Any]]] = []
        self._name, self._key, self._end = "", None, (0, 0)
        self._waiting = self._marked = False

    def documents(self) -> tuple[Node, ...]:
        """One node for each document."""
        for indent, dash, start, colon, plain, quoted, other in self._rows:
            self._line += 1
            if not (start or dash):
                if plain or quoted or other:
                    self._end_document(indent, plain)
                continue
            column = len(indent) + 1
            if column != self._at or self._waiting or (self._pairs is None) != bool(dash):
                self._move(column, dash)
            if dash:
                column += len(dash)
                end = len(indent) + 2
                if start:
                    self._open(self.nodes.mappings, column)
            if start:
                self._begin(start, column)
                column += len(start)
                end = column + 1
                column += len(colon)
            if plain:
                value = self.nodes.plain(plain if plain[-1] != " " else plain.rstrip(" "), self._line, column)
            elif quoted:
                value = self.nodes.text(unquoted(quoted), self._line, column)
            elif other:
                value = self._other(other, column)
            else:
                self._waiting, self._end = True, (self._line, end)
                continue
            self._add(value)
        if not self._items:
            raise Unsure
        return tuple(self._items)

    def _end_document(self, indent: str, plain: str) -> None:
        """A line of three dashes, once at the beginning and then after each document; the end of the text is read as one."""
        if plain != "---" or indent or (self._at < 0 and self._marked):
            raise Unsure
        self._marked = True
        self._close(0, "-")

    def _move(self, column: int, dash: str) -> None:
        """To the mapping or list whose next key or dash stands at a column; it may begin here."""
        waits = self._waiting or (self._at < 0)
        if waits and (column > self._at or (dash and column == self._at and self._pairs is not None)):
            self._open(self.nodes.lists if dash else self.nodes.mappings, column)
            return
        self._close(column, dash)
        if column != self._at or (self._pairs is None) != bool(dash):
            raise Unsure

    def _open(self, kind: Kind, column: int) -> None:
        """A mapping or list begins."""
        node = kind.at(self._line, column)
        self._add(node)
        self._around.append((self._at, self._node, self._pairs, self._items))
        if len(self._around) >= self._depth:
            raise Unsure
        self._at, self._node, self._items = column, node, []
        self._pairs = {} if kind is self.nodes.mappings else None

    def _close(self, column: int, dash: str) -> None:
        """What does not go on at a column has ended."""
        if self._waiting:
            self._add(self.nodes.plain("", *self._end))
        while column < self._at or (column == self._at and not dash and self._pairs is None):
            if self._pairs is None:
                fill_list(self._node, tuple(self._items))
            else:
                fill_mapping(self._node, tuple(self._pairs.values()))
            self._at, self._node, self._pairs, self._items = self._around.pop()

    def _begin(self, start: str, column: int) -> None:
        """A key."""
        self._name = name = unquoted(start) if start[0] in _QUOTES else start.rstrip(" ")
        if self._pairs is None or name in self._pairs or name == "<<":
            raise Unsure
        self._key = (self.nodes.plain if start[0] not in _QUOTES else self.nodes.text)(name, self._line, column)

    def _add(self, value: Any) -> None:
        """The value of the last key, or the next item."""
        self._waiting = False
        if self._pairs is None:
            self._items.append(value)
        else:
            self._pairs[self._name] = self._key, value

    def _other(self, text: str, column: int) -> Any:
        """A value that is no text on one line."""
        if text[0] in "[{":
            node = self._flow.read(text, self._line, column, self._at, self._depth - len(self._around) - 1)
            self._line = self._flow.line
            return node
        if not self._lines:
            self._lines = self._text.split("\n")
        value, count = block_text(text, self._lines, self._line, max(self._at, 1))
        node = self.nodes.text(value, self._line, column)
        self._line += count
        deque(islice(self._rows, count), maxlen=0)
        return node

    def _next_line(self, number: int) -> str:
        """The line after one, which belongs to a value and is read as such."""
        if not self._lines:
            self._lines = self._text.split("\n")
        if number >= len(self._lines) - 1:
            raise Unsure
        next(self._rows)
        return self._lines[number]
