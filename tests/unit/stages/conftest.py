"""A clause text to its blocks, as a draft makes them, for the tests of the stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from docgen.model.diagnostic import Diagnostic
from docgen.model.document import (
    Block,
    Blocks,
    CrossReference,
    Footnote,
    Heading,
    Inlines,
    LineBreak,
    ListItem,
    Paragraph,
    Table,
)
from docgen.model.document import plain_text as _plain_text
from docgen.model.evaluated import Origin
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.evaluate import Values, evaluate
from docgen.stages.script_parse import parse_script
from docgen.stages.shape import fill, shape_of
from docgen.stages.terms import TermForms
from docgen.stages.wording import filters_for
from docgen.store.languages import load_language

FILE = "clauses/essai/r1.fr.md"
PREFIX = "reference.prepositions."


@dataclass(frozen=True)
class Drafted:
    """The blocks of a text and everything that was said about it."""

    blocks: Blocks
    found: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        return [d.code for d in self.found]

    @property
    def texts(self) -> list[str]:
        return [said(b) for b in self.blocks]

    @property
    def lines(self) -> list[int]:
        return [b.source.line for b in self.blocks]

    def spoken(self) -> list[str]:
        """The texts with plain spaces: what is tested is not the typography."""
        return [t.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") for t in self.texts]


def said(block: Block) -> str:
    """The text of a block; cells are divided by bars, rows by slashes."""
    match block:
        case Table():
            return " / ".join(" | ".join(map(inline_text, row)) for row in (block.header, *block.rows))
        case Paragraph() | Heading() | ListItem():
            return inline_text(block.inlines)
    return f"<{type(block).__name__.lower()}>"


def inline_text(inlines: Inlines) -> str:
    """The text of inlines; a reference shows its targets, a note stands in brackets."""
    out = []
    for inline in inlines:
        if isinstance(inline, CrossReference) and not inline.pieces:
            out.append(f"[[{inline.preposition} {', '.join(map(str, inline.targets))}]]")
        elif isinstance(inline, Footnote):
            out.append(f"[note: {inline_text(inline.inlines)}]")
        elif isinstance(inline, LineBreak):
            out.append("\n")
        else:
            out.append(_plain_text((inline,)))
    return "".join(out)


def prepositions(code: str) -> frozenset[str]:
    words = [k.removeprefix(PREFIX) for k in load_language(code).phrases if k.startswith(PREFIX)]
    return frozenset({*words, *(w[:1].upper() + w[1:] for w in words)})


def bound_filters(code: str) -> dict[str, Callable[..., Any]]:
    language = load_language(code)

    def bind(name: str) -> Callable[..., Any]:
        return lambda value, *arguments: filters_for(language)[name](value, language, *arguments)

    return {name: bind(name) for name in filters_for(language)}


Draft = Callable[..., Drafted]


@pytest.fixture(scope="session")
def draft() -> Draft:
    """``draft(text, name=value …)``: parse, evaluate, read and fill a clause text."""

    def drafted(text: str, /, language: str = "fr", terms: Mapping[str, str] | None = None, **values: Any) -> Drafted:
        filters = bound_filters(language)
        parsed = parse_script(text, FILE, {*filters, *DATA_FILTERS})
        if parsed.value is None:
            return Drafted((), parsed.diagnostics)
        evaluated, found = evaluate(parsed.value, Values(values), filters, FILE)
        origin = Origin("essai", 1, language, FILE, prepositions(language))
        shape = shape_of(evaluated, origin, TermForms(terms or {}), load_language(language))
        blocks = fill(shape, evaluated.values, load_language(language), "[{label}]")
        return Drafted(blocks, (*parsed.diagnostics, *found, *shape.diagnostics))

    return drafted
