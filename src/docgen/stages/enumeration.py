"""The end of each item of an enumeration: `;` for every item but the last, `.` for the last.

An enumeration is a list whose first item begins in lower case or with a value. Its items can come and go with
conditions, so the signs at their ends belong to the list, not to the author (typography, L01).
A list inside an item of an enumeration goes on with it; a list of sentences is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from docgen.model.dataclass import dataclass
from docgen.model.document import (
    Block,
    Blocks,
    CrossReference,
    Inlines,
    ListItem,
    Paragraph,
    Slot,
    TermUse,
    Text,
    with_text,
)

_END = re.compile(r"[\s\u00a0\u202f]*[;,.]?[\s\u00a0\u202f]*$")
_LINK = re.compile(r"[\s\u00a0\u202f]*[;,]\s+(?:et|ou|et/ou|ni|and|or|and/or)\s*$")
_ABBREVIATED = re.compile(r"(?:\betc|\.\w)\.\s*$")
_LEFT_ALONE = (":", "!", "?", "…")


def punctuate(blocks: Blocks) -> Blocks:
    """The blocks with the right sign at the end of every enumerated item."""
    out: list[Block] = []
    for in_list, run in groupby(blocks, key=_in_list):
        found = list(run)
        out.extend(_run(found) if in_list else found)
    return tuple(out)


def _in_list(block: Block) -> bool:
    return isinstance(block, ListItem) or (isinstance(block, Paragraph) and block.level > 0)


@dataclass(slots=True)
class _Entry:
    """An item of a run: its list, and what follows from its place there."""

    index: int
    item: ListItem
    parent: _Entry | None
    enumerated: bool
    last: bool = True
    leads: bool = False


def _run(blocks: list[Block]) -> list[Block]:
    for entry in _entries(blocks):
        if entry.enumerated and not entry.leads:
            sign = "." if _closes(entry) else ";"
            blocks[entry.index] = with_text(entry.item, _with_sign(entry.item.inlines, sign), fixed=entry.item.fixed)
    return blocks


def _entries(blocks: Sequence[Block]) -> list[_Entry]:
    """Every item with its parent; an item that leads to something below it is left alone."""
    out: list[_Entry] = []
    open_: list[_Entry] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, ListItem):
            if open_:
                open_[-1].leads = True
            continue
        before = None
        while open_ and open_[-1].item.level >= block.level:
            before = open_.pop()
        parent = open_[-1] if open_ else None
        if parent is not None:
            parent.leads = True
        if before is not None and before.item.level == block.level and before.item.series == block.series:
            before.last = False
            entry = _Entry(index, block, parent, before.enumerated)
        else:
            entry = _Entry(index, block, parent, _begins_low(block.inlines))
        open_.append(entry)
        out.append(entry)
    return out


def _closes(entry: _Entry) -> bool:
    """True when nothing of the enumeration comes after this item."""
    at: _Entry | None = entry
    while at is not None and at.enumerated:
        if not at.last:
            return False
        at = at.parent
    return True


def _begins_low(inlines: Inlines) -> bool:
    match inlines[0] if inlines else None:
        case Slot():
            return True
        case Text(text) | TermUse(text):
            return text[:1].islower()
        case CrossReference(preposition):
            return not preposition[:1].isupper()
    return False


def _with_sign(inlines: Inlines, sign: str) -> Inlines:
    last = inlines[-1]
    if not isinstance(last, Text):
        return (*inlines, Text(sign))
    if last.text.endswith(_LEFT_ALONE):
        return inlines
    if _LINK.search(last.text):
        return inlines if sign == ";" else (*inlines[:-1], replace(last, text=_LINK.sub("", last.text) + sign))
    if _ABBREVIATED.search(last.text):
        kept = last.text.rstrip()
        return (*inlines[:-1], replace(last, text=kept if sign == "." else kept + sign))
    text = _END.sub("", last.text)
    return inlines if text.endswith(_LEFT_ALONE) else (*inlines[:-1], replace(last, text=text + sign))
