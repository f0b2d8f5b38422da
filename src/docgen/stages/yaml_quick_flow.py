"""``[a, b]`` and ``{a: b}``, on one line or several, for the quick reader of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from docgen.stages.yaml_nodes import ScalarNode
from docgen.stages.yaml_quick_nodes import Nodes, fill_list, fill_mapping
from docgen.stages.yaml_quick_texts import Unsure, unquoted

_TEXT = (
    r"""(?:[^ \n\-?:,\[\]{}#&*!|>'"%@`]|-(?=[0-9A-Za-z.]))[^\n:#,\[\]{}]*+(?::(?=[^ \n,\[\]{}?])[^\n:#,\[\]{}]*+)*+"""
    r"""|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"[ ]*+|'[^'\n]*+(?:''[^'\n]*+)*+'[ ]*+"""
)
_PIECES = re.compile(rf"(?:({_TEXT})(?:(:[ ]++)({_TEXT})?+)?+)?+([,\[\]{{}}][ ]*+)?+").findall
"""Of each piece a text, or a key, the colon and its text; and the sign after it."""
_NOTHING = ("", "", "", "")
_LONGEST_KEY = 200
_new: Any = object.__new__


class Flow:
    """Reads what stands in brackets, and the lines on which it goes on."""

    __slots__ = ("_begin", "_indent", "_next_line", "_nodes", "_pieces", "_text", "column", "line")

    def __init__(self, nodes: Nodes, next_line: Callable[[int], str]) -> None:
        self._nodes, self._next_line = nodes, next_line
        self.line = self.column = self._begin = self._indent = 0
        self._text = ""
        self._pieces: Iterator[tuple[str, str, str, str]] = iter(())

    def read(self, text: str, line: int, column: int, indent: int, levels: int) -> Any:
        """The node that begins with a text; ``line`` is then where it ends.

        :param column: where the text begins; ``indent``: that of the mapping or list around it.
        :param levels: how many there may be.
        :raises Unsure: where libyaml has to look.
        """
        self._text, self.line, self._indent = text, line, indent
        self.column = self._begin = column
        self._pieces = chain.from_iterable(self._lines())
        first, _, _, sign = next(self._pieces)
        if first:
            raise Unsure
        node = self._brackets(sign, levels)
        self._end_line()
        return node

    def _lines(self) -> Iterator[list[tuple[str, str, str, str]]]:
        """The pieces of each line, one line at a time."""
        while True:
            found = _PIECES(self._text)
            yield found[: found.index(_NOTHING)]
            self._end_line()
            raw = self._next_line(self.line)
            self.line += 1
            self._text = raw.lstrip(" ")
            self.column = self._begin = len(raw) - len(self._text) + 1
            if self._text and self.column <= self._indent:
                raise Unsure

    def _end_line(self) -> None:
        """Nothing but a comment stands after the last piece."""
        end = self.column - self._begin
        if end < len(self._text) and (self._text[end] != "#" or self._text[end - 1 : end].strip(" ")):
            raise Unsure

    def _brackets(self, sign: str, levels: int) -> Any:
        if not levels or sign[0] not in "[{":
            raise Unsure
        read = self._list if sign[0] == "[" else self._mapping
        return read(sign, levels - 1)

    def _list(self, sign: str, levels: int) -> Any:
        node = self._nodes.lists.at(self.line, self.column)
        self.column += len(sign)
        items: list[Any] = []
        ended = False
        for first, colon, _, sign in self._pieces:
            if first:
                if ended or colon:
                    raise Unsure
                items.append(self._scalar(first)[1])
                ended = True
            mark = sign[:1]
            if mark == ",":
                if not ended:
                    raise Unsure
                ended = False
                self.column += len(sign)
            elif mark == "]":
                if items and not ended:
                    raise Unsure
                self.column += len(sign)
                break
            elif mark:
                if ended:
                    raise Unsure
                items.append(self._brackets(sign, levels))
                ended = True
        fill_list(node, tuple(items))
        return node

    def _mapping(self, sign: str, levels: int) -> Any:
        node = self._nodes.mappings.at(self.line, self.column)
        self.column += len(sign)
        pairs: dict[str, tuple[Any, Any]] = {}
        ended = False
        for first, colon, second, sign in self._pieces:
            mark = sign[:1]
            if first:
                if ended or not colon or len(first) > _LONGEST_KEY:
                    raise Unsure
                name, key = self._scalar(first)
                if name in pairs or name == "<<":
                    raise Unsure
                self.column += len(colon)
                ended = True
                if not second:
                    if not mark:
                        raise Unsure
                    pairs[name] = key, self._brackets(sign, levels)
                    continue
                pairs[name] = key, self._scalar(second)[1]
            if mark == ",":
                if not ended:
                    raise Unsure
                ended = False
            elif mark == "}":
                if pairs and not ended:
                    raise Unsure
                self.column += len(sign)
                break
            elif mark:
                raise Unsure
            self.column += len(sign)
        fill_mapping(node, tuple(pairs.values()))
        return node

    def _scalar(self, raw: str) -> tuple[str, Any]:
        """A text and its node."""
        nodes, kind, column = self._nodes, self._nodes.scalars, self.column
        node = _new(ScalarNode)
        text = raw
        if raw[0] in "\"'":
            text = unquoted(raw)
            nodes.quoted.append(node)
        elif raw[-1] == " ":
            text = raw.rstrip(" ")
        nodes.texts.append(text)
        kind.nodes.append(node)
        kind.lines.append(self.line)
        kind.columns.append(column)
        self.column = column + len(raw)
        return text, node
