"""Two paragraphs word by word: what stays, what goes and what comes, and nothing that did not change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from docgen.model.comparison import Change, Piece

_NO_BREAK: Final = "\u00a0\u202f\u2007\u2060"
_TOKEN: Final = re.compile(rf"\w+(?:[{_NO_BREAK}.,:/-]+\w+)*(?:[{_NO_BREAK}][€%$£])?['’]?|\s|[^\w\s]")
"""A word, a value with what no-break spaces tie to it, or a sign; an elided article is a word of its own."""
_WORD: Final = re.compile(r"\w+")
_FEW: Final = 2_000
"""Longer texts are compared with frequent words left aside, since time grows with the square of their number."""
_LIKE: Final = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\t\n", " ") | {"’": "'", "‘": "'", "\u2011": "-"})


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both, in order: without the inserted ones they are OLD, without the deleted ones NEW."""
    return tuple(_joined(_pieces(_TOKEN.findall(old), _TOKEN.findall(new))))


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


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, i, j, x, y in matcher(old, new).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[x:y])
        if kind == "equal":
            yield Piece(Change.SAME, gone)
        elif gone and come and gone.translate(_LIKE) == come.translate(_LIKE):
            yield from _signs(gone, come)
        else:
            yield Piece(Change.DELETED, gone)
            yield Piece(Change.INSERTED, come)


def _signs(old: str, new: str) -> Iterator[Piece]:
    """The same words with other spaces, apostrophes or hyphens: only those are marked."""
    for before, after in zip(old, new, strict=True):
        if before == after:
            yield Piece(Change.SAME, before)
        else:
            yield Piece(Change.DELETED, before)
            yield Piece(Change.INSERTED, after)


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
