"""Reading the charts of an output again: names, numbers and workbook of each, as its Document has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Final, TypeAlias

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.plot import Plot
from docgen.render import _xml
from docgen.render._scan import usual
from docgen.render._zip_read import read_members
from docgen.render.package import Package
from docgen.stages.chart import number_of

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KINDS: Final = {"line": "lineChart", "scatter": "scatterChart", "column": "barChart", "radar": "radarChart"}
_BUG: Final = "this is a fault of docgen or of its template, not of your text: please report it"

_ROOT: Final = re.compile(rb"<w:document\b[^>]*[^/>]>")
_DRAWING: Final = re.compile(rb"<w:drawing>.*?</w:drawing>", re.DOTALL)

Cell: TypeAlias = str | Decimal | None
Rows: TypeAlias = list[tuple[Cell, ...]]


def wrong_charts(package: Package, expected: Sequence[Plot]) -> Iterator[Diagnostic]:
    """WD731 for each chart that is not as the Document has it, WD715 for a workbook of no such chart."""
    drawings = _drawings(package) if expected else []
    if len(drawings) != len(expected):
        yield error("WD731", f"{len(drawings)} charts are there, {len(expected)} are wanted",
                    Place(package.main_document), _BUG)  # fmt: skip
    books: list[str] = []
    for (part, alt), plot in zip(drawings, expected, strict=False):
        books += package.related("package", part)
        if what := _difference(package, part, alt, plot):
            yield error("WD731", f"{what} of the chart is not that of the document", Place(part), _BUG)
    for name in package.parts:
        if name.lower().startswith("word/embeddings/") and name not in books:
            yield error("WD715", f"the embedded object {name!r} belongs to no chart of the document", Place(name), _BUG)


def _drawings(package: Package) -> list[tuple[str, str]]:
    """Part and alternative text of the charts of the main part, in order; those of the template aside."""
    main = package.main_document
    targets = {r.id: r.target for r in package.relationships(main) if r.kind == "chart" and not r.external}
    out = []
    for inline in _xml.parse(_only_drawings(usual(package.parts[main]))).iter(f"{_WP}inline"):
        for chart in inline.iter(f"{_C}chart"):
            part = targets.get(chart.get(f"{_R}id", ""), "")
            if part in package.parts and package.related("package", part):
                out.append((part, inline.find(f"{_WP}docPr").get("descr", "")))
    return out


def _only_drawings(body: bytes) -> bytes:
    """The part with nothing but its drawings: a contract has a thousand paragraphs and two charts."""
    root = _ROOT.search(body)
    return root[0] + b"".join(_DRAWING.findall(body)) + b"</w:document>" if root else body


def _difference(package: Package, part: str, alt: str, plot: Plot) -> str:
    """What of a chart differs, '' when nothing does."""
    root = _xml.parse(package.parts[part])
    if root.find(f".//{_C}{_KINDS[plot.kind]}") is None:
        return "the kind"
    if alt != re.sub(r"[\t\r\n]", " ", plot.alt):  # as XML reads an attribute
        return "the alternative text"
    if [t.text or "" for t in root.iter(f"{_A}t")] != [t for t in (plot.x, plot.y) if t]:
        return "a title of an axis"
    wanted = _wanted(plot)
    if _drawn(root, plot) != wanted:
        return "a name or a number"
    book = package.parts[package.related("package", part)[0]]
    return "" if _sheet(book) == _without_ends(wanted) else "the workbook"


def _wanted(plot: Plot) -> Rows:
    head: tuple[Cell, ...] = (plot.corner, *(name for name, _ in plot.series))
    scatter = plot.kind == "scatter"
    rows = zip(plot.points, *(numbers for _, numbers in plot.series), strict=True)
    return [head, *((number_of(point) if scatter else point, *numbers) for point, *numbers in rows)]


def _drawn(root: _xml.Element, plot: Plot) -> Rows:
    """The cached data as rows, under the corner that a chart does not show."""
    names: list[Cell] = []
    columns: list[list[Cell]] = []
    points: list[Cell] = []
    for series in root.iter(f"{_C}ser"):
        names += _cache(series, "tx", numbers=False)
        columns.append(_cache(series, "yVal" if plot.kind == "scatter" else "val", numbers=True))
        scatter = plot.kind == "scatter"
        points = _cache(series, "xVal" if scatter else "cat", numbers=scatter)
    return [(plot.corner, *names), *(tuple(row) for row in zip_longest(points, *columns))]


def _cache(series: _xml.Element, tag: str, *, numbers: bool) -> list[Cell]:
    count = series.find(f"{_C}{tag}//{_C}ptCount")
    out: list[Cell] = [None] * (int(count.get("val")) if count is not None else 0)
    for point in series.iterfind(f"{_C}{tag}//{_C}pt"):
        text = point.findtext(f"{_C}v") or ""
        out[int(point.get("idx"))] = _number(text) if numbers else text
    return out


def _sheet(data: bytes) -> Rows:
    """The cells of the only sheet of a workbook."""
    members, _ = read_members(data, "")
    sheet = members.get("xl/worksheets/sheet1.xml")
    if sheet is None:
        return []
    return _without_ends([_row(row) for row in _xml.parse(sheet).iter(f"{_S}row")])


def _row(row: _xml.Element) -> tuple[Cell, ...]:
    cells: dict[int, Cell] = {}
    for cell in row.iter(f"{_S}c"):
        letters = re.sub(r"\d", "", cell.get("r", ""))
        text = "".join(t.text or "" for t in cell.iter(f"{_S}t"))
        cells[ord(letters) - ord("A")] = (
            text if cell.get("t") == "inlineStr" else _number(cell.findtext(f"{_S}v") or "")
        )
    return tuple(cells.get(n) for n in range(max(cells, default=-1) + 1))


def _without_ends(rows: Rows) -> Rows:
    """Rows without the empty cells at their ends; an empty name is no cell at all."""
    out: Rows = []
    for row in rows:
        cells = [None if cell == "" else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        out.append(tuple(cells))
    return out


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
