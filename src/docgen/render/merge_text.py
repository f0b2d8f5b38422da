"""The conflicts of a merge for a terminal, with or without colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.model.comparison import Change, Piece
from docgen.model.language import Language
from docgen.model.merging import Side
from docgen.render.comparison_words import visible
from docgen.render.merge_words import Merged, Question, Wording, counted, questions, shown

_COLORS: Final = {Change.DELETED: "31;9", Change.INSERTED: "32;4"}
_PLAIN: Final = {Change.DELETED: ("[-", "-]"), Change.INSERTED: ("{+", "+}")}


def as_text(
    files: Sequence[tuple[str, Merged]], names: Mapping[Side, str], language: Language, *, color: bool
) -> Iterator[str]:
    """Line by line: each conflict with its reason and the three wordings, then how many there are.

    :param files: what each file is called, and its merge.
    :param names: what base, ours and theirs are called, where they have names.
    """
    for file, merged in files:
        for question in questions(merged, language):
            yield _strong(f"{visible(file)}: {question.title}", color=color)
            yield f"  {question.reason}"
            yield from _wordings(question, names, language, color=color)
            yield ""
    yield counted(files, language)


def _wordings(question: Question, names: Mapping[Side, str], language: Language, *, color: bool) -> Iterator[str]:
    for wording in question.wordings:
        yield f"  {_strong(_heading(wording, names, language), color=color)}"
        text = "".join(_piece(p, color=color) for p in wording.pieces) or language.phrase("merge.absent")
        yield from (f"    | {line}" for line in text.split("\n"))


def _heading(wording: Wording, names: Mapping[Side, str], language: Language) -> str:
    name = language.phrase(f"merge.{wording.side}")
    name = f"{name} ({visible(names[wording.side])})" if wording.side in names else name
    return language.phrase("merge.where", name=name, line=str(wording.line)) if wording.line else name


def _piece(piece: Piece, *, color: bool) -> str:
    """Marks go around each line, so that no colour runs over the edge."""
    if piece.change is Change.SAME:
        return shown(piece)
    before, after = (f"\x1b[{_COLORS[piece.change]}m", "\x1b[0m") if color else _PLAIN[piece.change]
    return "\n".join(f"{before}{line}{after}" if line else "" for line in shown(piece).split("\n"))


def _strong(text: str, *, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else text
