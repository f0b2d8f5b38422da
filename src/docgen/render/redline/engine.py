"""The redline of two documents that docgen made, from their bytes to its bytes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors, warning
from docgen.render import _xml
from docgen.render.package import Package, read_package, write_package
from docgen.render.redline.align import Pair, Tie, align, name_moves
from docgen.render.redline.canonical import State, note_texts
from docgen.render.redline.carry import Carrier
from docgen.render.redline.emit import Emitter
from docgen.render.redline.ink import INSERTED, Ink
from docgen.render.redline.links import linked
from docgen.render.redline.margins import Margins
from docgen.render.redline.names import BOOKMARK, ID, SECT_PR, Element, W, swap
from docgen.render.redline.nodes import CONTENTS, OTHER, Node, story_nodes
from docgen.render.redline.notes import Notes
from docgen.render.redline.numbering import Lists
from docgen.render.redline.parts import Parts
from docgen.render.redline.properties import note_section
from docgen.render.redline.source import Source
from docgen.render.redline.styles import StyleSheet
from docgen.render.redline.verify import Wanted, verify

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")
_CONTROL: Final = re.compile(rb'<w:tag w:val="docgen:[^"]*@r')
_MARKED: Final = (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ", b"PrChange ", b"<w:cellIns ", b"<w:cellDel ")
_AUTHOR: Final = b"w:author="
"""Stands in every tracked change, and seldom elsewhere."""
_FOREIGN: Final = "compare it with the engine for foreign files"
_RESOLVE: Final = "accept or reject its tracked changes in Word first"


@dataclass(frozen=True, slots=True)
class Changed:
    """A place with changes. ``clause_id`` is "" outside clauses; ``title`` is the heading or the text there.

    ``kind``: replaced, added, deleted or moved.
    """

    clause_id: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Redlined:
    """A redline: the file, characters marked as inserted and deleted, paragraphs moved, places of changes."""

    data: bytes
    inserted: int
    deleted: int
    moved: int
    changes: tuple[Changed, ...]


def redline(old: bytes, new: bytes, *, author: str, date: str) -> Outcome[Redlined]:
    """The new document with tracked changes against the old one, both made by docgen.

    :param author: who is named beside each change.
    :param date: ISO date or date and time of the changes; no clock is read.

    Accepting all changes gives the new document; rejecting all gives the old one, up to what follows from the rest:
    the shown numbers of references and pages, the table of contents, where pages may break and how wide columns
    are, comments, the tag and title of a clause's control, the look of styles that both documents have. All this is
    taken from the new document unmarked. Both are verified; without a diagnostic there is always a file.

    Diagnostics: those of ``read_package``; WD760 for a file that docgen did not make, WD761 for one with tracked
    changes, WD768 for a wrong author or date, WD767 (a warning) for a margin that only the old document has, and
    WD762 to WD766 where the result would not be right.
    """
    wrong = tuple(_wrong(author, date))
    before, after = read_package(old, "old"), read_package(new, "new")
    found = (*wrong, *before.diagnostics, *after.diagnostics)
    for name, outcome in (("old", before), ("new", after)):
        if outcome.value is not None:
            found += tuple(_unfit(name, outcome.value))
    if has_errors(found) or before.value is None or after.value is None:
        return Outcome(None, found)
    made = _Redline(before.value, after.value, author, date if "T" in date else f"{date}T00:00:00Z")
    result, package = made.result, made.package()
    found += (*made.lost(), *made.verified(package))
    return Outcome(None if has_errors(found) else result(package), found)


def made_by_docgen(data: bytes) -> bool:
    """True for a .docx with the content controls of clauses that docgen writes."""
    opened = read_package(data, "document").value
    return opened is not None and _has_clauses(opened)


def _has_clauses(package: Package) -> bool:
    return _CONTROL.search(package.parts[package.main_document]) is not None


def _wrong(author: str, date: str) -> Iterator[Diagnostic]:
    if not author.strip() or not author.isprintable():
        yield error(
            "WD768", f"{author!r} is no name of an author", hint="give the name that Word shows beside a change"
        )
    if not _DATE.fullmatch(date):
        yield error("WD768", f"{date!r} is no ISO date", hint="write 2027-01-31, or 2027-01-31T09:00:00Z")


def _unfit(name: str, package: Package) -> Iterator[Diagnostic]:
    """What keeps a file from being compared by its clauses."""
    if not _has_clauses(package):
        yield error("WD760", "the file holds no clause that docgen wrote", Place(name), _FOREIGN)
    for part in _stories(package):
        data = package.parts[part]
        if _AUTHOR in data and any(mark in data for mark in _MARKED):
            yield error("WD761", "the file has tracked changes already", Place(f"{name}: {part}"), _RESOLVE)


def _stories(package: Package) -> Iterator[str]:
    yield package.main_document
    for kind in ("header", "footer", "footnotes", "endnotes"):
        yield from package.related(kind)


class _Redline:
    """The steps of one comparison."""

    def __init__(self, old: Package, new: Package, author: str, date: str) -> None:
        self._old, self._new = Source(old), Source(new)
        self._ink = Ink(author, date, _first_free(self._new))
        self._parts = Parts(self._old, self._new)
        self._notes = Notes(self._old, self._new, self._ink, self._parts)
        self._lists = Lists(self._old, self._new)
        self._styles = StyleSheet(self._old, self._new, self._lists)
        self._margins = Margins(self._old, self._new)
        theirs, ours = self._nodes(self._old), self._nodes(self._new)
        self._pairs = align(theirs, ours, tied=Tie.BY_STYLE)
        name_moves(self._pairs)
        links = linked(self._pairs, self._old, self._new, self._lists)
        carrier = Carrier(self._ink, links, self._lists, self._styles, self._notes, self._parts, self._margins)
        self._emitter = Emitter(self._ink, carrier, links, self._notes)
        self._changes = tuple(_changes(self._pairs))
        self._wanted = self._kept(theirs), self._kept(ours)
        self._write()

    def _kept(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """The pieces as they are now: of the new document those that will be written to are copied."""
        same = {id(pair.new) for pair in self._pairs if pair.same}
        if nodes and nodes[0].source is self._old:
            return nodes
        return tuple(node if id(node) in same else _copied(node) for node in nodes)

    @staticmethod
    def _nodes(source: Source) -> tuple[Node, ...]:
        return story_nodes(source, source.body, source.main.part)

    def _write(self) -> None:
        body, section = self._new.body, self._new.body.find(SECT_PR)
        swap(body, [*self._emitter.pieces(self._pairs), *([] if section is None else [section])])
        if section is not None:
            note_section(self._old.body.find(SECT_PR), section, self._ink)
        for old, new in self._margins.pairs.items():
            self._margin(old, new)
        for part in self._margins.only_new:
            for block in self._new.story(part).root:
                self._ink.whole(block, INSERTED)
        for pair in self._notes.pairs:
            if not pair.same and pair.new is not None:
                swap(pair.new.element, self._emitter.pieces(pair.parts))
                self._notes.changed = True

    def _margin(self, old: str, new: str) -> None:
        theirs, root = self._old.story(old).root, self._new.story(new).root
        pairs = align(story_nodes(self._old, theirs, old), story_nodes(self._new, root, new), tied=Tie.ALWAYS)
        if not all(pair.same for pair in pairs):
            self._changes += (Changed("", _title(root), "replaced"),)
            swap(root, self._emitter.pieces(pairs))

    def lost(self) -> Iterator[Diagnostic]:
        """Headers and footers that only the old document has: nothing can be marked in them."""
        for part in self._margins.lost:
            text = " ".join(self._old.story(part).root.itertext()).strip()
            if text:
                yield warning("WD767", f"the redline does not show {part!r} of the old document: {text!r}")

    def verified(self, package: Package) -> tuple[Diagnostic, ...]:
        """What is wrong with the redline, read again."""
        pairs = self._margins.pairs
        wanted = []
        for source, look, nodes, parts in zip(
            (self._old, self._new), (self._lists.old, self._lists.new), self._wanted,
            (pairs, {part: part for part in pairs.values()}), strict=True,
        ):  # fmt: skip
            part = source.part("footnotes")
            source.note_keys = note_texts(source, _xml.parse(source.package.parts[part]) if part else None)
            margins = {
                ours: story_nodes(source, _xml.parse(source.package.parts[part]), part) for part, ours in parts.items()
            }
            wanted.append(Wanted(State(nodes, look), margins))
        return verify(wanted[0], wanted[1], self._new.package, package)

    def package(self) -> Package:
        """The parts of the redline, those that changed written anew."""
        texts = [self._new.main.part, *self._margins.pairs.values(), *self._margins.only_new]
        for part in texts:
            self._parts.all[part] = _xml.serialise(self._new.story(part).root)
        for piece in (self._notes, self._lists, self._styles):
            if piece.changed and piece.root is not None:
                self._parts.all[piece.part] = _xml.serialise(piece.root)
        parts = self._parts.finish()
        return read_parts(parts)

    def result(self, package: Package) -> Redlined:
        """The redline as a value."""
        data = write_package(list(package.parts.items()))
        return Redlined(data, self._ink.inserted, self._ink.deleted, self._ink.moved, self._changes)


def read_parts(parts: dict[str, bytes]) -> Package:
    """Parts as a package."""
    from docgen.render import package as p

    return Package(parts, p._types(parts), p._relations(parts))  # noqa: SLF001


def _first_free(new: Source) -> int:
    numbers = (e.get(ID, "0") for e in new.main.root.iter(BOOKMARK, W + "commentRangeStart"))
    return max((int(n) for n in numbers if n.lstrip("-").isdigit()), default=0) + 1


def _copied(node: Node) -> Node:
    """The piece as it is, apart from the tree that the redline is written into; nothing of contents is compared."""
    if node.kind in (CONTENTS, OTHER):
        return node
    out = Node(node.kind, copy.deepcopy(node.element), node.source, node.part, node.clause)
    out.print, out.pegs = node.print, node.pegs
    return out


# ---------------------------------------------------------------- places
def _changes(pairs: Sequence[Pair]) -> Iterator[Changed]:
    """The clauses with changes in order, and what changed between them."""
    for pair in pairs:
        if pair.same or pair.node.kind in (CONTENTS, OTHER) or (pair.move and pair.new is None):
            continue
        clause, title = pair.node.clause.partition("#")[0], _title(pair.node.element)
        if pair.move:
            yield Changed(clause, title, "moved")
            if all(part.same for part in pair.parts):
                continue
        yield Changed(clause, title, _kind(pair))


def _kind(pair: Pair) -> str:
    if pair.move or (pair.old is not None and pair.new is not None):
        return "replaced"
    return "added" if pair.old is None else "deleted"


def _title(element: Element) -> str:
    """The title of a clause, else the first words of what stands there."""
    alias = element.find(f"{W}sdtPr/{W}alias")
    if alias is not None:
        return str(alias.get(W + "val", ""))
    text = "".join(e.text or " " for e in element.iter(W + "t", W + "delText", W + "tab", W + "br"))
    return text if len(text) <= 60 else f"{text[:59]}…"
