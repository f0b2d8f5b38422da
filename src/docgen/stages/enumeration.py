"""The end of each item of an enumeration: `;` for every item but the last, `.` for the last.

An enumeration is a list whose first item begins in lower case or with a value. Its items can come and go with
conditions, so the signs at their ends belong to the list, not to the author (typography, L01).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from docgen.model.document import Block, Blocks, Inlines, ListItem, Slot, Text

_END = re.compile(r"[\s\u00a0\u202f]*[;,.]?[\s\u00a0\u202f]*$")
_LINKED = re.compile(r"[;,]\s+\w{2,3}$")
_LEFT_ALONE = (":", "!", "?", "…")


def punctuate(blocks: Blocks) -> Blocks:
    """The blocks with the right sign at the end of every enumerated item."""
    out: list[Block] = []
    for is_item, run in groupby(blocks, key=lambda b: isinstance(b, ListItem)):
        found = list(run)
        out.extend(_list(found) if is_item else found)
    return tuple(out)


def _list(items: Sequence[Block]) -> list[Block]:
    run = [i for i in items if isinstance(i, ListItem)]
    if not _is_enumeration(run):
        return list(run)
    return [_ended(item, run[n + 1 : n + 2]) for n, item in enumerate(run)]


def _is_enumeration(run: Sequence[ListItem]) -> bool:
    first = run[0].inlines[0] if run and run[0].inlines else None
    return isinstance(first, Slot) or (isinstance(first, Text) and first.text[:1].islower())


def _ended(item: ListItem, following: Sequence[ListItem]) -> ListItem:
    if following and following[0].level > item.level:
        return item  # it introduces the items below it
    sign = ";" if following else "."
    return replace(item, inlines=_with_sign(item.inlines, sign))


def _with_sign(inlines: Inlines, sign: str) -> Inlines:
    last = inlines[-1]
    if isinstance(last, Text):
        text = _END.sub("", last.text)
        if text.endswith(_LEFT_ALONE) or _LINKED.search(last.text):
            return inlines
        return (*inlines[:-1], replace(last, text=text + sign))
    return (*inlines, Text(sign))
