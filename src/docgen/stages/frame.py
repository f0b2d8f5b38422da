"""Frames: from the shapes of the clauses to a document with slots, and from there to a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic
from docgen.model.document import Annex, Block, Clause, Document, Inline, Part, Section, Slot
from docgen.model.evaluated import Said, Unknown
from docgen.model.language import Language
from docgen.model.numbering import Numbering
from docgen.model.plan import Chosen
from docgen.stages.filling import Filling
from docgen.stages.shape import Shape, printed, refilled, slots_in
from docgen.stages.typeset_blocks import typeset_values, unsettled


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """A document whose values are still slots: numbered, its references resolved.

    All documents share it that took the same way through the conditions of their clauses. The slots
    are counted through the whole document. Frames are compared by identity: writers keep what they
    make of them.
    """

    document: Document
    numbering: Numbering
    filling: Filling
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """One clause of one document: its shape, its values, and the blanks among them."""

    chosen: Chosen
    shape: Shape
    values: Said

    def signature(self) -> tuple[object, ...]:
        """What of the clause decides on everything but its shape and its values."""
        blanks = self.values.blanks() if self.values.missing else ()
        position = self.chosen.position.id if self.chosen.position else ""
        return (self.chosen.spec.id, self.chosen.revision.number, position, blanks)


def slotted_shape(gathered: Gathered, offset: int, language: Language, blank: str) -> Shape:
    """The shape with its slots counted from ``offset`` and its blanks in place."""
    values = gathered.values

    def put(slot: Slot) -> Inline:
        value = values[slot.index]
        if isinstance(value, Unknown):
            return printed(slot, value, language, blank)
        return Slot(offset + slot.index, slot.marks, slot.number)

    shape = gathered.shape
    return Shape(refilled(shape.blocks, shape.slotted, put), shape.slotted, shape.diagnostics, shape.digest)


def settled(document: Document) -> Document:
    """The document with every block that waits for no value marked as fixed."""

    def clause(c: Clause) -> Clause:
        return replace(c, blocks=tuple(_settled(b) for b in c.blocks))

    parts = tuple(
        replace(p, clauses=tuple(map(clause, p.clauses)),
                sections=tuple(Section(s.title, tuple(map(clause, s.clauses))) for s in p.sections))
        for p in document.parts
    )  # fmt: skip
    annexes = tuple(replace(a, clauses=tuple(map(clause, a.clauses))) for a in document.annexes)
    return replace(document, parts=parts, annexes=annexes)


def _settled(block: Block) -> Block:
    return block if block.fixed or slots_in((block,)) else replace(block, fixed=True)


class Texts(NamedTuple):
    """The values of a document in the order in which its frame counts its slots: how each is printed, and its path."""

    texts: tuple[str, ...]
    paths: tuple[str, ...]


def texts_of(gathered: Sequence[Gathered], language: Language) -> Texts:
    """Every value with the typography of its language; nothing where a blank stands in the frame already."""
    each = [one.values for one in gathered]
    texts = [*chain.from_iterable([v.texts for v in each])]
    to_set = unsettled(texts, chain.from_iterable([v.ready for v in each]))
    for n, text in zip(to_set, typeset_values([texts[n] for n in to_set], language), strict=True):
        texts[n] = text
    return Texts(tuple(texts), tuple(chain.from_iterable([v.paths for v in each])))


def fill_frame(
    frame: Frame, values: Texts, reasons: Mapping[str, tuple[str, ...]],
    *, key: str, reference: str, slots: Mapping[str, str],
) -> Document:  # fmt: skip
    """The document of one profile: a value in every slot of its frame."""
    document, made = frame.document, frame.filling.clauses(*values, reasons)

    def filled(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        return tuple([made[c.id] for c in clauses])

    parts = tuple([
        Part(p.title, p.numbered, tuple([Section(s.title, filled(s.clauses)) for s in p.sections]), filled(p.clauses))
        for p in document.parts
    ])  # fmt: skip
    annexes = tuple([Annex(a.id, a.title, filled(a.clauses)) for a in document.annexes])
    return replace(document, key=key, reference=reference, parts=parts, annexes=annexes, slots=tuple(slots.items()))
