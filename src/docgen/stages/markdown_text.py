"""Markdown of a clause to blocks, through Python-Markdown's parser.

Only the parser, the inline patterns and attribute lists are used: no HTML is ever made.
Raw HTML, entities, links, images and code are switched off; footnotes are read from the extension.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.document import (
    PLAIN,
    Block,
    Blocks,
    Column,
    CrossReference,
    Definitions,
    Footnote,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    ListItem,
    Marks,
    Paragraph,
    Slot,
    Source,
    Table,
    Target,
    TermDefinition,
    TermUse,
    Text,
)
from docgen.model.evaluated import FIRST_TOKEN

MAX_LIST_DEPTH = 9
_TOKEN = re.compile(f"[{chr(FIRST_TOKEN)}-\U0010fffd]")
_UNUSED = (
    "backtick", "reference", "link", "image_link", "image_reference", "short_reference",
    "short_image_ref", "autolink", "automail", "html", "entity",
)  # fmt: skip
_DIRECTIVE = re.compile(r"^[ ]{0,3}\[\[(?:table:[^\]]*|definitions)\]\][ ]*$")


@dataclass(frozen=True, slots=True)
class Origin:
    """Which text is being read: for the source of each block and the place of each finding."""

    clause: str
    revision: int
    language: str
    file: str
    prepositions: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def _markdown() -> Any:
    from markdown import Markdown
    from markdown.inlinepatterns import InlineProcessor

    class Bracket(InlineProcessor):
        """``[[…]]``: a reference, a term, or a line break."""

        def handleMatch(self, m: Any, data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
            element = Element("bracket")
            element.set("raw", m.group(1))
            return element, m.start(0), m.end(0)

    md = Markdown(extensions=["tables", "footnotes", "attr_list", "sane_lists"])
    md.preprocessors.deregister("html_block")
    for name in _UNUSED:
        if name in md.inlinePatterns:
            md.inlinePatterns.deregister(name)
    md.inlinePatterns.register(Bracket(r"\[\[([^\[\]\n]{1,200})\]\]"), "bracket", 185)
    return md


def read_blocks(
    text: str, lines: tuple[int, ...], origin: Origin
) -> tuple[Blocks, tuple[Diagnostic, ...]]:
    """The blocks of an evaluated text, with a Slot where a value goes.

    ``lines[i]`` is the line of the source file that gave line ``i`` of the text.
    """
    if problem := _too_deep(text, lines, origin):
        return (), (problem,)
    text, lines = _set_directives_apart(text, lines)
    root, notes = _parse(text)
    reader = _Reader(origin, notes)
    _Lines(text, lines).mark(root)
    _run_inline(root, notes)
    blocks = tuple(reader.blocks(root))
    return blocks, tuple(reader.found)


def _too_deep(text: str, lines: tuple[int, ...], origin: Origin) -> Diagnostic | None:
    for index, line in enumerate(text.split("\n")):
        indent = len(line) - len(line.lstrip(" "))
        quotes = len(line) - len(line.lstrip("> "))
        if indent > 4 * MAX_LIST_DEPTH + 3 or quotes > 60 or line.count("[") > 400 or line.count("*") > 400:
            return error("CL306", "this line nests too deeply",
                         Place(origin.file, _line_at(lines, index)),
                         f"lists nest {MAX_LIST_DEPTH} levels at most, four spaces each")  # fmt: skip
    return None


def _line_at(lines: tuple[int, ...], index: int) -> int:
    return lines[min(index, len(lines) - 1)] if lines else 0


def _set_directives_apart(text: str, lines: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """A blank line around each ``[[table: …]]`` line, so that Markdown sees the table below it."""
    out: list[str] = []
    kept: list[int] = []
    for index, line in enumerate(text.split("\n")):
        apart = _DIRECTIVE.match(line) is not None
        for piece in ("", line, "") if apart else (line,):
            out.append(piece)
            kept.append(_line_at(lines, index))
    return "\n".join(out), tuple(kept)


def _parse(text: str) -> tuple[Element, dict[str, Element]]:
    md = _markdown()
    md.reset()
    lines = text.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root = md.parser.parseDocument(lines).getroot()
    notes: dict[str, Element] = {}
    for name, body in _footnotes(md).items():
        notes[name] = SubElement(root, "note")
        md.parser.parseChunk(notes[name], body)
    return root, notes


def _footnotes(md: Any) -> dict[str, str]:
    for processor in md.treeprocessors:
        extension = getattr(processor, "footnotes", None)
        if extension is not None and hasattr(extension, "footnotes"):
            return dict(extension.footnotes)
    return {}


def _run_inline(root: Element, notes: dict[str, Element]) -> None:
    md = _markdown()
    for name in ("inline", "attr_list", "unescape"):
        if name in md.treeprocessors:
            md.treeprocessors[name].run(root)
    for note in notes.values():
        root.remove(note)


class _Lines:
    """Finds the line of each element by walking the text once, in order."""

    def __init__(self, text: str, lines: tuple[int, ...]) -> None:
        self._rows = [re.sub(r"\s+", " ", row) for row in text.split("\n")]
        self._lines, self._next = lines, 0

    def mark(self, root: Element) -> None:
        for element in root.iter():
            wanted = (element.text or "").strip()
            if wanted:
                self._find(re.sub(r"\s+", " ", wanted.split("\n")[0].strip())[:60])
            element.set("line", str(_line_at(self._lines, self._next)))

    def _find(self, wanted: str) -> None:
        for row in range(self._next, len(self._rows)):
            if wanted in self._rows[row]:
                self._next = row
                return


_INLINE_TAGS = {"strong": Marks.BOLD, "em": Marks.ITALIC}


@dataclass(slots=True)
class _Reader:
    origin: Origin
    notes: dict[str, Element]
    found: list[Diagnostic] = field(default_factory=list)
    series: int = 0
    table: dict[str, str] = field(default_factory=dict)
    pending: bool = False

    # -- blocks
    def blocks(self, parent: Element) -> Iterator[Block]:
        for element in parent:
            yield from self._block(element)

    def _block(self, e: Element) -> Iterator[Block]:
        match e.tag:
            case "p":
                yield from self._paragraph(e)
            case "h2" | "h3" | "h4":
                yield Heading(int(e.tag[1]) - 1, self.inlines(e), self._source(e), _anchor(e))
            case "ul" | "ol":
                self.series += 1
                yield from self._list(e, 1, self.series)
            case "table":
                yield from self._table(e)
            case _:
                self._refuse(e)

    def _refuse(self, e: Element) -> None:
        what, hint = _REFUSED.get(e.tag, (f"<{e.tag}>", ""))
        place = self._place(e)
        self.found.append(error("CL310", f"{what} is not part of the clause language", place, hint or None))

    def _paragraph(self, e: Element, level: int = 0) -> Iterator[Block]:
        directive = _sole_bracket(e)
        if directive == "definitions":
            yield Definitions(self._source(e))
        elif directive.startswith("table:"):
            self.table = self._options(directive[6:], e)
        elif inlines := self.inlines(e):
            yield Paragraph(inlines, self._source(e), e.get("class", ""), level, _anchor(e))

    def _list(self, e: Element, level: int, series: int) -> Iterator[Block]:
        ordered = e.tag == "ol"
        for item in e:
            yield from self._item(item, level, ordered, series)

    def _item(self, li: Element, level: int, ordered: bool, series: int) -> Iterator[Block]:
        first = li if (li.text or "").strip() or not _starts_with_paragraph(li) else li[0]
        inlines, anchor = _with_anchor(self.inlines(first, blocks_end=True))
        if inlines:
            anchor = anchor or _anchor(li) or _anchor(first)
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
        options, self.table = self.table, {}
        header = [self.inlines(cell) for cell in e.iterfind("thead/tr/th")]
        rows = tuple(
            tuple(self.inlines(cell) for cell in row) for row in e.iterfind("tbody/tr")
        )
        rows = tuple(row for row in rows if any(row))
        if not rows:
            return
        columns = self._columns(e, options, len(header))
        caption = self._caption(options)
        yield Table(columns, tuple(header), rows, self._source(e), options.get("style", ""),
                    caption, "landscape" in options)  # fmt: skip

    def _columns(self, e: Element, options: dict[str, str], count: int) -> tuple[Column, ...]:
        aligns = [_align(cell) for cell in e.iterfind("thead/tr/th")]
        widths = [int(w) for w in options.get("widths", "").split(",") if w.strip().isdigit()]
        if widths and len(widths) != count:
            self.found.append(error("CL311", f"{len(widths)} widths for {count} columns",
                                    self._place(e), "give one width in percent for each column"))  # fmt: skip
            widths = []
        return tuple(Column(a, w) for a, w in zip(aligns, widths or [0] * count, strict=True))

    def _caption(self, options: dict[str, str]) -> Inlines:
        caption = options.get("caption", "")
        return tuple(_split_tokens(caption, PLAIN)) if caption else ()

    def _options(self, text: str, e: Element) -> dict[str, str]:
        options: dict[str, str] = {}
        for part in text.split(";"):
            name, _, value = part.strip().partition("=")
            if name and name not in ("widths", "style", "caption", "landscape"):
                self.found.append(error("CL311", f'a table has no option "{name}"', self._place(e),
                                        "options: widths, style, caption, landscape"))  # fmt: skip
            if name:
                options[name.strip()] = value.strip()
        return options

    # -- inlines
    def inlines(self, e: Element, *, blocks_end: bool = False) -> Inlines:
        """The inline content of an element; with ``blocks_end`` up to its first block child."""
        return _trimmed(tuple(self._inline_children(e, PLAIN, blocks_end)))

    def _inline_children(self, e: Element, marks: Marks, blocks_end: bool) -> Iterator[Inline]:
        yield from _split_tokens(e.text or "", marks)
        for child in e:
            if child.tag in _BLOCK_TAGS and blocks_end:
                return
            yield from self._inline(child, marks)
            yield from _split_tokens(child.tail or "", marks)

    def _inline(self, e: Element, marks: Marks) -> Iterator[Inline]:
        if e.tag in _INLINE_TAGS:
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
        if note is not None:
            out: list[Inline] = []
            for index, paragraph in enumerate(note):
                out += [LineBreak()] if index else []
                out += self.inlines(paragraph)
            yield Footnote(tuple(out))

    def _bracket(self, e: Element, marks: Marks) -> Iterator[Inline]:
        raw = e.get("raw", "").strip()
        kind, _, rest = raw.partition(":")
        if raw == "br":
            yield LineBreak()
        elif kind == "def" and rest:
            yield TermDefinition("", rest.strip())
        elif kind == "term" and rest:
            term, _, shown = rest.partition("|")
            yield TermUse(shown.strip(), term.strip(), marks)
        else:
            reference = parse_reference(raw, marks, self.origin.prepositions)
            if reference is None:
                self.found.append(error("CL312", f"[[{raw}]] cannot be read", self._place(e), _BRACKETS))
            else:
                yield reference

    # -- places
    def _source(self, e: Element) -> Source:
        o = self.origin
        return Source(o.clause, o.revision, o.language, o.file, int(e.get("line", "0")))

    def _place(self, e: Element) -> Place:
        return Place(self.origin.file, int(e.get("line", "0")))


_BRACKETS = "write [[clause]], [[à clause]], [[clause#anchor]], [[annexe:id]], [[def:term]] or [[term:id|form]]"
_BLOCK_TAGS = {"p", "ul", "ol", "table", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div"}
_REFUSED = {
    "h1": ("a heading with one #", "the title of the clause stands in clause.yaml; start with ##"),
    "h5": ("a heading with five #", "use ##, ### or ####"),
    "h6": ("a heading with six #", "use ##, ### or ####"),
    "pre": ("a block of code (four leading spaces)", "remove the leading spaces"),
    "blockquote": ("a quotation (>)", "give the paragraph a class: {: .note }"),
    "hr": ("a horizontal rule", "remove the line of dashes"),
}
_REFERENCE = re.compile(
    r"^(?:(?P<prep>[^\s:|#,]+)\s+)?(?P<targets>[^\s|][^|]*?)(?:\s*\|\s*(?P<form>num|titre|title))?$"
)
_TARGET = re.compile(r"^(?:(?P<kind>ref|annexe|annex):)?\s*(?P<id>[a-z0-9_][\w./-]*)(?:#(?P<anchor>[\w-]+))?$")


def parse_reference(raw: str, marks: Marks, prepositions: frozenset[str]) -> CrossReference | None:
    """``à duree, resiliation`` as a reference; None when it is not one."""
    if not (match := _REFERENCE.match(raw.strip())):
        return None
    preposition = match["prep"] or ""
    if preposition and preposition not in prepositions:
        return None
    targets = [_target(t.strip()) for t in match["targets"].split(",")]
    if any(t is None for t in targets):
        return None
    form = "title" if match["form"] in ("titre", "title") else match["form"] or ""
    return CrossReference(preposition, tuple(t for t in targets if t), form, marks)


def _target(text: str) -> Target | None:
    if not (match := _TARGET.match(text)):
        return None
    kind = "annex" if (match["kind"] or "").startswith("annex") else "clause"
    return Target(kind, match["id"], match["anchor"] or "")


_ITEM_ANCHOR = re.compile(r"\s*\{:\s*#([\w-]+)\s*\}\s*$")


def _with_anchor(inlines: Inlines) -> tuple[Inlines, str]:
    """A list item without the ``{: #anchor }`` at its end, and that anchor."""
    last = inlines[-1] if inlines else None
    if isinstance(last, Text) and (match := _ITEM_ANCHOR.search(last.text)):
        rest = Text(last.text[: match.start()], last.marks)
        return _trimmed((*inlines[:-1], rest)), match[1]
    return inlines, ""


def _split_tokens(text: str, marks: Marks) -> Iterator[Inline]:
    """Text with slots for tokens; a backslash at the end of a line breaks the line."""
    for index, line in enumerate(re.split(r"\\[ \t]*\n[ \t]*", text)):
        if index:
            yield LineBreak()
        yield from _split_line(re.sub(r"[ \t]*\n[ \t]*", " ", line), marks)


def _split_line(text: str, marks: Marks) -> Iterator[Inline]:
    start = 0
    for match in _TOKEN.finditer(text):
        if match.start() > start:
            yield Text(text[start : match.start()], marks)
        yield Slot(ord(match[0]) - FIRST_TOKEN, marks)
        start = match.end()
    if start < len(text):
        yield Text(text[start:], marks)


def _trimmed(inlines: Inlines) -> Inlines:
    """Without space at either end and without empty text."""
    items = [i for i in inlines if not (isinstance(i, Text) and not i.text)]
    while items and isinstance(items[0], Text) and not items[0].text.strip(" "):
        items.pop(0)
    while items and isinstance(items[-1], Text) and not items[-1].text.strip(" "):
        items.pop()
    if items and isinstance(items[0], Text):
        items[0] = Text(items[0].text.lstrip(" "), items[0].marks)
    if items and isinstance(items[-1], Text):
        items[-1] = Text(items[-1].text.rstrip(" "), items[-1].marks)
    return tuple(items)


def _anchor(e: Element) -> str:
    return e.get("id", "")


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
