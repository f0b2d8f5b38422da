"""The usual ways to draw up the same text, and the limit of what any way could reach.

Each is built from a document that docgen itself rendered, and is then given the values as
finished texts, for nothing: what docgen spends on formatting them, on references and on
numbering is not counted here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docgen.app.draft import Made
from docgen.model.document import Annex, Block, Clause, Document, Inline, Inlines, Part, Table, Value
from docgen.render.package import deflate, write_package
from docgen.render.word.docx import render_docx
from docgen.render.word.xml import escape
from docxtpl import DocxTemplate
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
_SLOT = re.compile(r"\{\{ (\w+) \}\}")
_COVER = ("mention", "titre", "sous_titre", "parties", "reference", "version", "date", "statut")
Values = Mapping[str, str]
Print = Callable[[Values], bytes]


def values_of(document: Document) -> dict[str, str]:
    """The text of every filled value and of every slot of the template, by name."""
    filled = [i.text for inlines in _paragraphs(document) for i in inlines if isinstance(i, Value)]
    return {**dict(document.slots), **{f"x{n}": text for n, text in enumerate(filled)}}


def slotted(made: Made, day: str) -> bytes:
    """The document as a docxtpl template: the whole body, a slot wherever a value stands."""
    counter = iter(range(1_000_000))
    document = _mapped(made.document, lambda i: _as_slot(i, counter))
    slots = tuple((name, f"{{{{ {name} }}}}") for name, _ in document.slots)
    return render_docx(replace(document, slots=slots), made.numbering, made.press, made.language, day)


def _as_slot(inline: Inline, counter: Iterator[int]) -> Inline:
    if isinstance(inline, Value):
        return replace(inline, text=f"{{{{ x{next(counter)} }}}}")
    return inline


# ----------------------------------------------------------------- docxtpl
def plain_docxtpl(template: bytes) -> Print:
    """docxtpl as its documentation says: open, render, save."""

    def draw(values: Values) -> bytes:
        word = DocxTemplate(io.BytesIO(template))
        word.render(dict(values), autoescape=True)
        return _saved(word)

    return draw


def docxtpl_subdocument(shell: bytes, template: bytes) -> Print:
    """docxtpl with the body as a sub-document, built paragraph by paragraph with python-docx."""
    outline = _outline(template)

    def draw(values: Values) -> bytes:
        word = DocxTemplate(io.BytesIO(shell))
        contents, body = word.new_subdoc(), word.new_subdoc()
        for item in outline:
            target = contents if item.contents else body
            if item.rows:
                _add_table(target, item, values)
            else:
                target.add_paragraph(_text(item.text, values), style=item.style)
        cover = {name: values.get(name, "") for name in _COVER}
        word.render({**cover, **_words(values), "sommaire": contents, "corps": body}, autoescape=True)
        return _saved(word)

    return draw


def _words(values: Values) -> dict[str, str]:
    return {name: text for name, text in values.items() if name.startswith("mot_")}


def _add_table(target: Any, item: _Item, values: Values) -> None:
    table = target.add_table(rows=len(item.rows), cols=len(item.rows[0]), style=item.style)
    for row, texts in zip(table.rows, item.rows, strict=True):
        for cell, (style, text) in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].text = _text(text, values)
            cell.paragraphs[0].style = style


def _saved(word: DocxTemplate) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph, or a table when it has rows of (style, text)."""

    style: str
    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    contents: bool = False


def _outline(template: bytes) -> list[_Item]:
    """What stands in the place of ``sommaire`` and ``corps``, with the names of its styles."""
    with zipfile.ZipFile(io.BytesIO(template)) as parts:
        body = etree.fromstring(parts.read(MAIN))[0]
        names = _style_names(parts.read("word/styles.xml"))
    items = [_item(e, names) for e in body.iter(f"{W}p", f"{W}tbl") if _stands_free(e)]
    start = next(n for n, i in enumerate(items) if i.contents)
    return [i for i in items[start:] if i.text or i.rows]


def _stands_free(element: Any) -> bool:
    return next(element.iterancestors(f"{W}tbl"), None) is None


