"""The body of a document: titles, clauses in their content controls, pages turned for wide tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.model.comment import NO_COMMENTS, Comment, Comments
from docgen.model.dataclass import dataclass
from docgen.model.document import (
    PLAIN,
    Block,
    Chart,
    Clause,
    Document,
    Heading,
    ListItem,
    Marks,
    Paragraph,
    Table,
    plain_text,
)
from docgen.render.word.blocks import Writer
from docgen.render.word.template import CompiledTemplate
from docgen.render.word.xml import commented, escape, marks_first, stable_id
from docgen.stages.flow import Body, ClauseEnd, ClauseStart, FlowItem, Title, flow
from docgen.stages.references import title_bookmark


def body_xml(
    document: Document, writer: Writer, template: CompiledTemplate, comments: Comments = NO_COMMENTS
) -> Iterator[str]:
    """The body in pieces: paragraphs, tables, content controls and section breaks.

    A comment stands at the heading of its clause, or at the first paragraph of a clause that prints none.
    """
    items = list(flow(document))
    sideways = landscape_ranges(items if template.upright else ())
    control, margin = _Controls(document), _Margin(comments, writer)
    after_table = False
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        if index in sideways.starts:
            yield from control.between(_section_break(template, template.section) if index else "")
        match item:
            case Title():
                yield margin.beside(
                    writer.title(item.text, item.level, item.family, item.numbered, title_bookmark(item.key))
                )
            case ClauseStart():
                yield control.open(item.clause)
                margin.begin(item.clause)
            case ClauseEnd():
                yield control.close()
                margin.end()
            case Body():
                blocks = _block(item, following, writer, template, after_table, sideways.holds(index))
                yield from map(margin.beside, blocks)
        after_table = isinstance(item, Body) and isinstance(item.block, Table)
        if index in sideways.ends:
            turned = _section_break(template, _on_its_side(template.section))
            yield from control.between(turned, again=not isinstance(following, ClauseEnd))
            after_table = False


def _block(
    item: Body, following: object, writer: Writer, template: CompiledTemplate, after_table: bool,
    landscape: bool,
) -> Iterator[str]:  # fmt: skip
    block = item.block
    if isinstance(block, Table) and after_table and not block.caption:
        yield _section_break(template, "")  # two tables would grow together
    yield writer.block(
        block, item.level, item.family, item.clause.id, item.index,
        numbered=item.numbered, keep=_keeps_next(block, following), after_table=after_table,
        landscape=landscape,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sideways:
    """Where pages are turned: indexes of the first and last items of each stretch."""

    starts: frozenset[int]
    ends: frozenset[int]
    inside: frozenset[int]

    def holds(self, index: int) -> bool:
        """True for an item that stands on a turned page."""
        return index in self.inside


def landscape_ranges(items: Sequence[FlowItem]) -> Sideways:
    """A landscape table takes the headings and the paragraph that introduce it with it."""
    stretches: list[tuple[int, int]] = []
    for index, item in enumerate(items):
        if isinstance(item, Body) and isinstance(item.block, Table) and item.block.landscape:
            start = _introduction(items, index)
            if stretches and all(isinstance(i, ClauseEnd) for i in items[stretches[-1][1] + 1 : start]):
                stretches[-1] = (stretches[-1][0], index)
            else:
                stretches.append((start, index))
    inside = frozenset(n for start, end in stretches for n in range(start, end + 1))
    return Sideways(frozenset(s for s, _ in stretches), frozenset(e for _, e in stretches), inside)


def _introduction(items: Sequence[FlowItem], table: int) -> int:
    start = table
    before = items[start - 1] if start else None
    if isinstance(before, Body) and isinstance(before.block, Paragraph):
        start -= 1
    while start and _is_opening(items[start - 1]):
        start -= 1
    return start


def _is_opening(item: FlowItem) -> bool:
    return isinstance(item, Title | ClauseStart) or (
        isinstance(item, Body) and isinstance(item.block, Heading)
    )


def _keeps_next(block: Block, following: object) -> bool:
    """A paragraph that introduces what follows stays on its page; one in bold throughout is a heading in all but name.

    A list item introduces what follows only where no caption does.
    """
    if not isinstance(following, Body):
        return False
    if isinstance(block, ListItem):
        return isinstance(following.block, Table | Chart) and not following.block.caption
    if not isinstance(block, Paragraph):
        return False
    if isinstance(following.block, Table | Chart) or all(Marks.BOLD in getattr(i, "marks", PLAIN) for i in block.inlines):
        return True
    return isinstance(following.block, ListItem | Paragraph) and plain_text(block.inlines).endswith(":")


def _section_break(template: CompiledTemplate, section: str) -> str:
    style = template.styles.get("section break", template.style("Body Text"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr></w:p>'


def _on_its_side(section: str) -> str:
    """The section with its page turned (17.6.13)."""
    def turned(match: re.Match[str]) -> str:
        width, height = match[1], match[2]
        return f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'

    return re.sub(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"[^>]*/>', turned, section)


class _Margin:
    """The comments on clauses, each beside the first paragraph that its clause prints.

    In that paragraph the marks of all comments stand before the text, see ``marks_first``.
    """

    def __init__(self, comments: Comments, writer: Writer) -> None:
        self._comments, self._writer = comments, writer
        self._first: Clause | None = None

    def begin(self, clause: Clause) -> None:
        """From here the first paragraph of a clause is waited for."""
        self._first = clause

    def end(self) -> None:
        """A clause that printed nothing has no place for a comment."""
        self._first = None

    def beside(self, xml: str) -> str:
        """The XML with the comment that waits for a paragraph."""
        clause = self._first
        if clause is None or "</w:p>" not in xml:
            return xml
        self._first = None
        return self._noted(marks_first(xml), self._comments.get(clause.id, ()))

    def _noted(self, xml: str, comment: Comment) -> str:
        if not comment:
            return xml
        notes = self._writer.notes
        notes.comments.append(comment)
        return commented(xml, len(notes.comments) - 1, self._writer.styles.special["comment"])


class _Controls:
    """The content control around each clause (17.5.2): its tag names clause and revision."""

    def __init__(self, document: Document) -> None:
        self._document, self._used = document, set[int]()
        self._current: Clause | None = None

    def open(self, clause: Clause) -> str:
        """Begin a control; a clause that a landscape page interrupts gets a second one."""
        self._current = clause
        number, attempt = 0, 0
        while not number or number in self._used:
            number = stable_id(self._document.type, clause.id, str(attempt))
            attempt += 1
        self._used.add(number)
        tag = f"docgen:{clause.id}@r{clause.revision}"
        if len(tag) > 64:
            tag = f"docgen:{clause.id[:40]}~{stable_id(clause.id):08x}@r{clause.revision}"
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{escape(clause.title[:64])}"/><w:tag w:val="{tag}"/>'
            f'<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>'
        )

    def close(self) -> str:
        """End the control, if one is open."""
        was_open, self._current = self._current is not None, None
        return "</w:sdtContent></w:sdt>" if was_open else ""

    def between(self, xml: str, *, again: bool = True) -> Iterator[str]:
        """Something that stands outside the control; it goes on after it when ``again``."""
        clause = self._current
        yield self.close()
        yield xml
        if clause is not None and again:
            yield self.open(clause)
