"""Small documents through docgen's own model and writer, for tests that want many of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from docgen.app.workshop import open_workshop
from docgen.model.diagnostic import Place
from docgen.model.document import (
    Block,
    Clause,
    Column,
    CrossReference,
    Document,
    Footnote,
    Heading,
    Inline,
    ListItem,
    Marks,
    Paragraph,
    Part,
    Source,
    Table,
    Target,
    Text,
)
from docgen.model.numbering import Numbering
from docgen.render.word.docx import print_frame, word_frame
from docgen.stages.number import number
from docgen.stages.references import References

AT = Source("objet", 1, "fr", "clauses/objet/r1.fr.md", 1)


@cache
def _workshop(root: Path) -> Any:
    return open_workshop(root, shown_from=root, use_index=False).value


def inlines(text: str) -> tuple[Inline, ...]:
    """Text with marks: ``*bold*``, ``{clause}`` for a reference and ``^note^`` for a footnote, each between spaces."""
    out: list[Inline] = []
    for word in text.split(" "):
        space = (Text(" "),) if out else ()
        if word.startswith("*"):
            out += [*space, Text(word.strip("*"), Marks.BOLD)]
        elif word.startswith("{"):
            out += [*space, CrossReference("à", (Target("clause", word[1:-1]),), "")]
        elif word.startswith("^"):
            out.append(Footnote((Text(word.strip("^").replace("_", " ")),)))
        else:
            out += [*space, Text(word)]
    return tuple(out)


def p(text: str) -> Paragraph:
    return Paragraph(inlines(text), AT)


def h(text: str) -> Heading:
    return Heading(1, inlines(text), AT)


def li(text: str, *, ordered: bool = True, level: int = 1, series: int = 1) -> ListItem:
    return ListItem(level, ordered, series, inlines(text), AT)


def table(header: Sequence[str], *rows: Sequence[str], style: str = "", landscape: bool = False) -> Table:
    cells = tuple(tuple(inlines(c) for c in row) for row in rows)
    return Table(tuple(Column() for _ in header), tuple(inlines(c) for c in header), cells, AT, style, (), landscape)


def clause(id_: str, *blocks: Block, title: str = "", revision: int = 1) -> Clause:
    return Clause(id_, title or f"Titre {id_}", revision, "", True, blocks, AT)


def small(root: Path, *clauses: Clause, template: str = "contrat", language: str = "fr", **slots: str) -> bytes:
    """The .docx of a document of one part with these clauses."""
    workshop = _workshop(root)
    press = workshop.press(template, Place("x")).value
    words = workshop.language(language)
    shown = {"titre": "Contrat", "parties": "Un / Deux", "statut": "final", **slots}
    document = Document("contrat", "", "Contrat", "le contrat", language, "ref-1", True,
                        (Part("Partie", True, (), clauses),), (), tuple(shown.items()))  # fmt: skip
    return printed(document, press, words)[0]


def printed(document: Document, press: Any, words: Any) -> tuple[bytes, Document, Numbering]:
    """The .docx of a document, the document with its references written out, and its numbers."""
    numbering = number(document, press.local(words).scheme)
    references = References(document, numbering, words, "article", {})
    document = references.document()
    assert references.found == []
    return print_frame(word_frame(document, numbering, press, words), document, (), press, words, "2026-11-20"), document, numbering
