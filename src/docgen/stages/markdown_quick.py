"""The quick reader of Markdown: the blocks that clauses are made of, without Python-Markdown.

It knows paragraphs, headings, lists of one line for each item, tables, charts, notes at the end, brackets and bold. Whatever
it is not sure of (an error, a character that means something to Markdown, an item of two paragraphs) it leaves to
``markdown_text``, where Python-Markdown reads it and every diagnostic is made. So it refuses nothing, and reads nothing in a
way of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.model.document import (
    PLAIN,
    Block,
    Blocks,
    Chart,
    Column,
    Definitions,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ListItem,
    Marks,
    Paragraph,
    Source,
    Table,
    Text,
)
from docgen.model.evaluated import Origin
from docgen.stages.brackets import BRACKET, read_bracket
from docgen.stages.chart_text import ragged_rows, wrong_data, wrong_options
from docgen.stages.runs import TOKEN, split_line, split_tokens, trimmed
from docgen.stages.table_text import OPTIONS, widths_of

_MOST_SIGNS, _MOST_ROWS = 400, 4_000
_DOUBTFUL = re.compile(r"[\\<>&`_\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""Characters that may mean something to Markdown, and every space but the plain one."""
_DIRECTIVE = re.compile(r"\[\[(?:(?:table|chart):[^\]]*|definitions|amendments)\]\] *$")
_WORDS = r"(?!\d+\.)(?:\*\*(?![\s*])|\[\[|[^\s#>*+=|:\[\]{}-])"
"""How a line begins that is nothing but words."""
_LINE = re.compile(_WORDS)
_NAME = "[a-zA-Z][a-zA-Z0-9-]*"
_CLASS = re.compile(rf"\{{: \.({_NAME}) \}}$")
_HEADING = re.compile(rf"(#{{2,4}}) +({_WORDS}[^#{{}}]*?)(?: +\{{: #({_NAME}) \}})? *$")
_ITEM = re.compile(rf"((?:    ){{0,5}})(?:([-*+])|\d{{1,9}}\.) +({_WORDS}.*)$")
_DELIMITER = re.compile(r" *(:?)-+(:?) *$")
_NOTE = re.compile(rf"\[\^([a-zA-Z0-9-]+)\]: *({_WORDS}.*)$")
_MARKUP = re.compile(r"[*\[\]{}]")
_MORE = re.compile(rf"[*\[\]{{}}\n{TOKEN.pattern[1:]}")
_BEHIND = rf"(?=[ \n,.;:)]|$)|(?<=[^\W_]\*\*)(?=\[\[)|(?<={TOKEN.pattern}\*\*)(?=\[\[)"
_PIECE = re.compile(rf"{BRACKET}|\[\^([a-zA-Z0-9-]+)\]|(?<![^ \n])\*\*(?!\s)([^*\n]*[^*\s])\*\*(?:{_BEHIND})")
_SOLE = re.compile(rf"{BRACKET} *$")
_LINE_END = re.compile(" *\n *")


class _Unsure(Exception):
    """The careful reader has to look."""


def quick_blocks(text: str, lines: tuple[int, ...], origin: Origin) -> Blocks | None:
    """The blocks of an evaluated text in which nothing is wrong; None when the careful reader has to look.

    ``lines[i]`` is the line of the source file that gave line ``i`` of the text.
    """
    if _DOUBTFUL.search(text) or text.count("[") > _MOST_SIGNS or text.count("*") > _MOST_SIGNS:
        return None
    try:
        return tuple(_Reader(text, lines, origin).blocks())
    except _Unsure:
        return None


