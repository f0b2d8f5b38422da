"""A paragraph as tokens: words, fields, notes, drawings; bookmarks between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.render.redline.names import (
    COMMENT,
    COMMENT_MARKS,
    DRAWING,
    FIELD,
    ID,
    IGNORED,
    NOTE,
    PPR,
    RPR,
    RUN,
    SPACE,
    TEXT,
    VOLATILE,
    Element,
    W,
    xml_of,
)
from docgen.render.redline.nodes import Node
from docgen.render.redline.source import instruction
from docgen.stages.words import tokens as words_of

WORD: Final = "word"
MARK: Final = "mark"
WHOLE: Final = "whole"
BOX: Final = "box"
_POINTS_ONLY: Final = frozenset((W + "bookmarkStart", W + "bookmarkEnd", *COMMENT_MARKS))
Target = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Token:
    """What is replaced as a whole.

    ``key`` is equal for tokens that say the same; ``look`` is how a word or mark is printed, which does not count.
    ``kind``: a word, a mark such as a tab inside a run, whole runs such as those of a field, or a box such as a
    link, which holds runs of its own.
    """

    kind: str
    key: str
    look: bytes
    properties: Element | None
    elements: tuple[Element, ...] = ()
    size: int = 1

    @property
    def whole(self) -> bool:
        """True for what is no word."""
        return self.kind != WORD

    def letters(self) -> Iterator[Token]:
        """A word letter by letter; everything else as it is."""
        if self.whole:
            yield self
            return
        for letter in self.key:
            yield Token(WORD, letter, self.look, self.properties, (), 1)


@dataclass(slots=True)
class Line:
    """The tokens of a paragraph, and what stands between them: (place, element)."""

    tokens: list[Token] = field(default_factory=list)
    points: list[tuple[int, Element]] = field(default_factory=list)


def line_of(node: Node, target: Target) -> Line:
    """The tokens of a paragraph.

    :param target: what a reference points to, in names that both documents share.
    """
    line = Line()
    depth, whole = 0, list[Element]()
    for child in node.element:
        if child.tag == PPR or child.tag in IGNORED:
            continue
        if child.tag == RUN and (depth or child.find(FIELD) is not None):
            whole.append(child)
            depth += _depth(child)
            if depth <= 0:
                line.tokens.append(_field(whole, target))
                depth, whole = 0, []
        elif child.tag == RUN:
            line.tokens.extend(_run(child, node))
        elif child.tag in _POINTS_ONLY or not len(child):
            line.points.append((len(line.tokens), child))
        else:
            line.tokens.append(_box(child, node))
    if whole:
        line.tokens.append(_field(whole, target))
    return line


def _depth(run: Element) -> int:
    kinds = [e.get(W + "fldCharType") for e in run.iter(FIELD)]
    return kinds.count("begin") - kinds.count("end")


def _field(runs: list[Element], target: Target) -> Token:
    """A field with its shown text, which counts only where it does not follow from the rest."""
    kinds = [instruction(run) for run in runs]
    kind, name, rest = next((k for k in kinds if k[0]), ("", "", ""))
    shown = "".join(t.text or "" for run in runs for t in run.iter(TEXT))
    said = "" if kind in VOLATILE else shown
    look = look_of(runs[0])
    key = f"\1{kind} {target(name) if name else ''} {rest} {said}"
    return Token(WHOLE, key, look, runs[0].find(RPR), tuple(runs), max(len(shown), 1))


def _box(element: Element, node: Node) -> Token:
    text = "".join(t.text or "" for t in element.iter(TEXT))
    key = "\2" + node.source.print(element, node.part).decode()
    return Token(BOX, key, b"", None, (element,), max(len(text), 1))


def look_of(run: Element) -> bytes:
    """How a run is printed."""
    properties = run.find(RPR)
    return b"" if properties is None or not len(properties) else xml_of(properties)


def _run(run: Element, node: Node) -> Iterator[Token]:
    properties, look = run.find(RPR), look_of(run)
    for child in run:
        if child.tag == TEXT:
            text = child.text or ""
            for word in words_of(text if child.get(SPACE) == "preserve" else text.strip()):
                yield Token(WORD, word, look, properties, (), len(word))
        elif child.tag != RPR and child.tag not in IGNORED and child.tag != COMMENT:
            yield Token(MARK, "\3" + _said(child, node), look, properties, (child,))


def _said(element: Element, node: Node) -> str:
    """What an element inside a run says: notes and drawings not by their numbers."""
    if element.tag == NOTE:
        return "note " + node.source.note_keys.get(element.get(ID, ""), "")
    if element.tag == DRAWING or len(element):
        return node.source.print(element, node.part).decode()
    return xml_of(element).decode()
