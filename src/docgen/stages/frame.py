"""Frames: from the shapes of the clauses to a document with slots, and from there to a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from docgen.model.dataclass import dataclass
from docgen.model.document import (
    Annex,
    Block,
    Clause,
    Document,
    Inline,
    Part,
    Section,
    Slot,
    Value,
)
from docgen.model.evaluated import Filled, Slotted, Unknown
from docgen.model.frame import Frame
from docgen.model.language import Language
from docgen.model.plan import Chosen
from docgen.stages.shape import Shape, printed, refilled, slots_in
from docgen.stages.typeset_blocks import value_setter


@dataclass(frozen=True, slots=True)
class Gathered:
    """One clause of one document: its shape, its values, and the blanks among them."""

    chosen: Chosen
    shape: Shape
    values: tuple[Slotted, ...]

    def signature(self) -> tuple[object, ...]:
        """What of the clause decides on everything but its values."""
        blanks = tuple((n, v.path) for n, v in enumerate(self.values) if isinstance(v, Unknown))
        position = self.chosen.position.id if self.chosen.position else ""
        return (self.chosen.spec.id, self.chosen.revision.number, position, id(self.shape), blanks)


def slotted_shape(gathered: Gathered, offset: int, language: Language, blank: str) -> Shape:
    """The shape with its slots counted from ``offset`` and its blanks in place."""
    values = gathered.values

    def put(slot: Slot) -> Inline:
        value = values[slot.index]
        if isinstance(value, Unknown):
            return printed(slot, value, language, blank)
        return Slot(offset + slot.index, slot.marks, slot.number)

    return replace(gathered.shape, blocks=refilled(gathered.shape.blocks, gathered.shape.slotted, put))


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


def texts_of(gathered: Sequence[Gathered], language: Language) -> tuple[tuple[str, str], ...]:
    """Text and profile path of every value, in the order in which a frame counts its slots."""
    set_ = value_setter(language)
    out: list[tuple[str, str]] = []
    for one in gathered:
        for value in one.values:
            if type(value) is Filled:
                text, path, ready = value
                out.append((text if ready or not (" " in text or "'" in text) else set_(text), path))
            else:
                out.append(("", ""))
    return tuple(out)


def fill_frame(
    frame: Frame, values: Sequence[tuple[str, str]], reasons: Mapping[str, tuple[str, ...]],
    *, key: str, reference: str, slots: Mapping[str, str],
) -> Document:  # fmt: skip
    """The document of one profile: a value in every slot of its frame."""

    def put(slot: Slot) -> Inline:
        text, path = values[slot.index]
        return Value(text, path, slot.marks)

    def filled(clause: Clause) -> Clause:
        slotted, why = frame.slotted[clause.id], reasons[clause.id]
        if not slotted and why == clause.reasons:
            return clause
        return Clause(clause.id, clause.title, clause.revision, clause.position, clause.numbered,
                      refilled(clause.blocks, slotted, put), clause.source, why)  # fmt: skip

    document = frame.document
    parts = tuple(
        Part(p.title, p.numbered, tuple(Section(s.title, tuple(map(filled, s.clauses))) for s in p.sections),
             tuple(map(filled, p.clauses)))
        for p in document.parts
    )  # fmt: skip
    annexes = tuple(Annex(a.id, a.title, tuple(map(filled, a.clauses))) for a in document.annexes)
    return replace(document, key=key, reference=reference, parts=parts, annexes=annexes, slots=tuple(slots.items()))
