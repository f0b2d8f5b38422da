"""Text of a Word file as Markdown of a clause: nothing in it is read as markup, a tag or a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docgen.stages.characters import FORBIDDEN

LITERAL: Final = re.compile(
    r"\[\[|\]\]|\[\^|\{:|\{\{|\}\}|\{%|%\}|\{#|\*\*(?=\w)|<(?:/?[a-zA-Z][^<>]*|!--.{0,500})>|&(?:[a-zA-Z]{2,8}|#\d+);"
)
"""What no backslash keeps from being read, or left in the text as if it had been forgotten: it becomes a value."""
STRANGE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Signs of symbol fonts, and those that docgen keeps for itself."""
STAND_IN: Final = "\u25a1"
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]|]|(?<=\])\(")
_NUMBER: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_LETTER: Final = re.compile(r"^([A-Za-z])(\))(?=\s|$)")
_START: Final = re.compile(r"^[#+>-]")
_LINES: Final = re.compile(r"[\r\n\u2028\u2029\v\f]+")


def cleaned(text: str) -> tuple[str, frozenset[str]]:
    """The text with a box for each sign that no clause can hold, and those signs. Every place stays."""
    text = text.replace("\t", " ").replace("\u2028", "\n").replace("\u2029", "\n").replace("\u00ad", "\u200b")
    strange = frozenset((*FORBIDDEN.findall(text), *STRANGE.findall(text)))
    return (FORBIDDEN.sub(STAND_IN, STRANGE.sub(STAND_IN, text)), strange) if strange else (text, strange)


def escaped(text: str) -> str:
    """Text in the middle of a line; a line break in it as ``[[br]]``."""
    return _LINES.sub("[[br]]", _MARKUP.sub(r"\\\g<0>", text))


def line_start(markdown: str) -> str:
    """A line whose first signs would begin a list, a heading or a quotation."""
    for pattern, put in ((_NUMBER, r"\1\\\2"), (_LETTER, r"\1\\\2"), (_START, r"\\\g<0>")):
        markdown = pattern.sub(put, markdown, count=1)
    return markdown


def literals(text: str) -> Iterator[tuple[int, int]]:
    """The places in a text that have to become values."""
    return ((m.start(), m.end()) for m in LITERAL.finditer(text))
