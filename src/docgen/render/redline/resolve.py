"""Accepting or rejecting every tracked change of a redline: as in any file, then what only redlines of docgen have."""

from __future__ import annotations

from docgen.render.redline.links import SUFFIX
from docgen.render.redline.names import BOOKMARK, HYPERLINK, INSTRUCTION, NAME, RPR, Element
from docgen.render.tracked import accept_all, reject_all


def resolve(root: Element, *, accept: bool) -> Element:
    """The part with every tracked change accepted, or every one rejected; ``root`` itself is changed."""
    (accept_all if accept else reject_all)(root)
    for properties in list(root.iter(RPR)):
        if not len(properties):
            _drop(properties)
    _restored(root)
    return root


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
