"""Tables of the Document in the house table style (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.model.document import Column, Inlines, Table

if TYPE_CHECKING:
    from docgen.render.word.blocks import Writer


SHORT = 6
"""Rows up to which a table is kept on one page."""


def table_xml(table: Table, writer: Writer, *, landscape: bool) -> str:
    """A table with its caption: header row repeated, rows never split (typography L06)."""
    template = writer.template
    width = template.landscape_width if landscape else template.text_width
    widths = _widths(table.columns, width)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    together = table.style == "signature" or (len(table.rows) <= SHORT and not landscape)
    rows = [_row(table.header, table, widths, writer, header=True, keep=together)]
    for number, row in enumerate(table.rows):
        keep = together and number < len(table.rows) - 1
        rows.append(_row(row, table, widths, writer, header=False, keep=keep))
    return (
        f"{_caption(table, writer)}<w:tbl><w:tblPr>"
        f'<w:tblStyle w:val="{writer.styles.of_table(table.style)}"/><w:tblW w:w="5000" w:type="pct"/>'
        f'<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _widths(columns: tuple[Column, ...], total: int) -> list[int]:
    given = [c.width for c in columns]
    even = max((100 - sum(given)) // max(given.count(0), 1), 1)
    shares = [w or even for w in given]
    widths = [total * s // sum(shares) for s in shares]
    widths[-1] += total - sum(widths)
    return widths


def _caption(table: Table, writer: Writer) -> str:
    if not table.caption:
        return ""
    style = writer.template.style("caption")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/></w:pPr>{writer.inlines(table.caption)}</w:p>'


def _row(
    cells: tuple[Inlines, ...], table: Table, widths: list[int], writer: Writer,
    *, header: bool, keep: bool,
) -> str:  # fmt: skip
    repeated = "<w:tblHeader/>" if header else ""
    padded = (*cells, *((),) * (len(widths) - len(cells)))[: len(widths)]
    out = "".join(
        _cell(cell, column, width, table, writer, header, keep)
        for cell, column, width in zip(padded, table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{out}</w:tr>"


def _cell(
    cell: Inlines, column: Column, width: int, table: Table, writer: Writer, header: bool, keep: bool
) -> str:
    style = _cell_style(column, table, writer, header)
    centred = '<w:jc w:val="center"/>' if column.align == "center" else ""
    kept = "<w:keepNext/>" if keep or header else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{centred}</w:pPr>{writer.inlines(cell)}</w:p></w:tc>'
    )


def _cell_style(column: Column, table: Table, writer: Writer, header: bool) -> str:
    styles = writer.template.styles
    if table.style == "signature" and "signature" in styles:
        return styles["signature"]
    if header:
        right = column.align == "right" and "table header number" in styles
        return styles["table header number" if right else "table header"]
    return styles["table number" if column.align == "right" else "table text"]
