"""A comparison as text for a terminal, with or without colours, and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from docgen.model.comparison import Change, ComparedParagraph, ComparedPassage, Comparison, Piece
from docgen.render.comparison_words import counted, name_of, visible

_SIGN: Final = {Change.SAME: " ", Change.CHANGED: "~", Change.DELETED: "-", Change.INSERTED: "+"}
_COLORS: Final = {Change.DELETED: "31;9", Change.INSERTED: "32;4", Change.CHANGED: "33"}
_PLAIN: Final = {Change.DELETED: ("[-", "-]"), Change.INSERTED: ("{+", "+}")}
_KEPT: Final = 60
"""So many characters that stay are shown beside a change."""


def as_text(comparison: Comparison, *, color: bool) -> Iterator[str]:
    """Line by line: each passage that differs, its paragraphs that differ, and how much in all."""
    for passage in comparison.changed():
        yield _heading(passage, color=color)
        for paragraph in passage.paragraphs:
            if paragraph.change is not Change.SAME:
                yield f"  {_SIGN[paragraph.change]} {_line(paragraph, color=color)}"
        yield ""
    yield counted(comparison)


def as_json(comparison: Comparison, old: str, new: str) -> str:
    """One object: the names, whether both are the same, every passage that differs with its pieces, and counts."""
    passages = [_passage(p) for p in comparison.changed()]
    counts = Counter(str(p.change) for p in comparison.passages)
    whole = {"old": old, "new": new, "same": comparison.same, "counts": dict(sorted(counts.items())), "passages": passages}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _passage(passage: ComparedPassage) -> dict[str, Any]:
    paragraphs = [
        {"change": str(p.change), "pieces": [{"change": str(piece.change), "text": piece.text} for piece in p.pieces]}
        for p in passage.paragraphs
    ]
    head = {"key": name_of(passage), "title": passage.title, "change": str(passage.change), "moved": passage.moved}
    return {**head, "paragraphs": paragraphs}


def _heading(passage: ComparedPassage, *, color: bool) -> str:
    moved = " (moved)" if passage.moved else ""
    name = name_of(passage)
    title = f"{name}: {passage.title}" if name and name != passage.title else passage.title
    line = f"{_SIGN[passage.change]} {visible(title)}{moved}"
    return f"\x1b[1m{line}\x1b[0m" if color else line


def _line(paragraph: ComparedParagraph, *, color: bool) -> str:
    last = len(paragraph.pieces) - 1
    return "".join(_piece(p, first=n == 0, last=n == last, color=color) for n, p in enumerate(paragraph.pieces))


def _piece(piece: Piece, *, first: bool, last: bool, color: bool) -> str:
    if piece.change is Change.SAME:
        return visible(_shortened(piece.text, first=first, last=last))
    text = visible(piece.text, spaces=True)
    if color:
        return f"\x1b[{_COLORS[piece.change]}m{text}\x1b[0m"
    before, after = _PLAIN[piece.change]
    return f"{before}{text}{after}"


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """What stays, as much of it as stands beside a change."""
    head, tail = ("" if first else text[:_KEPT]), ("" if last else text[-_KEPT:])
    return text if len(head) + len(tail) >= len(text) else f"{head}…{tail}"
