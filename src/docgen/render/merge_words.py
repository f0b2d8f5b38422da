"""What every form of a merge shares: its conflicts one by one, what they are called, the words that a side changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from docgen.model.comparison import Change, Piece
from docgen.model.dataclass import dataclass
from docgen.model.language import Language
from docgen.model.merging import ABSENT, Conflict, DataConflict, MergedData, MergedText, Reason, Side
from docgen.render.comparison_words import visible
from docgen.stages.compare_words import compare_words

Merged: TypeAlias = MergedText | MergedData
SIDES: Final = (Side.BASE, Side.OURS, Side.THEIRS)


@dataclass(frozen=True, slots=True)
class Wording:
    """What one side says: where it stands, and its pieces compared with the base; without pieces, nothing."""

    side: Side
    line: int
    pieces: tuple[Piece, ...]
    absent: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A conflict as it is shown."""

    title: str
    reason: str
    wordings: tuple[Wording, ...]


def questions(merged: Merged, language: Language) -> Iterator[Question]:
    """The conflicts of one file, in order."""
    found: tuple[Conflict | DataConflict, ...] = merged.conflicts
    for number, conflict in enumerate(found, 1):
        reason = language.phrase(f"merge.reason.{conflict.reason}")
        if isinstance(conflict, Conflict):
            title = language.phrase("merge.conflict", number=str(conflict.number))
            yield Question(title, reason, tuple(_texts(conflict)))
        else:
            title = language.phrase("merge.field", number=str(number), path=visible(conflict.path))
            yield Question(title, reason, tuple(_values(conflict)))


def counted(files: Sequence[tuple[str, Merged]], language: Language) -> str:
    """How many conflicts there are, in one sentence."""
    number = sum(len(merged.conflicts) for _, merged in files)
    return language.phrase(f"merge.count.{('none', 'one')[number] if number < 2 else 'more'}", number=str(number))


def shown(piece: Piece) -> str:
    """The text of a piece, line by line and without control characters; spaces that changed are drawn."""
    if piece.change is not Change.SAME and not piece.text.strip():
        return visible(piece.text, spaces=True)
    return "\n".join(visible(line) for line in piece.text.split("\n"))


def _texts(conflict: Conflict) -> Iterator[Wording]:
    texts = [getattr(conflict, side) for side in SIDES]
    if conflict.reason is not Reason.SPACING:
        texts = [t.rstrip("\r\n") for t in texts]
    lines = conflict.base_line, conflict.ours_line, conflict.theirs_line
    for side, text, line in zip(SIDES, texts, lines, strict=True):
        yield Wording(side, line, _pieces(texts[0], text, side), not text)


def _values(conflict: DataConflict) -> Iterator[Wording]:
    values = [getattr(conflict, side) for side in SIDES]
    texts = [_written(v) for v in values]
    for side, text, value in zip(SIDES, texts, values, strict=True):
        yield Wording(side, 0, _pieces(texts[0], text, side), value is ABSENT)


def _pieces(base: str, text: str, side: Side) -> tuple[Piece, ...]:
    if side is Side.BASE:
        return (Piece(Change.SAME, text),) if text else ()
    return compare_words(base, text)


def _written(value: Any) -> str:
    if value is ABSENT:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1, default=str)