def _item(element: Any, names: Mapping[str, str]) -> _Item:
    if element.tag == f"{W}tbl":
        rows = tuple(
            tuple((_style(p, names), paragraph_text(p)) for p in row.iter(f"{W}p"))
            for row in element.iter(f"{W}tr")
        )
        style = element.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
        return _Item(names[style], "", rows)
    style = _style(element, names)
    return _Item(style, paragraph_text(element), contents=style.lower() in ("toc 1", "toc 2"))


def _style(paragraph: Any, names: Mapping[str, str]) -> str:
    return names[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]


def _style_names(styles: bytes) -> dict[str, str]:
    """Names by id, as python-docx wants them."""
    found = {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val") for s in etree.fromstring(styles).iter(f"{W}style")}
    return {i: n.replace("heading", "Heading") if n.startswith("heading") else n for i, n in found.items()}


def _text(text: str, values: Values) -> str:
    return _SLOT.sub(lambda m: values[m[1]], text) if "{{" in text else text


# ------------------------------------------------------------------- limit
def the_limit(template: bytes) -> Print:
    """Strings joined, one zip written, everything else known beforehand."""
    with zipfile.ZipFile(io.BytesIO(template)) as parts:
        read = {name: parts.read(name) for name in parts.namelist()}
    moving = {n: _SLOT.split(d.decode()) for n, d in read.items() if _has_slot(n, d)}
    stored = {n: deflate(d) for n, d in read.items() if n not in moving}

    def draw(values: Values) -> bytes:
        fresh = [(n, _joined(pieces, values).encode()) for n, pieces in moving.items()]
        return write_package(fresh, stored)

    return draw


def _has_slot(name: str, data: bytes) -> bool:
    return name.endswith(".xml") and b"{{" in data


def _joined(pieces: list[str], values: Values) -> str:
    return "".join(escape(values[p]) if n % 2 else p for n, p in enumerate(pieces))


# -------------------------------------------------------------------- text
def texts(data: bytes) -> list[str]:
    """The text of every paragraph of the main part that has any."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        root = etree.fromstring(parts.read(MAIN))
    found = (paragraph_text(p) for p in root.iter(f"{W}p"))
    return [text for text in found if text.strip()]


def paragraph_text(paragraph: Any) -> str:
    """The text of the runs; tabs as spaces, since each way writes them differently."""
    out = [" " if e.tag == f"{W}tab" else e.text or "" for e in paragraph.iter(f"{W}t", f"{W}tab")]
    return "".join(out).replace("\t", " ")


# -------------------------------------------------------------------- tree
def _paragraphs(document: Document) -> Iterator[Inlines]:
    for clause in document.clauses():
        for block in clause.blocks:
            yield from _lines(block)


def _lines(block: Block) -> Iterator[Inlines]:
    if isinstance(block, Table):
        yield block.caption
        yield from block.header
        for row in block.rows:
            yield from row
    else:
        yield getattr(block, "inlines", ())


def _mapped(document: Document, change: Callable[[Inline], Inline]) -> Document:
    """The document with every inline of its blocks changed, in the order of ``_paragraphs``."""

    def inlines(some: Inlines) -> Inlines:
        return tuple(change(i) for i in some)

    def block(one: Block) -> Block:
        if isinstance(one, Table):
            caption, header = inlines(one.caption), tuple(inlines(c) for c in one.header)
            rows = tuple(tuple(inlines(c) for c in row) for row in one.rows)
            return replace(one, caption=caption, header=header, rows=rows)
        return replace(one, inlines=inlines(one.inlines)) if hasattr(one, "inlines") else one

    def clause(one: Clause) -> Clause:
        return replace(one, blocks=tuple(block(b) for b in one.blocks))

    def part(one: Part) -> Part:
        sections = tuple(replace(s, clauses=tuple(map(clause, s.clauses))) for s in one.sections)
        return replace(one, clauses=tuple(map(clause, one.clauses)), sections=sections)

    def annex(one: Annex) -> Annex:
        return replace(one, clauses=tuple(map(clause, one.clauses)))

    return replace(document, parts=tuple(map(part, document.parts)), annexes=tuple(map(annex, document.annexes)))
