"""Python-Markdown as a parser only: text to a tree of elements with the line of each.

The parser, the inline patterns, tables, footnotes and attribute lists are used; no HTML is ever
made. Raw HTML, entities, links, images and code are switched off.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from docgen.model.dataclass import dataclass
from docgen.stages.brackets import BRACKET

MAX_LIST_DEPTH = 9
MAX_SIGNS = 400
_UNUSED = (
    "backtick", "reference", "link", "image_link", "image_reference", "short_reference",
    "short_image_ref", "autolink", "automail", "html", "entity", "linebreak",
)  # fmt: skip
_DIRECTIVE = re.compile(r"^[ ]{0,3}\[\[(?:(?:table|chart):[^\]]*|definitions|amendments)\]\][ ]*$")
_MARKER = r"(?:[-*+]|\d{1,9}\.)[ \t]+"
_NESTED_MARKERS = re.compile(rf"^\s*(?:{_MARKER}){{{MAX_LIST_DEPTH + 1}}}")


@lru_cache(maxsize=1)
def _markdown() -> Any:
    from markdown import Markdown
    from markdown.extensions.attr_list import AttrListExtension
    from markdown.extensions.footnotes import FootnoteExtension
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.tables import TableExtension
    from markdown.inlinepatterns import InlineProcessor

    class Bracket(InlineProcessor):
        """``[[…]]``: a reference, a term, or a line break."""

        def handleMatch(  # type: ignore[override]  # noqa: N802
            self, m: Any, data: str
        ) -> tuple[Element, int, int]:
            element = Element("bracket")
            element.set("raw", m.group(1))
            return element, m.start(0), m.end(0)

    # By name each would be looked up among all packages that are installed.
    md = Markdown(extensions=[TableExtension(), FootnoteExtension(), AttrListExtension(), SaneListExtension()])
    md.preprocessors.deregister("html_block")
    for name in _UNUSED:
        if name in md.inlinePatterns:
            md.inlinePatterns.deregister(name)
    md.inlinePatterns.register(Bracket(BRACKET), "bracket", 185)
    return md


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements of a text, its notes by name, and blocks that Markdown swallowed.

    ``swallowed`` holds, for each list or table that became part of a paragraph, its line.
    """

    root: Element
    notes: dict[str, Element]
    swallowed: tuple[tuple[str, int], ...]


def parse_markdown(text: str, lines: tuple[int, ...]) -> Tree:
    """The tree of a text; each element carries ``line``, its line in the source file.

    :raises RecursionError: when the text nests too deeply.
    """
    text, lines = _set_directives_apart(text, lines)
    try:
        root, notes = _blocks(text)
        places = _Lines(text, lines)
        places.mark(root)
        swallowed = tuple(places.swallowed)
        _run_inline(root, notes)
    except RecursionError:
        _markdown.cache_clear()  # its parser has lost count of where it stands
        raise
    return Tree(root, notes, swallowed)


def too_deep(text: str) -> int | None:
    """The index of the first line that nests too deeply to be read."""
    for index, line in enumerate(text.split("\n")):
        indent = len(line) - len(line.lstrip(" "))
        quotes = len(line) - len(line.lstrip("> "))
        if (indent > 4 * MAX_LIST_DEPTH + 3 or quotes > 60 or line.count("[") > MAX_SIGNS
                or line.count("*") > MAX_SIGNS or _NESTED_MARKERS.match(line)):  # fmt: skip
            return index
    return None


def line_at(lines: tuple[int, ...], index: int) -> int:
    """The source line of the line ``index`` of a text."""
    return lines[min(index, len(lines) - 1)] if lines else 0


def _set_directives_apart(text: str, lines: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """A blank line around each ``[[table: …]]`` or ``[[chart: …]]`` line, so that Markdown sees the table below it."""
    out: list[str] = []
    kept: list[int] = []
    for index, line in enumerate(text.split("\n")):
        apart = _DIRECTIVE.match(line) is not None
        for piece in ("", line, "") if apart else (line,):
            out.append(piece)
            kept.append(line_at(lines, index))
    return "\n".join(out), tuple(kept)


def _blocks(text: str) -> tuple[Element, dict[str, Element]]:
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


_AHEAD = 5_000
_OPENING = re.compile(rf"^[\s>]*(?:(?:{_MARKER}|#{{1,6}}[ \t]*|\[\^[^\]]*\]:[ \t]*))*")
_DELIMITERS = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*\|[\s:|-]*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,2}\.)\s+\S")


def _spaced(row: str) -> str:
    """A line with single spaces."""
    return " ".join(row.split())


class _Lines:
    """Finds the line of each element by walking text and tree once, in order."""

    def __init__(self, text: str, lines: tuple[int, ...]) -> None:
        self._rows = [_spaced(row) for row in text.split("\n")]
        self._starts = [_spaced(_OPENING.sub("", row)) for row in text.split("\n")]
        self._lines, self._next, self._in_notes = lines, 0, False
        self.swallowed: list[tuple[str, int]] = []

    def mark(self, element: Element) -> int:
        """Give an element, and all that it holds, its line; the line of the element."""
        if element.tag == "note" and not self._in_notes:
            self._in_notes, self._next = True, 0
        own = self._own(element)
        inside = [self.mark(child) for child in element]
        line = own or (inside[0] if inside else line_at(self._lines, self._next))
        element.set("line", str(line))
        return line

    def _own(self, element: Element) -> int:
        wanted = [_spaced(row) for row in (element.text or "").strip("\n").split("\n")]
        if not any(wanted):
            return 0
        cell = element.tag in ("td", "th")
        row = self._find(wanted[0][:60], cell=cell)
        self._next = row if cell else row + len(wanted)
        if element.tag in ("p", "li"):
            self._look_for_swallowed(wanted, row)
        return line_at(self._lines, row)

    def _find(self, wanted: str, *, cell: bool) -> int:
        rows = self._rows if cell else self._starts
        for row in range(self._next, min(self._next + _AHEAD, len(rows))):
            if (wanted in rows[row]) if cell else rows[row].startswith(wanted):
                return row
        return min(self._next, len(rows) - 1)

    def _look_for_swallowed(self, rows: list[str], first: int) -> None:
        for index, row in enumerate(rows[1:], 1):
            what = "list" if _ITEM.match(row) else "table" if _DELIMITERS.match(row) else ""
            if what:
                self.swallowed.append((what, line_at(self._lines, first + index - (what == "table"))))
                return
