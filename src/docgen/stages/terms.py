"""Defined terms: recognise them in the text and list those that a document uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b

from docgen.model.dataclass import dataclass
from docgen.model.document import (
    Block,
    Blocks,
    Chart,
    Definitions,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ListItem,
    Paragraph,
    Table,
    TermDefinition,
    TermUse,
    Text,
    with_inlines,
    with_text,
)


@dataclass(frozen=True)
class TermForms:
    """Every written form of the terms that a set of documents may use: form -> term id."""

    forms: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        """The same for the same forms, in every process."""
        return blake2b(repr(sorted(self.forms.items())).encode(), digest_size=16).hexdigest()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """One pattern for all forms, the longest first; a no-break space counts as a space."""
        if not self.forms:
            return None
        ordered = sorted(self.forms, key=len, reverse=True)
        shapes = (re.escape(_plainly(f)).replace(r"\ ", r"[ \u00a0\u202f]").replace("'", "['’]") for f in ordered)
        return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)")

    def term_of(self, written: str) -> str:
        """The id of the term that stands there in this form."""
        return self._plain[_plainly(written)]

    @cached_property
    def _plain(self) -> dict[str, str]:
        return {_plainly(form): term for form, term in self.forms.items()}


def _plainly(form: str) -> str:
    """A form with plain spaces and apostrophes: as it is compared."""
    return form.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def mark_terms(block: Block, terms: TermForms) -> Block:
    """The block with a TermUse wherever a defined term stands in the author's text."""
    match block:
        case Paragraph() | Heading() | ListItem():
            marked = mark_inlines(block.inlines, terms)
            return block if marked is block.inlines else with_text(block, marked, fixed=block.fixed)
        case Table():
            return with_inlines(block, lambda inlines: mark_inlines(inlines, terms))
        case Chart():
            return replace(block, caption=mark_inlines(block.caption, terms))
        case Definitions():
            return block


def mark_inlines(inlines: Inlines, terms: TermForms) -> Inlines:
    """The same inlines with terms told apart; the very same tuple when there is none."""
    pattern = terms.pattern
    if pattern is None:
        return inlines
    out: list[Inline] = []
    changed = False
    for inline in inlines:
        if isinstance(inline, Text) and pattern.search(inline.text):
            out.extend(_split(inline, terms, pattern))
            changed = True
        elif isinstance(inline, Footnote):
            out.append(Footnote(mark_inlines(inline.inlines, terms)))
            changed = True
        else:
            out.append(inline)
    return tuple(out) if changed else inlines


def _split(text: Text, terms: TermForms, pattern: re.Pattern[str]) -> Iterator[Inline]:
    start = 0
    for match in pattern.finditer(text.text):
        if match.start() > start:
            yield Text(text.text[start : match.start()], text.marks)
        yield TermUse(match[0], terms.term_of(match[0]), text.marks)
        start = match.end()
    if start < len(text.text):
        yield Text(text.text[start:], text.marks)


def all_inlines(blocks: Blocks) -> Iterator[Inline]:
    """Every inline of the blocks, those of notes included, in reading order."""
    for block in blocks:
        for inlines in paragraphs_of(block):
            yield from _deep(inlines)


def _deep(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, Footnote):
            yield from _deep(inline.inlines)


def paragraphs_of(block: Block) -> tuple[Inlines, ...]:
    """The paragraphs of a block: one for text, one a cell for a table or chart, and its own texts."""
    match block:
        case Paragraph() | Heading() | ListItem():
            return (block.inlines,)
        case Table():
            caption = (block.caption,) if block.caption else ()
            return (*caption, *block.header, *(cell for row in block.rows for cell in row))
        case Chart():
            words = (block.caption, block.alt, block.x, block.y)
            return (*filter(None, words), *block.header, *(cell for row in block.rows for cell in row))
        case Definitions():
            return ()


def used_terms(blocks: Iterable[Block]) -> frozenset[str]:
    """Ids of the terms that the blocks use."""
    return frozenset(i.term for i in all_inlines(tuple(blocks)) if isinstance(i, TermUse))


def defined_terms(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Ids of the terms that the blocks define in their own text, in order."""
    return tuple(i.term for i in all_inlines(tuple(blocks)) if isinstance(i, TermDefinition))
