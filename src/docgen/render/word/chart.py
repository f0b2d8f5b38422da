"""Charts in a document: the drawing in its paragraph, and the parts of the package behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from docgen.model.document import Chart, Inlines, Slot, plain_text
from docgen.model.plot import Plot
from docgen.render.word.chart_look import ChartLook
from docgen.render.word.xml import DECLARATION, escape
from docgen.stages.chart import plotted

if TYPE_CHECKING:
    from docgen.render.word.blocks import Writer
    from docgen.render.word.template import CompiledTemplate

TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_TWIP: Final = 635  # EMU
_TALLEST: Final = 5_100  # twips: 9 cm
_SHAPE: Final = {"radar": 0.62}
_USUAL_SHAPE: Final = 0.5
_FIRST_ID: Final = 90_001
"""Ids of drawings begin where no template has its own."""


def paragraphs(chart: Chart, writer: Writer, *, landscape: bool) -> str:
    """The caption and, kept with it, the paragraph with the drawing; the alternative text follows the values."""
    template, number = writer.template, len(writer.notes.charts) + 1
    writer.notes.charts.append(chart)
    width = template.landscape_width if landscape else template.text_width
    height = min(int(width * _SHAPE.get(chart.kind, _USUAL_SHAPE)), _TALLEST)
    return _caption(chart, writer) + _drawing(template, number, width * _TWIP, height * _TWIP)


def _caption(chart: Chart, writer: Writer) -> str:
    if not chart.caption:
        return ""
    style = writer.template.style("caption")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/></w:pPr>{writer.inlines(chart.caption)}</w:p>'


def _drawing(template: CompiledTemplate, number: int, width: int, height: int) -> str:
    own = template.styles.get("chart", "")
    style, centred = own or template.style("Body Text"), "" if own else '<w:jc w:val="center"/>'
    id_ = _FIRST_ID + number - 1
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{centred}</w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{id_}" name="Chart {number}" descr="{alt_mark(number)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{_OFFICE}/relationships" r:id="{relation(number)}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def alt_mark(number: int) -> str:
    """The place of the alternative text of a chart, counted from the end of the values backwards."""
    return f"\ue000{-number}\ue001"


def relation(number: int) -> str:
    """Id of the relationship from the main part to a chart."""
    return f"rIdDocgenChart{number}"


def plot_of(chart: Chart, values: Sequence[str]) -> Plot:
    """The names and numbers of a chart, its slots filled from the values of a document."""

    def said(inlines: Inlines) -> str:
        return "".join(values[i.index] if isinstance(i, Slot) else plain_text((i,)) for i in inlines)

    return plotted(chart, said)


def attribute(text: str) -> str:
    """Text inside an attribute, where line breaks and tabs are read as spaces."""
    return escape(re.sub(r"[\t\r\n]", " ", text))


# ---------------------------------------------------------------------- parts
def names(template: CompiledTemplate, number: int) -> tuple[str, str, str]:
    """Part, relationships and workbook of a chart, none of which the template has already."""
    taken = sum(name.startswith("word/charts/") for name in template.static)
    name = f"chart{taken + number}"
    return f"word/charts/{name}.xml", f"word/charts/_rels/{name}.xml.rels", f"word/embeddings/{name}.xlsx"


def chart_parts(template: CompiledTemplate, number: int, plot: Plot, language: str) -> tuple[tuple[str, bytes], ...]:
    """The parts of one chart.

    :param language: tag of the language of the document.
    """
    part, rels, book = names(template, number)
    xml, workbook_ = _drawn(plot, template.chart_look, language)
    return (part, xml), (rels, _RELS.format(book.rpartition("/")[2]).encode()), (book, workbook_)


@lru_cache(maxsize=64)
def _drawn(plot: Plot, look: ChartLook, language: str) -> tuple[bytes, bytes]:
    """Chart and workbook: the same for all documents with the same figures."""
    from docgen.render.word.chart_xml import chart_part
    from docgen.render.word.workbook import workbook

    return chart_part(plot, look, language).encode(), workbook(plot)


_RELS: Final = (
    f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/package" Target="../embeddings/{{}}"/></Relationships>'
)


def chart_relations(template: CompiledTemplate, count: int) -> str:
    """Relationships from the main part to its charts."""
    return "".join(
        f'<Relationship Id="{relation(n)}" Type="{_OFFICE}/relationships/chart" '
        f'Target="{names(template, n)[0].removeprefix("word/")}"/>'
        for n in range(1, count + 1)
    )
