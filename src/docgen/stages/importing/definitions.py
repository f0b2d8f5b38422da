"""Defined terms of a Word file: those of a definitions article, and those that a sentence defines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.document import Marks
from docgen.model.imported import Piece, WordParagraph
from docgen.model.language import Language
from docgen.stages.importing.escaping import LITERAL
from docgen.stages.importing.patterns import pattern

_FEWEST: Final = 3
"""So many paragraphs that define a term make a definitions article, whatever its title."""
_OPENING: Final = '«“"'
_QUOTES: Final = '«»“”" \u00a0\u202f'


@dataclass(frozen=True, slots=True)
class Defined:
    """A paragraph that defines a term; its definition begins at ``start``, the term in quotation marks ends at ``quoted``."""

    term: str
    start: int
    quoted: int = 0


def listed_terms(piece: Piece, language: Language) -> dict[int, Defined]:
    """The entries of a definitions article by paragraph; none where a piece is no such article."""
    titled = bool(pattern(language, "definitions").search(piece.title))
    texts = [b for b in piece.blocks if isinstance(b, WordParagraph) and b.number not in piece.headings]
    found = {p.number: d for p in texts if (d := _entry(p, language, bare=titled)) is not None}
    return found if titled or len(found) >= _FEWEST else {}


def _entry(p: WordParagraph, language: Language, *, bare: bool) -> Defined | None:
    match = pattern(language, "definition.listed").match(p.text)
    quoted = match is not None
    if match is None and bare and p.runs and p.runs[0].marks & Marks.BOLD:
        match = pattern(language, "definition.bare").match(p.text)
    if match is None or match["definition"].rstrip().endswith(":"):
        return None  # what follows belongs to it: it stays a paragraph
    if LITERAL.search(match["definition"]) or pattern(language, "blank").search(match["definition"]):
        return None
    end = next((n + 1 for n in range(match.end("term"), len(p.text)) if p.text[n] in _QUOTES[:-3]), 0) if quoted else 0
    return Defined(bare_term(match["term"], language), match.start("definition"), end)


def inline_terms(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Where a sentence defines a term: the place of it with its quotation marks, and the term."""
    for match in pattern(language, "definition.inline").finditer(text):
        start = max(match.string.rfind(mark, 0, match.start("term")) for mark in _OPENING)
        term = match["term"].strip(_QUOTES)
        if term[:1].isupper() and len(term) > 1:
            yield start, match.end(), term


def bare_term(text: str, language: Language) -> str:
    """A term without the article before it: « la Société » is Société."""
    text = " ".join(text.split())
    return pattern(language, "definition.article").sub("", text, count=1) or text


def plural_of(term: str, whole: str, language: Language) -> str:
    """How the document writes the term in the plural; empty where it never does."""
    ending = language.phrase("import.definition.plural")
    shape = r"\s".join(re.escape(word) + ending for word in term.split())
    forms = {" ".join(m.split()) for m in re.findall(rf"(?<!\w){shape}(?!\w)", whole)}
    return max((f for f in forms if f != term), key=len, default="")


def closed(definition: str) -> str:
    """A definition without the sign at its end, which docgen writes."""
    return definition.rstrip().rstrip(".;").rstrip()


def known_forms(terms: Sequence[tuple[str, str, Sequence[str]]]) -> Mapping[str, tuple[str, str]]:
    """Every form of the terms of a library, with its term and its clause."""
    return {form: (term, clause) for term, clause, forms in terms for form in forms}
