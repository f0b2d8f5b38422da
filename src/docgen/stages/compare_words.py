"""Two paragraphs word by word: what stays, what goes and what comes, and nothing that did not change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from docgen.model.comparison import Change, Piece
from docgen.model.dataclass import dataclass
from docgen.stages.difference import difference
from docgen.stages.words import tokens

_WORD: Final = re.compile(r"\w+")
_FEW: Final = 2_000
"""Longer texts are compared with frequent words left aside, since time grows with the square of their number."""


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both, in order: without the inserted ones they are OLD, without the deleted ones NEW."""
    return tuple(_joined(_pieces(old, new)))


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """How many words two texts share: 0 for none, 1 for all."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0


def words(text: str) -> Counter[str]:
    """The words of a text with their numbers, to be asked how like it is to another."""
    return Counter(_WORD.findall(text.casefold()))


def matcher(old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str]:
    """A comparison of two sequences that stays quick when they are long."""
    return SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _FEW)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, a sign or a stretch of space of a text."""

    key: str
    size: int
    whole: bool = False

    def letters(self) -> Iterator[_Word]:
        """Its letters one by one."""
        return (_Word(letter, 1) for letter in self.key)


def _pieces(old: str, new: str) -> Iterator[Piece]:
    for stretch in difference(*([_Word(w, len(w)) for w in tokens(text)] for text in (old, new))):
        gone, come = ("".join(w.key for w in side) for side in (stretch.old, stretch.new))
        if stretch.stayed:
            yield Piece(Change.SAME, gone)
        else:
            yield Piece(Change.DELETED, gone)
            yield Piece(Change.INSERTED, come)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one, nothing empty."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and piece.change is last.change:
            last = Piece(last.change, last.text + piece.text)
        elif piece.text:
            if last is not None:
                yield last
            last = piece
    if last is not None:
        yield last
