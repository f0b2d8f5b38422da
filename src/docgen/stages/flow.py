"""A document as the line of things that are printed, top to bottom.

Numbering, the table of contents and every writer walk this one line, so they agree on which
heading stands where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.document import Annex, Block, Clause, Definitions, Document, Heading, Part, Section


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of the structure. ``level`` counts from 0; ``family`` is ``main`` or ``annex``."""

    key: str
    text: str
    level: int
    numbered: bool
    family: str = "main"


@dataclass(frozen=True, slots=True)
class ClauseStart:
    """From here to the matching ClauseEnd everything belongs to the clause."""

    clause: Clause
    level: int
    family: str


@dataclass(frozen=True, slots=True)
class ClauseEnd:
    """End of the clause."""

    clause: Clause


@dataclass(frozen=True, slots=True)
class Body:
    """A block of a clause; headings in it are ``level`` + their own level deep.

    ``numbered`` is False where the clause, or the part that holds it, carries no number.
    """

    clause: Clause
    index: int
    block: Block
    level: int
    family: str
    numbered: bool = True


FlowItem: TypeAlias = Title | ClauseStart | ClauseEnd | Body


Kinds: TypeAlias = tuple[type[Block], ...] | None


def flow(document: Document, only: Kinds = None) -> Iterator[FlowItem]:
    """Everything that is printed, in order; with ``only``, no blocks but those of these kinds."""
    for number, part in enumerate(document.parts):
        yield from _part(part, number, only)
    for annex in document.annexes:
        yield from _annex(annex, only)


def _part(part: Part, number: int, only: Kinds) -> Iterator[FlowItem]:
    level = 0
    if part.title:
        yield Title(f"part:{number}", part.title, 0, part.numbered)
        level = 1
    for clause in part.clauses:
        repeated = len(part.clauses) == 1 and clause.title == part.title
        yield from _clause(clause, level, part.numbered, only, titled=not repeated)
    for index, section in enumerate(part.sections):
        yield from _section(section, level, f"section:{number}.{index}", part.numbered, only)


def _section(
    section: Section, level: int, key: str, numbered: bool, only: Kinds
) -> Iterator[FlowItem]:
    yield Title(key, section.title, level, numbered)
    titled = len(section.clauses) > 1
    for clause in section.clauses:
        yield from _clause(clause, level + 1, numbered, only, titled=titled)


def _annex(annex: Annex, only: Kinds) -> Iterator[FlowItem]:
    yield Title(f"annex:{annex.id}", annex.title, 0, True, "annex")
    titled = len(annex.clauses) > 1
    for clause in annex.clauses:
        yield from _clause(clause, 1, True, only, family="annex", titled=titled)


def _clause(
    clause: Clause, level: int, numbered: bool, only: Kinds, *, family: str = "main", titled: bool = True
) -> Iterator[FlowItem]:
    yield ClauseStart(clause, level, family)
    if titled:
        yield Title(f"clause:{clause.id}", clause.heading, level, numbered and clause.numbered, family)
    below = level if titled else level - 1
    counted = numbered and clause.numbered
    for index, block in enumerate(clause.blocks):
        if only is None or isinstance(block, only):
            yield Body(clause, index, block, below, family, counted)
    yield ClauseEnd(clause)


def holders(document: Document) -> dict[str, str]:
    """Key of the title under which each clause stands: its own, its section's or its annex's."""
    out: dict[str, str] = {}
    last = ""
    current: str | None = None
    for item in flow(document, only=()):
        match item:
            case Title():
                last = item.key
                if current is not None and item.key == f"clause:{current}":
                    out[current] = item.key
            case ClauseStart():
                current = item.clause.id
                out[current] = last
            case ClauseEnd():
                current = None
            case Body():
                pass
    return out


def printed_clauses(document: Document) -> tuple[str, ...]:
    """Ids of the clauses that print something of their own, in order."""
    found: dict[str, None] = {}
    current = ""
    for item in flow(document):
        match item:
            case ClauseStart():
                current = item.clause.id
            case ClauseEnd():
                current = ""
            case Title() if current:
                found[current] = None
            case Body() if not isinstance(item.block, Definitions):
                found[current] = None
    return tuple(found)


def heading_level(item: Body) -> int:
    """The level of a heading inside a clause, counted from 0 as titles are."""
    assert isinstance(item.block, Heading)
    return item.level + item.block.level


def annex_of(document: Document) -> dict[str, str]:
    """Id of the annex that holds each clause of an annex."""
    return {clause.id: annex.id for annex in document.annexes for clause in annex.clauses}
