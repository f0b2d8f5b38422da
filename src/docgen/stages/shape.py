"""The shape of a clause: its blocks for one way through its conditions, before values.

A shape depends on the text only, so a batch of documents parses each shape once.
Filling it gives the blocks of one document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.model.diagnostic import Diagnostic
from docgen.model.document import (
    Blank,
    Block,
    Blocks,
    CrossReference,
    Definitions,
    Footnote,
    Inline,
    Inlines,
    Slot,
    Table,
    TermDefinition,
    Value,
)
from docgen.model.evaluated import Evaluated, Filled, Slotted
from docgen.model.language import Language
from docgen.stages.enumeration import punctuate
from docgen.stages.markdown_text import Origin, read_blocks
from docgen.stages.terms import TermForms, mark_terms, paragraphs_of
from docgen.stages.typeset_blocks import typeset_block, typeset_inlines


@dataclass(frozen=True, slots=True)
class Shape:
    """Blocks with slots, and what was wrong in the text that gave them.

    ``slotted`` holds the indexes of the blocks that wait for values.
    """

    blocks: Blocks
    slotted: tuple[int, ...]
    diagnostics: tuple[Diagnostic, ...]


def shape_of(evaluated: Evaluated, origin: Origin, terms: TermForms, language: Language) -> Shape:
    """Parse the text of an evaluated clause, mark its terms and typeset what is already known."""
    raw, found = read_blocks(evaluated.text, evaluated.lines, origin)
    blocks: list[Block] = []
    slotted: list[int] = []
    for index, block in enumerate(punctuate(raw)):
        if _has(block, Slot):
            slotted.append(index)
            blocks.append(mark_terms(block, terms))
        else:
            block = typeset_block(mark_terms(block, terms), language)
            blocks.append(replace(block, fixed=not _has(block, _MOVING)))
    return Shape(tuple(blocks), tuple(slotted), found)


_MOVING = (Slot, CrossReference, Footnote, TermDefinition)


def _has(block: Block, kinds: type | tuple[type, ...]) -> bool:
    return any(_inline_has(i, kinds) for inlines in paragraphs_of(block) for i in inlines)


def _inline_has(inline: Inline, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(inline, kinds) or (
        isinstance(inline, Footnote) and any(_inline_has(i, kinds) for i in inline.inlines)
    )


def fill(shape: Shape, values: Sequence[Slotted], language: Language, blank: str) -> Blocks:
    """The blocks of one document: a value, or a visible blank, in every slot.

    ``blank`` is the text of a blank, with ``{label}`` for what is missing.
    """
    if not shape.slotted:
        return shape.blocks
    blocks = list(shape.blocks)
    for index in shape.slotted:
        blocks[index] = _filled_block(blocks[index], values, language, blank)
    return tuple(blocks)


def _filled_block(
    block: Block, values: Sequence[Slotted], language: Language, blank: str
) -> Block:
    if isinstance(block, Table):
        return replace(
            block,
            header=tuple(_filled(c, values, language, blank) for c in block.header),
            rows=tuple(tuple(_filled(c, values, language, blank) for c in row) for row in block.rows),
            caption=_filled(block.caption, values, language, blank),
        )
    if isinstance(block, Definitions):
        return block
    return replace(block, inlines=_filled(block.inlines, values, language, blank))


def _filled(
    inlines: Inlines, values: Sequence[Slotted], language: Language, blank: str
) -> Inlines:
    return typeset_inlines(_slots_filled(inlines, values, blank), language)


def _slots_filled(inlines: Inlines, values: Sequence[Slotted], blank: str) -> Inlines:
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Slot):
            out.append(_value(inline, values[inline.index], blank))
        elif isinstance(inline, Footnote):
            out.append(Footnote(_slots_filled(inline.inlines, values, blank)))
        else:
            out.append(inline)
    return tuple(out)


def _value(slot: Slot, value: Slotted, blank: str) -> Inline:
    if isinstance(value, Filled):
        return Value(value.text, value.path, slot.marks)
    return Blank(blank.replace("{label}", value.path), value.path, slot.marks)
