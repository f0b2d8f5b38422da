"""``[[chart: …]]`` and the table below it to a Chart, with everything that is wrong about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docgen.model.document import Chart, Inlines, Slot, Text, Value, plain_text
from docgen.model.late_pattern import LatePattern
from docgen.stages.chart import FEWEST, KINDS, MAX_POINTS, MAX_SERIES, number_of, numeric_cells

OPTIONS = ("kind", "caption", "alt", "x", "y")
_DIRECTIVE = LatePattern(r"^[ ]{0,3}\[\[chart:[^\]]*\]\][ ]*$")
_BAR = LatePattern(r"(?<!\\)\|")


class Wrong(NamedTuple):
    """A finding in a chart, without its place."""

    code: str
    message: str
    hint: str


def wrong_options(options: Mapping[str, str]) -> Iterator[Wrong]:
    """What is wrong with the names and values of the options."""
    known = ", ".join(OPTIONS)
    for name in options:
        if name not in OPTIONS:
            yield Wrong("CL350", f'a chart has no option "{name}"', _nearest(name, OPTIONS) or f"options: {known}")
    kind = options.get("kind", "")
    if kind not in KINDS:
        message = f'there is no kind of chart "{kind}"' if kind else "the chart does not say its kind"
        yield Wrong("CL350", message, _nearest(kind, KINDS) or f"write kind= one of {', '.join(KINDS)}")
    if kind == "radar" and (options.get("x") or options.get("y")):
        yield Wrong("CL350", "a radar has no axes that carry a title", "remove x and y; the caption can say the unit")
    if not options.get("alt"):
        yield Wrong(
            "CL351", "the chart has no alternative text", "write alt= what somebody who cannot see it must know"
        )


def _nearest(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, 1)
    return f'did you mean "{close[0]}"?' if close else ""


def wrong_data(chart: Chart) -> Iterator[Wrong]:
    """What is wrong with the rows of a chart, as far as it can be seen before its values are known."""
    points, series = len(chart.rows), len(chart.header) - 1
    fewest = FEWEST.get(chart.kind, 1)
    if series < 1 or points < fewest:
        yield Wrong("CL355", f"a {chart.kind} chart needs {fewest} rows and one series at least; there are {points} and {series}",
                    "put a condition around the chart if its rows may be missing")  # fmt: skip
    if points > MAX_POINTS or series > MAX_SERIES:
        yield Wrong("CL354", f"{points} rows and {series} series are too many to be read in a chart",
                    f"at most {MAX_POINTS} rows and {MAX_SERIES} series: draw fewer, or keep the table")  # fmt: skip
    every = (*chart.header, *(cell for row in chart.rows for cell in row))
    if not all(isinstance(inline, Text | Slot) for cell in every for inline in cell):
        yield Wrong("CL356", "a chart holds words and values only",
                    "take references, notes, terms and line breaks out of its cells")  # fmt: skip
    yield from (wrong_number(cell) for cell in numeric_cells(chart) if _is_wrong(cell))


def _is_wrong(cell: Inlines) -> bool:
    return not any(isinstance(inline, Slot) for inline in cell) and number_of(plain_text(cell)) is None


def wrong_number(cell: Inlines) -> Wrong:
    """What is said about a cell that holds no number."""
    path = next((inline.path for inline in cell if isinstance(inline, Value)), "")
    origin = f"; the value comes from {path} in the profile" if path else ""
    return Wrong("CL352", f'"{plain_text(cell)}" is no number for a chart',
                 f"write 1234 or 12.5, without unit or filter: the chart formats it{origin}")  # fmt: skip


def ragged_rows(text: str) -> Iterator[tuple[int, int, int]]:
    """Rows of charts with too many or too few cells: index of the line, its cells, those of the header.

    Markdown cuts and fills rows in silence, so they are counted in the text.
    """
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if _DIRECTIVE.match(line):
            yield from _ragged(lines, index + 1)


def _ragged(lines: list[str], start: int) -> Iterator[tuple[int, int, int]]:
    while start < len(lines) and not lines[start].strip():
        start += 1
    width = 0
    for index in range(start, len(lines)):
        if not _BAR.search(lines[index]):
            return
        cells = len(_BAR.findall(lines[index].strip().strip("|"))) + 1
        width = width or cells
        if cells != width:
            yield index, cells, width
