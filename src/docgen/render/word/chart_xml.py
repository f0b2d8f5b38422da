"""A plot as a chart of DrawingML (ECMA-376 part 1, 21.2), its numbers cached beside the references to its workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from locale import windows_locale
from typing import Final

from docgen.model.plot import Numbers, Plot
from docgen.render.word.chart_look import ChartLook
from docgen.render.word.workbook import cell_range, number_text
from docgen.render.word.xml import DECLARATION, escape
from docgen.stages.chart import number_of

_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LABELLED: Final = 12
"""As many points may carry their numbers: more would cover one another."""
_MARKERS: Final = ("circle", "square", "diamond", "triangle", "x", "plus")
_DASHES: Final = ("solid", "sysDash", "dash", "sysDot", "lgDash", "dashDot")
_LARGE: Final = 1000
_GRID: Final = '<a:srgbClr val="D9D9D9"/>'
_AXES: Final = ("111111111", "222222222")
_LINE: Final = 22225  # EMU: 1.75 pt


def chart_part(plot: Plot, look: ChartLook, language: str) -> str:
    """The chart part; ``rId1`` of its relationships is the embedded workbook.

    :param language: tag of the language of the document, ``fr-FR``.
    """
    drawn = _Drawn(plot, look, language)
    legend = _LEGEND if len(plot.series) > 1 else ""
    return (
        f'{DECLARATION}<c:chartSpace {_NS}><c:date1904 val="0"/><c:lang val="{language}"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{_PLOTS[plot.kind](drawn)}{drawn.axes()}'
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{drawn.text()}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def number_format(decimals: int, language: str) -> str:
    """The format of numbers (18.8.31), in the language of the document where the reader heeds it."""
    locale, fraction = _locales().get(language), "." + "0" * decimals if decimals else ""
    return f"{f'[$-{locale:X}]' if locale else ''}#,##0{fraction}"


@lru_cache(maxsize=1)
def _locales() -> dict[str, int]:
    return {name.replace("_", "-"): code for code, name in windows_locale.items()}


_LEGEND: Final = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'


class _Drawn:
    """One plot on its way to XML."""

    def __init__(self, plot: Plot, look: ChartLook, language: str) -> None:
        self.plot, self.look, self.language = plot, look, language
        self.format = number_format(plot.decimals, language)

    # -- series
    def series(self, inside: Callable[[int], str], after: str = "") -> str:
        """Every series: ``inside`` gives its look, ``after`` what closes it."""
        return "".join(self._one(n, inside(n), after) for n in range(len(self.plot.series)))

    def _one(self, index: int, look: str, after: str) -> str:
        name, numbers = self.plot.series[index]
        scatter = self.plot.kind == "scatter"
        values = "yVal" if scatter else "val"
        return (
            f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
            f"<c:tx>{_strings(cell_range(index + 1, 0, 0), (name,))}</c:tx>{look}{self._labels()}{self._points()}"
            f"<c:{values}>{self._numbers(cell_range(index + 1, 1, len(numbers)), numbers)}</c:{values}>{after}</c:ser>"
        )

    def _points(self) -> str:
        points, where = self.plot.points, cell_range(0, 1, len(self.plot.points))
        if self.plot.kind != "scatter":
            return f"<c:cat>{_strings(where, points)}</c:cat>"
        return f"<c:xVal>{self._numbers(where, tuple(number_of(p) for p in points))}</c:xVal>"

    def _numbers(self, where: str, numbers: Numbers) -> str:
        cached = "".join(
            f'<c:pt idx="{n}"><c:v>{number_text(number)}</c:v></c:pt>'
            for n, number in enumerate(numbers)
            if number is not None
        )
        return (
            f"<c:numRef><c:f>{where}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(numbers)}"/>{cached}</c:numCache></c:numRef>'
        )

    def _labels(self) -> str:
        few = len(self.plot.points) * len(self.plot.series) <= LABELLED
        shown = few and (self.plot.kind == "column" or (self.plot.kind != "radar" and len(self.plot.series) == 1))
        place = "outEnd" if self.plot.kind == "column" else "t"
        where = f'<c:dLblPos val="{place}"/>' if shown else ""
        return (
            f'<c:dLbls><c:numFmt formatCode="{self.format}" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln>'
            f'</c:spPr>{where}<c:showLegendKey val="0"/><c:showVal val="{int(shown)}"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        )

    def filled(self, index: int) -> str:
        """A series of columns."""
        fill = f"<a:solidFill>{self.look.colours[index]}</a:solidFill>"
        return f'<c:spPr>{fill}</c:spPr><c:invertIfNegative val="0"/>'

    def stroked(self, index: int) -> str:
        """A series of lines: told from the others by colour, dash and marker."""
        fill = f"<a:solidFill>{self.look.colours[index]}</a:solidFill>"
        dash = f'<a:prstDash val="{_DASHES[index % len(_DASHES)]}"/>'
        return (
            f'<c:spPr><a:ln w="{_LINE}" cap="rnd">{fill}{dash}<a:round/></a:ln></c:spPr>'
            f'<c:marker><c:symbol val="{_MARKERS[index % len(_MARKERS)]}"/><c:size val="6"/>'
            f"<c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr></c:marker>"
        )

    # -- axes
    def axes(self) -> str:
        """The two axes: names or numbers below, numbers at the left."""
        first, second = _AXES
        if self.plot.kind == "scatter":
            numbers = self._axis("valAx", first, second, "b", self.plot.x, _MIDDLE, self._format_of_x())
            return numbers + self._axis("valAx", second, first, "l", self.plot.y, _MIDDLE, self._format_of_y(), grid=True)
        radar = self.plot.kind == "radar"
        names = self._axis("catAx", first, second, "b", self.plot.x, _NAMES, "General", grid=radar)
        return names + self._axis("valAx", second, first, "l", self.plot.y, _BETWEEN, self._format_of_y(), grid=True)

    def _format_of_y(self) -> str:
        """Large amounts stand on the axis without their cents."""
        known = [abs(n) for _, numbers in self.plot.series for n in numbers if n is not None]
        return number_format(0, self.language) if max(known, default=Decimal(0)) >= _LARGE else self.format

    def _ends_at(self) -> str:
        """The numbers below end with the last point: beyond it there is nothing to see."""
        known = [n for n in map(number_of, self.plot.points) if n is not None]
        return f'<c:max val="{max(known)}"/>' if known else ""

    def _format_of_x(self) -> str:
        numbers = tuple(number_of(point) for point in self.plot.points)
        return number_format(Plot("", "", (), (("", numbers),), "").decimals, self.language)

    def _axis(
        self, tag: str, own: str, other: str, place: str, title: str, end: str, code: str, *, grid: bool = False
    ) -> str:
        lines = f"<c:majorGridlines><c:spPr>{_stroke(_GRID)}</c:spPr></c:majorGridlines>" if grid else ""
        least = '<c:min val="0"/>' if place == "l" and self._from_zero() else ""
        most = self._ends_at() if (tag, place) == ("valAx", "b") else ""
        return (
            f'<c:{tag}><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/>{most}{least}</c:scaling><c:delete val="0"/>'
            f'<c:axPos val="{place}"/>{lines}{self._title(title, upright=place == "l")}'
            f'<c:numFmt formatCode="{code}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
            f'<c:tickLblPos val="{"low" if place == "b" else "nextTo"}"/><c:spPr>{_stroke(_GRID)}</c:spPr>'
            f'<c:crossAx val="{other}"/><c:crosses val="autoZero"/>{end}</c:{tag}>'
        )

    def _from_zero(self) -> bool:
        """Columns and radars deceive when they begin elsewhere."""
        known = [n for _, numbers in self.plot.series for n in numbers if n is not None]
        return self.plot.kind in ("column", "radar") and min(known, default=Decimal(0)) >= 0

    def _title(self, text: str, *, upright: bool) -> str:
        if not text:
            return ""
        turned = ' rot="-5400000" vert="horz"' if upright else ""
        return (
            f'<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr><a:defRPr b="0"/></a:pPr>'
            f'<a:r><a:rPr lang="{self.language}" b="0"/><a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>'
            '<c:overlay val="0"/></c:title>'
        )

    def text(self) -> str:
        """The letters of the whole chart."""
        look = self.look
        faces = "".join(f'<a:{tag} typeface="{escape(look.font)}"/>' for tag in ("latin", "cs"))
        return (
            f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{look.size * 50}"><a:solidFill>'
            f'<a:srgbClr val="{look.ink}"/></a:solidFill>{faces}</a:defRPr></a:pPr>'
            f'<a:endParaRPr lang="{self.language}"/></a:p></c:txPr>'
        )


_NAMES: Final = '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/>'
_MIDDLE: Final = '<c:crossBetween val="midCat"/>'
_BETWEEN: Final = '<c:crossBetween val="between"/>'


def _stroke(colour: str) -> str:
    return f'<a:ln w="9525"><a:solidFill>{colour}</a:solidFill></a:ln>'


def _strings(where: str, texts: Sequence[str]) -> str:
    cached = "".join(f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(texts))
    return f'<c:strRef><c:f>{where}</c:f><c:strCache><c:ptCount val="{len(texts)}"/>{cached}</c:strCache></c:strRef>'


# ---------------------------------------------------------------------- kinds
_IDS: Final = "".join(f'<c:axId val="{axis}"/>' for axis in _AXES)
_STRAIGHT: Final = '<c:smooth val="0"/>'


def _column(drawn: _Drawn) -> str:
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{drawn.series(drawn.filled)}<c:gapWidth val="60"/><c:overlap val="0"/>{_IDS}</c:barChart>'
    )


def _line(drawn: _Drawn) -> str:
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{drawn.series(drawn.stroked, _STRAIGHT)}<c:marker val="1"/>{_IDS}</c:lineChart>'
    )


def _scatter(drawn: _Drawn) -> str:
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f"{drawn.series(drawn.stroked, _STRAIGHT)}{_IDS}</c:scatterChart>"
    )


def _radar(drawn: _Drawn) -> str:
    return (
        '<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>'
        f"{drawn.series(drawn.stroked)}{_IDS}</c:radarChart>"
    )


_PLOTS: Final[dict[str, Callable[[_Drawn], str]]] = {
    "line": _line, "scatter": _scatter, "column": _column, "radar": _radar,
}  # fmt: skip
