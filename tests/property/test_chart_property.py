"""Whatever the series: the numbers of a chart reach the chart part and its workbook as they were, and are read again."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from docgen.model.document import Chart, Source, Text
from docgen.model.plot import Plot
from docgen.render.word.chart_look import ChartLook
from docgen.render.word.chart_xml import chart_part
from docgen.render.word.workbook import grid, workbook
from docgen.stages.chart import KINDS, number_of, plotted
from docgen.stages.markdown_text import Origin, read_blocks
from support.charts import C, cells_of

AT = Source("c", 1, "fr", "f", 1)
LOOK = ChartLook("Arial", 18, "404040", ('<a:srgbClr val="1F4E79"/>',) * 12)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=12
).filter(str.strip)
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3).map(lambda d: d.normalize() + 0)
CELLS = st.one_of(st.none(), NUMBERS)


@st.composite
def plots(draw: st.DrawFn) -> Plot:
    kind = draw(st.sampled_from(KINDS))
    rows = draw(st.integers(1, 8))
    points = [format(draw(NUMBERS), "f") if kind == "scatter" else draw(WORDS) for _ in range(rows)]
    series = tuple(
        (draw(WORDS), tuple(draw(st.lists(CELLS, min_size=rows, max_size=rows))))
        for _ in range(draw(st.integers(1, 5)))
    )
    return Plot(kind, draw(WORDS), tuple(points), series, "alt")


@given(plots())
def test_the_chart_part_and_the_workbook_hold_the_plot(plot: Plot) -> None:
    root = etree.fromstring(chart_part(plot, LOOK, "fr-FR").encode())
    names = [s.find(f"{C}tx").findtext(f".//{C}v") for s in root.iter(f"{C}ser")]
    assert names == [name for name, _ in plot.series]
    for element, (_, numbers) in zip(root.iter(f"{C}ser"), plot.series, strict=True):
        found = element.find(f"{C}yVal") if plot.kind == "scatter" else element.find(f"{C}val")
        read = {int(p.get("idx")): Decimal(p.findtext(f"{C}v")) for p in found.iter(f"{C}pt")}
        assert read == {n: number for n, number in enumerate(numbers) if number is not None}
    book = workbook(plot)
    assert workbook(plot) == book
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
    cells = cells_of(book)
    wanted = {
        f"{chr(65 + c)}{r + 1}": cell
        for r, row in enumerate(grid(plot))
        for c, cell in enumerate(row)
        if cell is not None
    }
    assert {p: Decimal(t) if isinstance(wanted[p], Decimal) else t for p, t in cells.items()} == wanted


@given(NUMBERS)
def test_a_number_that_is_written_is_read(number: Decimal) -> None:
    assert number_of(format(number, "f")) == number


@given(st.text(max_size=30))
def test_a_cell_is_a_number_or_none(text: str) -> None:
    number = number_of(text)
    assert number is None or (number.is_finite() and format(number, "f").lstrip("-").replace(".", "").isdigit())


@given(st.lists(st.lists(st.text(max_size=6), min_size=1, max_size=4), min_size=1, max_size=5), st.sampled_from(KINDS))
def test_no_rows_of_cells_make_it_fail(rows: list[list[str]], kind: str) -> None:
    cells = tuple(tuple((Text(cell),) if cell else () for cell in row) for row in rows)
    plot = plotted(Chart(kind, cells[0], cells, AT, (Text("a"),)))
    assert all(len(numbers) == len(plot.points) for _, numbers in plot.series)


@given(st.text(alphabet="|-: \n[]=;ax1.\\{}", max_size=120))
def test_no_text_below_a_chart_makes_the_reader_fail(text: str) -> None:
    whole = f"[[chart: kind=scatter; alt=a]]\n{text}"
    blocks, found = read_blocks(whole, tuple(range(1, whole.count("\n") + 2)), Origin("c", 1, "fr", "f"))
    charts = [b for b in blocks if isinstance(b, Chart)]
    assert charts or found
    assert all(plotted(c).points for c in charts)
