"""Reading a redline again before it is handed over: it must give both documents back."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.render import _xml
from docgen.render.package import Package
from docgen.render.redline.canonical import Difference, State, differences, note_texts, story_differences
from docgen.render.redline.names import (
    BOOKMARK,
    CHANGES,
    DEL,
    DEL_TEXT,
    ID,
    INS,
    MARKS,
    NAME,
    SDT,
    TEXT,
    VAL,
    Element,
    P,
    W,
    make,
)
from docgen.render.redline.nodes import CONTENTS, Node, story_nodes
from docgen.render.redline.numbering import Look, looks_of
from docgen.render.redline.resolve import resolve
from docgen.render.redline.source import Source

_TOUCHED: Final = (b"w:author=", b"RangeEnd ", b"<note ")
"""Every change names its author; what ends a range has nothing but a number."""
_BUG: Final = "this is a fault of docgen: keep both files and report it; until then compare them in Word"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of the two documents as it must come out, with its headers and footers by their part in the redline."""

    state: State
    margins: Mapping[str, tuple[Node, ...]]


def verify(old: Wanted, new: Wanted, before: Package, result: Package) -> tuple[Diagnostic, ...]:
    """Everything that keeps a redline from being trusted; empty when nothing does.

    :param before: the package that the redline began as.
    """
    malformed = tuple(_malformed(before, result))
    if malformed:
        return malformed
    try:
        found = Source(result)
    except _xml.XmlFault as fault:
        return (error("WD766", f"the redline would hold malformed XML: {fault}", Place(result.main_document), _BUG),)
    out = [*_twice(found), *_identical(found.main.root, result.main_document)]
    part = found.part("numbering")
    look = new.state.look if result.parts.get(part) == before.parts.get(part) else looks_of(found)
    for wanted, accept, code, what in (
        (new, True, "WD762", "accepting all changes does not give the new text"),
        (old, False, "WD763", "rejecting all changes does not give the old text"),
    ):
        out += [_wrong(code, what, d) for d in _resolved(wanted, found, look, accept=accept)]
    return tuple(out)


def _resolved(wanted: Wanted, found: Source, look: Look, *, accept: bool) -> Iterator[Difference]:
    """What differs from a document after all changes are accepted or rejected."""
    notes = copy.deepcopy(found.note_root)
    if notes is not None:
        resolve(notes, accept=accept)
    found.note_keys = note_texts(found, notes)
    yield from differences(wanted.state, State(tuple(_after(found, found.body, found.main.part, accept)), look))
    for part, nodes in wanted.margins.items():
        yield from story_differences(nodes, tuple(_after(found, found.story(part).root, part, accept)), part)


def _after(source: Source, root: Element, part: str, accept: bool) -> Iterator[Node]:
    """The pieces of a story, those with changes after these are resolved; the others are read once."""
    for touched, nodes in groupby(_read(source, root, part), itemgetter(0)):
        if touched:
            yield from _settled([copy.deepcopy(node.element) for _, node in nodes], source, part, accept)
        else:
            yield from (node for _, node in nodes)


def _read(source: Source, root: Element, part: str) -> tuple[tuple[bool, Node], ...]:
    """The pieces of a story, each with whether there are changes in it."""
    if part not in source.read:
        source.read[part] = tuple((_touched(node), node) for node in story_nodes(source, root, part))
    return source.read[part]


def _settled(elements: list[Element], source: Source, part: str, accept: bool) -> Iterator[Node]:
    body = make(W + "docPartBody")  # no body: it may be left with nothing
    body.extend(elements)
    yield from story_nodes(source, resolve(body, accept=accept), part)


def _touched(node: Node) -> bool:
    """True for a piece that is not the same whether changes are accepted or not, and for one with notes."""
    xml = node.print
    return node.kind != CONTENTS and any(mark in xml for mark in _TOUCHED)


def _wrong(code: str, what: str, found: Difference) -> Diagnostic:
    where = f" in {found.clause!r}" if found.clause else ""
    return error(code, f"{what}{where}: {_short(found.wanted)} became {_short(found.found)}", hint=_BUG)


def _malformed(new: Package, result: Package) -> Iterator[Diagnostic]:
    for name, data in result.parts.items():
        if new.parts.get(name) is data or name == result.main_document or not name.endswith((".xml", ".rels")):
            continue
        reason = _xml.fault(data)
        if reason:
            yield error("WD766", f"the redline would hold malformed XML: {reason}", Place(name), _BUG)


def _twice(source: Source) -> Iterator[Diagnostic]:
    """Names and numbers that stand twice; of bookmarks the new document has its own already."""
    root = source.main.root
    names = [e.get(NAME, "").lower() for e in root.iter(BOOKMARK)]
    controls = [e.get(VAL, "") for e in root.iterfind(f".//{SDT}/{W}sdtPr/{ID}")]
    revisions = [e.get(ID, "") for e in root.iter(*MARKS, *CHANGES)] + [e.get(ID, "") for e in root.iter(BOOKMARK)]
    for what, values in (
        ("bookmarks are named", names),
        ("content controls or", controls),
        ("changes bear", revisions),
    ):
        for value in sorted(value for value, count in Counter(values).items() if count > 1):
            yield error("WD765", f"two {what} {value!r}", Place(source.main.part), _BUG)


def _identical(root: Element, part: str) -> Iterator[Diagnostic]:
    """Text that is deleted and inserted again side by side, in words or in whole paragraphs."""
    for mark in root.iter(DEL):
        following = mark.getnext()
        if following is not None and following.tag == INS and mark.getparent().tag == P:
            left, came = _text(mark), _text(following)
            if left and left == came and len(mark) == len(following):
                yield error("WD764", f"deleted and inserted again: {_short(left)!r}", Place(part), _BUG)


def _text(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter(TEXT, DEL_TEXT))


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
