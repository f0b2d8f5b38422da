"""The workbook inside a chart: one sheet with its names and numbers (ECMA-376 part 1, 18.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from docgen.model.plot import Plot
from docgen.render._deflate import stored
from docgen.render._zip_write import write_zip
from docgen.render.word.xml import DECLARATION, escape
from docgen.stages.chart import number_of

SHEET: Final = "Data"
Cell: TypeAlias = str | Decimal | None
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(plot: Plot) -> bytes:
    """The bytes of the workbook, the same on every machine: nothing in it is compressed or dated."""
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(_rows(grid(plot)))}</sheetData></worksheet>'
    parts = {**_FRAME, "xl/worksheets/sheet1.xml": sheet}
    return write_zip((name, stored((DECLARATION + xml).encode())) for name, xml in parts.items())


def grid(plot: Plot) -> list[list[Cell]]:
    """The cells: names of the series above, of the points at the left."""
    scatter = plot.kind == "scatter"
    rows: list[list[Cell]] = [[plot.corner, *(name for name, _ in plot.series)]]
    for n, point in enumerate(plot.points):
        first: Cell = number_of(point) if scatter else point
        rows.append([first, *(numbers[n] for _, numbers in plot.series)])
    return rows


def number_text(number: Decimal) -> str:
    """A number as XML has it: never in powers of ten."""
    return format(number, "f")


def cell_range(column: int, first: int, last: int) -> str:
    """``Data!$B$2:$B$13``: rows counted from 0."""
    letter = _letter(column)
    end = "" if first == last else f":${letter}${last + 1}"
    return f"{SHEET}!${letter}${first + 1}{end}"


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _rows(cells: Sequence[Sequence[Cell]]) -> Iterator[str]:
    for number, row in enumerate(cells, 1):
        written = "".join(_cell(f"{_letter(column)}{number}", cell) for column, cell in enumerate(row))
        yield f'<row r="{number}">{written}</row>'


def _cell(place: str, cell: Cell) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Decimal):
        return f'<c r="{place}"><v>{number_text(cell)}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


_FRAME: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
