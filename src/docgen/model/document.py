"""The Document: one immutable tree that every tool reads and every writer prints.

``Document > Part > Section > Clause > Block > Inline``. Each block keeps its source.
Writers match exhaustively over ``Block`` and ``Inline``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from enum import IntFlag
from typing import TypeAlias

from docgen.model.dataclass import dataclass


class Marks(IntFlag):
    """Emphasis of a run of text."""

    NONE = 0
    BOLD = 1
    ITALIC = 2


PLAIN = Marks.NONE


@dataclass(frozen=True, slots=True)
class Source:
    """Where a block was written: clause, revision, language, file and line."""

    clause: str
    revision: int
    language: str
    file: str
    line: int


# ------------------------------------------------------------------ inlines
@dataclass(frozen=True, slots=True)
class Text:
    """Text of the author."""

    text: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class Value:
    """A value that was filled in; ``path`` is its place in the profile."""

    text: str
    path: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class Blank:
    """A value that is not known yet: shown as a blank to fill in."""

    text: str
    path: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class TermUse:
    """A defined term where it is used."""

    text: str
    term: str
    marks: Marks = PLAIN


@dataclass(frozen=True, slots=True)
class TermDefinition:
    """A defined term at the place that defines it."""

    text: str
    term: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross-reference points to; ``kind`` is ``clause`` or ``annex``."""

    kind: str
    id: str
    anchor: str = ""

    def __str__(self) -> str:
        prefix = "annexe:" if self.kind == "annex" else ""
        return f"{prefix}{self.id}{'#' if self.anchor else ''}{self.anchor}"


@dataclass(frozen=True, slots=True)
class NumberField:
    """The number of a target: a REF field in Word, with its right cached text."""

    bookmark: str
    text: str


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A symbolic reference. ``pieces`` is empty until the document is numbered."""

    preposition: str
    targets: tuple[Target, ...]
    form: str
    marks: Marks = PLAIN
    pieces: tuple[str | NumberField, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of the page."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in the shape of a clause; never in a finished document.

    ``number`` says that the value ends in a figure.
    """

    index: int
    marks: Marks = PLAIN
    number: bool = False


Inline: TypeAlias = (
    Text
    | Value
    | Blank
    | TermUse
    | TermDefinition
    | CrossReference
    | Footnote
    | LineBreak
    | Slot
)
Inlines: TypeAlias = tuple[Inline, ...]


# ------------------------------------------------------------------- blocks
@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is a paragraph class, ``level`` > 0 continues a list item.

    ``fixed`` says that nothing in the block came from a value, a reference or a note:
    every document whose clause takes the same path shares this very object.
    """

    inlines: Inlines
    source: Source
    style: str = ""
    level: int = 0
    anchor: str = ""
    fixed: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a clause; ``level`` 1 is the first below the title of the clause."""

    level: int
    inlines: Inlines
    source: Source
    anchor: str = ""
    fixed: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item; ``level`` counts from 1, ``series`` tells lists of one clause apart."""

    level: int
    ordered: bool
    series: int
    inlines: Inlines
    source: Source
    anchor: str = ""
    fixed: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``align`` is left, center or right; ``width`` in percent, 0 = even share."""

    align: str = "left"
    width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; each cell is one paragraph."""

    columns: tuple[Column, ...]
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    source: Source
    style: str = ""
    caption: Inlines = ()
    landscape: bool = False
    fixed: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the numbers in its rows; ``kind`` is line, scatter, column or radar.

    The first cell of each row names a point (of a scatter chart: is its x), the others are its
    numbers, one for each series that ``header`` names. ``x`` and ``y`` are titles of the axes.
    """

    kind: str
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    source: Source
    alt: Inlines
    caption: Inlines = ()
    x: Inlines = ()
    y: Inlines = ()
    fixed: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definitions:
    """The place of what is generated: the defined terms, or the articles that an amendment changes.

    ``what`` is ``terms`` or ``amendments``. Never in a finished document.
    """

    source: Source
    what: str = "terms"
    fixed: bool = field(default=False, compare=False, repr=False)


