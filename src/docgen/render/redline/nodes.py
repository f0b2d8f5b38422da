"""A story as a tree of what is compared: clauses, paragraphs, tables, rows, cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render.redline.names import (
    BOOKMARK,
    INSTRUCTION,
    NAME,
    NUM_ID,
    PPR,
    SDT,
    SDT_CONTENT,
    SECT_PR,
    STYLE,
    TBL,
    TC,
    TEXT,
    TR,
    VAL,
    Element,
    P,
    W,
    is_break,
)
from docgen.render.redline.source import Source
from docgen.stages.words import counted

PARAGRAPH: Final = "paragraph"
BREAK: Final = "break"
TABLE: Final = "table"
ROW: Final = "row"
CELL: Final = "cell"
CONTROL: Final = "control"
CONTENTS: Final = "contents"
OTHER: Final = "other"
_SPACES: Final = (W + "tab", W + "br", W + "cr")
_KINDS: Final = {P: PARAGRAPH, TBL: TABLE, TR: ROW, TC: CELL, SDT: CONTROL}
_CLAUSE: Final = re.compile(r"docgen:(.+)@r[^@]*")
_TOC: Final = re.compile(rb"<w:instrText[^>]*>\s*TOC\b")
_POINTS: Final = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+\"?([^\s\"]+)")
_BLOCK: Final = re.compile(rb"</?w:(?:p|t(?:bl|r|c)|sdt)\b[^>]*>")
_BEGIN, _END = b'w:fldCharType="begin"', b'w:fldCharType="end"'


@dataclass(frozen=True, slots=True)
class Pegs:
    """Bookmarks, lists of paragraphs and targets of references of a piece, by name and in order."""

    bookmarks: list[str]
    lists: list[str]
    targets: list[str]


class Node:
    """One piece of a story. ``clause`` names the clause that a content control holds, "" for everything else."""

    def __init__(self, kind: str, element: Element, source: Source, part: str, clause: str = "") -> None:
        self.kind, self.element, self.source, self.part, self.clause = kind, element, source, part, clause

    @cached_property
    def print(self) -> bytes:
        """What it says, see ``Source.print``."""
        return self.source.print(self.element, self.part)

    @cached_property
    def pegs(self) -> Pegs:
        """What in it is compared by its place."""
        out = Pegs([], [], [])
        for e in self.element.iter(BOOKMARK, NUM_ID, INSTRUCTION):
            if e.tag == BOOKMARK:
                out.bookmarks.append(e.get(NAME, ""))
            elif e.tag == NUM_ID:
                out.lists.append(e.get(VAL, ""))
            elif (found := _POINTS.match(e.text or "")) is not None:
                out.targets.append(found[1])
        return out

    @cached_property
    def text(self) -> str:
        """Its text, words of neighbouring paragraphs kept apart."""
        return " ".join("".join(t.text or " " for t in p.iter(TEXT, *_SPACES)) for p in self.element.iter(P))

    @cached_property
    def style(self) -> str:
        """The style of a paragraph."""
        style = self.element.find(f"{PPR}/{STYLE}")
        return "" if style is None else str(style.get(VAL, ""))

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, counted."""
        return counted(self.text)

    @cached_property
    def size(self) -> int:
        """How many characters stand in its words."""
        return sum(len(word) * n for word, n in self.words.items())

    @cached_property
    def children(self) -> tuple[Node, ...]:
        """What it consists of; paragraphs have no parts here."""
        if self.kind in (PARAGRAPH, BREAK, CONTENTS, OTHER):
            return ()
        holder = self.element.find(SDT_CONTENT) if self.kind == CONTROL else self.element
        if holder is None:
            return ()
        breaks = b"<w:sectPr" in self.print
        out = tuple(_children(holder, self.kind, self.source, self.part, breaks=breaks))
        blocks, prints = [n for n in out if n.kind != OTHER], _blocks(self.print)
        if len(blocks) == len(prints):
            for node, said in zip(blocks, prints, strict=True):
                node.print = said
        return out

    @cached_property
    def shape(self) -> tuple[tuple[str, ...], ...]:
        """Of a row: how its cells are merged (17.4.17, 17.4.84). Only rows of one shape can be compared."""
        return tuple(
            tuple(f"{e.tag}{e.get(W + 'val', '')}" for e in cell.element.iter(W + "gridSpan", W + "vMerge"))
            for cell in self.children
            if cell.kind == CELL
        )


def _blocks(said: bytes) -> list[bytes]:
    """What the blocks right in a piece say, cut out of what it says itself."""
    out: list[bytes] = []
    depth = start = 0
    for found in _BLOCK.finditer(said, 1):
        if found[0].startswith(b"</"):
            depth -= 1
        else:
            start = start if depth else found.start()
            depth += not found[0].endswith(b"/>")
        if depth < 0:  # the end of the piece itself
            break
        if depth == 0:
            out.append(said[start : found.end()])
    return out


def story_nodes(source: Source, root: Element, part: str) -> tuple[Node, ...]:
    """The pieces of a story in order, a table of contents as one piece for each of its paragraphs."""
    return tuple(_numbered(_without_contents(_children(root, "", source, part))))


def _children(holder: Element, kind: str, source: Source, part: str, *, breaks: bool = True) -> Iterator[Node]:
    """The pieces right in an element; ``breaks`` is false where no section may end."""
    for child in holder:
        tag = child.tag
        if tag == P:
            yield Node(BREAK if breaks and is_break(child) else PARAGRAPH, child, source, part)
        elif tag in _KINDS:
            yield Node(_KINDS[tag], child, source, part, clause_of(child) if tag == SDT else "")
        elif tag != SECT_PR and not (kind in (TABLE, ROW, CELL) and tag.endswith(("Pr", "tblGrid", "tblPrEx"))):
            yield Node(OTHER, child, source, part)


def clause_of(control: Element) -> str:
    """The id of the clause that a content control holds, or nothing."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    found = _CLAUSE.fullmatch(tag.get(W + "val", "")) if tag is not None else None
    return found[1] if found else ""


def _numbered(nodes: Iterable[Node]) -> Iterator[Node]:
    """A clause that a turned page interrupts has several controls: the first, the second …"""
    seen: Counter[str] = Counter()
    for node in nodes:
        if node.clause:
            seen[node.clause] += 1
            if seen[node.clause] > 1:
                node.clause += f"#{seen[node.clause]}"
        yield node


def _without_contents(nodes: Iterable[Node]) -> Iterator[Node]:
    """Paragraphs of a table of contents are taken as they are: their text follows from the titles."""
    depth = 0
    for node in nodes:
        if node.kind in (PARAGRAPH, CONTROL) and not node.clause and (depth > 0 or _TOC.search(node.print)):
            depth += node.print.count(_BEGIN) - node.print.count(_END)
            node.kind = CONTENTS
        yield node
