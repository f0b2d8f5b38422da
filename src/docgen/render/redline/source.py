"""One of two documents, read: its stories, and what each piece of them says apart from ids and layout."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from docgen.model.dataclass import dataclass
from docgen.render import _xml
from docgen.render.package import Package
from docgen.render.redline.names import ID, INSTRUCTION, Element, W, xml_of

_R_PR: Final = rb"(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?"
_SHOWN: Final = re.compile(
    rb"(<w:instrText[^>]*>\s*(?:REF|PAGE|NUMPAGES)\b[^<]*</w:instrText></w:r><w:r>" + _R_PR
    + rb'<w:fldChar w:fldCharType="separate"/></w:r>)<w:r>' + _R_PR + rb"<w:t[^>]*>[^<]*</w:t></w:r>"
)  # fmt: skip
_BOOKMARK: Final = re.compile(rb"<w:bookmark(?:Start|End) [^>]*/>")
_COMMENT: Final = re.compile(
    rb"<w:commentRange(?:Start|End) [^>]*/>|<w:r>(?:(?!</w:r>).)*?<w:commentReference [^>]*/></w:r>"
)
_LAYOUT: Final = re.compile(rb"<w:keep(?:Next|Lines)/>")
_NUMBER: Final = re.compile(rb'<w:numId w:val="[1-9]\d*"/>')
_CONTROL: Final = re.compile(rb"<w:sdtPr>.*?</w:sdtPr>", re.DOTALL)
_NOTE: Final = re.compile(rb'<w:footnoteReference ([^>]*?)w:id="(-?\d+)"([^>]*)/>')
_NOTE_NUMBER: Final = re.compile(rb' w:id="-?\d+"')
_MARGIN: Final = re.compile(rb"<w:(?:header|footer)Reference [^>]*/>")
_DRAWING: Final = re.compile(rb"<w:drawing>.*?</w:drawing>", re.DOTALL)
_LINKED: Final = re.compile(rb'r:(?:id|embed|link|pict)="([^"]*)"')
_IDENTITY: Final = re.compile(rb'(<[\w:]+:(?:docPr|cNvPr) )id="[^"]*" name="[^"]*"')
_Said = Callable[[re.Match[bytes]], bytes]
_Step = tuple[bytes, re.Pattern[bytes], bytes | _Said]
_STEPS: Final[tuple[_Step, ...]] = (
    (b"<w:bookmark", _BOOKMARK, b""),
    (b"<w:fldChar", _SHOWN, rb"\1"),
    (b"<w:keep", _LAYOUT, b""),
    (b"<w:numId", _NUMBER, b"<w:numId/>"),
    (b"<w:sdtPr", _CONTROL, b""),
    (b"<w:comment", _COMMENT, b""),
    (b"<w:sectPr", _MARGIN, b""),
)


@dataclass(frozen=True, slots=True)
class Story:
    """A part of a document that holds text: the main one, a header, a footer, the notes."""

    part: str
    root: Element


class Source:
    """A document as it was issued.

    ``note_keys`` says of each footnote by which key it counts as the same as one of the other document.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self._stories = dict[str, Story]()
        self.main = self.story(package.main_document)
        self.body: Element = self.main.root.find(W + "body")
        part = self.part("footnotes")
        self.note_root: Element = self.story(part).root if part else None
        self.notes = notes_of(self.note_root)
        self.note_keys: dict[str, str] = {}
        self.read: dict[str, tuple[Any, ...]] = {}
        self._drawings: dict[tuple[str, bytes], bytes] = {}
        self._said: dict[str, tuple[_Step, ...]] = {}

    def story(self, part: str) -> Story:
        """A part as a tree, read once."""
        if part not in self._stories:
            self._stories[part] = Story(part, _xml.parse(self.package.parts[part]))
        return self._stories[part]

    def part(self, kind: str) -> str:
        """The part of the main document of this kind, or nothing."""
        return next(iter(self.package.related(kind)), "")

    def print(self, element: Element, part: str) -> bytes:
        """What the element says: equal where nothing changed but ids, shown numbers, page breaks and comments.

        Fields that show numbers keep what they point to. Lists and bookmarks are compared apart, by their place.
        """
        out = xml_of(element)
        if out.startswith(b"<w:footnote "):
            out = _NOTE_NUMBER.sub(b"", out, count=1)
        for mark, pattern, said in self._steps(part):
            if mark in out:
                out = pattern.sub(said, out)
        return out

    def _steps(self, part: str) -> tuple[_Step, ...]:
        """What has to be left out of pieces of a part, or said in another way: only what the part holds at all."""
        if part not in self._said:
            data = self.package.parts.get(part, b"")
            drawing: _Said = lambda m: self._drawing(m[0], part)  # noqa: E731
            steps = (*_STEPS, (b"<w:footnoteReference", _NOTE, self._note), (b"<w:drawing", _DRAWING, drawing))
            self._said[part] = tuple(step for step in steps if step[0] in data)
        return self._said[part]

    def _note(self, found: re.Match[bytes]) -> bytes:
        number = found[2].decode()
        return b"<note " + self.note_keys.get(number, number).encode() + b"/>"

    def _drawing(self, xml: bytes, part: str) -> bytes:
        """A drawing by what it shows, not by the names of its parts."""
        shown = b"".join(self._linked(found, part) for found in _LINKED.findall(xml))
        return b"<drawing " + shown + b">" + _LINKED.sub(b"", _IDENTITY.sub(rb"\1", xml)) + b"</drawing>"

    def _linked(self, relation: bytes, part: str) -> bytes:
        kept = self._drawings.get((part, relation))
        if kept is None:
            found = (r.target for r in self.package.relationships(part) if r.id == relation.decode() and not r.external)
            data = b"".join(self.package.parts.get(target, b"") for target in found)
            kept = self._drawings[part, relation] = sha256(data).hexdigest()[:16].encode()
        return kept


def notes_of(root: Element) -> dict[str, Element]:
    """The notes of a part by number, without the separators (17.11.10)."""
    return {} if root is None else {n.get(ID): n for n in root if n.get(W + "type") is None}


def instruction(element: Element) -> tuple[str, str, str]:
    """The kind of a field, what it points to (of those that point), and the rest of its code."""
    words = "".join(e.text or "" for e in element.iter(INSTRUCTION)).split()
    kind = words[0].upper() if words else ""
    points = kind in ("REF", "PAGEREF", "NOTEREF") and len(words) > 1
    return kind, words[1].strip('"') if points else "", " ".join(words[2:] if points else words[1:])
