"""One paragraph of a foreign Word file to runs: emphasis, fields, notes, controls, and what stands beside the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.document import PLAIN, Marks
from docgen.model.imported import Run, Runs, text_of
from docgen.render._xml import Element
from docgen.render.tracked import W
from docgen.render.word_styles import switched, value
from docgen.render.word_text import paragraph_text

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LEADS: Final = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+\"?(?P<name>[^\s\"\\]+)", re.IGNORECASE)
_BARE: Final = re.compile(r"\s*(?P<name>_Ref\w+|_dg_\w+)\b")
_BOX, _PARAGRAPH = f"{W}txbxContent", f"{W}p"


@dataclass(frozen=True, slots=True)
class _Look:
    """What runs take from the elements around them."""

    bookmark: str = ""
    control: str = ""
    placeholder: bool = False


@dataclass(slots=True)
class Inlines:
    """What was read of one paragraph: its runs, the bookmarks in it, and what stands beside the text.

    ``aside`` is told the kind and the words of a text box, a picture or hidden text; ``comment`` the id of a comment.
    """

    aside: Callable[[str, str], None]
    comment: Callable[[str], None]
    runs: list[Run] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    _fields: list[list[str]] = field(default_factory=list)

    def read(self, element: Element, look: _Look = _Look()) -> None:  # noqa: B008  # a value
        """Everything below a paragraph or one of its parts."""
        for child in element:
            reader = _READERS.get(child.tag)
            if reader is not None:
                reader(self, child, look)

    def whole(self) -> Runs:
        """The runs, neighbours of one look as one, without space at either end."""
        return trimmed(tuple(_joined(self.runs)))

    # -- parts of a paragraph
    def _run(self, run: Element, look: _Look) -> None:
        hidden = bool(switched(run, "rPr/vanish"))
        marks = (Marks.BOLD if switched(run, "rPr/b") else PLAIN) | (Marks.ITALIC if switched(run, "rPr/i") else PLAIN)
        for child in run:
            if child.tag == f"{W}fldChar":
                self._edge(child.get(f"{W}fldCharType", ""))
            elif child.tag == f"{W}instrText":
                self._instruction(child.text or "")
            elif (word := _WORDS.get(child.tag)) is not None:
                self._say(word(child), marks, look, hidden=hidden)
            else:
                self._beside(child)

    def _say(self, text: str, marks: Marks, look: _Look, *, hidden: bool) -> None:
        if self._fields and not self._fields[-1][1]:
            return  # the instruction of a field, not its result
        if hidden:
            if text.strip():
                self.aside("hidden", text)
            return
        bookmark = look.bookmark or next((f[2] for f in reversed(self._fields) if f[2]), "")
        self.runs.append(Run(text, marks, bookmark, "", look.control, look.placeholder))

    def _beside(self, element: Element) -> None:
        tag = element.tag
        if tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "e" if tag.startswith(f"{W}endnote") else ""
            self.runs.append(Run("", note=kind + element.get(f"{W}id", "")))
        elif tag == f"{W}commentReference":
            self.comment(element.get(f"{W}id", ""))
        elif tag == f"{_MC}AlternateContent":
            for choice in element.findall(f"{_MC}Choice")[:1]:
                for child in choice:
                    self._beside(child)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawing(element)

    def _drawing(self, element: Element) -> None:
        boxes = [b for b in element.iter(_BOX) if next(b.iterancestors(f"{_MC}Fallback"), None) is None]
        for box in boxes:
            said = "\n".join(filter(None, (paragraph_text(p).strip() for p in box.iter(_PARAGRAPH))))
            if said:
                self.aside("box", said)
        if not boxes:
            shown = next(element.iter(f"{_WP}docPr"), None)
            self.aside("picture", "" if shown is None else shown.get("descr", "") or shown.get("name", ""))

    def _simple_field(self, element: Element, look: _Look) -> None:
        name = _leads_to(element.get(f"{W}instr", ""))
        self.read(element, replace(look, bookmark=name) if name else look)

    def _link(self, element: Element, look: _Look) -> None:
        name = element.get(f"{W}anchor", "")
        self.read(element, replace(look, bookmark=name) if name else look)

    def _control(self, element: Element, look: _Look) -> None:
        properties = element.find(f"{W}sdtPr")
        name = value(properties, "alias") or value(properties, "tag")
        waits = bool(switched(properties, "showingPlcHdr"))
        for content in element.findall(f"{W}sdtContent"):
            self.read(content, replace(look, control=name or look.control, placeholder=waits))

    def _mark(self, element: Element, look: _Look) -> None:
        self.bookmarks.append(element.get(f"{W}name", ""))

    def _formula(self, element: Element, look: _Look) -> None:
        self._say("".join(t.text or "" for t in element.iter(_MATH)), PLAIN, look, hidden=False)

    # -- fields
    def _edge(self, kind: str) -> None:
        """A field begins, its result begins, or it ends (17.16.18)."""
        if kind == "begin":
            self._fields.append(["", "", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][1:] = ["result", _leads_to(self._fields[-1][0])]
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, text: str) -> None:
        if self._fields:
            self._fields[-1][0] += text


def trimmed(runs: Runs) -> Runs:
    """Runs without space at either end, and without empty ones."""
    out = [*runs]
    while out and not out[0].note and not out[0].text.lstrip():
        del out[0]
    while out and not out[-1].note and not out[-1].text.rstrip():
        del out[-1]
    if out:
        out[0] = replace(out[0], text=out[0].text.lstrip())
        out[-1] = replace(out[-1], text=out[-1].text.rstrip())
    return tuple(out)


def _leads_to(instruction: str) -> str:
    found = _LEADS.match(instruction) or _BARE.match(instruction)
    return found["name"] if found else ""


def _joined(runs: list[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if last is not None and not run.note and not last.note and replace(run, text="") == replace(last, text=""):
            last = replace(last, text=last.text + run.text)
            continue
        if last is not None and (last.text or last.note):
            yield last
        last = run
    if last is not None and (last.text or last.note):
        yield last


def said(runs: Runs) -> str:
    """The words of runs on one line."""
    return " ".join(text_of(runs).split())


_Reader = Callable[[Inlines, Element, _Look], None]
_READERS: Final[Mapping[str, _Reader]] = {
    f"{W}r": Inlines._run,  # noqa: SLF001  # a table of its own methods
    f"{W}fldSimple": Inlines._simple_field,  # noqa: SLF001
    f"{W}hyperlink": Inlines._link,  # noqa: SLF001
    f"{W}sdt": Inlines._control,  # noqa: SLF001
    f"{W}bookmarkStart": Inlines._mark,  # noqa: SLF001
    **dict.fromkeys((f"{W}smartTag", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}dir", f"{W}bdo"), Inlines.read),
    **dict.fromkeys((f"{{{m}}}{n}" for m in ("http://schemas.openxmlformats.org/officeDocument/2006/math",) for n in ("oMath", "oMathPara")),
                    Inlines._formula),  # noqa: SLF001
}  # fmt: skip
_WORDS: Final[Mapping[str, Callable[[Element], str]]] = {
    f"{W}t": lambda e: e.text or "",
    f"{W}tab": lambda _: " ",
    f"{W}ptab": lambda _: " ",
    f"{W}br": lambda e: "\n" if e.get(f"{W}type", "textWrapping") == "textWrapping" else "",
    f"{W}cr": lambda _: "\n",
    f"{W}noBreakHyphen": lambda _: "\u2011",
    f"{W}sym": lambda e: _symbol(e.get(f"{W}char", "")),
}


def _symbol(code: str) -> str:
    """A sign of a symbol font, which only that font shows."""
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""
