"""Tracked changes of Word: find them, accept them all, reject them all (ECMA-376 Part 1, 17.13.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from docgen.render._xml import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_INSERTED: Final = (f"{W}ins", f"{W}moveTo")
_DELETED: Final = (f"{W}del", f"{W}moveFrom")
_CONTENT: Final = (*_INSERTED, *_DELETED)
_CELLS: Final = {f"{W}cellIns": True, f"{W}cellDel": False}
_PROPERTIES: Final = tuple(
    f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")
)
_OTHER: Final = (f"{W}numberingChange", f"{W}cellMerge")
_RANGES: Final = tuple(
    f"{W}{name}Range{end}"
    for name in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo")
    for end in ("Start", "End")
)
_CONTROLS: Final = {
    f"{W}customXmlInsRangeStart": True,
    f"{W}customXmlMoveToRangeStart": True,
    f"{W}customXmlDelRangeStart": False,
    f"{W}customXmlMoveFromRangeStart": False,
}
"""A control or custom element begins right behind one of these: it came, or it left; what it holds is marked apart."""
_HELD: Final = (f"{W}sdt", f"{W}customXml")
_BOOKMARKS: Final = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_PARAGRAPH, _MARK, _RUN_MARK, _ROW_MARK = f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}trPr"
_BEFORE: Final = {
    f"{W}sectPrChange": (f"{W}headerReference", f"{W}footerReference"),
    f"{W}rPrChange": _CONTENT,
}
_BEHIND: Final = {f"{W}pPrChange": (_RUN_MARK, f"{W}sectPr"), f"{W}trPrChange": _CONTENT}
"""What old properties never hold (17.3.1.29, 17.6.18): it stays as it is, before or behind them."""
_HOLDERS: Final = (f"{W}body", f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}footnote", f"{W}endnote", f"{W}txbxContent")
_BLOCKS: Final = (_PARAGRAPH, f"{W}tbl", f"{W}sdt", f"{W}sdtContent", f"{W}customXml")


def tracked_changes(root: Element) -> Counter[str]:
    """How many tracked changes of each kind a part holds, by the local name of the element."""
    found = Counter(e.tag.removeprefix(W) for e in root.iter(*_CONTENT, *_CELLS, *_PROPERTIES, *_OTHER))
    return found + Counter(e.tag.removeprefix(W) for e in root.iter(*_CONTROLS) if _held(e) is not None)


def accept_all(root: Element) -> None:
    """The part as it reads with every change accepted, in place."""
    _resolve(root, accept=True)


def reject_all(root: Element) -> None:
    """The part as it read before every change, in place."""
    _resolve(root, accept=False)


def _resolve(root: Element, *, accept: bool) -> None:
    gone, stays = (_DELETED, _INSERTED) if accept else (_INSERTED, _DELETED)
    _properties(root, accept=accept)
    _tables(root, gone)
    marks = _lost_marks(root, gone)
    for element in [*root.iter(*gone)]:
        if not _is_mark(element):
            _drop(element)
    for element in [*root.iter(*stays)]:
        _drop(element) if _is_mark(element) else _unwrap(element)
    for element in [*root.iter(*_CONTROLS)]:
        held = _held(element)
        if held is not None and _CONTROLS[element.tag] is not accept:
            _open(held)
    for element in [*root.iter(*_RANGES)]:
        _drop(element)
    _as_plain_text(root)
    for paragraph in marks:
        _join_with_next(paragraph)


def _is_mark(element: Element) -> bool:
    """A mark on a paragraph or a row says that the whole of it changed; it holds nothing itself."""
    return element.getparent().tag in (_RUN_MARK, _ROW_MARK)


def _held(start: Element) -> Element | None:
    """The control or custom element that begins where a range of one begins; none for the range at its end."""
    following = start.getnext()
    return following if following is not None and following.tag in _HELD else None


def _open(held: Element) -> None:
    """What a control holds in its place: a control that did not come, or that left, leaves its text."""
    content = held.find(f"{W}sdtContent")
    for own in [e for e in held if e.tag in (f"{W}sdtPr", f"{W}sdtEndPr", f"{W}customXmlPr")]:
        held.remove(own)
    if content is not None:
        _unwrap(content)
    _unwrap(held)


def _properties(root: Element, *, accept: bool) -> None:
    for change in [*root.iter(*_PROPERTIES, *_OTHER)]:
        holder = change.getparent()
        if not accept and change.tag in _PROPERTIES and len(change):
            before, behind = ([c for c in holder if c.tag in kept.get(change.tag, ())] for kept in (_BEFORE, _BEHIND))
            holder[:] = [*before, *change[0], *behind]
        elif holder is not None:
            holder.remove(change)


def _tables(root: Element, gone: tuple[str, ...]) -> None:
    accept = gone is _DELETED
    for mark in [*root.iter(*_CELLS)]:
        holder = mark.getparent()
        if _CELLS[mark.tag] is not accept:
            _drop(holder.getparent())
        else:
            holder.remove(mark)
    for properties in [*root.iter(_ROW_MARK)]:
        if any(child.tag in gone for child in properties):
            _drop_row(properties.getparent())


def _drop_row(row: Element) -> None:
    table = row.getparent()
    table.remove(row)
    if table.tag == f"{W}tbl" and next(table.iterdescendants(f"{W}tr"), None) is None:
        _drop(table)


def _lost_marks(root: Element, gone: tuple[str, ...]) -> list[Element]:
    """Paragraphs whose mark goes: their text joins the next paragraph. The last first."""
    found = [
        mark.getparent().getparent().getparent()
        for mark in root.iter(*gone)
        if mark.getparent().tag == _RUN_MARK and mark.getparent().getparent().tag == _MARK
    ]
    return found[::-1]


def _join_with_next(paragraph: Element) -> None:
    """A paragraph without its mark: the next one takes its text and keeps its own properties."""
    _without_bookmarks(paragraph)
    content = [child for child in paragraph if child.tag != _MARK]
    following = _next_paragraph(paragraph)
    if following is not None:
        at = 1 if len(following) and following[0].tag == _MARK else 0
        following[at:at] = content
        _drop(paragraph)
    elif not any(True for _ in paragraph.iter(f"{W}r")) and not _is_last_of_its_holder(paragraph):
        _drop(paragraph)


def _without_bookmarks(paragraph: Element) -> None:
    """A paragraph that has no text left takes its bookmarks with it, as Word does; not one that goes on behind it."""
    if all(child.tag in (_MARK, *_BOOKMARKS) for child in paragraph):
        ends = Counter(e.get(f"{W}id") for e in paragraph.iter(*_BOOKMARKS))
        for end in [e for e in paragraph.iter(*_BOOKMARKS) if ends[e.get(f"{W}id")] > 1]:
            _drop(end)


def _next_paragraph(paragraph: Element) -> Element | None:
    """The paragraph right after this one, also where a content control begins or ends between them."""
    for element in _after(paragraph):
        if element.tag == _PARAGRAPH:
            return element
        if element.tag == f"{W}tbl":
            return None
    return None


def _after(element: Element) -> Iterator[Element]:
    """The blocks after an element in its cell, note or body, in reading order."""
    while element is not None and element.tag not in _HOLDERS:
        for sibling in element.itersiblings(*_BLOCKS):
            yield from (e for e in sibling.iter(*_BLOCKS) if e.tag in (_PARAGRAPH, f"{W}tbl"))
        element = element.getparent()


def _is_last_of_its_holder(paragraph: Element) -> bool:
    """A cell, a note or a body must hold a paragraph: the last one stays, empty."""
    holder = paragraph.getparent()
    others = sum(1 for e in holder if e.tag in (_PARAGRAPH, f"{W}sdt"))
    return holder.tag in _HOLDERS and others < 2


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = [*element]


_RENAMED: Final = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}


def _as_plain_text(root: Element) -> None:
    for element in root.iter(*_RENAMED):
        element.tag = _RENAMED[element.tag]


Resolve = Callable[[Element], None]
"""``accept_all`` or ``reject_all``."""
