"""A Word file as an import sees it, and what the import proposes to the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, TypeAlias

from docgen.model.comparison import ComparedParagraph
from docgen.model.dataclass import dataclass
from docgen.model.document import PLAIN, Marks


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. ``bookmark`` is where a field or a link in it leads, ``note`` the footnote that it cites.

    ``control`` names the content control that holds it; ``placeholder``: nobody has filled it in yet.
    """

    text: str
    marks: Marks = PLAIN
    bookmark: str = ""
    note: str = ""
    control: str = ""
    placeholder: bool = False


Runs: TypeAlias = tuple[Run, ...]


def text_of(runs: Runs) -> str:
    """The words of runs."""
    return "".join(r.text for r in runs)


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph of the body, counted from 1 in reading order, empty ones too.

    ``level`` is that of the outline (1 to 9, 0 for text), ``label`` what Word prints before it. ``depth`` is the level
    in a list (0: none), ``series`` the list. ``clause`` and ``title`` are the tag and the name of its content control.
    """

    number: int
    runs: Runs
    style: str = ""
    level: int = 0
    label: str = ""
    depth: int = 0
    ordered: bool = False
    series: str = ""
    bookmarks: tuple[str, ...] = ()
    clause: str = ""
    title: str = ""
    strong: bool = False
    centred: bool = False

    @property
    def text(self) -> str:
        """Its words, without its number."""
        return text_of(self.runs)


Cell: TypeAlias = tuple[WordParagraph, ...]


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table; ``header`` rows are repeated on each page, ``merged``: cells span others, ``nested``: tables in cells."""

    number: int
    rows: tuple[tuple[Cell, ...], ...]
    header: int = 0
    merged: bool = False
    nested: bool = False
    clause: str = ""
    title: str = ""


WordBlock: TypeAlias = WordParagraph | WordTable


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside the text and enters no clause: ``kind`` is comment, box, header, footer, picture or hidden."""

    kind: str
    paragraph: int
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class WordOutline:
    """A Word file in reading order. ``broken``: paragraphs whose numbering leads nowhere."""

    blocks: tuple[WordBlock, ...]
    notes: Mapping[str, Runs] = field(default_factory=dict)
    language: str = ""
    asides: tuple[Aside, ...] = ()
    broken: tuple[int, ...] = ()

    def paragraphs(self) -> Iterator[WordParagraph]:
        """All paragraphs, those of tables included."""
        for block in self.blocks:
            if isinstance(block, WordParagraph):
                yield block
            else:
                yield from (p for row in block.rows for cell in row for p in cell)


class Sureness(StrEnum):
    """How sure a decision is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to look at: ``kind`` names its sentence in the language data, ``values`` fill it in.

    ``article`` is the number and the title that it stands under in the Word file, ``passage`` the words concerned.
    """

    kind: str
    paragraph: int = 0
    clause: str = ""
    article: str = ""
    passage: str = ""
    sureness: Sureness = Sureness.MEDIUM
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A candidate for a clause: its heading, as far as it has one, and the blocks below it.

    ``label`` is its number in the Word file, ``base`` the outline level of its heading; ``level_of`` those of the
    headings inside, by paragraph. ``known`` is the clause of docgen that it says it is, ``revision`` which.
    """

    title: str
    label: str
    number: int
    blocks: tuple[WordBlock, ...]
    base: int = 1
    headings: Mapping[int, tuple[int, str, str]] = field(default_factory=dict)
    bookmarks: tuple[str, ...] = ()
    annex: bool = False
    known: str = ""
    revision: int = 0
    guessed: bool = False

    @property
    def article(self) -> str:
        """What people call it: its number and its title."""
        return " – ".join(filter(None, (self.label.rstrip(" .–-"), self.title)))


@dataclass(frozen=True, slots=True)
class DraftParameter:
    """A likely parameter: ``path`` is the field of the profile that gives it, ``passage`` the words that it stood for."""

    name: str
    type: str
    default: Any
    passage: str
    paragraph: int
    sureness: Sureness
    path: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftTerm:
    """A defined term that the text defines, ``inline`` where it does so in a sentence."""

    id: str
    term: str
    plural: str
    definition: str
    inline: bool
    paragraph: int


@dataclass(frozen=True, slots=True)
class Twin:
    """A text of the library that a candidate resembles. ``kind``: same, words or like."""

    kind: str
    clause: str
    revision: int
    position: str
    view: str
    score: float
    differences: tuple[ComparedParagraph, ...] = ()

    @property
    def name(self) -> str:
        """``duree r2`` and, where they matter, its position and view."""
        return f"{self.clause} r{self.revision}" + "".join(f" ({x})" for x in (self.position, self.view) if x)


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A clause as it is proposed; ``files`` by name, empty where it is not to be written."""

    id: str
    title: str
    article: str
    paragraph: int
    parameters: tuple[DraftParameter, ...] = ()
    terms: tuple[DraftTerm, ...] = ()
    twin: Twin | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    references: int = 0
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that an import proposes, and everything that somebody has to look at."""

    file: str
    language: str
    clauses: tuple[DraftClause, ...]
    decisions: tuple[Decision, ...]
