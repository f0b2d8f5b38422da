"""``[a, b]`` and ``{a: b}``, on one line or several, for the quick reader of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeAlias

from docgen.stages.yaml_nodes import MapNode, Node, ScalarNode, SeqNode
from docgen.stages.yaml_quick_texts import QUOTED, Unsure, unquoted

_PLAIN = (
    r"""(?:[^ \n\-?:,\[\]{}#&*!|>'"%@`]|-(?=[0-9A-Za-z.]))"""
    r"""[^\n:#,\[\]{}]*(?:(?::(?=[^ \n,\[\]{}?])|(?<=[^ ])#)[^\n:#,\[\]{}]*)*(?<![ ])"""
)
_PIECES = re.compile(
    rf"(?:(?:({_PLAIN})|({QUOTED}))(?:(:[ ]++)(?:({_PLAIN})|({QUOTED}))?+)?+)?+([ ]*+[,\[\]{{}}][ ]*+)?+"
    "(?(1)|(?(2)|(?(6)|.++)))"
).findall
"""Of each piece a text, plain or in quotes, or a key, its colon and its text, plain or in quotes; and the sign after it.

Where none of these stands the rest of the line is one piece, of which nothing is said: so no line is gone through twice.
"""
_LONGEST_KEY = 200
_Piece: TypeAlias = tuple[str, str, str, str, str, str]


class Flow:
    """Reads what stands in brackets, and the lines on which it goes on."""

    __slots__ = ("_begin", "_column", "_file", "_indent", "_next_line", "_pieces", "_text", "line")

    def __init__(self, file: str, next_line: Callable[[int], str]) -> None:
        self._file, self._next_line = file, next_line
        self.line = self._column = self._begin = self._indent = 0
        self._text = ""
        self._pieces: Iterator[_Piece] = iter(())

    def read(self, text: str, line: int, column: int, *, indent: int, levels: int) -> Node:
        """The node that begins with a text; ``line`` is then where it ends.

        :param column: where the text begins; ``indent``: that of the mapping or list around it.
        :param levels: how many brackets there may be inside one another.
        :raises Unsure: where libyaml has to look.
        """
        self._text, self.line, self._indent = text, line, indent
        self._column = self._begin = column
        self._pieces = chain.from_iterable(self._lines())
        node = self._brackets(next(self._pieces)[5], levels)
        self._end_line()
        return node

    def _lines(self) -> Iterator[list[_Piece]]:
        """The pieces of each line, one line at a time."""
        while True:
            yield _PIECES(self._text)
            self._end_line()
            text = self._next_line(self.line)
            self.line += 1
            self._text = text.lstrip(" ")
            self._column = self._begin = len(text) - len(self._text) + 1
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
        self._column = column + len(sign)
        if levels and sign[:1] == "[":
            return SeqNode(self._file, line, column, self._items(levels - 1))
        if levels and sign[:1] == "{":
            return MapNode(self._file, line, column, self._pairs(levels - 1))
        raise Unsure

    def _items(self, levels: int) -> tuple[Node, ...]:
        items: list[Node] = []
        ended = False  # a value stands there, and no comma after it
        for plain, quoted, colon, _, _, sign in self._pieces:
            if plain or quoted:
                if ended or colon:
                    raise Unsure
                items.append(self._scalar(plain, quoted))
                ended = True
            elif sign and sign[0] in "[{":
                if ended:
                    raise Unsure
                items.append(self._brackets(sign, levels))
                ended = True
                continue
            if self._closes(sign, "]", ended=ended, empty=not items):
                break
            ended = ended and not sign
        return tuple(items)

    def _pairs(self, levels: int) -> tuple[tuple[ScalarNode, Node], ...]:
        pairs: dict[str, tuple[ScalarNode, Node]] = {}
        ended = False
        for first, in_quotes, colon, plain, quoted, sign in self._pieces:
            if first or in_quotes:
                key = self._scalar(first, in_quotes)
                name = key.text
                if ended or not colon or name in pairs or name == "<<" or len(name) > _LONGEST_KEY:
                    raise Unsure
                self._column += len(colon)
                ended = True
                if not (plain or quoted):
                    pairs[name] = key, self._brackets(sign, levels)
                    continue
                pairs[name] = key, self._scalar(plain, quoted)
            if self._closes(sign, "}", ended=ended, empty=not pairs):
                break
            ended = ended and not sign
        return tuple(pairs.values())

    def _closes(self, sign: str, bracket: str, *, ended: bool, empty: bool) -> bool:
        """Go past a sign: whether it is the closing bracket; else it is a comma, or there is none yet."""
        self._column += len(sign)
        if not sign or (ended and sign == ", "):
            return False
        mark = sign.strip(" ")
        if not (ended or (empty and mark == bracket)) or mark not in {",", bracket}:
            raise Unsure
        return mark != ","

    def _scalar(self, plain: str, quoted: str) -> ScalarNode:
        column = self._column
        if plain:
            self._column = column + len(plain)
            return ScalarNode(self._file, self.line, column, plain, False)
        self._column = column + len(quoted)
        return ScalarNode(self._file, self.line, column, unquoted(quoted), True)
