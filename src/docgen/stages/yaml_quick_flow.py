"""``[a, b]`` and ``{a: b}``, on one line or several, for the quick reader of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeAlias

from docgen.stages.yaml_nodes import MapNode, Node, ScalarNode, SeqNode
from docgen.stages.yaml_quick_texts import Unsure, plain_or_quoted

_TEXT = (
    r"""(?:[^ \n\-?:,\[\]{}#&*!|>'"%@`]|-(?=[0-9A-Za-z.]))[^\n:#,\[\]{}]*+(?::(?=[^ \n,\[\]{}?])[^\n:#,\[\]{}]*+)*+"""
    r"""|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"[ ]*+|'[^'\n]*+(?:''[^'\n]*+)*+'[ ]*+"""
)
_PIECES = re.compile(rf"(?:({_TEXT})(?:(:[ ]++)({_TEXT})?+)?+)?+([,\[\]{{}}][ ]*+)?+").findall
"""Of each piece a text, or a key, the colon and its text; and the sign after it."""
_NOTHING = ("", "", "", "")
_ODD_ENDS = frozenset("\"' ")
_LONGEST_KEY = 200
Pieces: TypeAlias = list[tuple[str, str, str, str]]


class Flow:
    """Reads what stands in brackets, and the lines on which it goes on."""

    __slots__ = ("_begin", "_column", "_file", "_indent", "_next_line", "_pieces", "_text", "line")

    def __init__(self, file: str, next_line: Callable[[int], str]) -> None:
        self._file, self._next_line = file, next_line
        self.line = self._column = self._begin = self._indent = 0
        self._text = ""
        self._pieces: Iterator[tuple[str, str, str, str]] = iter(())

    def read(self, text: str, line: int, column: int, indent: int, levels: int) -> Node:
        """The node that begins with a text; ``line`` is then where it ends.

        :param column: where the text begins; ``indent``: that of the mapping or list around it.
        :param levels: how many there may be.
        :raises Unsure: where libyaml has to look.
        """
        self._text, self.line, self._indent = text, line, indent
        self._column = self._begin = column
        self._pieces = chain.from_iterable(self._lines())
        _, _, _, sign = next(self._pieces)
        node = self._brackets(sign, levels)
        self._end_line()
        return node

    def _lines(self) -> Iterator[Pieces]:
        """The pieces of each line, one line at a time."""
        while True:
            found = _PIECES(self._text)
            yield found[: found.index(_NOTHING)]
            self._end_line()
            raw = self._next_line(self.line)
            self.line += 1
            self._text = raw.lstrip(" ")
            self._column = self._begin = len(raw) - len(self._text) + 1
            if self._text and self._column <= self._indent:
                raise Unsure

    def _end_line(self) -> None:
        """Nothing but a comment stands after the last piece."""
        end = self._column - self._begin
        if end < len(self._text) and (self._text[end] != "#" or self._text[end - 1 : end].strip(" ")):
            raise Unsure

    def _brackets(self, sign: str, levels: int) -> Node:
        """The list or mapping that begins with a sign."""
        line, column = self.line, self._column
        self._column += len(sign)
        if levels and sign[0] == "[":
            return SeqNode(self._file, line, column, self._items(levels - 1))
        if levels and sign[0] == "{":
            return MapNode(self._file, line, column, self._pairs(levels - 1))
        raise Unsure

    def _items(self, levels: int) -> tuple[Node, ...]:
        items: list[Node] = []
        ended = False
        for first, colon, _, sign in self._pieces:
            mark = sign[:1]
            if first or mark in ("[", "{"):
                if ended or colon:
                    raise Unsure
                ended = True
                if not first:
                    items.append(self._brackets(sign, levels))
                    continue
                items.append(self._scalar(first))
            if mark and mark in "[{}" or not (ended or (mark == "]" and not items)):
                raise Unsure
            self._column += len(sign)
            if mark == "]":
                break
            ended = not mark
        return tuple(items)

    def _pairs(self, levels: int) -> tuple[tuple[ScalarNode, Node], ...]:
        pairs: dict[str, tuple[ScalarNode, Node]] = {}
        ended = False
        for first, colon, second, sign in self._pieces:
            mark = sign[:1]
            if first:
                if ended or not colon or len(first) > _LONGEST_KEY:
                    raise Unsure
                key = self._scalar(first)
                if key.text in pairs or key.text == "<<":
                    raise Unsure
                self._column += len(colon)
                ended = True
                if not second:
                    pairs[key.text] = key, self._brackets(sign or ",", levels)
                    continue
                pairs[key.text] = key, self._scalar(second)
            if mark and mark in "[{]" or not (ended or (mark == "}" and not pairs)):
                raise Unsure
            self._column += len(sign)
            if mark == "}":
                break
            ended = not mark
        return tuple(pairs.values())

    def _scalar(self, raw: str) -> ScalarNode:
        column = self._column
        self._column = column + len(raw)
        if raw[0] in _ODD_ENDS or raw[-1] == " ":
            return ScalarNode(self._file, self.line, column, *plain_or_quoted(raw))
        return ScalarNode(self._file, self.line, column, raw, False)
