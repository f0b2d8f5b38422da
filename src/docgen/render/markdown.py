"""The canonical text of a document: what a reader sees, as plain lines that a diff can show."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.document import (
    Block,
    Chart,
    Definitions,
    Document,
    Footnote,
    Heading,
    Inlines,
    ListItem,
    Paragraph,
    Table,
    plain_text,
)
from docgen.model.numbering import Numbering
from docgen.stages.chart import as_table
from docgen.stages.flow import Body, ClauseEnd, ClauseStart, Title, flow, heading_level
from docgen.stages.number import counted


def render_markdown(document: Document, numbering: Numbering) -> str:
    """The text of the document with its numbers; one paragraph a line, notes after it."""
    lines = [f"# {document.title}", ""]
    for item in flow(document):
        match item:
            case Title(_, text, level):
                lines += [f"{'#' * (level + 2)} {_numbered(counted(item, numbering), text)}", ""]
            case ClauseStart(clause):
                lines += [f"<!-- {clause.id} r{clause.revision} {clause.position} -->".replace("  ", " "), ""]
            case Body():
                lines += [*_block(item, numbering), ""]
            case ClauseEnd():
                pass
    return "\n".join(lines).rstrip() + "\n"


def _numbered(label: object, text: str) -> str:
    printed = getattr(label, "printed", "")
    return f"{printed} {text}" if printed else text


def _block(item: Body, numbering: Numbering) -> Iterator[str]:
    block: Block = item.block
    label = counted(item, numbering)
    match block:
        case Paragraph(inlines):
            yield _one_line(inlines)
        case Heading(_, inlines):
            yield f"{'#' * (heading_level(item) + 2)} {_numbered(label, _one_line(inlines))}"
        case ListItem(level, _, _, inlines):
            mark = label.printed if label else "-"
            yield f"{'    ' * (level - 1)}{mark} {_one_line(inlines)}"
        case Table():
            yield from _table(block)
        case Chart():
            yield from _chart(block)
        case Definitions():
            pass
    for inlines in _notes(block):
        yield f"[note] {_one_line(inlines)}"


def _notes(block: Block) -> Iterator[Inlines]:
    if isinstance(block, Paragraph | Heading | ListItem):
        yield from (i.inlines for i in block.inlines if isinstance(i, Footnote))
    elif isinstance(block, Table):
        cells = (block.caption, *block.header, *(cell for row in block.rows for cell in row))
        yield from (i.inlines for cell in cells for i in cell if isinstance(i, Footnote))


def _one_line(inlines: Inlines) -> str:
    return plain_text(inlines).replace("\n", " / ")


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield f"[{_one_line(table.caption)}]"
    for row in (table.header, *table.rows):
        yield "| " + " | ".join(_one_line(c) for c in row) + " |"


def _chart(chart: Chart) -> Iterator[str]:
    """Everything that the chart says: its texts, and its data as a table."""
    for name, text in ((chart.kind, chart.alt), ("x", chart.x), ("y", chart.y)):
        if text:
            yield f"[{name}: {_one_line(text)}]"
    yield from _table(as_table(chart))
