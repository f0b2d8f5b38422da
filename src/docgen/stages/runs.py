"""Runs of a paragraph: text and slots, without the space that stands at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.model.document import Inline, Inlines, LineBreak, Marks, Slot, Text
from docgen.model.evaluated import FIRST_TOKEN, slot_of

TOKEN = re.compile(f"[{chr(FIRST_TOKEN)}-\U0010fffd]")
"""The character that stands for a value."""


def split_tokens(text: str, marks: Marks) -> Iterator[Inline]:
    """Text with slots for tokens; a backslash at the end of a line breaks the line."""
    for index, line in enumerate(re.split(r"\\[ \t]*\n[ \t]*", text)):
        if index:
            yield LineBreak()
        yield from split_line(re.sub(r"[ \t]*\n[ \t]*", " ", line), marks)


def split_line(text: str, marks: Marks) -> Iterator[Inline]:
    """Text of one line, with slots for tokens."""
    start = 0
    for match in TOKEN.finditer(text):
        if match.start() > start:
            yield Text(text[start : match.start()], marks)
        index, number = slot_of(match[0])
        yield Slot(index, marks, number)
        start = match.end()
    if start < len(text):
        yield Text(text[start:], marks)


def trimmed(inlines: Inlines) -> Inlines:
    """Without empty text, and without space at either end of a line."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, LineBreak):
            _strip_end(out)
        elif isinstance(inline, Text) and (not out or isinstance(out[-1], LineBreak)):
            inline = Text(inline.text.lstrip(" "), inline.marks)
        if not isinstance(inline, Text) or inline.text:
            out.append(inline)
    _strip_end(out)
    return tuple(out)


def _strip_end(out: list[Inline]) -> None:
    while out and isinstance(last := out[-1], Text):
        out.pop()
        if text := last.text.rstrip(" "):
            out.append(Text(text, last.marks))
            return
