"""Words that every form of a comparison shares: how much differs, what a passage is called, spaces that can be seen."""

from __future__ import annotations

from collections import Counter
from typing import Final

from docgen.model.comparison import Change, ComparedPassage, Comparison

_SEEN: Final = str.maketrans({"\u00a0": "⍽", "\u202f": "⍽", " ": "␣", "\t": "⇥", "\n": "↵"})
_ORDER: Final = (Change.CHANGED, Change.INSERTED, Change.DELETED)


def counted(comparison: Comparison) -> str:
    """How much differs, in one sentence."""
    if comparison.same:
        return "no difference"
    counts = Counter(p.change for p in comparison.passages)
    said = [f"{counts[c]} {c}" for c in _ORDER if counts[c]]
    moved = sum(p.moved for p in comparison.passages)
    said += [f"{moved} moved"] if moved else []
    inserted, deleted = (_characters(comparison, c) for c in (Change.INSERTED, Change.DELETED))
    return f"passages: {', '.join(said)}; characters: {inserted} inserted, {deleted} deleted"


def name_of(passage: ComparedPassage) -> str:
    """The clause of a passage, or the story that it is; empty for what only has a heading."""
    name = passage.key.strip("\0").split("\0")[0]
    return "" if name.startswith("#") else name


def visible(text: str, *, spaces: bool = False) -> str:
    """Text for one line, without control characters; a change that is nothing but spaces is drawn."""
    if spaces and not text.strip():
        return text.translate(_SEEN)
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text)


def _characters(comparison: Comparison, change: Change) -> int:
    pieces = (piece for passage in comparison.passages for p in passage.paragraphs for piece in p.pieces)
    return sum(len(p.text) for p in pieces if p.change is change)
