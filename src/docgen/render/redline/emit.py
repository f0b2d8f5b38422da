"""Aligned pieces to the content of the redline: the tree of the new document, with marks and with what left."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render.redline.align import Pair, matched
from docgen.render.redline.carry import Carrier
from docgen.render.redline.ink import DELETED, INSERTED, MOVED_FROM, MOVED_TO, Ink
from docgen.render.redline.line import Edit, read_edit, write_edit
from docgen.render.redline.links import Links
from docgen.render.redline.names import (
    BOOKMARK,
    BOOKMARK_END,
    ID,
    NOTE,
    PPR,
    SDT,
    SDT_CONTENT,
    TBL,
    TBL_PR,
    Element,
    P,
    make,
    swap,
    xml_of,
)
from docgen.render.redline.nodes import BREAK, CELL, CONTENTS, CONTROL, OTHER, PARAGRAPH, ROW, TABLE, Node
from docgen.render.redline.notes import Notes
from docgen.render.redline.properties import note_changes

_FRAME: Final = (PPR, BOOKMARK, BOOKMARK_END)


@dataclass(frozen=True, slots=True)
class View:
    """What of two documents is written: both, or one place of a clause that moved.

    ``stayed``, ``left`` and ``came`` say how each is marked; None where it is not marked or not written.
    """

    stayed: str | None = None
    left: str | None = DELETED
    came: str | None = INSERTED


BOTH: Final = View()
SOURCE: Final = View(MOVED_FROM, DELETED, None)
TARGET: Final = View(MOVED_TO, None, INSERTED)


class Emitter:
    """Writes pieces; ``between`` keeps two tables apart that stood in two documents."""

    def __init__(self, ink: Ink, carrier: Carrier, links: Links, notes: Notes) -> None:
        self._ink, self._carrier, self._links, self._notes = ink, carrier, links, notes
        self._edits: dict[int, Edit] = {}

    def pieces(self, pairs: Sequence[Pair], view: View = BOTH) -> list[Element]:
        """The content of a body, control or cell."""
        out: list[Element] = []
        for pair in pairs:
            written = self._piece(pair, view)
            if out and written and out[-1].tag == TBL and written[0].tag == TBL and view is BOTH:
                out.append(self._apart())
            out += written
        return out

    def _apart(self) -> Element:
        """A paragraph that came and left at once: neither document has it."""
        paragraph = make(P)
        self._ink.end(paragraph, DELETED)
        self._ink.end(paragraph, INSERTED)
        return paragraph

    def _piece(self, pair: Pair, view: View) -> list[Element]:
        if (view is SOURCE and pair.old is None) or (view is TARGET and pair.new is None):
            return []
        if pair.move and pair.parts:
            return self._moved_clause(pair)
        if pair.move:
            return self._moved_passage(pair)
        if pair.new is None:
            return self._left(pair, view)
        if pair.old is None:
            return self._came(pair, view)
        return self._both(pair, view)

    # ------------------------------------------------------------ one side
    def _left(self, pair: Pair, view: View) -> list[Element]:
        node = pair.old
        if view.left is None or node is None:
            return []
        if pair.parts:
            return self._shell(pair, node, self._carried_shell(node), SOURCE if view is SOURCE else BOTH)
        return self._marked(self._carried(node, view.left), node, view.left)

    def _came(self, pair: Pair, view: View) -> list[Element]:
        node = pair.new
        if view.came is None or node is None:
            return []
        if node.kind in (CONTENTS, OTHER):
            return [node.element]
        if pair.parts:
            return self._shell(pair, node, node.element, TARGET if view is TARGET else BOTH)
        self._note_texts(node.element)
        return self._marked(node.element, node, view.came)

    def _shell(self, pair: Pair, node: Node, element: Element, view: View) -> list[Element]:
        """A control or table of one document only, of which a part may have moved.

        A control goes without its tags: Word would keep it, empty, when the text in it is refused.
        """
        if node.kind == CONTROL:
            return self.pieces(pair.parts, view)
        self._fill(element, self.pieces(pair.parts, view))
        return [element]

    def _marked(self, element: Element, node: Node, status: str) -> list[Element]:
        if node.kind == CELL:
            self._ink.cell(element, status)
            return [element]
        return [self._ink.whole(element, status)]

    def _carried(self, node: Node, status: str) -> Element:
        return self._carrier.copied(node.element, node.part, status)

    def _carried_shell(self, node: Node) -> Element:
        """A copy without the pieces inside, which are written one by one."""
        bare = copy.copy(node.element)
        _holder(bare)[:] = [e for e in _holder(bare) if not _is_piece(e)]
        return self._carrier.copied(bare, node.part, DELETED)

    def _carried_line(self, node: Node) -> Element:
        """A copy of a paragraph without its words."""
        bare = copy.copy(node.element)
        for e in list(bare):
            if e.tag not in _FRAME:
                bare.remove(e)
        return self._carrier.copied(bare, node.part, DELETED)

    def _note_texts(self, element: Element) -> None:
        for reference in element.iter(NOTE):
            self._notes.came(reference.get(ID))

    # ------------------------------------------------------------ both sides
    def _both(self, pair: Pair, view: View) -> list[Element]:
        old, new = pair.old, pair.new
        assert old is not None
        assert new is not None
        if pair.same:
            return self._stayed(old, new, view)
        if new.kind in (PARAGRAPH, BREAK):
            return [self._edited(old, new, view)]
        element = self._carried_shell(old) if view is SOURCE else new.element
        if new.kind == ROW and view.stayed:
            self._ink.row_mark(element, view.stayed)
        if new.kind == TABLE and view is not SOURCE:
            self._table_properties(old, new)
        self._fill(element, self.pieces(pair.parts, view))
        return [element]

    def _stayed(self, old: Node, new: Node, view: View) -> list[Element]:
        if view.stayed is None:
            return [new.element]
        element = self._carried(old, view.stayed) if view is SOURCE else new.element
        return [self._ink.whole(element, view.stayed)]

    def _edited(self, old: Node, new: Node, view: View) -> Element:
        base = self._carried_line(old) if view is SOURCE else new.element
        edit = self._edits.get(id(new)) or read_edit(old, new, self._links)
        write_edit(edit, base, self._ink, self._carrier, self._notes, view)
        if view is BOTH:
            note_changes(old, new, self._ink, self._carrier)
        if view.stayed:
            self._ink.end(base, view.stayed)
        return base

    def _table_properties(self, old: Node, new: Node) -> None:
        before, after = old.element.find(TBL_PR), new.element.find(TBL_PR)
        if before is not None and after is not None and xml_of(before) != xml_of(after):
            self._ink.changed(after, self._carrier.copied(before, old.part, DELETED), "tblPr")

    @staticmethod
    def _fill(element: Element, pieces: Iterable[Element]) -> None:
        holder = _holder(element)
        swap(holder, list(pieces), kept=tuple(e for e in holder if not _is_piece(e)))

    # ------------------------------------------------------------ moves
    def _moved_clause(self, pair: Pair) -> list[Element]:
        """One of the two places of a clause; each has what the other has, and the edits of its own side."""
        self._edits |= {
            id(new): read_edit(old, new, self._links) for old, new in edited(pair.parts) if id(new) not in self._edits
        }
        view, status = (SOURCE, MOVED_FROM) if pair.new is None else (TARGET, MOVED_TO)
        return self._ink.moved_range(self.pieces(pair.parts, view), status, pair.move)

    def _moved_passage(self, pair: Pair) -> list[Element]:
        if pair.new is None:
            assert pair.old is not None
            element, status = self._carried(pair.old, MOVED_FROM), MOVED_FROM
        else:
            element, status = pair.new.element, MOVED_TO
        self._ink.whole(element, status)
        if pair.node.kind == ROW:  # a range cannot stand around rows
            return [element]
        return self._ink.moved_range([element], status, pair.move)


def _holder(element: Element) -> Element:
    return element.find(SDT_CONTENT) if element.tag == SDT else element


def _is_piece(element: Element) -> bool:
    """True for what is written piece by piece; properties and the grid of a table stay."""
    return not (isinstance(element.tag, str) and element.tag.endswith(("Pr", "tblGrid", "tblPrEx")))


def edited(pairs: Sequence[Pair]) -> Iterator[tuple[Node, Node]]:
    """The paragraphs of which both documents have another wording."""
    for old, new, _ in matched(pairs):
        if new.kind in (PARAGRAPH, BREAK) and old.print != new.print:
            yield old, new
