"""The marks of a redline: who changed it and when, with numbers that are used once (17.13.5)."""

from __future__ import annotations

from typing import Final

from docgen.render.redline.names import (
    DEL,
    DEL_INSTRUCTION,
    DEL_TEXT,
    INS,
    INSTRUCTION,
    MOVE_FROM,
    MOVE_TO,
    NAME,
    PPR,
    RPR,
    RUN,
    SDT,
    SDT_CONTENT,
    SECT_PR,
    TBL,
    TC,
    TC_PR,
    TEXT,
    TR,
    TR_PR,
    Element,
    P,
    W,
    make,
)

INSERTED: Final = "ins"
DELETED: Final = "del"
MOVED_FROM: Final = "moveFrom"
MOVED_TO: Final = "moveTo"
_TAGS: Final = {INSERTED: INS, DELETED: DEL, MOVED_FROM: MOVE_FROM, MOVED_TO: MOVE_TO}
_AFTER_MARK: Final = (SECT_PR, W + "pPrChange")
_NO_CHILD_ROWS: Final = (W + "tblPrEx", TR_PR)


class Ink:
    """Marks pieces as inserted, deleted or moved, and counts what it marked.

    :param first: the first number that nothing in the documents bears.
    """

    def __init__(self, author: str, date: str, first: int) -> None:
        self._author, self._date, self._next = author, date, first
        self.inserted = self.deleted = self.moved = 0

    def number(self) -> str:
        """A number that nothing else has."""
        self._next += 1
        return str(self._next)

    def mark(self, tag: str) -> Element:
        """An element that says who and when."""
        return make(tag, id=self.number(), author=self._author, date=self._date)

    def around(self, runs: list[Element], status: str) -> Element:
        """Runs as inserted, deleted or moved ones."""
        out = self.mark(_TAGS[status])
        out.extend(runs)
        if status == DELETED:
            _as_deleted(out)
        self._count(out, status)
        return out

    def _count(self, element: Element, status: str) -> None:
        size = sum(len(t.text or "") for t in element.iter(TEXT, DEL_TEXT))
        if status == INSERTED:
            self.inserted += size
        elif status == DELETED:
            self.deleted += size

    # ------------------------------------------------------------ pieces
    def whole(self, element: Element, status: str) -> Element:
        """A paragraph, table, row or control with all that it holds."""
        if element.tag == P:
            self.paragraph(element, status)
        elif element.tag == SDT:
            for block in element.find(SDT_CONTENT):
                self.whole(block, status)
        elif element.tag == TBL:
            for row in element.iterchildren(TR):
                self.row(row, status)
        elif element.tag == TR:
            self.row(element, status)
        return element

    def paragraph(self, paragraph: Element, status: str) -> None:
        """A paragraph with its mark."""
        self.runs(paragraph, status)
        self.end(paragraph, status)

    def end(self, paragraph: Element, status: str) -> None:
        """The mark at the end of a paragraph (17.13.5.15, 17.13.5.20)."""
        properties = properties_of(paragraph)
        run = properties.find(RPR)
        if run is None:
            run = make(RPR)
            later = next((e for e in properties if e.tag in _AFTER_MARK), None)
            properties.append(run) if later is None else later.addprevious(run)
        run.insert(0, self.mark(_TAGS[status]))
        self.moved += status == MOVED_TO

    def runs(self, holder: Element, status: str) -> None:
        """The runs of a paragraph or link, each stretch in one mark."""
        stretch: list[Element] = []
        for child in [*holder, None]:
            if child is not None and child.tag == RUN:
                stretch.append(child)
                continue
            if stretch:
                place = holder.index(stretch[0])
                holder.insert(place, self.around(stretch, status))
                stretch = []
            if child is not None and child.tag != PPR and len(child):
                self.runs(child, status)

    def row(self, row: Element, status: str) -> None:
        """A row with its cells (17.13.5.16, 17.13.5.12)."""
        self.row_mark(row, status)
        for cell in row.iterchildren(TC):
            for block in cell:
                self.whole(block, status)

    def row_mark(self, row: Element, status: str) -> None:
        """A row as such: a row that moves is deleted at one place and inserted at the other."""
        properties = row.find(TR_PR)
        if properties is None:
            properties = make(TR_PR)
            exceptions = row.find(W + "tblPrEx")
            row.insert(0, properties) if exceptions is None else exceptions.addnext(properties)
        change = next((e for e in properties if e.tag == W + "trPrChange"), None)
        mark = self.mark(INS if status in (INSERTED, MOVED_TO) else DEL)
        properties.append(mark) if change is None else change.addprevious(mark)

    def cell(self, cell: Element, status: str) -> None:
        """A cell of a column that came or left (17.13.5.1, 17.13.5.2)."""
        properties = cell.find(TC_PR)
        if properties is None:
            properties = make(TC_PR)
            cell.insert(0, properties)
        properties.append(self.mark(W + ("cellIns" if status == INSERTED else "cellDel")))
        for block in cell:
            self.whole(block, status)

    def moved_range(self, elements: list[Element], status: str, name: str) -> list[Element]:
        """What moved, between the two ends of a range that bears the name of the move (17.13.5.24, 17.13.5.28)."""
        start = self.mark(f"{W}{status}RangeStart")
        start.set(NAME, name)
        return [start, *elements, make(f"{W}{status}RangeEnd", id=start.get(W + "id"))]

    def changed(self, properties: Element, before: Element | None, kind: str) -> None:
        """Properties that were others before (17.13.5.29 to 17.13.5.37)."""
        change = self.mark(f"{W}{kind}Change")
        change.append(make(W + kind) if before is None else before)
        properties.append(change)


def properties_of(paragraph: Element) -> Element:
    """The properties of a paragraph, made where it has none."""
    properties = paragraph.find(PPR)
    if properties is None:
        properties = make(PPR)
        paragraph.insert(0, properties)
    return properties


def _as_deleted(element: Element) -> None:
    for text in element.iter(TEXT):
        text.tag = DEL_TEXT
    for code in element.iter(INSTRUCTION):
        code.tag = DEL_INSTRUCTION
