"""The text of a Word file as somebody reads it: stories, paragraphs and the clauses that they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render._xml import Element, parse
from docgen.render.package import Package
from docgen.render.tracked import W

_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PARAGRAPH: Final = f"{W}p"
_OF_PAGES: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)
_WORDS: Final[Mapping[str, Callable[[Element], str]]] = {
    f"{W}t": lambda e: e.text or "",
    _MATH: lambda e: e.text or "",
    f"{W}tab": lambda e: "\t" if e.getparent().tag == f"{W}r" else "",
    f"{W}ptab": lambda _: "\t",
    f"{W}br": lambda _: "\n",
    f"{W}cr": lambda _: "\n",
    f"{W}noBreakHyphen": lambda _: "\u2011",
    f"{W}softHyphen": lambda _: "",
    f"{W}sym": lambda e: _symbol(e.get(f"{W}char", "")),
}


@dataclass(frozen=True, slots=True)
class Story:
    """A part that is read from beginning to end: the body, a header, a footer, the notes."""

    kind: str
    part: str
    root: Element


def has_body(package: Package) -> bool:
    """Whether the main document is one that this reader knows, with a body."""
    root = parse(package.parts[package.main_document])
    return root.tag == f"{W}document" and root.find(f"{W}body") is not None


def stories(package: Package) -> Iterator[Story]:
    """The parts of a file that hold text, parsed: the body first."""
    main = package.main_document
    yield Story("document", main, parse(package.parts[main]))
    for kind in ("header", "footer", "footnotes", "endnotes"):
        for part in package.related(kind):
            yield Story(kind, part, parse(package.parts[part]))


def paragraphs(root: Element) -> Iterator[Element]:
    """The paragraphs of a part in reading order, also those of tables, text boxes and content controls."""
    for paragraph in root.iter(_PARAGRAPH):
        if not any(a.tag == _FALLBACK for a in paragraph.iterancestors()):
            yield paragraph


def paragraph_text(paragraph: Element) -> str:
    """What one paragraph says; what a text box in it says belongs to the paragraphs of the box.

    The number of a page stands as ``#``: it is what the last print gave, not what somebody wrote.
    """
    return "".join(_Reading().pieces(paragraph))


class _Reading:
    """One paragraph being read, with the fields that are open: their instruction, then their result."""

    def __init__(self) -> None:
        self._instructions: list[str] = []
        self._silent = 0

    def pieces(self, element: Element) -> Iterator[str]:
        """The text below an element."""
        for child in element:
            if child.tag in _WORDS:
                yield "" if self._silent else _WORDS[child.tag](child)
            elif child.tag == f"{W}fldChar":
                yield self._field(child.get(f"{W}fldCharType", ""))
            elif child.tag == f"{W}instrText" and self._instructions:
                self._instructions[-1] += child.text or ""
            elif child.tag == f"{W}fldSimple" and _OF_PAGES.match(child.get(f"{W}instr", "")):
                yield "#"
            elif child.tag not in (_PARAGRAPH, _FALLBACK):
                yield from self.pieces(child)

    def _field(self, edge: str) -> str:
        """A field begins, its result begins, or it ends (17.16.18)."""
        if edge == "begin":
            self._instructions.append("")
        elif edge == "separate" and self._instructions and _OF_PAGES.match(self._instructions[-1]):
            self._silent += 1
            return "#"
        elif edge == "end" and self._instructions and _OF_PAGES.match(self._instructions.pop()):
            self._silent = max(0, self._silent - 1)
        return ""


def _symbol(code: str) -> str:
    """A sign of a symbol font: its place in the private area says which."""
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""
