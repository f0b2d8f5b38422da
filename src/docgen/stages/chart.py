"""Charts: from the cells of the clause language to numbers, and to a table where there are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain

from docgen.model.document import Blank, Chart, Column, Inlines, Table, plain_text
from docgen.model.plot import Plot

KINDS = ("line", "scatter", "column", "radar")
MAX_POINTS, MAX_SERIES = 200, 12
FEWEST = {"radar": 3}
"""A radar with two criteria is a line."""

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_DIGITS = 15
"""As many figures as a spreadsheet keeps (IEEE 754 binary64)."""


def number_of(text: str) -> Decimal | None:
    """The number that a cell holds, None when it holds none."""
    if _NUMBER.fullmatch(text) is None:
        return None
    number = Decimal(text)
    return number if len(number.normalize().as_tuple().digits) <= _DIGITS else None


def numeric_cells(chart: Chart) -> Iterator[Inlines]:
    """The cells that must hold numbers and are not empty, row by row."""
    first = 0 if chart.kind == "scatter" else 1
    for row in chart.rows:
        yield from (cell for cell in row[first:] if cell)


def plotted(chart: Chart, said: Callable[[Inlines], str] = plain_text) -> Plot:
    """The names and numbers of a chart; a cell that holds no number leaves its point out.

    :param said: the text of a cell, its slots filled.
    """
    rows = [[said(cell) for cell in row] for row in chart.rows]
    if chart.kind == "scatter":
        rows = [row for row in rows if number_of(row[0]) is not None]
    names = [said(cell) for cell in chart.header]
    series = tuple(
        (name, tuple(number_of(row[n]) if n < len(row) else None for row in rows)) for n, name in enumerate(names) if n
    )
    points = tuple(row[0] for row in rows)
    return Plot(chart.kind, names[0], points, series, said(chart.alt), said(chart.x), said(chart.y))


def as_table(chart: Chart) -> Table:
    """The data of a chart as a table with the same caption."""
    columns = (Column(), *(Column("right") for _ in chart.header[1:]))
    return Table(columns, chart.header, chart.rows, chart.source, "", chart.caption)


def has_blank(chart: Chart) -> bool:
    """True when something of the chart is not known yet."""
    texts = (chart.caption, chart.alt, chart.x, chart.y, *chart.header, *chain.from_iterable(chart.rows))
    return any(isinstance(inline, Blank) for inlines in texts for inline in inlines)
