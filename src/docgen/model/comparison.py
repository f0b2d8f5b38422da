"""What two texts have in common and what not: passages, their paragraphs, the words in them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from docgen.model.dataclass import dataclass


class Change(StrEnum):
    """What became of a piece, a paragraph or a passage."""

    SAME = "same"
    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is found again by its key: a clause, or what stands below a heading."""

    key: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stay, go or come; never CHANGED."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class ComparedParagraph:
    """One paragraph: the pieces that are not inserted give the old one, those not deleted the new one."""

    change: Change
    pieces: tuple[Piece, ...]

    @property
    def old(self) -> str:
        """The paragraph before."""
        return "".join(p.text for p in self.pieces if p.change is not Change.INSERTED)

    @property
    def new(self) -> str:
        """The paragraph after."""
        return "".join(p.text for p in self.pieces if p.change is not Change.DELETED)


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """One passage; ``moved`` when it stands elsewhere among the passages that both documents have."""

    key: str
    title: str
    change: Change
    moved: bool
    paragraphs: tuple[ComparedParagraph, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents compared, in the order of the new one, with what went where it stood."""

    passages: tuple[ComparedPassage, ...]

    @property
    def same(self) -> bool:
        """Whether they say the same in the same order."""
        return not any(self.changed())

    def changed(self) -> Iterator[ComparedPassage]:
        """The passages that differ or moved."""
        return (p for p in self.passages if p.moved or p.change is not Change.SAME)
