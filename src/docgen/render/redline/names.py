"""Names of WordprocessingML that a redline reads and writes (ECMA-376 part 1, 17)."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from lxml import etree  # type: ignore[import-untyped,unused-ignore]

Element: TypeAlias = Any
"""An lxml element; lxml carries no types."""

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

P, PPR, RUN, RPR, TEXT = W + "p", W + "pPr", W + "r", W + "rPr", W + "t"
TBL, TBL_PR, TR, TR_PR, TC, TC_PR = W + "tbl", W + "tblPr", W + "tr", W + "trPr", W + "tc", W + "tcPr"
SDT, SDT_CONTENT, SECT_PR = W + "sdt", W + "sdtContent", W + "sectPr"
BOOKMARK, BOOKMARK_END = W + "bookmarkStart", W + "bookmarkEnd"
FIELD, INSTRUCTION, NOTE = W + "fldChar", W + "instrText", W + "footnoteReference"
DEL_TEXT, DEL_INSTRUCTION = W + "delText", W + "delInstrText"
NUM_ID, STYLE, VAL, ID, NAME = W + "numId", W + "pStyle", W + "val", W + "id", W + "name"
DRAWING, HYPERLINK = W + "drawing", W + "hyperlink"

INS, DEL, MOVE_FROM, MOVE_TO = W + "ins", W + "del", W + "moveFrom", W + "moveTo"
MARKS: Final = (INS, DEL, MOVE_FROM, MOVE_TO)
CHANGES: Final = tuple(W + f"{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr", "tblGrid"))
CELL_INS, CELL_DEL = W + "cellIns", W + "cellDel"

COMMENT_MARKS: Final = (W + "commentRangeStart", W + "commentRangeEnd")
COMMENT: Final = W + "commentReference"
IGNORED: Final = frozenset((W + "proofErr", W + "lastRenderedPageBreak"))
VOLATILE: Final = frozenset(("REF", "PAGEREF", "NOTEREF", "PAGE", "NUMPAGES", "SECTIONPAGES", "SEQ"))
"""Fields whose shown text follows from the rest of the document."""

LAYOUT: Final = frozenset((W + "keepNext", W + "keepLines"))
"""Where a page may break, which follows from the neighbours of a paragraph."""

_HEAD = re.compile(rb'(<[\w:]+)((?: xmlns:\w+="[^"]*")*)')
_DECLARED = re.compile(rb' xmlns:\w+="[^"]*"')
_SAVED = re.compile(rb' w:rsid\w*="[^"]*"| w14:(?:paraId|textId)="[^"]*"')


def xml_of(element: Element) -> bytes:
    """The element as it is written, without declarations and what a word processor counts for itself."""
    out = etree.tostring(element, encoding="UTF-8", with_tail=False)
    head = _HEAD.match(out)
    if head is not None:
        out = head[1] + out[head.end() :]
    if b" xmlns:" in out:
        out = _DECLARED.sub(b"", out)
    return _SAVED.sub(b"", out) if b"rsid" in out or b"paraId" in out else out


def make(tag: str, **attributes: str) -> Element:
    """An element of WordprocessingML with attributes of the same namespace."""
    out = etree.Element(tag, nsmap={"w": W[1:-1]})
    for name, value in attributes.items():
        out.set(W + name, value)
    return out


def swap(element: Element, children: list[Element], *, kept: tuple[Element, ...] = ()) -> None:
    """Give an element other children after those that it keeps; one that stays is not touched, which costs nothing."""
    wanted = [*kept, *children]
    staying = set(wanted)
    for child in list(element):
        if child not in staying:
            element.remove(child)
    for place, child in enumerate(wanted):
        if place >= len(element) or element[place] is not child:
            element.insert(place, child)


def is_break(paragraph: Element) -> bool:
    """True for the last paragraph of a section."""
    properties = next(paragraph.iterchildren(PPR), None)
    return properties is not None and next(properties.iterchildren(SECT_PR), None) is not None
