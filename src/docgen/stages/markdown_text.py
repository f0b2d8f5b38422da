"""Markdown of a clause to blocks: the tree of elements read as paragraphs, lists and tables.

Whatever would be lost or printed as markup is reported, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from xml.etree.ElementTree import Element

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error
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
    LineBreak,
    ListItem,
    Marks,
    Paragraph,
    Source,
    Table,
    Text,
)
from docgen.model.evaluated import Origin
from docgen.stages.brackets import BRACKETS, read_bracket
from docgen.stages.chart_text import Wrong, ragged_rows, wrong_data, wrong_options
from docgen.stages.markdown_parse import MAX_LIST_DEPTH, line_at, parse_markdown, too_deep
from docgen.stages.runs import TOKEN, split_tokens, trimmed
from docgen.stages.table_text import OPTIONS, widths_of


def read_blocks(
    text: str, lines: tuple[int, ...], origin: Origin
) -> tuple[Blocks, tuple[Diagnostic, ...]]:
    """The blocks of an evaluated text, with a Slot where a value goes.

    ``lines[i]`` is the line of the source file that gave line ``i`` of the text.
    """
    if (index := too_deep(text)) is not None:
        return (), (_nests_too_deeply(origin, line_at(lines, index)),)
    try:
        tree = parse_markdown(text, lines)
    except RecursionError:
        return (), (_nests_too_deeply(origin, 0),)
    reader = _Reader(origin, tree.notes)
    reader.found += [_swallowed(what, Place(origin.file, line)) for what, line in tree.swallowed]
    reader.found += [_ragged(origin, line_at(lines, index), cells, of) for index, cells, of in ragged_rows(text)]
    blocks = tuple(reader.blocks(tree.root))
    reader.table_is_missing()
    return blocks, tuple(reader.found)


def _nests_too_deeply(origin: Origin, line: int) -> Diagnostic:
    hint = f"lists nest {MAX_LIST_DEPTH} levels at most, four spaces each; a note holds no note"
    return error("CL306", "this text nests too deeply", Place(origin.file, line), hint)


def _swallowed(what: str, place: Place) -> Diagnostic:
    code = "MD212" if what == "list" else "MD215"
    return error(code, f"a {what} needs a blank line before it", place, "add an empty line above this one")


def _ragged(origin: Origin, line: int, cells: int, of: int) -> Diagnostic:
    hint = "give each row one cell for each column; an empty cell leaves a point out"
    return error("CL353", f"this row of a chart has {cells} cells, its header {of}", Place(origin.file, line), hint)


_INLINE_TAGS = {"strong": Marks.BOLD, "em": Marks.ITALIC}


@dataclass(slots=True)
class _Reader:
    origin: Origin
    notes: dict[str, Element]
    found: list[Diagnostic] = field(default_factory=list)
    series: int = 0
    table: dict[str, str] = field(default_factory=dict)
    table_place: Place | None = None
    charted: bool = False
    in_note: bool = False

    # -- blocks
    def blocks(self, parent: Element) -> Iterator[Block]:
        for element in parent:
            if element.tag != "table":
                self.table_is_missing()
            yield from self._block(element)

    def table_is_missing(self) -> None:
        """Report a ``[[table: …]]`` or ``[[chart: …]]`` line that no table follows."""
        if self.table_place is not None:
            self._say("CL311", "no table follows this line", self.table_place, "put it right above its table")
            self.table, self.table_place, self.charted = {}, None, False

    def _block(self, e: Element) -> Iterator[Block]:
        match e.tag:
            case "p":
                yield from self._paragraph(e)
            case "h2" | "h3" | "h4":
                inlines = self._without_attributes(self.inlines(e), e)
                yield Heading(int(e.tag[1]) - 1, inlines, self._source(e), self._anchor(e))
            case "ul" | "ol":
                self.series += 1
                yield from self._list(e, 1, self.series)
            case "table":
                yield from self._table(e)
            case _:
                self._refuse(e)

    def _refuse(self, e: Element) -> None:
        what, hint = _REFUSED.get(e.tag, (f"<{e.tag}>", ""))
        self._say("CL310", f"{what} is not part of the clause language", self._place(e), hint or None)

    def _say(self, code: str, message: str, place: Place, hint: str | None) -> None:
        self.found.append(error(code, message, place, hint))

    def _paragraph(self, e: Element, level: int = 0) -> Iterator[Block]:
        directive = _sole_bracket(e)
        if directive == "definitions":
            yield Definitions(self._source(e))
        elif directive == "amendments":
            yield Definitions(self._source(e), "amendments")
        elif directive.startswith(("table:", "chart:")):
            self.charted, self.table_place = directive.startswith("chart:"), self._place(e)
            self.table = self._chart_options(directive[6:], e) if self.charted else self._options(directive[6:], e)
        elif inlines := self._without_attributes(self.inlines(e), e):
            yield Paragraph(inlines, self._source(e), self._plain(e, "class"), level, self._anchor(e))

    def _list(self, e: Element, level: int, series: int) -> Iterator[Block]:
        ordered = e.tag == "ol"
        for item in e:
            yield from self._item(item, level, ordered, series)

    def _item(self, li: Element, level: int, ordered: bool, series: int) -> Iterator[Block]:
        first = li if (li.text or "").strip() or not _starts_with_paragraph(li) else li[0]
        inlines, anchor = _with_anchor(self.inlines(first, blocks_end=True))
        if self._without_attributes(inlines, li):
            anchor = anchor or self._anchor(li) or self._anchor(first)
            yield ListItem(level, ordered, series, inlines, self._source(li), anchor)
        for child in li:
            if child is first or child.tag not in _BLOCK_TAGS:
                continue
            if child.tag in ("ul", "ol"):
                nested = series if ordered and child.tag == "ol" else self._new_series()
                yield from self._list(child, level + 1, nested)
            elif child.tag == "p":
                yield from self._paragraph(child, level)
            else:
                yield from self._block(child)

    def _new_series(self) -> int:
        self.series += 1
        return self.series

    # -- tables
    def _table(self, e: Element) -> Iterator[Block]:
        options, charted = self.table, self.charted
        self.table, self.table_place, self.charted = {}, None, False
        header = [self.inlines(cell) for cell in e.iterfind("thead/tr/th")]
        rows = tuple(
            tuple(self.inlines(cell) for cell in row) for row in e.iterfind("tbody/tr")
        )
        rows = tuple(row for row in rows if any(row))
        if charted:
            yield from self._chart(e, options, tuple(header), rows)
            return
        if not rows:
            return
        columns = self._columns(e, options, len(header))
        caption = self._caption(options)
        yield Table(columns, tuple(header), rows, self._source(e), options.get("style", ""),
                    caption, "landscape" in options)  # fmt: skip

    def _columns(self, e: Element, options: dict[str, str], count: int) -> tuple[Column, ...]:
        aligns = [_align(cell) for cell in e.iterfind("thead/tr/th")]
        widths = widths_of(options.get("widths", ""), count)
        if widths is None:
            self._say("CL311", f'"{options["widths"]}" are not widths for {count} columns', self._place(e),
                      "give one width in percent for each column, or * for all that follow")  # fmt: skip
        return tuple(Column(a, w) for a, w in zip(aligns, widths or [0] * count, strict=True))

    def _caption(self, options: dict[str, str], name: str = "caption") -> Inlines:
        caption = options.get(name, "")
        return tuple(split_tokens(caption, PLAIN)) if caption else ()

    def _options(self, text: str, e: Element) -> dict[str, str]:
        options: dict[str, str] = {}
        for part in text.split(";"):
            name, _, value = (piece.strip() for piece in part.partition("="))
            if name and name not in OPTIONS:
                self._say("CL311", f'a table has no option "{name}"', self._place(e),
                          f"options: {', '.join(OPTIONS)}")  # fmt: skip
            elif name != "caption" and TOKEN.search(part):
                self._say("CL311", f"no value can stand in {name}", self._place(e), "only caption takes one")
            elif name:
                options[name] = value
        return options

    # -- charts
    def _chart(
        self, e: Element, options: dict[str, str], header: tuple[Inlines, ...], rows: tuple[tuple[Inlines, ...], ...]
    ) -> Iterator[Block]:
        alt, caption, x, y = (self._caption(options, name) for name in ("alt", "caption", "x", "y"))
        chart = Chart(options.get("kind", ""), header, rows, self._source(e), alt, caption, x, y)
        wrong = tuple(wrong_data(chart))
        self._complain(wrong, self._place(e))
        if self.origin.drafted or (not wrong and next(wrong_options(options), None) is None):
            yield chart

    def _chart_options(self, text: str, e: Element) -> dict[str, str]:
        pieces = (part.partition("=") for part in text.split(";"))
        options = {name.strip(): value.strip() for name, _, value in pieces if name.strip()}
        wrong = list(wrong_options(options))
        if TOKEN.search("".join((*options, options.get("kind", "")))):
            wrong = [Wrong("CL350", "no value can stand in the name of an option or in kind", "write the kind itself")]
        self._complain(wrong, self._place(e))
        return options

    def _complain(self, wrong: Iterable[Wrong], place: Place) -> None:
        for one in wrong:
            self._say(one.code, one.message, place, one.hint)

    # -- inlines
    def inlines(self, e: Element, *, blocks_end: bool = False) -> Inlines:
        """The inline content of an element; with ``blocks_end`` up to its first block child."""
        return trimmed(tuple(self._inline_children(e, PLAIN, blocks_end)))

    def _inline_children(self, e: Element, marks: Marks, blocks_end: bool) -> Iterator[Inline]:
        yield from self._text(e.text, marks, e)
        for child in e:
            if child.tag in _BLOCK_TAGS and blocks_end:
                return
            yield from self._inline(child, marks, e)
            yield from self._text(child.tail, marks, e)

    def _text(self, text: str | None, marks: Marks, e: Element) -> Iterator[Inline]:
        if text and (match := _LEFT_OVER.search(text)):
            self._say("CL312", f"{match[0].strip()} cannot be read", self._place(e), _NOTES if "^" in match[0] else BRACKETS)
        yield from split_tokens(text or "", marks)

    def _inline(self, e: Element, marks: Marks, parent: Element) -> Iterator[Inline]:
        e.set("line", e.get("line", parent.get("line", "0")))
        if e.tag in _INLINE_TAGS:
            if e.get("id") or e.get("class"):
                self._say("CL312", "an anchor or a class stands right behind an emphasis", self._place(e), _ATTRIBUTES)
            yield from self._inline_children(e, marks | _INLINE_TAGS[e.tag], False)
        elif e.tag == "br":
            yield LineBreak()
        elif e.tag == "bracket":
            yield from self._bracket(e, marks)
        elif e.tag == "sup":
            yield from self._footnote(e)
        else:
            self._refuse(e)

    def _footnote(self, e: Element) -> Iterator[Inline]:
        link = next(iter(e), None)
        name = (link.get("href", "") if link is not None else "").rpartition(":")[2]
        note = self.notes.get(name)
        if note is None or self.in_note:
            self._say("CL313", "a note cannot stand here", self._place(e), "write it in the text itself")
            return
        self.in_note = True
        out: list[Inline] = []
        for paragraph in note:
            if paragraph.tag != "p":
                self._say("CL313", "a note holds paragraphs only", self._place(paragraph), None)
                continue
            out += [LineBreak()] if out else []
            out += self.inlines(paragraph)
        self.in_note = False
        yield Footnote(tuple(out))

    def _bracket(self, e: Element, marks: Marks) -> Iterator[Inline]:
        raw = e.get("raw", "")
        inline = None if TOKEN.search(raw) else read_bracket(raw, marks, self.origin.prepositions)
        if inline is None:
            shown = TOKEN.sub("{{ }}", raw.strip())
            self._say("CL312", f"[[{shown}]] cannot be read", self._place(e), BRACKETS)
        else:
            yield inline

    # -- attributes and places
    def _anchor(self, e: Element) -> str:
        return self._plain(e, "id")

    def _without_attributes(self, inlines: Inlines, e: Element) -> Inlines:
        """The inlines themselves; reports a ``{: … }`` that was not understood."""
        for inline in inlines:
            if isinstance(inline, Text) and (match := _ATTRIBUTE.search(inline.text)):
                self._say("CL312", f"{match[0]} cannot be read", self._place(e), _ATTRIBUTES)
        return inlines

    def _plain(self, e: Element, name: str) -> str:
        value = e.get(name, "")
        if not TOKEN.search(value):
            return value
        self._say("CL312", f"no value can stand in {{: {TOKEN.sub('{{ }}', value)} }}", self._place(e), None)
        return ""

    def _source(self, e: Element) -> Source:
        o = self.origin
        return Source(o.clause, o.revision, o.language, o.file, int(e.get("line", "0")))

    def _place(self, e: Element) -> Place:
        return Place(self.origin.file, int(e.get("line", "0")))


_LEFT_OVER = re.compile(r"\[\[|\]\]|\[\^[^\]]*\]?")
"""Markup that was not understood and would be printed as it stands."""
_NOTES = "write the note at the end of the file: [^1]: The note."
_ATTRIBUTES = "write {: .class } on the line after the paragraph, {: #anchor } after a heading or an item"


_BLOCK_TAGS = {"p", "ul", "ol", "table", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div"}
_REFUSED = {
    "h1": ("a heading with one #", "the title of the clause stands in clause.yaml; start with ##"),
    "h5": ("a heading with five #", "use ##, ### or ####"),
    "h6": ("a heading with six #", "use ##, ### or ####"),
    "pre": ("a block of code (four leading spaces)", "remove the leading spaces"),
    "blockquote": ("a quotation (>)", "give the paragraph a class: {: .note }"),
    "hr": ("a horizontal rule", "remove the line of dashes"),
}
_ATTRIBUTE = re.compile(r"\{:[^}]{0,60}\}?")
_ITEM_ANCHOR = re.compile(r"\s*\{:\s*#([\w-]+)\s*\}\s*$")


def _with_anchor(inlines: Inlines) -> tuple[Inlines, str]:
    """A list item without the ``{: #anchor }`` at its end, and that anchor."""
    last = inlines[-1] if inlines else None
    if isinstance(last, Text) and (match := _ITEM_ANCHOR.search(last.text)):
        rest = Text(last.text[: match.start()], last.marks)
        return trimmed((*inlines[:-1], rest)), match[1]
    return inlines, ""


def _align(cell: Element) -> str:
    style = cell.get("style", "") + cell.get("align", "")
    return next((a for a in ("center", "right") if a in style), "left")


def _sole_bracket(e: Element) -> str:
    """The content of ``[[…]]`` when the paragraph is nothing else."""
    if (e.text or "").strip() or len(e) != 1 or e[0].tag != "bracket" or (e[0].tail or "").strip():
        return ""
    return e[0].get("raw", "").strip()


def _starts_with_paragraph(li: Element) -> bool:
    return len(li) > 0 and li[0].tag == "p"