Block: TypeAlias = Paragraph | Heading | ListItem | Table | Chart | Definitions
Blocks: TypeAlias = tuple[Block, ...]


def with_inlines(block: Block, change: Callable[[Inlines], Inlines]) -> Block:
    """The block with every paragraph in it changed: its text, or each cell of a table."""
    match block:
        case Paragraph() | Heading() | ListItem():
            changed = change(block.inlines)
            return block if changed is block.inlines else with_text(block, changed, fixed=block.fixed)
        case Table():
            return replace(
                block,
                header=tuple(change(c) for c in block.header),
                rows=tuple(tuple(change(c) for c in row) for row in block.rows),
                caption=change(block.caption),
            )
        case Chart():
            rows = tuple(tuple(change(c) for c in row) for row in block.rows)
            return replace(with_words(block, change), rows=rows)
        case Definitions():
            return block


def with_text(block: Paragraph | Heading | ListItem, inlines: Inlines, *, fixed: bool) -> Paragraph | Heading | ListItem:
    """The block with another text: ``replace`` for the blocks of which there are most."""
    if isinstance(block, Paragraph):
        return Paragraph(inlines, block.source, block.style, block.level, block.anchor, fixed)
    if isinstance(block, Heading):
        return Heading(block.level, inlines, block.source, block.anchor, fixed)
    return ListItem(block.level, block.ordered, block.series, inlines, block.source, block.anchor, fixed)


def with_words(chart: Chart, change: Callable[[Inlines], Inlines]) -> Chart:
    """The chart with everything changed but its numbers."""
    named = chart.kind != "scatter"
    return replace(
        chart,
        header=tuple(change(c) for c in chart.header),
        rows=tuple((change(row[0]), *row[1:]) if named and row else row for row in chart.rows),
        caption=change(chart.caption), alt=change(chart.alt), x=change(chart.x), y=change(chart.y),
    )  # fmt: skip


# ----------------------------------------------------------------- structure
@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the document, with the reasons why it is there in this wording.

    ``number`` is a number of its own (« 12 bis. »), printed as text in place of a counted one. A clause that is
    ``gone`` was deleted from a contract: its title keeps the number, and nothing else is left of it.
    """

    id: str
    title: str
    revision: int
    position: str
    numbered: bool
    blocks: Blocks
    source: Source
    reasons: tuple[str, ...] = ()
    number: str = ""
    gone: bool = False

    @property
    def heading(self) -> str:
        """The title as it is printed, behind a number of its own where it has one."""
        return f"{self.number}\u00a0{self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of clauses inside a part (level 2 heading)."""

    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part. It holds either clauses directly or sections; an empty title prints no heading."""

    title: str
    numbered: bool
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]

    def all_clauses(self) -> Iterator[Clause]:
        """The clauses in reading order."""
        yield from self.clauses
        for section in self.sections:
            yield from section.clauses


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex with numbering of its own."""

    id: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, before anything about its look is decided.

    ``final`` is False for a draft. ``slots`` are the texts of the template's slots.
    """

    type: str
    key: str
    title: str
    name: str
    language: str
    reference: str
    final: bool
    parts: tuple[Part, ...]
    annexes: tuple[Annex, ...] = ()
    slots: tuple[tuple[str, str], ...] = ()

    def clauses(self) -> Iterator[Clause]:
        """Every clause in reading order, annexes last."""
        for part in self.parts:
            yield from part.all_clauses()
        for annex in self.annexes:
            yield from annex.clauses


def plain_text(inlines: Inlines) -> str:
    """The text of a paragraph as a reader sees it, without its notes."""
    out: list[str] = []
    for inline in inlines:
        match inline:
            case Text() | Value() | Blank() | TermUse() | TermDefinition():
                out.append(inline.text)
            case CrossReference():
                out.extend(p if isinstance(p, str) else p.text for p in inline.pieces)
            case LineBreak():
                out.append("\n")
            case Slot():
                out.append(slot_mark(inline.index))
            case Footnote():
                pass
    return "".join(out)


def slot_mark(index: int) -> str:
    """What stands for a slot where text is made of a document that still has slots."""
    return f"\ue000{index}\ue001"
