"""The paragraphs of a piece as headings, items of lists and text: what each is in the clause language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.imported import Piece, Run, Runs, WordParagraph, WordTable

_LEGAL: Final = re.compile(r"\(?\d+(?:\.\d+)+[.)]?$")
_BULLET: Final = re.compile(r"(?:[-–—•·▪■○●◦‣*]|\u25a1|\uf0b7|\uf0a7|\uf02d)\s+(?=\S)")
_COUNTED: Final = re.compile(r"\(?(?:(?P<roman>[ivx]{1,5})|(?P<letter>[a-z])|(?P<figure>\d{1,2}))[).]\s+(?=\S)")
_DEEPEST: Final = 8


@dataclass(frozen=True, slots=True)
class Laid:
    """A block of a clause. ``kind``: heading, item, text or table; ``level`` of a heading or an item from 1."""

    kind: str
    block: WordParagraph | WordTable
    runs: Runs = ()
    level: int = 0
    ordered: bool = False
    legal: bool = False
    title: str = ""


def lay_out(piece: Piece) -> tuple[Laid, ...]:
    """The blocks of a piece in order."""
    return tuple(_Lists(piece).run())


@dataclass(slots=True)
class _Lists:
    """One walk over a piece, with the lists that are open: their kind by level."""

    piece: Piece
    open: list[tuple[str, int]] = field(default_factory=list)

    def run(self) -> Iterator[Laid]:
        for block in self.piece.blocks:
            if isinstance(block, WordTable):
                self.open.clear()
                yield Laid("table", block)
            elif block.number in self.piece.headings:
                self.open.clear()
                level, _, title = self.piece.headings[block.number]
                yield Laid("heading", block, block.runs, max(level - self.piece.base, 1), title=title)
            else:
                yield self._text(block)

    def _text(self, p: WordParagraph) -> Laid:
        if p.depth and p.label and _LEGAL.match(p.label):
            self.open.clear()
            return Laid("text", p, p.runs, legal=True)
        if p.depth:
            return Laid("item", p, p.runs, self._level((p.series, p.depth)), p.ordered)
        kind, length = _typed_marker(p.text, [k for k, _ in self.open])
        if kind:
            level = self._level((kind, 0))
            return Laid("item", p, without(p.runs, length), level, kind != "bullet")
        self.open.clear()
        return Laid("text", p, p.runs)

    def _level(self, mark: tuple[str, int]) -> int:
        """The level of an item: that of the list which it goes on, else one below the last."""
        if mark in self.open:
            del self.open[self.open.index(mark) + 1 :]
        else:
            while self.open and mark[1] and self.open[-1][1] >= mark[1]:
                self.open.pop()
            if len(self.open) < _DEEPEST:
                self.open.append(mark)
            else:
                self.open[-1] = mark
        return len(self.open)


def _typed_marker(text: str, running: Sequence[str]) -> tuple[str, int]:
    """The kind and the length of a typed mark of an item; « i) » goes on with letters where they run."""
    if (found := _BULLET.match(text)) is not None:
        return "bullet", found.end()
    counted = _COUNTED.match(text)
    if counted is None:
        return "", 0
    kind = counted.lastgroup or ""
    if kind == "roman" and len(counted["roman"]) == 1 and (counted["roman"] != "i" or "letter" in running) and "roman" not in running:
        kind = "letter"
    return kind, counted.end()


def without(runs: Runs, length: int) -> Runs:
    """Runs without their first signs."""
    out: list[Run] = []
    for run in runs:
        cut = min(length, len(run.text))
        length -= cut
        if run.text[cut:] or run.note:
            out.append(replace(run, text=run.text[cut:]))
    return tuple(out)
