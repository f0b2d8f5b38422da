"""Values into the slots of a document: where they stand is found out once, filling is copying.

All lines of text that wait for a value are laid end to end in one row. For each document the
values are put into the row, and every block takes its own lines out of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from docgen.model.document import (
    Block,
    Blocks,
    Chart,
    Clause,
    Definitions,
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
from docgen.model.evaluated import Filled
from docgen.stages.shape import slots_in

Build: TypeAlias = Callable[[Inlines], Block]
"""Makes a block of the row that is filled."""


class Filling:
    """The slots of some clauses, ready to be filled for one document after another."""

    __slots__ = ("_builds", "_notes", "_row", "_slots")

    def __init__(self, clauses: Iterable[Clause]) -> None:
        self._row: list[Inline] = []
        self._slots: list[tuple[int, int, Marks]] = []
        self._notes: list[tuple[int, slice]] = []
        self._builds = {c.id: (c.blocks, self._of(c.blocks)) for c in clauses}

    def row(self, values: Sequence[Filled]) -> Inlines:
        """The row with a value in every slot."""
        row = list(self._row)
        for place, index, marks in self._slots:
            text, path, _ = values[index]
            row[place] = Value(text, path, marks)
        for place, line in self._notes:
            row[place] = Footnote(tuple(row[line]))
        return tuple(row)

    def waits(self, clause: str) -> bool:
        """True when the clause has a slot."""
        return bool(self._builds[clause][1])

    def blocks(self, clause: str, row: Inlines) -> Blocks:
        """The blocks of a clause, filled."""
        blocks, builds = self._builds[clause]
        out = list(blocks)
        for index, build in builds:
            out[index] = build(row)
        return tuple(out)

    def _of(self, blocks: Blocks) -> tuple[tuple[int, Build], ...]:
        return tuple((index, self._build(blocks[index])) for index in slots_in(blocks))

    def _build(self, block: Block) -> Build:
        match block:
            case Paragraph(inlines, source, style, level, anchor):
                line = self._laid(inlines)
                return lambda row: Paragraph(row[line], source, style, level, anchor)
            case ListItem(level, ordered, series, inlines, source, anchor):
                line = self._laid(inlines)
                return lambda row: ListItem(level, ordered, series, row[line], source, anchor)
            case Heading(level, inlines, source, anchor):
                line = self._laid(inlines)
                return lambda row: Heading(level, row[line], source, anchor)
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Definitions():
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
        self._slots += [(start + n, i.index, i.marks) for n, i in enumerate(inlines) if isinstance(i, Slot)]
        self._notes += [(start + n, line) for n, line in notes.items()]
        self._row += inlines
        return slice(start, len(self._row))
