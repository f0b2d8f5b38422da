"""Reading a redline again before it is handed over: it must give both documents back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.render import _xml
from docgen.render.package import Package
from docgen.render.redline.canonical import Difference, differences, story_differences
from docgen.render.redline.margins import Margins
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
)
from docgen.render.redline.resolve import resolve
from docgen.render.redline.source import Source

_BUG: Final = "this is a fault of docgen: keep both files and report it; until then compare them in Word"


def verify(old: Package, new: Package, result: Package) -> tuple[Diagnostic, ...]:
    """Everything that keeps a redline from being trusted; empty when nothing does."""
    malformed = tuple(_malformed(new, result))
    if malformed:
        return malformed
    found = Source(result)
    out = [*_twice(found), *_identical(found.main.root, result.main_document)]
    out += [_wrong("WD762", "accepting all changes does not give the new text", d) for d in _resolved(new, result, True)]
    out += [_wrong("WD763", "rejecting all changes does not give the old text", d) for d in _resolved(old, result, False)]
    return tuple(out)


def _resolved(wanted: Package, result: Package, accept: bool) -> Iterator[Difference]:
    """What differs from a document after all changes are accepted or rejected."""
    one, other = Source(wanted), Source(result)
    parts = Margins(one, other).pairs
    for story in (other.main, *(other.story(part) for part in parts.values())):
        resolve(story.root, accept=accept)
    if other.note_root is not None:
        resolve(other.note_root, accept=accept)
    yield from differences(one, other)
    for part, same in parts.items():
        yield from story_differences(one, other, part, same)


def _wrong(code: str, what: str, found: Difference) -> Diagnostic:
    where = f" in {found.clause!r}" if found.clause else ""
    return error(code, f"{what}{where}: {_short(found.wanted)} became {_short(found.found)}", hint=_BUG)


def _malformed(new: Package, result: Package) -> Iterator[Diagnostic]:
    for name, data in result.parts.items():
        if new.parts.get(name) is data or not name.endswith((".xml", ".rels")):
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
    for what, values in (("bookmarks are named", names), ("content controls or", controls), ("changes bear", revisions)):
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
