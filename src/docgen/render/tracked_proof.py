"""Proof of a redline: what a Word file says with all tracked changes accepted, or rejected, against what it must say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render._xml import Element
from docgen.render.package import Package
from docgen.render.tracked import Resolve, W, accept_all, reject_all, tracked_changes
from docgen.render.word_text import Story, paragraph_text, paragraphs, stories

_ID: Final = f"{W}id"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOTES: Final = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}
_EDGES: Final = {"header": f"{W}headerReference", "footer": f"{W}footerReference"}


@dataclass(frozen=True, slots=True)
class Deviation:
    """The first place where a redline does not give the text that it must give."""

    accepted: bool
    story: str
    paragraph: int
    wanted: str | None
    given: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """How much a redline marks: characters inserted and deleted, paragraphs moved, changes of look."""

    inserted: int = 0
    deleted: int = 0
    moved: int = 0
    looks: int = 0

    def __bool__(self) -> bool:
        return any((self.inserted, self.deleted, self.moved, self.looks))


def deviations(redline: Package, old: Package, new: Package) -> tuple[Deviation, ...]:
    """Where accepting all does not give NEW, or rejecting all does not give OLD: one place for each story."""
    wanted = ((True, accept_all, new), (False, reject_all, old))
    return tuple(
        deviation
        for accepted, resolve, package in wanted
        for deviation in _compared(accepted, texts(redline, resolve), texts(package))
    )


def texts(package: Package, resolve: Resolve | None = None) -> dict[str, tuple[str, ...]]:
    """The paragraphs of each story: the body, the notes as they are cited, what headers and footers say at all.

    How many sections a document has, and which of them shows a header, is look: some programs write it anew.
    """
    parts = [*stories(package)]
    if resolve is not None:
        for story in parts:
            resolve(story.root)
    body, by_part = parts[0].root, {s.part: s for s in parts}
    out = {"document": _paragraphs(body) or ("",)}  # a body without a paragraph is shown with an empty one
    for kind, note in _NOTES.items():
        out[kind] = tuple(_cited(body, note, [s for s in parts if s.kind == kind]))
    targets = {r.id: r.target for r in package.relationships(package.main_document)}
    for kind, reference in _EDGES.items():
        named = [by_part[t] for e in body.iter(reference) if (t := targets.get(e.get(_RELATION), "")) in by_part]
        out[kind] = tuple(sorted({p for s in named for p in _paragraphs(s.root) if p.strip()}))
    return out


def marked(redline: Package) -> Marked:
    """What a redline marks, in characters."""
    inserted = deleted = moved = looks = 0
    for story in stories(redline):
        moved += sum(1 for p in story.root.iter(f"{W}p") if next(p.iter(f"{W}moveTo"), None) is not None)
        inserted += _characters(story.root, f"{W}ins")
        deleted += _characters(story.root, f"{W}del")
        looks += sum(n for kind, n in tracked_changes(story.root).items() if kind.endswith("Change"))
    return Marked(inserted, deleted, moved, looks)


def _characters(root: Element, kind: str) -> int:
    """Characters in changes of one kind; a changed paragraph mark, row or cell counts for one."""
    return sum(
        sum(len(t.text or "") for t in change.iter(f"{W}t", f"{W}delText")) if len(change) else 1
        for change in root.iter(kind)
    )


def _paragraphs(root: Element) -> tuple[str, ...]:
    return tuple(paragraph_text(p) for p in paragraphs(root))


def _cited(body: Element, note: str, parts: list[Story]) -> Iterator[str]:
    """Notes in the order in which the body cites them; one that nothing cites is never seen."""
    notes = {n.get(_ID): n for s in parts for n in s.root.iter(note)}
    for reference in body.iter(f"{note}Reference"):
        if (found := notes.get(reference.get(_ID))) is not None:
            yield from _paragraphs(found)


def _compared(
    accepted: bool, given: dict[str, tuple[str, ...]], wanted: dict[str, tuple[str, ...]]
) -> Iterator[Deviation]:
    for story, paragraphs_ in wanted.items():
        pairs = zip_longest(paragraphs_, given[story])
        found = next(((n, w, g) for n, (w, g) in enumerate(pairs, 1) if w != g), None)
        if found is not None:
            yield Deviation(accepted, story, *found)
