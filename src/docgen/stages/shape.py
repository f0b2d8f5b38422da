"""The shape of a clause: its blocks for one way through its conditions, before values.

A shape depends on the text only, so a batch of documents parses each shape once.
Filling it gives the blocks of one document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic
from docgen.model.document import (
    Blank,
    Block,
    Blocks,
    Chart,
    CrossReference,
    Definitions,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ListItem,
    Paragraph,
    Slot,
    Table,
    TermDefinition,
    Value,
    with_inlines,
    with_text,
)
from docgen.model.evaluated import Evaluated, Filled, Origin, Slotted
from docgen.model.language import Language
from docgen.stages.chart import as_table, has_blank
from docgen.stages.terms import TermForms, mark_terms, paragraphs_of
from docgen.stages.typeset_blocks import typeset_block, typeset_value


class Shape:
    """Blocks with slots, and what was wrong in the text that gave them.

    ``slotted`` holds the indexes of the blocks that wait for values; ``digest`` is the same for the same text.
    Blocks may be given by a function, which is called when they are asked for: a document whose frame is known asks for none.
    """

    __slots__ = ("_blocks", "diagnostics", "digest", "slotted")

    def __init__(
        self, blocks: Blocks | Callable[[], Blocks], slotted: tuple[int, ...], diagnostics: tuple[Diagnostic, ...], digest: str = ""
    ) -> None:
        self._blocks, self.slotted, self.diagnostics, self.digest = blocks, slotted, diagnostics, digest

    @property
    def blocks(self) -> Blocks:
        """The blocks."""
        if not isinstance(self._blocks, tuple):
            self._blocks = self._blocks()
        return self._blocks


@dataclass(frozen=True, slots=True)
class KeptShape:
    """A shape of an earlier run: ``read`` gives its blocks, or None where they cannot be read any more."""

    slotted: tuple[int, ...]
    diagnostics: tuple[Diagnostic, ...]
    read: Callable[[], Blocks | None]


def shape_of(evaluated: Evaluated, origin: Origin, terms: TermForms, language: Language) -> Shape:
    """Parse the text of an evaluated clause, mark its terms and typeset what is already known."""
    from docgen.stages.enumeration import punctuate  # not needed where every shape is known

    raw, found = _read(evaluated, origin)
    blocks: list[Block] = []
    slotted: list[int] = []
    for index, block in enumerate(punctuate(raw)):
        block = typeset_block(mark_terms(block, terms), language)
        slot, moving = _waits(block)
        if slot:
            slotted.append(index)
        blocks.append(block if slot or moving else _fixed(block))
    return Shape(tuple(blocks), tuple(slotted), found)


def _read(evaluated: Evaluated, origin: Origin) -> tuple[Blocks, tuple[Diagnostic, ...]]:
    """The blocks of a text: at once where it is plain, by Python-Markdown where it is not."""
    from docgen.stages.markdown_quick import quick_blocks

    if (blocks := quick_blocks(evaluated.text, evaluated.lines, origin)) is not None:
        return blocks, ()
    from docgen.stages.markdown_text import read_blocks

    return read_blocks(evaluated.text, evaluated.lines, origin)


_MOVING = (Slot, CrossReference, Footnote, TermDefinition)
_OF_ONE_TEXT = (Paragraph, Heading, ListItem)


def _waits(block: Block) -> tuple[bool, bool]:
    """Whether the block waits for a value, and whether it holds what differs from one document to another."""
    slot = moving = False
    for inlines in paragraphs_of(block):
        for inline in inlines:
            if isinstance(inline, _MOVING):
                moving = True
                slot = slot or _has_slot(inline)
    return slot, moving


def _has_slot(inline: Inline) -> bool:
    return isinstance(inline, Slot) or (isinstance(inline, Footnote) and any(map(_has_slot, inline.inlines)))


def _fixed(block: Block) -> Block:
    if isinstance(block, _OF_ONE_TEXT):
        return with_text(block, block.inlines, fixed=True)
    return replace(block, fixed=True)


Put: TypeAlias = Callable[[Slot], Inline]
"""What goes into a slot."""


def fill(shape: Shape, values: Sequence[Slotted], language: Language, blank: str) -> Blocks:
    """The blocks of one document: a value, or a visible blank, in every slot.

    ``blank`` is the text of a blank, with ``{label}`` for what is missing.
    """
    return refilled(shape.blocks, shape.slotted, lambda slot: printed(slot, values[slot.index], language, blank))


def printed(slot: Slot, value: Slotted, language: Language, blank: str) -> Inline:
    """A value, or a visible blank, with the emphasis of its slot."""
    if isinstance(value, Filled):
        text = value.text if value.ready else typeset_value(value.text, language)
        return Value(text, value.path, slot.marks)
    return Blank(blank.replace("{label}", value.path), value.path, slot.marks)


def refilled(blocks: Blocks, slotted: Iterable[int], put: Put) -> Blocks:
    """The blocks with something put into every slot of those that are ``slotted``."""
    out = list(blocks)
    for index in slotted:
        out[index] = _refilled_block(out[index], put)
    return tuple(out)


def _refilled_block(block: Block, put: Put) -> Block:
    match block:
        case Paragraph(inlines, source, style, level, anchor):
            return Paragraph(_refilled(inlines, put), source, style, level, anchor)
        case ListItem(level, ordered, series, inlines, source, anchor):
            return ListItem(level, ordered, series, _refilled(inlines, put), source, anchor)
        case Heading(level, inlines, source, anchor):
            return Heading(level, _refilled(inlines, put), source, anchor)
        case Table():
            return with_inlines(block, lambda inlines: _refilled(inlines, put))
        case Chart():
            filled = with_inlines(block, lambda inlines: _refilled(inlines, put))
            # what is not known cannot be drawn: the draft shows the table with its blanks
            return as_table(filled) if isinstance(filled, Chart) and has_blank(filled) else filled
        case Definitions():
            return block


def _refilled(inlines: Inlines, put: Put) -> Inlines:
    return tuple([
        put(i) if type(i) is Slot else Footnote(_refilled(i.inlines, put)) if type(i) is Footnote else i
        for i in inlines
    ])  # fmt: skip


def slots_in(blocks: Blocks) -> tuple[int, ...]:
    """Indexes of the blocks that hold a slot."""
    return tuple(n for n, block in enumerate(blocks) if _waits(block)[0])