class _Reader:
    def __init__(self, text: str, lines: tuple[int, ...], origin: Origin) -> None:
        self._rows, self._lines, self._origin = text.split("\n"), lines, origin
        self._words = _Words(self._rows, origin.prepositions)
        self._series = 0
        self._above = ""  # the sort of the element above: two lists or two tables may be one
        self._after = self._line(0)  # the line behind what stands above
        self._options: tuple[str, str] | None = None  # a line about the table that must follow: its sort and the rest
        if len(self._rows) > _MOST_ROWS or ("[[chart:" in text and any(ragged_rows(text))):
            raise _Unsure

    def blocks(self) -> Iterator[Block]:
        group: list[str] = []
        for number, row in enumerate([*self._rows, ""]):
            apart = row[:2] == "[[" and _DIRECTIVE.match(row) is not None
            if group and (apart or not row):
                yield from self._group(group, number - len(group))
                group = []
            if apart:
                yield from self._group([row], number)
            elif row:
                group.append(row)
        if self._options is not None:
            raise _Unsure

    def _line(self, number: int) -> int:
        return self._lines[min(number, len(self._lines) - 1)] if self._lines else 0

    def _source(self, line: int) -> Source:
        o = self._origin
        return Source(o.clause, o.revision, o.language, o.file, line)

    def _group(self, rows: list[str], number: int) -> Iterator[Block]:
        """The blocks of lines that follow one another without a blank one."""
        first = rows[0]
        if first[0] == "|":
            yield from self._table(rows, number)
            return
        if self._options is not None or (self._words.ended and first[:2] != "[^"):
            raise _Unsure
        above, self._above = self._above, ""
        if first[0] == "#":
            yield self._heading(rows, number)
        elif first[:2] == "[^":
            self._words.end(rows)
        elif found := _ITEM.match(first):
            self._above = "ul" if found[2] else "ol"
            if above == self._above:
                raise _Unsure
            yield from self._list(rows, number)
        else:
            yield from self._paragraph(rows, number)
        self._after = self._line(number if self._options else number + len(rows))

    # -- words
    def _paragraph(self, rows: list[str], number: int) -> Iterator[Block]:
        style = ""
        if len(rows) > 1 and (found := _CLASS.match(rows[-1])):
            rows, style = rows[:-1], found[1]
        if not all(map(_LINE.match, rows)):
            raise _Unsure
        text, source = "\n".join(rows), self._source(self._line(number))
        sole = _SOLE.match(text) if text[:2] == "[[" else None
        directive = sole[1].strip() if sole else ""
        if directive == "definitions":
            yield Definitions(source)
        elif directive == "amendments":
            yield Definitions(source, "amendments")
        elif directive.startswith(("table:", "chart:")):
            self._options = directive[:5], directive[6:]
        else:
            yield Paragraph(self._words.read(text), source, style)

    def _heading(self, rows: list[str], number: int) -> Block:
        found = _HEADING.match(rows[0])
        if found is None or len(rows) > 1:
            raise _Unsure
        return Heading(len(found[1]) - 1, self._words.read(found[2]), self._source(self._line(number)), found[3] or "")

    def _list(self, rows: list[str], number: int) -> Iterator[Block]:
        open_lists: list[tuple[bool, int]] = []  # from the outermost: whether it is ordered, and its series
        for line, row in enumerate(rows, number):
            found = _ITEM.match(row)
            if found is None:
                raise _Unsure
            level, ordered = len(found[1]) // 4 + 1, found[2] is None
            del open_lists[level:]
            if len(open_lists) == level - 1:
                goes_on = ordered and level > 1 and open_lists[-1][0]
                open_lists.append((ordered, open_lists[-1][1] if goes_on else self._new_series()))
            elif len(open_lists) < level or open_lists[-1][0] != ordered:
                raise _Unsure
            yield ListItem(level, ordered, open_lists[-1][1], self._words.read(found[3]), self._source(self._line(line)))

    def _new_series(self) -> int:
        self._series += 1
        return self._series

    # -- tables
    def _table(self, rows: list[str], number: int) -> Iterator[Block]:
        if len(rows) == 1:
            raise _Unsure
        (kind, options), self._options = self._options or ("", ""), None
        first, delimiters, *others = map(_cells, rows)
        aligns = [_align(cell) for cell in delimiters]
        if len(aligns) != len(first) or (not kind and self._above == "table") or self._words.ended:
            raise _Unsure
        source = self._source(self._line(number) if first[0] else self._after)
        self._above = "table"
        header = tuple(self._words.read(cell) for cell in first)
        empty = [""] * len(first)
        cells = (tuple(self._words.read(cell) for cell in [*row, *empty][: len(first)]) for row in others)
        body = tuple(row for row in cells if any(row))
        if kind == "chart":
            yield _chart(options, header, body, source)
            return
        named = _table_options(options)
        if body:
            widths = widths_of(named.get("widths", ""), len(header))
            if widths is None:
                raise _Unsure
            columns = tuple(Column(align, width) for align, width in zip(aligns, widths, strict=True))
            caption = _caption(named, "caption")
            yield Table(columns, header, body, source, named.get("style", ""), caption, "landscape" in named)


