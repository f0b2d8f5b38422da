"""Pieces of the old document copied into the redline: under names and numbers that are free there."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Final

from docgen.render.redline.ink import Ink
from docgen.render.redline.links import Links
from docgen.render.redline.margins import Margins
from docgen.render.redline.names import (
    BOOKMARK,
    BOOKMARK_END,
    COMMENT,
    COMMENT_MARKS,
    ID,
    IGNORED,
    INSTRUCTION,
    NAME,
    NOTE,
    NUM_ID,
    SDT,
    STYLE,
    VAL,
    Element,
    R,
    W,
)
from docgen.render.redline.notes import Notes
from docgen.render.redline.numbering import NO_LIST, Lists
from docgen.render.redline.parts import Parts
from docgen.render.redline.styles import StyleSheet

_STYLES: Final = (STYLE, W + "rStyle", W + "tblStyle")
_MARGINS: Final = (W + "headerReference", W + "footerReference")
_RELATIONS: Final = (R + "id", R + "embed", R + "link", R + "pict")
_TARGET: Final = re.compile(r"^(\s*(?:REF|PAGEREF|NOTEREF)\s+\"?)([^\s\"]+)")
_SAVED: Final = re.compile(r"\}(rsid\w*|paraId|textId)$")


class Carrier:
    """Copies pieces of the old document; what they need comes with them: lists, styles, notes, pictures."""

    def __init__(
        self, ink: Ink, links: Links, lists: Lists, styles: StyleSheet, notes: Notes, parts: Parts, margins: Margins
    ) -> None:
        self._ink, self._links, self._lists, self._styles = ink, links, lists, styles
        self._notes, self._parts, self._margins = notes, parts, margins
        self._drawn = 0

    def copied(self, element: Element, part: str, status: str) -> Element:
        """A copy of the element with all that it holds.

        :param part: the part of the old document that it stands in.
        :param status: how it will be marked, which the text of its footnotes shares.
        """
        out = copy.deepcopy(element)
        out.tail = None
        _without_comments(out)
        self._named(out)
        for e in out.iter(NUM_ID):
            e.set(VAL, self.list(e.get(VAL)))
        for e in out.iter(*_STYLES):
            e.set(VAL, self._styles.taken_over(e.get(VAL)))
        for e in out.iter(NOTE):
            e.set(ID, self._notes.carried(e.get(ID), status, self))
        self._related(out, part)
        return out

    def list(self, number: str) -> str:
        """The number of a list of the old document in the redline."""
        if number == NO_LIST:
            return number
        return self._links.lists.get(number) or self._lists.taken_over(number)

    def _named(self, out: Element) -> None:
        """Bookmarks, content controls and what refers to them."""
        numbers: dict[str, str] = {}
        for e in out.iter(BOOKMARK):
            numbers[e.get(ID)] = self._ink.number()
            name = e.get(NAME)
            e.set(NAME, self._links.places.get(name, name))
        for e in [*out.iter(BOOKMARK), *out.iter(BOOKMARK_END)]:
            if e.get(ID) in numbers:
                e.set(ID, numbers[e.get(ID)])
            else:  # the other end stands outside
                e.getparent().remove(e)
        for e in out.iter(INSTRUCTION):
            e.text = _TARGET.sub(lambda m: m[1] + self._links.places.get(m[2], m[2]), e.text or "")
        for e in out.iter(SDT):
            for number in e.iterfind(f"{W}sdtPr/{ID}"):
                number.set(VAL, self._ink.number())

    def _related(self, out: Element, part: str) -> None:
        for e in list(out.iter(*_MARGINS)):
            relation = self._margins.relation(e.get(R + "id"))
            e.set(R + "id", relation) if relation else e.getparent().remove(e)
        for e in out.iter():
            for name in _RELATIONS:
                if name in e.attrib and e.tag not in _MARGINS:
                    e.set(name, self._parts.taken_over(part, e.get(name)))
        for e in _drawings(out):
            self._drawn += 1
            e.set("id", str(800_000 + self._drawn))


def _drawings(out: Element) -> Iterator[Element]:
    return (e for e in out.iter() if isinstance(e.tag, str) and e.tag.endswith("}docPr"))


def _without_comments(out: Element) -> None:
    """Comments of the old document are no text of it; ids of a word processor must not stand twice."""
    for e in list(out.iter(COMMENT)):
        run = e.getparent()
        if run is not None and run.getparent() is not None:
            run.getparent().remove(run)
    for e in list(out.iter(*COMMENT_MARKS, *IGNORED)):
        if e.getparent() is not None:
            e.getparent().remove(e)
    for e in out.iter():
        for name in [name for name in e.attrib if _SAVED.search(name)]:
            del e.attrib[name]
