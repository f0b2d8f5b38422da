"""A foreign Word file to a WordOutline: paragraphs with their level and number, tables, notes, and what stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from docgen.model.imported import Aside, Run, Runs, WordBlock, WordOutline, WordParagraph, WordTable
from docgen.render._xml import Element, parse
from docgen.render.package import Package
from docgen.render.tracked import Resolve, W
from docgen.render.word_inlines import Inlines
from docgen.render.word_numbering import Counters
from docgen.render.word_styles import Styles, switched, value
from docgen.render.word_text import paragraph_text, paragraphs

_CLAUSE: Final = re.compile(r"docgen:.+@r\d+")
_PARAGRAPH, _TABLE, _CONTROL = f"{W}p", f"{W}tbl", f"{W}sdt"
_AROUND: Final = (f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo")
_CONTENTS: Final = "Table of Contents"
_ORDINARY_NOTE: Final = ("", "normal")


def read_outline(package: Package, resolve: Resolve, heading: re.Pattern[str]) -> WordOutline:
    """The outline of a file.

    :param resolve: what to do with tracked changes first, such as accepting them.
    :param heading: what the names of heading styles look like, with the level as its group.
    """
    reader = _Reader(package, heading)
    root = parse(package.parts[package.main_document])
    resolve(root)
    blocks = tuple(reader.blocks(root.find(f"{W}body"), _Holder()))
    asides = (*reader.asides, *_around(package, resolve))
    return WordOutline(blocks, reader.notes(resolve), reader.styles.language, asides, tuple(reader.broken))


class _Holder:
    """The content control of a clause around blocks."""

    __slots__ = ("clause", "title")

    def __init__(self, clause: str = "", title: str = "") -> None:
        self.clause, self.title = clause, title


class _Reader:
    """One file being read."""

    def __init__(self, package: Package, heading: re.Pattern[str]) -> None:
        self.package = package
        self.styles, self._counters = Styles(package, heading), Counters(package)
        self.asides: list[Aside] = []
        self.broken: list[int] = []
        self._count = 0
        self._comments = _comments(package)

    def blocks(self, parent: Element | None, holder: _Holder) -> Iterator[WordBlock]:
        """The blocks below the body, a cell or what is around them."""
        for child in () if parent is None else parent:
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child, holder)
            elif child.tag == _TABLE:
                yield self._table(child, holder)
            elif child.tag == _CONTROL and not _of_contents(child):
                yield from self.blocks(child.find(f"{W}sdtContent"), _holder(child, holder))
            elif child.tag in _AROUND:
                yield from self.blocks(child, holder)

    def _paragraph(self, element: Element, holder: _Holder) -> Iterator[WordParagraph]:
        self._count += 1
        if self.styles.of_contents(element):
            return
        inlines = self._inlines(element)
        runs = inlines.whole()
        made = WordParagraph(self._count, runs, self.styles.name(element), self.styles.level(element),
                             bookmarks=tuple(inlines.bookmarks), clause=holder.clause, title=holder.title,
                             strong=self.styles.strong(element), centred=self.styles.centred(element))  # fmt: skip
        if any(r.text.strip() or r.note for r in runs):
            made = self._numbered(made, element)
        yield made

    def _numbered(self, made: WordParagraph, element: Element) -> WordParagraph:
        number, level = self.styles.numbering(element)
        if number in ("", "0"):
            return made
        found = self._counters.next(number, level, self.styles.style_id(element))
        if found is None:
            self.broken.append(made.number)
            return made
        return replace(made, label=found.label, depth=found.depth, ordered=found.counted, series=found.series)

    def _inlines(self, element: Element) -> Inlines:
        at = self._count
        inlines = Inlines(lambda kind, text: self.asides.append(Aside(kind, at, text)), lambda id_: self._comment(id_, at))
        inlines.read(element)
        return inlines

    def _comment(self, id_: str, at: int) -> None:
        if id_ in self._comments:
            author, text = self._comments[id_]
            self.asides.append(Aside("comment", at, text, author))

    # -- tables
    def _table(self, table: Element, holder: _Holder) -> WordTable:
        start = self._count + 1
        rows = [*_rows(table)]
        nested = any(True for row in rows for _ in row.iter(_TABLE))
        spans = any(True for row in rows for _ in row.iter(f"{W}gridSpan", f"{W}vMerge"))
        made = tuple(tuple(self._cell(cell, holder) for cell in _cells(row)) for row in rows)
        header = sum(1 for row in rows if switched(row, "trPr/tblHeader"))
        return WordTable(start, made, header, spans, nested, holder.clause, holder.title)

    def _cell(self, cell: Element, holder: _Holder) -> tuple[WordParagraph, ...]:
        out: list[WordParagraph] = []
        for block in self.blocks(cell, holder):
            inside = [block] if isinstance(block, WordParagraph) else [p for row in block.rows for c in row for p in c]
            out += (p for p in inside if p.runs)
        return tuple(out)

    # -- notes
    def notes(self, resolve: Resolve) -> Mapping[str, Runs]:
        """The text of each note by its id; that of an endnote begins with ``e``."""
        out: dict[str, Runs] = {}
        for kind, prefix in (("footnotes", ""), ("endnotes", "e")):
            for part in self.package.related(kind):
                root = parse(self.package.parts[part])
                resolve(root)
                for note in root.iter(f"{W}{kind.removesuffix('s')}"):
                    if note.get(f"{W}type", "") in _ORDINARY_NOTE:
                        out[prefix + note.get(f"{W}id", "")] = self._note(note)
        return out

    def _note(self, note: Element) -> Runs:
        out: list[Run] = []
        for paragraph in note.iter(_PARAGRAPH):
            runs = self._inlines(paragraph).whole()
            out += [Run("\n"), *runs] if out and runs else runs
        return tuple(out)


def _holder(control: Element, outer: _Holder) -> _Holder:
    properties = control.find(f"{W}sdtPr")
    tag = value(properties, "tag")
    return _Holder(tag, value(properties, "alias")) if _CLAUSE.fullmatch(tag) else outer


def _of_contents(control: Element) -> bool:
    return value(control, "sdtPr/docPartObj/docPartGallery") == _CONTENTS


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table itself, also within content controls."""
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in (_CONTROL, *_AROUND):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, one for each column that they span; what continues a cell above is empty."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
            span = value(child, "tcPr/gridSpan")
            for _ in range(min(int(span), 63) - 1 if span.isdigit() else 0):
                yield child.makeelement(f"{W}tc")
        elif child.tag in (_CONTROL, *_AROUND):
            yield from _cells(child)


def _comments(package: Package) -> dict[str, tuple[str, str]]:
    """Author and text of each comment by its id."""
    out: dict[str, tuple[str, str]] = {}
    for part in package.related("comments"):
        for comment in parse(package.parts[part]).iter(f"{W}comment"):
            said = "\n".join(paragraph_text(p).strip() for p in comment.iter(_PARAGRAPH))
            out[comment.get(f"{W}id", "")] = (comment.get(f"{W}author", ""), said.strip())
    return out


def _around(package: Package, resolve: Resolve) -> Iterator[Aside]:
    """What headers and footers say, each text once."""
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for part in package.related(kind):
            root = parse(package.parts[part])
            resolve(root)
            said = " / ".join(filter(None, (" ".join(paragraph_text(p).split()) for p in paragraphs(root))))
            if said and said not in seen:
                seen.add(said)
                yield Aside(kind, 0, said)