def _cells(row: str) -> list[str]:
    row = row.rstrip(" ")
    if len(row) < 2 or row[0] != "|" or row[-1] != "|":
        raise _Unsure
    return [cell.strip(" ") for cell in row[1:-1].split("|")]


def _align(delimiter: str) -> str:
    found = _DELIMITER.match(delimiter)
    if found is None:
        raise _Unsure
    return "left" if not found[2] else "center" if found[1] else "right"


def _table_options(text: str) -> dict[str, str]:
    options = _named(text)
    plain = "".join((*options, *(options[name] for name in options if name != "caption")))
    if not options.keys() <= set(OPTIONS) or TOKEN.search(plain):
        raise _Unsure
    return options


def _chart(text: str, header: tuple[Inlines, ...], rows: tuple[tuple[Inlines, ...], ...], source: Source) -> Chart:
    options = _named(text)
    alt, caption, x, y = (_caption(options, name) for name in ("alt", "caption", "x", "y"))
    chart = Chart(options.get("kind", ""), header, rows, source, alt, caption, x, y)
    if any(wrong_options(options)) or any(wrong_data(chart)) or TOKEN.search(chart.kind):
        raise _Unsure
    return chart


def _named(text: str) -> dict[str, str]:
    pieces = (part.partition("=") for part in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pieces if name.strip()}


def _caption(options: dict[str, str], name: str) -> Inlines:
    return tuple(split_tokens(options.get(name, ""), PLAIN))


class _Words:
    """Reads what stands in paragraphs, items and cells, and the notes of a text."""

    def __init__(self, rows: list[str], prepositions: frozenset[str]) -> None:
        self._prepositions = prepositions
        self._notes: dict[str, str] = {}
        self.ended = False
        for row in rows:
            if row[:2] == "[^":
                found = _NOTE.match(row)
                if found is None or found[1] in self._notes:
                    raise _Unsure
                self._notes[found[1]] = found[2]

    def end(self, rows: list[str]) -> None:
        """Read notes: nothing may follow, for its place is looked for in their words too."""
        self.ended = True
        if not all(row[:2] == "[^" for row in rows):
            raise _Unsure

    def read(self, text: str) -> Inlines:
        if _MORE.search(text):
            return trimmed(tuple(self._runs(text, PLAIN, noted=False)))
        text = text.strip(" ")
        return (Text(text),) if text else ()

    def _runs(self, text: str, marks: Marks, *, noted: bool) -> Iterator[Inline]:
        done = 0
        for found in _PIECE.finditer(text):
            yield from _plain(text[done : found.start()], marks)
            done = found.end()
            bracket, note, bold = found.groups()
            if bold:
                yield from self._runs(bold, Marks.BOLD, noted=noted)
            elif bracket:
                yield self._bracket(bracket, marks)
            elif noted or note not in self._notes:
                raise _Unsure
            else:
                yield Footnote(trimmed(tuple(self._runs(self._notes[note], PLAIN, noted=True))))
        yield from _plain(text[done:], marks)

    def _bracket(self, raw: str, marks: Marks) -> Inline:
        inline = None if TOKEN.search(raw) else read_bracket(raw, marks, self._prepositions)
        if inline is None:
            raise _Unsure
        return inline


def _plain(text: str, marks: Marks) -> Iterator[Inline]:
    if _MARKUP.search(text):
        raise _Unsure
    return split_line(_LINE_END.sub(" ", text) if "\n" in text else text, marks)
