"""The quick reader of YAML: files written line by line as people write them, without libyaml.

It knows mappings and lists by indentation, texts on one line, ``[a, b]`` and ``{a: b}``, blocks after ``|`` and ``>``, and
nothing else. Whatever it is not sure of (an error, a tab, an anchor, a tag, a key that stands twice, a text on several
lines) it leaves to ``yaml_events``, where libyaml decides and every diagnostic is made. So it refuses nothing.

All lines are cut by one expression in one call, and so are the pieces of brackets on one line (``yaml_quick_flow``).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from docgen.stages.yaml_nodes import Limits, MapNode, Node, ScalarNode, SeqNode
from docgen.stages.yaml_quick_flow import Flow
from docgen.stages.yaml_quick_texts import QUOTED, Unsure, block_text, unquoted

_FIRST = r"""[^ \n\-?:,\[\]{}#&*!|>'"%@`]"""
_PLAIN = rf"(?:{_FIRST}|[\-?:](?=[^ \n]))[^\n:#]*+(?:(?::(?=[^ \n])|(?<=[^ ])#)[^\n:#]*+)*+"
_KEY = rf"""{_FIRST}[^\n:#]{{0,200}}+|'[^'\n]{{0,200}}+'|"[^"\\\n]{{0,200}}+\""""
_COMMENT = r"(?:(?<![^ \n])#[^\n]*+)?\n"
_LINES = re.compile(
    rf"([ ]*+)(-(?:[ ]++|(?=\n)))?+(?:({_KEY})(:(?:[ ]++|(?=\n))))?+"
    rf"(?:({_PLAIN})?+{_COMMENT}|({QUOTED})[ ]*+{_COMMENT}|([^\n]*+)\n)"
).findall
"""Of each line the indentation, the dash, the key, its colon, and a plain text, one in quotes, or what else there is."""
_MARK = ("", "", "", "", "---", "", "")
_QUOTES = frozenset("\"'")


def quick_yaml(text: str, file: str, limits: Limits) -> tuple[Node, ...] | None:
    """The documents of a text without forbidden characters; None when the careful reader has to look."""
    if not text.endswith("\n") or "\t" in text or "\r" in text or text.startswith("...") or "\n..." in text:
        return None
    # Each node stands beside one of these signs.
    if len(text) >= limits.nodes and (2 * sum(map(text.count, ":-,[{")) >= limits.nodes or text.count("\n") > limits.nodes):
        return None
    try:
        return _Reader(text, file, limits.depth).documents()
    except Unsure:
        return None


class _Reader:
    """Reads the lines of one text.

    Of the mapping or list that is being read it knows the place, its pairs or its items, and the last key. ``_waiting`` says
    that a key or dash has no value yet: it may stand on the next lines.
    """

    __slots__ = (
        "_around", "_at", "_depth", "_end", "_file", "_flow", "_items", "_key", "_line", "_lines", "_marked", "_pairs",
        "_rows", "_start", "_text", "_waiting",
    )  # fmt: skip

    def __init__(self, text: str, file: str, depth: int) -> None:
        self._text, self._file, self._depth = text, file, depth
        self._flow = Flow(file, self._next_line)
        self._lines: list[str] = []
        self._rows: Iterator[tuple[str, ...]] = chain(_LINES(text), (_MARK,))
        self._line = self._start = 0
        self._at = -1
        self._pairs: dict[str, tuple[ScalarNode, Node]] | None = None
        self._items: list[Node] = []
        self._key: Any = None
        self._around: list[tuple[int, int, Any, list[Node], Any]] = []
        self._end = (0, 0)
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
            column = self._begin(column, dash, start, colon)
            value: Node
            if plain:
                value = ScalarNode(self._file, self._line, column, plain if plain[-1] != " " else plain.rstrip(" "), False)
            elif quoted:
                value = ScalarNode(self._file, self._line, column, unquoted(quoted), True)
            elif other:
                value = self._other(other, column)
            else:
                self._waiting = True
                continue
            self._add(value)
        return self._found()

    def _found(self) -> tuple[Node, ...]:
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
        waits = self._waiting or self._at < 0
        if waits and (column > self._at or (dash and column == self._at and self._pairs is not None)):
            self._open(column, None if dash else {})
            return
        self._close(column, dash)
        if column != self._at or (self._pairs is None) != bool(dash):
            raise Unsure

    def _open(self, column: int, pairs: dict[str, tuple[ScalarNode, Node]] | None) -> None:
        """A mapping or list begins."""
        self._around.append((self._at, self._start, self._pairs, self._items, self._key))
        if len(self._around) >= self._depth:
            raise Unsure
        self._at, self._start, self._pairs, self._items = column, self._line, pairs, []
        self._waiting = False

    def _close(self, column: int, dash: str) -> None:
        """What does not go on at a column has ended."""
        if self._waiting:
            self._add(ScalarNode(self._file, *self._end, "", False))
            self._waiting = False
        while column < self._at or (column == self._at and not dash and self._pairs is None):
            node: Node
            if self._pairs is None:
                node = SeqNode(self._file, self._start, self._at, tuple(self._items))
            else:
                node = MapNode(self._file, self._start, self._at, tuple(self._pairs.values()))
            self._at, self._start, self._pairs, self._items, self._key = self._around.pop()
            self._add(node)

    def _begin(self, column: int, dash: str, start: str, colon: str) -> int:
        """A dash, a key, or a dash and the first key of a mapping: gives where the value stands."""
        end = column + 1
        if dash:
            column += len(dash)
            if start:
                self._open(column, {})
        if start:
            quoted = start[0] in _QUOTES
            name = start[1:-1] if quoted else start.rstrip(" ")
            if self._pairs is None or name in self._pairs or name == "<<":
                raise Unsure
            self._key = ScalarNode(self._file, self._line, column, name, quoted)
            end = column + len(start) + 1
            column = end - 1 + len(colon)
        self._end = (self._line, end)
        return column

    def _add(self, value: Node) -> None:
        """The value of the last key, or the next item."""
        if self._pairs is None:
            self._items.append(value)
        else:
            self._pairs[self._key.text] = self._key, value

    def _other(self, text: str, column: int) -> Node:
        """A value that is no text on one line."""
        if text[0] in "[{":
            levels = self._depth - len(self._around) - 1
            node = self._flow.read(text, self._line, column, indent=self._at, levels=levels)
            self._line = self._flow.line
            return node
        self._lines = self._lines or self._text.split("\n")
        value, count = block_text(text, self._lines, self._line, max(self._at, 1))
        scalar = ScalarNode(self._file, self._line, column, value, True)
        self._line += count
        deque(islice(self._rows, count), maxlen=0)
        return scalar

    def _next_line(self, number: int) -> str:
        """The line after one, which belongs to a value and is read as such."""
        self._lines = self._lines or self._text.split("\n")
        if number >= len(self._lines) - 1:
            raise Unsure
        next(self._rows)
        return self._lines[number]
