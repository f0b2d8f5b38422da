"""Properties of paragraphs and sections that changed, as tracked changes of format (17.13.5.29, 17.13.5.32)."""

from __future__ import annotations

from typing import Final

from docgen.render.redline.carry import Carrier
from docgen.render.redline.ink import DELETED, Ink, properties_of
from docgen.render.redline.names import LAYOUT, NUM_ID, PPR, RPR, SECT_PR, VAL, Element, W, make, xml_of
from docgen.render.redline.nodes import Node

_APART: Final = frozenset((RPR, SECT_PR, W + "pPrChange"))
_MARGINS: Final = frozenset((W + "headerReference", W + "footerReference"))


def note_changes(old: Node, new: Node, ink: Ink, carrier: Carrier) -> None:
    """Style, list and the like of an edited paragraph, and the page of the section that it ends."""
    before, after = old.element.find(PPR), new.element.find(PPR)
    if _said(before, carrier) != _said(after, None):
        ink.changed(properties_of(new.element), _former(before, old, carrier), "pPr")
    if after is not None and after.find(SECT_PR) is not None and before is not None:
        note_section(before.find(SECT_PR), after.find(SECT_PR), ink)


def _said(properties: Element | None, carrier: Carrier | None) -> list[bytes]:
    """What counts of the properties: not where a page may break, and lists under the numbers of the redline."""
    out = []
    for e in () if properties is None else properties:
        if e.tag in _APART or e.tag in LAYOUT:
            continue
        number = e.find(NUM_ID)
        if carrier is not None and number is not None:
            level = b"".join(xml_of(c) for c in e if c is not number)
            out.append(level + carrier.list(number.get(VAL)).encode())
        elif number is not None:
            out.append(b"".join(xml_of(c) for c in e if c is not number) + number.get(VAL).encode())
        else:
            out.append(xml_of(e))
    return out


def _former(properties: Element | None, old: Node, carrier: Carrier) -> Element:
    if properties is None:
        return make(PPR)
    out = carrier.copied(properties, old.part, DELETED)
    for e in list(out):
        if e.tag in _APART:
            out.remove(e)
    return out


def note_section(before: Element | None, after: Element | None, ink: Ink) -> None:
    """The page of a section that was another before; its headers and footers are compared as text."""
    if before is None or after is None or _page(before) == _page(after):
        return
    former = make(SECT_PR)
    former.extend([_copy(e) for e in before if e.tag not in _MARGINS])
    ink.changed(after, former, "sectPr")


def _copy(element: Element) -> Element:
    out = element.__copy__()
    out.tail = None
    return out


def _page(section: Element) -> list[bytes]:
    return [xml_of(e) for e in section if e.tag not in _MARGINS]
