"""``[a, b]`` and ``{a: b}``, on one line or several, for the quick reader of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
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
_Pairs: TypeAlias = dict[str, tuple[ScalarNode, Node]]


def read_flow(
    text: str, file: str, line: int, column: int, *, indent: int, levels: int, next_line: Callable[[int], str]
) -> tuple[Node, int]:
    """The node that begins with a text, and the line on which it ends.

    :param column: where the text begins; ``indent``: that of the mapping or list around it.
    :param levels: how many brackets there may be inside one another.
    :param next_line: gives the line after one.
    :raises Unsure: where libyaml has to look.
    """
    around: list[tuple[tuple[int, int], _Pairs | None, list[Node] | None, ScalarNode | None]] = []
    # Of the mapping or list that is being read: where it begins, its pairs or its items, and a key that waits for its value.
    start = (line, column)
    pairs: _Pairs | None = None
    items: list[Node] | None = None
    key: ScalarNode | None = None
    begin, ended = column, False
    node: Node
    while True:
        for first, quoted, colon, second, also, sign in _PIECES(text):
            if first or quoted:
                if ended:
                    raise Unsure
                if first:
                    node = ScalarNode(file, line, column, first, False)
                    column += len(first)
                else:
                    node = ScalarNode(file, line, column, unquoted(quoted), True)
                    column += len(quoted)
                ended = True
                if colon:
                    name = node.text
                    if pairs is None or name in pairs or name == "<<" or len(name) > _LONGEST_KEY:
                        raise Unsure
                    column += len(colon)
                    if second:
                        pairs[name] = node, ScalarNode(file, line, column, second, False)
                        column += len(second)
                    elif also:
                        pairs[name] = node, ScalarNode(file, line, column, unquoted(also), True)
                        column += len(also)
                    elif sign[:1] in {"[", "{"}:
                        key, ended = node, False
                    else:
                        raise Unsure
                elif items is None:
                    raise Unsure
                else:
                    items.append(node)
            elif not sign:
                break
            if sign == ", ":
                if not ended:
                    raise Unsure
                column += 2
                ended = False
            elif sign:
                mark = sign.strip(" ")
                if mark == ",":
                    if not ended:
                        raise Unsure
                    ended = False
                elif mark in "[{":
                    if ended or sign[0] != mark or (pairs is not None and key is None) or len(around) == levels:
                        raise Unsure
                    around.append((start, pairs, items, key))
                    start, key = (line, column), None
                    pairs, items = (None, []) if mark == "[" else ({}, None)
                else:
                    node = _closed(mark, file, start, pairs, items, bare=not ended, waits=key is not None)
                    start, pairs, items, key = around.pop()
                    if pairs is not None and key is not None:
                        pairs[key.text] = key, node
                        key = None
                    elif items is not None:
                        items.append(node)
                    else:
                        _end_line(text, column + len(sign) - begin)
                        return node, line
                    ended = True
                column += len(sign)
        _end_line(text, column - begin)
        text = next_line(line)
        line += 1
        column = begin = 1 + len(text) - len(text := text.lstrip(" "))
        if text and column <= indent:
            raise Unsure


def _closed(
    mark: str, file: str, start: tuple[int, int], pairs: _Pairs | None, items: list[Node] | None, *, bare: bool, waits: bool
) -> Node:
    """The mapping or list that ends with a mark."""
    if mark == "]" and items is not None and not (items and bare):
        return SeqNode(file, *start, tuple(items))
    if mark == "}" and pairs is not None and not waits and not (pairs and bare):
        return MapNode(file, *start, tuple(pairs.values()))
    raise Unsure


def _end_line(text: str, end: int) -> None:
    """Nothing but a comment stands after the last piece."""
    if end < len(text) and (text[end] != "#" or text[end - 1 : end].strip(" ")):
        raise Unsure
