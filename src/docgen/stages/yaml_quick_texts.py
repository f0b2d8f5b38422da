"""What a quoted text or a block after ``|`` or ``>`` says, for the quick reader of YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docgen.stages.characters import FORBIDDEN

QUOTED = r"""(?:"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|'[^'\n]*+(?:''[^'\n]*+)*+')"""
"""A text in quotes on one line, as an expression."""
_CODE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_HEADERS = frozenset({"|", "|-", ">", ">-"})
_END_OF_LINE = re.compile(r"(?<=[^\n])\n(\n*)")
_NAMED = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


class Unsure(Exception):
    """Something that libyaml has to read."""


def unquoted(raw: str) -> str:
    """The text between two quotation marks.

    :raises Unsure: at a code that is for libyaml to read.
    """
    if raw[0] == "'":
        return raw[1:-1].replace("''", "'")
    return _CODE.sub(_meant, raw[1:-1]) if "\\" in raw else raw[1:-1]


def _meant(code: re.Match[str]) -> str:
    named = code[2]
    character = chr(int(code[1], 16)) if named is None else _NAMED.get(named)
    if character is None or FORBIDDEN.match(character):
        raise Unsure
    return character


def block_text(header: str, lines: Sequence[str], first: int, least: int) -> tuple[str, int]:
    """The text of the lines from ``first`` on, which follow ``|``, ``|-``, ``>`` or ``>-``, and how many those are.

    :param least: how far they are set in at least.
    :raises Unsure: where they are not, where one holds nothing but spaces, and after another header.
    """
    start = next(filter(None, map(lines.__getitem__, range(first, len(lines)))), "")
    indent = len(start) - len(start.lstrip(" "))
    if indent < least or header not in _HEADERS:
        raise Unsure
    margin, found = start[:indent], list[str]()
    for number in range(first, len(lines)):
        line = lines[number]
        if line.isspace():
            raise Unsure
        if line and not line.startswith(margin):
            break
        found.append(line[indent:])
    while not found[-1]:
        found.pop()
    text = "\n".join(found)
    return (text if header[0] == "|" else _folded(text)) + "\n" * (len(header) == 1), len(found)


def _folded(text: str) -> str:
    """The lines as one, but for empty ones, each of which ends a line; lines that are set in further are not folded."""
    if "\n " in text:
        raise Unsure
    return _END_OF_LINE.sub(lambda found: found[1] or " ", text)
