"""What the styles of a foreign Word file say about its paragraphs: outline, lists, emphasis, contents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from docgen.render._xml import Element, parse
from docgen.render.package import Package
from docgen.render.tracked import W

VALUE: Final = f"{W}val"
BODY_LEVEL: Final = 9
"""The outline level of ordinary text (17.3.1.20)."""
_CONTENTS: Final = re.compile(r"(?:toc|table of figures|index) ?\d*(?:heading)?\b", re.IGNORECASE)
_OFF: Final = ("0", "false", "off", "none")


def value(element: Element | None, path: str) -> str:
    """The value of the element at a path of local names; empty where there is none."""
    found = None if element is None else element.find("/".join(W + step for step in path.split("/")))
    return "" if found is None else str(found.get(VALUE, ""))


def switched(element: Element | None, path: str) -> bool | None:
    """A property that is on or off; None where nothing is said (17.17.4)."""
    found = None if element is None else element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(VALUE, "1") not in _OFF


class Styles:
    """The styles of one file. ``heading`` is how other languages and programs call the styles of headings."""

    def __init__(self, package: Package, heading: re.Pattern[str]) -> None:
        parts = package.related("styles")
        root = parse(package.parts[parts[0]]) if parts else None
        found = [] if root is None else [*root.iter(f"{W}style")]
        self._styles: Mapping[str, Element] = {s.get(f"{W}styleId", ""): s for s in found}
        self._default = next((s.get(f"{W}styleId", "") for s in found if _is_default(s)), "")
        self._heading = heading
        self._chains: dict[str, tuple[Element, ...]] = {}
        lang = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        self.language: str = "" if lang is None else lang.get(VALUE, "")

    def name(self, paragraph: Element) -> str:
        """The name of the style of a paragraph, as Word shows it."""
        chain = self.chain(paragraph)
        return value(chain[0], "name") if chain else ""

    def level(self, paragraph: Element) -> int:
        """The level of a heading in the outline, from 1; 0 for text."""
        own = value(paragraph, "pPr/outlineLvl")
        said = own or next((v for s in self.chain(paragraph) if (v := value(s, "pPr/outlineLvl"))), "")
        if said.isdigit():
            return int(said) + 1 if int(said) < BODY_LEVEL else 0
        return next((int(m[1]) for s in self.chain(paragraph) if (m := self._heading.match(value(s, "name")))), 0)

    def numbering(self, paragraph: Element) -> tuple[str, str]:
        """The list and the level of a paragraph, from itself or its style; empty where it stands in none (17.3.1.19)."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = value(own, "numId"), value(own, "ilvl")
        for style in self.chain(paragraph):
            number = number or value(style, "pPr/numPr/numId")
            level = level or value(style, "pPr/numPr/ilvl")
        return number, level

    def of_contents(self, paragraph: Element) -> bool:
        """Whether it is an entry of a table of contents, which repeats headings."""
        return any(_CONTENTS.match(value(s, "name")) for s in self.chain(paragraph))

    def strong(self, paragraph: Element) -> bool:
        """Whether its style prints it in bold."""
        return next((b for s in self.chain(paragraph) if (b := switched(s, "rPr/b")) is not None), False)

    def centred(self, paragraph: Element) -> bool:
        """Whether it stands in the middle of the line."""
        own = value(paragraph, "pPr/jc")
        return (own or next((v for s in self.chain(paragraph) if (v := value(s, "pPr/jc"))), "")) == "center"

    def style_id(self, paragraph: Element) -> str:
        """The id of its style: the default one where it names none."""
        return value(paragraph, "pPr/pStyle") or self._default

    def chain(self, paragraph: Element) -> tuple[Element, ...]:
        """The style of a paragraph and those that it is based on."""
        name = self.style_id(paragraph)
        if name not in self._chains:
            self._chains[name] = tuple(self._below(name))
        return self._chains[name]

    def _below(self, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = value(self._styles[name], "basedOn")


def _is_default(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF
