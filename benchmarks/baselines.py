"""The usual ways to draw up the same text, and the limit of what any way could reach.

Each is built from a document that docgen itself rendered, and is then given the values as
finished texts, for nothing: what docgen spends on formatting them, on references and on
numbering is not counted here.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

from benchmarks import corpus
from docgen.app.draft import Made
from docgen.model.document import (
    Annex,
    Block,
    Clause,
    Definitions,
    Document,
    Inline,
    Inlines,
    Paragraph,
    Part,
    Table,
    TermUse,
    Text,
    Value,
    plain_text,
)
from docgen.render.package import deflate, write_package
from docgen.render.word.docx import print_frame, word_frame
from docgen.render.word.xml import escape

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
_SLOT = re.compile(r"\{\{ (\w+) \}\}")
Values = Mapping[str, str]
Print = Callable[[Values], bytes]


def values_of(document: Document) -> dict[str, str]:
    """The text of every filled value and of every slot of the template, by name."""
    filled = [i.text for inlines in _paragraphs(document) for i in inlines if isinstance(i, Value)]
    return {**dict(document.slots), **{f"x{n}": text for n, text in enumerate(filled)}}


def slotted(made: Made, day: str, *, conditions: bool = False) -> bytes:
    """The document as a docxtpl template: the whole body, a slot wherever a value stands.

    :param conditions: with the conditions of the clauses, and the paragraphs of the ways not taken.
    """
    counter = iter(range(1_000_000))
    document = _mapped(made.document, lambda i: _as_slot(i, counter))
    if conditions:
        document = _with_clauses(document, _conditional)
    slots = tuple((name, f"{{{{ {name} }}}}") for name, _ in document.slots)
    document = replace(document, slots=slots)
    frame = word_frame(document, made.numbering, made.press, made.language)
    return print_frame(frame, document, (), made.press, made.language, day)


def _as_slot(inline: Inline, counter: Iterator[int]) -> Inline:
    if isinstance(inline, Value):
        return replace(inline, text=f"{{{{ x{next(counter)} }}}}")
    return inline


def _conditional(clause: Clause) -> Clause:
    """The condition of the clause as a user of docxtpl writes it, round the paragraph that it chose."""
    stands, added, last = corpus.condition_of(clause.id)
    blocks: list[Block] = []
    for block in clause.blocks:
        if isinstance(block, Paragraph) and _begins(block, stands):
            then = replace(block, inlines=(Text(f"{added} "), *block.inlines), anchor="")
            blocks += [_tag("if renforce", block), then, _tag("else", block), block, _tag("endif", block)]
            extra = replace(block, inlines=(Text(last),), anchor="")
            blocks += [_tag("if position == 'repli'", block), extra, _tag("endif", block)]
        else:
            blocks.append(block)
    assert len(blocks) == len(clause.blocks) + 7, clause.id
    return replace(clause, blocks=tuple(blocks))


def _begins(paragraph: Paragraph, words: str) -> bool:
    """True for the paragraph with these words and no value; typography may have changed its signs."""
    pure = all(isinstance(i, Text | TermUse) for i in paragraph.inlines)
    return pure and _letters(plain_text(paragraph.inlines)) == _letters(words)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def _tag(words: str, like: Paragraph) -> Paragraph:
    return replace(like, inlines=(Text(f"{{%p {words} %}}"),), anchor="")


# ----------------------------------------------------------------- docxtpl
def plain_docxtpl(template: bytes) -> Print:
    """docxtpl as its documentation says: open, render, save.

    The template has the conditions of the clauses, as the library has them. Rows of tables and
    items of lists stand there one by one, not in a loop: the paragraphs are the same.
    """

    def draw(values: Values) -> bytes:
        word = DocxTemplate(io.BytesIO(template))
        word.render({**values, "renforce": False, "position": "standard"}, autoescape=True)
        return _saved(word)

    return draw


def docxtpl_subdocuments(shell: bytes, template: bytes) -> Print:
    """docxtpl with a sub-document for each clause, built run by run with python-docx.

    The shell loops over them as docxtpl documents it. References and the table of contents are fields
    to bookmarks, as in every contract that somebody will change in Word; python-docx has no call for
    them, so they are built of their elements, as its users do. Content controls, and bookmarks that
    no field refers to, are left out, which is to the advantage of this way.
    """
    if find_spec("docxcompose") is None:
        sys.exit("docxtpl needs docxcompose for sub-documents: pip install 'docxtpl[subdoc]'")
    outline, looping = _outline(template), _looping(shell)

    def draw(values: Values) -> bytes:
        word = DocxTemplate(io.BytesIO(looping))
        contents, *clauses = (_subdocument(word, group, values) for group in outline)
        given = {name: text for name, text in values.items() if not name.startswith("x")}
        word.render({**given, "sommaire": contents, "clauses": clauses}, autoescape=True)
        return _saved(word)

    return draw


def _looping(shell: bytes) -> bytes:
    """The template of the house, with a loop over clauses where its body goes."""
    with zipfile.ZipFile(io.BytesIO(shell)) as parts:
        read = {name: parts.read(name) for name in parts.namelist()}
    main = read[MAIN].decode()
    slot = main.index("{{p corps }}")
    start, end = main.rindex("<w:p>", 0, slot), main.index("</w:p>", slot) + len("</w:p>")
    tags = ("{%p for clause in clauses %}", "{{p clause }}", "{%p endfor %}")
    loop = "".join(main[start:end].replace("{{p corps }}", tag) for tag in tags)
    read[MAIN] = (main[:start] + loop + main[end:]).encode()
    return write_package(list(read.items()))


def _subdocument(word: DocxTemplate, items: list[_Item], values: Values) -> Any:
    made = word.new_subdoc()
    for item in items:
        if item.rows:
            _add_table(made, item, values)
        else:
            _add_runs(made.add_paragraph(style=item.style), item.runs, values)
    return made


def _add_runs(paragraph: Any, runs: Runs, values: Values) -> None:
    for kind, style, text in runs:
        if kind == "t":
            paragraph.add_run(_text(text, values), style=style)
        elif kind == "fldChar":
            paragraph.add_run(style=style).element.append(_element("w:fldChar", **{"w:fldCharType": text}))
        elif kind == "instrText":
            paragraph.add_run(style=style).element.append(_element("w:instrText", text))
        else:
            id_, _, name = text.partition(" ")
            named = {"w:name": name} if name else {}
            paragraph.paragraph_format.element.append(_element(f"w:{kind}", **{"w:id": id_, **named}))


def _element(tag: str, text: str = "", **attributes: str) -> Any:
    """An element for which python-docx has no call."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    made.text = text or None
    return made


def _add_table(target: Any, item: _Item, values: Values) -> None:
    table = target.add_table(rows=len(item.rows), cols=len(item.rows[0]))
    table.style = item.style
    for row, texts in zip(table.rows, item.rows, strict=True):
        for cell, (style, runs) in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].style = style
            _add_runs(cell.paragraphs[0], runs, values)


def _saved(word: DocxTemplate) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


Runs: TypeAlias = tuple[tuple[str, str | None, str], ...]
"""What stands in a paragraph: kind, character style, and text. A kind is ``t`` for a run of text, or
the name of an element of a field or of a bookmark."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A paragraph, or a table when it has rows of (style, runs)."""

    style: str
    runs: Runs
    rows: tuple[tuple[tuple[str, Runs], ...], ...] = ()
    clause: Any = None

    @property
    def contents(self) -> bool:
        """True for an entry of the table of contents."""
        return self.style.lower() in ("toc 1", "toc 2")


def _outline(template: bytes) -> list[list[_Item]]:
    """The table of contents, then each clause with the titles above it."""
    with zipfile.ZipFile(io.BytesIO(template)) as parts:
        body = etree.fromstring(parts.read(MAIN))[0]
        names = _style_names(parts.read("word/styles.xml"))
    wanted = _targets(body)
    items = [_item(e, names, wanted) for e in body.iter(f"{W}p", f"{W}tbl") if _stands_free(e)]
    contents = [i for i in items if i.contents]
    groups: list[list[_Item]] = [contents, []]
    last: Any = None
    for item in items[items.index(contents[-1]) + 1 :]:
        if item.clause is not last and last is not None:
            groups.append([])
        last = item.clause
        if item.runs or item.rows:
            groups[-1].append(item)
    return groups


def _stands_free(element: Any) -> bool:
    return next(element.iterancestors(f"{W}tbl"), None) is None


def _item(element: Any, names: Mapping[str, str], wanted: frozenset[str]) -> _Item:
    clause = next(element.iterancestors(f"{W}sdt"), None)
    if element.tag == f"{W}tbl":
        rows = tuple(
            tuple((_style(p, names), _runs(p, names, wanted)) for p in row.iter(f"{W}p")) for row in element.iter(f"{W}tr")
        )
        style = element.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")
        return _Item(names[style], (), rows, clause)
    return _Item(_style(element, names), _runs(element, names, wanted), (), clause)


def _style(paragraph: Any, names: Mapping[str, str]) -> str:
    return names[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]


def _runs(paragraph: Any, names: Mapping[str, str], wanted: frozenset[str]) -> Runs:
    out: list[tuple[str, str | None, str]] = []
    opened: set[str] = set()
    for element in paragraph.iter(f"{W}r", f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        kind, id_ = element.tag.removeprefix(W), element.get(f"{W}id", "")
        if kind == "r":
            out += _run(element, names)
        elif kind == "bookmarkStart" and (name := element.get(f"{W}name")) in wanted:
            opened.add(id_)
            out.append((kind, None, f"{id_} {name}"))
        elif id_ in opened:
            out.append((kind, None, id_))
    return tuple(out)


def _run(run: Any, names: Mapping[str, str]) -> Iterator[tuple[str, str | None, str]]:
    styled = run.find(f"{W}rPr/{W}rStyle")
    style = None if styled is None else names[styled.get(f"{W}val")]
    if (mark := run.find(f"{W}fldChar")) is not None:
        yield "fldChar", style, mark.get(f"{W}fldCharType")
    elif (instruction := run.find(f"{W}instrText")) is not None:
        yield "instrText", style, instruction.text
    elif text := paragraph_text(run):
        yield "t", style, text


def _targets(body: Any) -> frozenset[str]:
    """The bookmarks that a field refers to."""
    return frozenset(word for field in body.iter(f"{W}instrText") for word in field.text.split())


def _style_names(styles: bytes) -> dict[str, str]:
    """Names by id, in the spelling of python-docx."""
    root = etree.fromstring(styles)
    found = {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val") for s in root.iter(f"{W}style")}
    return {id_: name.replace("heading ", "Heading ") for id_, name in found.items()}


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
        return one if isinstance(one, Definitions) else replace(one, inlines=inlines(one.inlines))

    return _with_clauses(document, lambda one: replace(one, blocks=tuple(block(b) for b in one.blocks)))


def _with_clauses(document: Document, clause: Callable[[Clause], Clause]) -> Document:
    """The document with every clause changed."""

    def part(one: Part) -> Part:
        sections = tuple(replace(s, clauses=tuple(map(clause, s.clauses))) for s in one.sections)
        return replace(one, clauses=tuple(map(clause, one.clauses)), sections=sections)

    def annex(one: Annex) -> Annex:
        return replace(one, clauses=tuple(map(clause, one.clauses)))

    return replace(document, parts=tuple(map(part, document.parts)), annexes=tuple(map(annex, document.annexes)))
