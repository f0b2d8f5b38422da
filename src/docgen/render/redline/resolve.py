"""Accepting or rejecting every tracked change of a part (ECMA-376 part 1, 17.13.5)."""

from __future__ import annotations

from typing import Final

from docgen.render.redline.links import SUFFIX
from docgen.render.redline.names import (
    BOOKMARK,
    BOOKMARK_END,
    CELL_DEL,
    CELL_INS,
    CHANGES,
    DEL,
    DEL_INSTRUCTION,
    DEL_TEXT,
    HYPERLINK,
    INS,
    INSTRUCTION,
    MARKS,
    MOVE_FROM,
    MOVE_TO,
    NAME,
    PPR,
    RPR,
    SECT_PR,
    TBL,
    TC,
    TEXT,
    TR,
    TR_PR,
    Element,
    P,
    W,
)

_CAME: Final = (INS, MOVE_TO)
_LEFT: Final = (DEL, MOVE_FROM)
_RANGES: Final = tuple(f"{W}{kind}Range{end}" for kind in ("moveFrom", "moveTo") for end in ("Start", "End"))


def resolve(root: Element, *, accept: bool) -> Element:
    """The part with every tracked change accepted, or every one rejected; ``root`` itself is changed."""
    _rows(root, accept)
    gone = _LEFT if accept else _CAME
    for mark in list(root.iter(*MARKS)):
        holder = mark.getparent()
        if holder is not None and holder.tag not in (RPR, TR_PR):
            _drop(mark) if mark.tag in gone else _unwrap(mark)
    _paragraphs(root, gone)
    _properties(root, accept)
    for mark in list(root.iter(*_RANGES)):
        _drop(mark)
    _restored(root)
    return root


def _rows(root: Element, accept: bool) -> None:
    """Rows and cells that left, then tables and rows that have none any more."""
    for row in list(root.iter(TR)):
        marks = [e for e in row.iterfind(f"{TR_PR}/*") if e.tag in (INS, DEL)]
        if any(e.tag == (DEL if accept else INS) for e in marks):
            _drop(row)
        for mark in marks:
            _drop(mark)
    for mark in list(root.iter(CELL_INS, CELL_DEL)):
        if mark.tag == (CELL_DEL if accept else CELL_INS):
            _drop(mark.getparent().getparent())
        else:
            _drop(mark)
    for table in list(root.iter(TBL)):
        if table.find(TR) is None:
            _drop(table)


def _paragraphs(root: Element, gone: tuple[str, ...]) -> None:
    """Paragraph marks that left: what stands before one joins the next paragraph."""
    for mark in list(root.iter(*MARKS)):
        run = mark.getparent()
        paragraph = run.getparent().getparent()
        _drop(mark)
        if paragraph is None or paragraph.getparent() is None:
            continue
        if not len(run):
            _drop(run)
        if mark.tag in gone:
            _join(paragraph)


def _join(paragraph: Element) -> None:
    content = [e for e in paragraph if e.tag != PPR]
    said = any(e.tag not in (BOOKMARK, BOOKMARK_END) for e in content)
    following = paragraph.getnext()
    while following is not None and following.tag in _RANGES:
        following = following.getnext()
    if said and following is not None and following.tag == P:
        place = 1 if following.find(PPR) is not None else 0
        following[place:place] = content
    if not said or (following is not None and following.tag == P):
        _remove_paragraph(paragraph)


def _remove_paragraph(paragraph: Element) -> None:
    """A cell keeps one paragraph whatever happens."""
    holder = paragraph.getparent()
    if holder.tag == TC and len(holder.findall(P)) == 1:
        return
    _drop(paragraph)


def _properties(root: Element, accept: bool) -> None:
    """Formats: the new ones, or those that were there before."""
    for change in list(root.iter(*CHANGES)):
        properties = change.getparent()
        _drop(change)
        if not accept:
            _put_back(properties, change)
    for properties in list(root.iter(RPR)):
        if not len(properties):
            _drop(properties)
    for text in root.iter(DEL_TEXT):
        text.tag = TEXT
    for code in root.iter(DEL_INSTRUCTION):
        code.tag = INSTRUCTION


def _put_back(properties: Element, change: Element) -> None:
    kept = [e for e in properties if (properties.tag == PPR and e.tag in (RPR, SECT_PR)) or _is_margin(e)]
    former = list(change[0]) if len(change) else []
    margins = [e for e in kept if _is_margin(e)]
    for e in list(properties):
        properties.remove(e)
    properties.extend([*margins, *former, *(e for e in kept if e not in margins)])


def _is_margin(element: Element) -> bool:
    return bool(element.tag in (W + "headerReference", W + "footerReference"))


def _restored(root: Element) -> None:
    """Names that were changed because both places of a passage stood side by side."""
    for link in list(root.iter(HYPERLINK)):
        if not len(link):
            _drop(link)
    names = {e.get(NAME, ""): e for e in root.iter(BOOKMARK)}
    renamed: dict[str, str] = {}
    for name, bookmark in names.items():
        stem, mark, count = name.rpartition(SUFFIX)
        if mark and count.isdigit() and stem not in names:
            bookmark.set(NAME, stem)
            renamed[name] = stem
    for code in root.iter(INSTRUCTION) if renamed else ():
        code.text = " ".join(renamed.get(word, word) for word in (code.text or "").split(" "))


def _drop(element: Element) -> None:
    holder = element.getparent()
    if holder is not None:
        holder.remove(element)


def _unwrap(element: Element) -> None:
    """Put what an element holds in its place."""
    holder = element.getparent()
    if holder is not None:
        place = holder.index(element)
        holder[place : place + 1] = list(element)
