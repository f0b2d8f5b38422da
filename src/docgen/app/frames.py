"""Frames of whole sets of documents: made once for each way through the conditions, kept for the next run.

What no value changes is made once: shapes put together, numbers, references, the findings of the words,
the Word file around the values. A run keeps that of its sets in the index; the next run that takes the same way
through the conditions, with whatever values, only fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from docgen.checks.document import Looked
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic
from docgen.model.document import Document
from docgen.model.language import Language
from docgen.model.numbering import Numbering
from docgen.model.plan import DocumentPlan, main_of
from docgen.render.word.docx import WordFrame, WordPress
from docgen.stages.assemble import Assembler
from docgen.stages.filling import Filling
from docgen.stages.flow import holders
from docgen.stages.frame import Frame, Gathered, settled
from docgen.stages.number import number
from docgen.stages.references import Elsewhere, References
from docgen.stages.wording import FILTERS
from docgen.store.project import Project

if TYPE_CHECKING:
    from docgen.stages.consolidate import State

Bases: TypeAlias = "Mapping[tuple[str, str], State]"
NO_BASES: Bases = MappingProxyType({})
MOST_FRAMES = 200
MOST_LOOKED = 2_000
MOST_KEPT = 4
"""Sets of one run that are kept for the next: enough for a draft with its amendments."""


@dataclass(frozen=True, slots=True)
class GatheredDocument:
    """One document before its frame is known."""

    plan: DocumentPlan
    press: WordPress
    language: Language
    assembler: Assembler
    clauses: tuple[Gathered, ...]
    reference: str

    def signature(self, place: tuple[int, int], *, final: bool) -> tuple[object, ...]:
        """What decides on the frame in this process: everything but values, identities and reasons."""
        clauses = tuple((id(c.shape), *c.signature()) for c in self.clauses)
        lent = tuple(id(s) for s in self.plan.lent)
        return (id(self.plan.doctype), lent, place, self.language.digest, final, id(self.press), clauses)

    def stamp(self, place: tuple[int, int], project: Project, *, final: bool) -> str:
        """The same in words that hold in every process; empty when there are none."""
        plan = self.plan
        lent = [s.id for s in plan.lent]
        clauses = [(c.shape.digest, *c.signature()) for c in self.clauses]
        files = project.stamp([*plan.ids(), *lent])
        if not files:
            return ""
        return repr((plan.doctype.id, plan.variant, plan.context, lent, place, self.language.digest, final,
                     self.press.template.digest, clauses, files))  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptFrame:
    """A frame as the index keeps it; a document that is only cited is never written nor looked at."""

    document: Document
    numbering: Numbering
    found: tuple[Diagnostic, ...]
    looked: Looked | None
    written: WordFrame | None


@dataclass(frozen=True, slots=True)
class _Set:
    """The frames of one set. What a key names by identity is kept alive."""

    frames: tuple[Frame, ...]
    gathered: tuple[GatheredDocument, ...]
    bases: Bases | None = None


class Frames:
    """The frames of a workshop."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._sets: dict[Any, _Set] = {}
        self._looked: dict[int, tuple[Frame, Looked]] = {}
        self._asked: dict[str, tuple[str, _Set | None]] = {}

    def of(
        self, gathered: Sequence[GatheredDocument], bases: Bases, batch: str, *, final: bool
    ) -> tuple[Frame, ...]:
        """The frames of a set of documents.

        :param bases: signed documents whose numbers stay; such a set is remembered, and never given to the index.
        :param batch: names the sets of one profile; the first few of them are kept.
        """
        signed = tuple((key, id(base.document)) for key, base in bases.items())
        documents = tuple(g.signature(p, final=final) for g, p in zip(gathered, _places(gathered), strict=True))
        signature = (documents, signed, _keys(gathered) if bases else ())
        found = self._sets.get(signature)
        if found is None:
            if len(self._sets) >= MOST_FRAMES:
                self._sets.clear()
                self._looked.clear()
            if bases:
                found = _Set(new_frames(gathered, bases, final=final), tuple(gathered), bases)
            else:
                found = self._new(tuple(gathered), batch, final=final)
            self._sets[signature] = found
        return found.frames

    def looked(self, frame: Frame, look: Callable[[], Looked]) -> Looked:
        """What the words of a frame show, found out once."""
        known = self._looked.get(id(frame))
        if known is None:
            if len(self._looked) >= MOST_LOOKED:
                self._looked.clear()
            known = self._looked[id(frame)] = (frame, look())
        return known[1]

    def forget_signed(self) -> frozenset[int]:
        """Let go of the sets that keep the numbers of signed documents, for no other contract will ever ask for them; the identities
        of the frames that stay.
        """
        self._sets = {signature: kept for signature, kept in self._sets.items() if kept.bases is None}
        stay = frozenset(id(frame) for kept in self._sets.values() for frame in kept.frames)
        self._looked = {id_: known for id_, known in self._looked.items() if id_ in stay}
        return stay

    def keep(self) -> None:
        """Give the index the sets that were made and written in this run."""
        for key, (stamp, made) in self._asked.items():
            kept = [self._kept(g, f) for g, f in zip(made.gathered, made.frames, strict=True)] if made else []
            if kept and None not in kept:
                self._project.index.put(key, stamp, tuple(kept))
        self._asked.clear()

    def _new(self, gathered: tuple[GatheredDocument, ...], batch: str, *, final: bool) -> _Set:
        if len(self._asked) >= MOST_KEPT:
            return _Set(new_frames(gathered, {}, final=final), gathered)
        words = [g.stamp(p, self._project, final=final) for g, p in zip(gathered, _places(gathered), strict=True)]
        if not all(words):
            return _Set(new_frames(gathered, {}, final=final), gathered)
        key, stamp = f"frames:{batch}:{len(self._asked)}", blake2b("\0".join(words).encode()).hexdigest()
        kept: tuple[KeptFrame, ...] | None = self._project.index.get(key, stamp)
        if kept is not None:
            self._asked[key] = (stamp, None)
            return _Set(tuple(map(self._recalled, kept, gathered)), gathered)
        made = _Set(new_frames(gathered, {}, final=final), gathered)
        self._asked[key] = (stamp, made)
        return made

    def _recalled(self, kept: KeptFrame, one: GatheredDocument) -> Frame:
        frame = Frame(kept.document, kept.numbering, Filling(kept.document.clauses()), kept.found)
        if kept.looked is not None:
            self._looked[id(frame)] = (frame, kept.looked)
        if kept.written is not None:
            one.press.recall(frame, kept.written)
        return frame

    def _kept(self, one: GatheredDocument, frame: Frame) -> KeptFrame | None:
        """The frame for the index, None for one that was not written in this run."""
        looked = self._looked.get(id(frame))
        written = one.press.written(frame)
        if not one.plan.context and (looked is None or written is None):
            return None
        return KeptFrame(frame.document, frame.numbering, frame.diagnostics, looked[1] if looked else None, written)


