"""Values into the slots of a document: where they stand is found out once, filling is copying.

All lines of text that wait for a value are laid end to end in one row, and all blocks in another. For each document
the values are put into the row, and every block takes its own lines out of it again. What is many of one kind (values,
paragraphs, clauses) is made at once, field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeAlias

from docgen.model.dataclass import dataclass, many
from docgen.model.document import (
    Block,
    Chart,
    Clause,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ListItem,
    Marks,
    Paragraph,
    Slot,
    Table,
    Value,
    with_inlines,
)
from docgen.model.picking import picked
from docgen.stages.shape import slots_in

Build: TypeAlias = Callable[[Inlines], Block]
"""Makes a block of the row that is filled."""

_LINES = (Paragraph, ListItem, Heading)
"""Blocks of one line: all of a kind are made at once."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What many things of one class have field by field; ``None`` where a document gives it."""

    cls: type[Any]
    columns: tuple[tuple[Any, ...] | None, ...]

    def made(self, *given: Sequence[Any]) -> list[Any]:
        """All of them, with what the document gives."""
        each = iter(given)
        return many(self.cls, *[next(each) if column is None else column for column in self.columns])


def _kind(cls: type[Any], all_: Sequence[Any], *given: str) -> _Kind:
    """Things of one class; ``given`` are the fields that a document gives."""
    names = [f.name for f in fields(cls)]
    return _Kind(cls, tuple(None if n in given else tuple(getattr(one, n) for one in all_) for n in names))


class Filling:
    """The slots of some clauses, ready to be filled for one document after another."""

    __slots__ = ("_blocks", "_built", "_lines", "_marks", "_moving", "_notes", "_places", "_reasons", "_row", "_spans", "_still", "_values", "_wanted")

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._row: list[Inline] = []
        self._places: list[int] = []
        self._wanted: list[int] = []
        self._marks: list[Marks] = []
        self._notes: list[tuple[int, slice]] = []
        known = {c.id: c for c in clauses}
        self._blocks = [b for c in known.values() for b in c.blocks]
        waiting = slots_in(tuple(self._blocks))
        self._lines = [self._of(cls, waiting) for cls in _LINES]
        self._built = [(n, self._build(b)) for n in waiting if not isinstance(b := self._blocks[n], _LINES)]
        self._spans = _spans(known.values(), waiting)
        self._still = [c for c in known.values() if c.id not in self._spans]
        self._reasons = {id_: known[id_].reasons for id_ in self._spans}
        self._moving = _kind(Clause, [known[id_] for id_ in self._spans], "blocks", "reasons")
        self._values = _kind(Value, [Value("", "", marks) for marks in self._marks], "text", "path")

    def clauses(
        self, texts: Sequence[str], paths: Sequence[str], reasons: Mapping[str, tuple[str, ...]]
    ) -> dict[str, Clause]:
        """Every clause with a value in each of its slots, by its id, and the reasons why it is there."""
        blocks = self._filled(self._filled_row(texts, paths))
        why = [reasons.get(id_, own) for id_, own in self._reasons.items()]
        moving = self._moving.made([tuple(blocks[span]) for span in self._spans.values()], why)
        return {c.id: c for c in (*(_because(c, reasons) for c in self._still), *moving)}

    def _filled_row(self, texts: Sequence[str], paths: Sequence[str]) -> Inlines:
        """The row with a value in every slot."""
        row = list(self._row)
        made = self._values.made(picked(texts, self._wanted), picked(paths, self._wanted))
        for place, value in zip(self._places, made, strict=True):
            row[place] = value
        for place, line in self._notes:
            row[place] = Footnote(tuple(row[line]))
        return tuple(row)

    def _filled(self, row: Inlines) -> list[Block]:
        """The blocks of all clauses, filled."""
        out = list(self._blocks)
        for places, lines, kind in self._lines:
            for place, block in zip(places, kind.made([row[line] for line in lines]), strict=True):
                out[place] = block
        for place, build in self._built:
            out[place] = build(row)
        return out

    def _of(self, cls: type[Any], waiting: Sequence[int]) -> tuple[list[int], list[slice], _Kind]:
        """The blocks of a class that wait for values: their places, their lines, and what else they are."""
        places = [n for n in waiting if type(self._blocks[n]) is cls]
        blocks: list[Any] = [self._blocks[n] for n in places]
        return places, [self._laid(b.inlines) for b in blocks], _kind(cls, blocks, "inlines")

    def _build(self, block: Block) -> Build:
        match block:
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case _:
                return lambda row: block

    def _table(self, table: Table) -> Build:
        header = [self._laid(cell) for cell in table.header]
        rows = [[self._laid(cell) for cell in cells] for cells in table.rows]
        caption = self._laid(table.caption)
        columns, source, style, landscape = table.columns, table.source, table.style, table.landscape

        def build(row: Inlines) -> Block:
            filled = tuple([tuple([row[cell] for cell in cells]) for cells in rows])
            return Table(columns, tuple([row[c] for c in header]), filled, source, style, row[caption], landscape)

        return build

    def _chart(self, chart: Chart) -> Build:
        """A chart has many lines and there are few of them: each line in the order in which it is met."""
        lines: list[slice] = []

        def laid(inlines: Inlines) -> Inlines:
            lines.append(self._laid(inlines))
            return inlines

        with_inlines(chart, laid)

        def build(row: Inlines) -> Block:
            each = iter(lines)
            return with_inlines(chart, lambda _: row[next(each)])

        return build

    def _laid(self, inlines: Inlines) -> slice:
        """The place of a line in the row; the lines of its notes are laid before it."""
        notes = {n: self._laid(i.inlines) for n, i in enumerate(inlines) if isinstance(i, Footnote)}
        start = len(self._row)
        for n, inline in enumerate(inlines):
            if isinstance(inline, Slot):
                self._places.append(start + n)
                self._wanted.append(inline.index)
                self._marks.append(inline.marks)
        self._notes += [(start + n, line) for n, line in notes.items()]
        self._row += inlines
        return slice(start, len(self._row))


def _spans(clauses: Iterable[Clause], waiting: Sequence[int]) -> dict[str, slice]:
    """The clauses in which a block waits for values, and their blocks among those of all."""
    out, start, wait = {}, 0, set(waiting)
    for clause in clauses:
        end = start + len(clause.blocks)
        if not wait.isdisjoint(range(start, end)):
            out[clause.id] = slice(start, end)
        start = end
    return out


def _because(clause: Clause, reasons: Mapping[str, tuple[str, ...]]) -> Clause:
    """A clause with the reasons why it is there; the very same where they are those it has."""
    why = reasons.get(clause.id, clause.reasons)
    return clause if why == clause.reasons else replace(clause, reasons=why)
