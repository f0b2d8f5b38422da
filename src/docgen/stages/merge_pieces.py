"""Two sides laid over their base: pieces that one side changed, that both changed, that nobody changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.merging import Reason, Side
from docgen.stages.merge_align import Edit, Pairs, aligned, edits
from docgen.stages.merge_passages import Unit
from docgen.stages.merge_sentence import merged_words

Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Base passages with what each side made of them, and the result where there is no ``reason`` against it.

    ``origin`` is BASE for what nobody changed.
    """

    base: Range
    ours: Range
    theirs: Range
    origin: Side
    result: tuple[Unit, ...]
    reason: Reason | None = None

    @property
    def kept(self) -> bool:
        """Whether nobody changed its words."""
        return self.origin is Side.BASE


@dataclass(frozen=True, slots=True)
class Texts:
    """The three texts as passages."""

    base: list[Unit]
    ours: list[Unit]
    theirs: list[Unit]


class _Laid:
    """One side over the base: its edits, and where each base passage stands in it."""

    def __init__(self, base: Sequence[Unit], side: Sequence[Unit]) -> None:
        pairs: Pairs = aligned(base, side)
        self.units = side
        self.edits = edits(base, side, pairs)
        self._starts, self._ends = [-1] * len(base), [-1] * len(base)
        for i, j in pairs:
            self._starts[i], self._ends[i] = j, j + 1
        for edit in self.edits:
            for i in range(edit.start, edit.end):
                if not edit.reworded:
                    self._starts[i] = self._ends[i] = edit.last
        self._starts.append(len(side))

    def range(self, start: int, end: int, own: Sequence[Edit]) -> Range:
        """The passages of this side that stand for those of the base, with the edits given."""
        low = self._starts[start]
        high = self._ends[end - 1] if end > start else low
        return min([low, *(e.first for e in own)]), max([high, *(e.last for e in own)])


_Sided: TypeAlias = tuple[Edit, Side]


def pieces(texts: Texts) -> list[Piece]:
    """All pieces, in order."""
    ours, theirs = _Laid(texts.base, texts.ours), _Laid(texts.base, texts.theirs)
    found = [*((e, Side.OURS) for e in ours.edits), *((e, Side.THEIRS) for e in theirs.edits)]
    out: list[Piece] = []
    done = 0
    for group in _groups(sorted(found, key=lambda f: (f[0].start, f[0].end, f[1]))):
        start, end = min(e.start for e, _ in group), max(e.end for e, _ in group)
        out += (_piece(texts, ours, theirs, (i, i + 1), []) for i in range(done, start))
        out.append(_piece(texts, ours, theirs, (start, end), group))
        done = end
    out += (_piece(texts, ours, theirs, (i, i + 1), []) for i in range(done, len(texts.base)))
    return out


def _groups(found: Sequence[_Sided]) -> Iterator[list[_Sided]]:
    """Edits that meet edits of the other side, together."""
    stack: list[list[_Sided]] = []
    for one in found:
        group = [one]
        while stack and any(side is not one[1] and _meet(edit, one[0]) for edit, side in stack[-1]):
            group = stack.pop() + group
        stack.append(group)
    yield from stack


def _meet(a: Edit, b: Edit) -> bool:
    """Whether two edits of different sides concern each other; other words in a neighbour do not."""
    if a.reworded or b.reworded:
        return a.start < b.end and b.start < a.end
    return a.start <= b.end and b.start <= a.end


def _piece(texts: Texts, ours: _Laid, theirs: _Laid, place: Range, group: Sequence[_Sided]) -> Piece:
    left, right = ([e for e, side in group if side is wanted] for wanted in (Side.OURS, Side.THEIRS))
    piece = Piece(place, ours.range(*place, left), theirs.range(*place, right), _origin(left, right), ())
    units = _Three(texts.base[slice(*place)], texts.ours[slice(*piece.ours)], texts.theirs[slice(*piece.theirs)])
    if all(e.reworded for e, _ in group) and place[1] - place[0] == 1:
        result = units.reworded()
    else:
        result = units.replaced(left, right)
    if isinstance(result, Reason):
        return dataclasses.replace(piece, reason=result)
    return dataclasses.replace(piece, result=result)


def _origin(left: Sequence[Edit], right: Sequence[Edit]) -> Side:
    if left and right:
        return Side.BOTH
    return Side.OURS if left else Side.THEIRS if right else Side.BASE


class _Three:
    """The passages of one piece in the three texts."""

    def __init__(self, base: list[Unit], ours: list[Unit], theirs: list[Unit]) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs

    def replaced(self, left: Sequence[Edit], right: Sequence[Edit]) -> tuple[Unit, ...] | Reason:
        """What came and went: one side did it, both did the same, or nobody can tell."""
        if not right:
            return tuple(self.ours)
        if not left:
            return tuple(self.theirs)
        if [u.text for u in self.ours] == [u.text for u in self.theirs]:
            return tuple(self.ours)
        return Reason.DELETED if any(e.reworded for e in (*left, *right)) else Reason.INSERTED

    def reworded(self) -> tuple[Unit, ...] | Reason:
        """One passage that stays a passage: its mark, its words and the lines after it each on their own."""
        base, ours, theirs = self.base[0], self.ours[0], self.theirs[0]
        body, kind = _three(base.body, ours.body, theirs.body), _three(base.kind, ours.kind, theirs.kind)
        if kind is None or (body is None and kind.startswith("tag")):
            return Reason.CHANGED
        if body is None:
            body = merged_words(base.body, ours.body, theirs.body)
        prefix, gap = _mark(base.prefix, ours.prefix, theirs.prefix), _three(base.gap, ours.gap, theirs.gap)
        if body is None:
            return Reason.CHANGED
        if prefix is None or gap is None:
            return Reason.SPACING
        return (Unit(kind, prefix, body, gap, base.line),)


def _three(base: str, ours: str, theirs: str) -> str | None:
    """The value that changed, or None where both changed it differently."""
    if theirs in (ours, base):
        return ours
    return theirs if ours == base else None


def _mark(base: str, ours: str, theirs: str) -> str | None:
    """The mark of a list item; of two numbers the greater, since the text shows neither."""
    found = _three(base, ours, theirs)
    if found is None and _unnumbered(ours) == _unnumbered(theirs):
        return max(ours, theirs, key=lambda mark: (len(mark), mark))
    return found


def _unnumbered(mark: str) -> str:
    return "".join("1" if c.isdigit() else c for c in mark).replace("11", "1")