def _keys(gathered: Sequence[GatheredDocument]) -> tuple[str, ...]:
    return tuple(g.plan.key for g in gathered)


def _places(gathered: Sequence[GatheredDocument]) -> list[tuple[int, int]]:
    """Which documents of a set are for one item and which cite one another, whatever the item is called."""
    keys = list(dict.fromkeys(["", *(g.plan.key for g in gathered)]))
    groups = list(dict.fromkeys(["", *(g.plan.group for g in gathered)]))
    return [(keys.index(g.plan.key), groups.index(g.plan.group)) for g in gathered]


# ------------------------------------------------------------------- making
@dataclass(frozen=True, slots=True)
class Drawn:
    """A document with slots, numbered, its references still open."""

    plan: DocumentPlan
    document: Document
    numbering: Numbering
    language: Language


def new_frames(gathered: Sequence[GatheredDocument], bases: Bases, *, final: bool) -> tuple[Frame, ...]:
    """The frames of a set of documents that may cite one another; those of ``bases`` keep the numbers that were signed."""
    drawn = []
    for one in gathered:
        document = one.assembler.skeleton(one.plan, one.clauses, final=final)
        scheme = one.press.local(one.language).scheme
        base = bases.get((one.plan.doctype.id, one.plan.key))
        if base is None:
            numbering = number(document, scheme)
        else:
            from docgen.stages.consolidate import consolidated

            keys = one.assembler.library.amendments
            at_end = keys is not None and keys.at_end
            document, numbering = consolidated(base, document, scheme, one.language, at_end=at_end)
        drawn.append(Drawn(one.plan, document, numbering, one.language))
    return tuple(_referred(d, drawn, tuple(g.assembler.found)) for d, g in zip(drawn, gathered, strict=True))


def _referred(one: Drawn, drawn: Sequence[Drawn], found: tuple[Diagnostic, ...]) -> Frame:
    elsewhere = _elsewhere(one, drawn)
    references = References(one.document, one.numbering, one.language, one.plan.doctype.unit, elsewhere, one.plan.doctype.clause_ids())
    document = settled(references.document())
    return Frame(document, one.numbering, Filling(document.clauses()), (*found, *references.found))


def _elsewhere(one: Drawn, drawn: Sequence[Drawn]) -> dict[str, Elsewhere]:
    """Clauses and annexes of the other documents of the same set, and how to say where they stand."""
    out: dict[str, Elsewhere] = {}
    main = main_of(one.plan, [d.plan for d in drawn])
    for other in sorted(drawn, key=lambda d: d.plan is not main):
        if other is one or not _cites(one, other):
            continue
        of = str(FILTERS["of_the"](other.document.name, one.language))
        places = {**holders(other.document), **{f"annex:{a.id}": f"annex:{a.id}" for a in other.document.annexes}}
        for target, key in places.items():
            if (label := other.numbering.titles.get(key)) is not None:
                out.setdefault(target, Elsewhere(other.plan.doctype.unit, label, of))
    return out


def _cites(one: Drawn, other: Drawn) -> bool:
    """True when a document may cite another: one that has a name, of the same set and made for the same item."""
    alone = one.plan.doctype.alone or other.plan.doctype.alone
    return bool(other.document.name) and not alone and other.plan.group in ("", one.plan.group)
