"""Clauses and document types to a map of the library: one clause at a time, so that nothing but cards is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from docgen.model.doctype import DocumentType
from docgen.model.document import CrossReference
from docgen.model.library import ClauseSpec, Revision
from docgen.model.library_map import Card, LibraryMap, Placed
from docgen.model.script import For, If, Literal, Script
from docgen.stages.brackets import brackets_in

T = TypeVar("T")


def state_of(revision: Revision, day: str) -> str:
    """What a revision is: ``draft``, ``review``, ``withdrawn``, or on a day ``in-force``, ``future``, ``past``; without one ``approved``."""
    if revision.withdrawn:
        return "withdrawn"
    if not revision.approved:
        return "review" if revision.review else "draft"
    if not day:
        return "approved"
    if revision.in_force(day):
        return "in-force"
    return "future" if revision.in_force_from > day else "past"


def shown_revision(spec: ClauseSpec, day: str) -> Revision | None:
    """The revision that is shown first: the one in force on the day, else the last that is approved, else the last.

    One that is withdrawn is shown first only where there is no other.
    """
    usable = [r for r in spec.revisions if not r.withdrawn]
    approved = [r for r in usable if r.approved]
    current = [r for r in approved or usable if day and r.in_force(day)]
    return next(reversed(current or approved or usable or list(spec.revisions)), None)


def card_of(spec: ClauseSpec, day: str, prepositions: Collection[str]) -> Card:
    """The card of a clause; its texts of the revision that is shown are read for what they cite."""
    revision = shown_revision(spec, day)
    number = revision.number if revision else 0
    cites = {target: None for key, text in sorted(spec.texts.items()) if key.revision == number
             for target in _cited(text.script, frozenset(prepositions))}  # fmt: skip
    return Card(
        spec.id, spec.title, spec.category, spec.owner, tuple(sorted({k.language for k in spec.files})), number,
        state_of(revision, day) if revision else "draft", tuple(c for c in cites if c != spec.id), tuple(dict.fromkeys(spec.requires)),
        tuple(dict.fromkeys(map(str, spec.references.get("requirements", ())))), spec.terms,
    )  # fmt: skip


def map_of(cards: Iterable[Card], types: Sequence[DocumentType]) -> LibraryMap:
    """The map of all clauses."""
    known = {c.id: c for c in sorted(cards, key=lambda c: c.id)}
    return LibraryMap(
        known,
        _gathered((clause, place) for t in types for clause, place in _places(t)),
        _gathered((cited, c.id) for c in known.values() for cited in c.cites),
        _gathered((needed, c.id) for c in known.values() for needed in c.requires),
        _gathered((asked, c.id) for c in known.values() for asked in c.requirements),
    )


def _gathered(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    out: dict[str, list[T]] = {}
    for key, value in pairs:
        out.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in out.items()}


def _places(doctype: DocumentType) -> Iterator[tuple[str, Placed]]:
    """Every place of every clause; a variant with an outline of its own has places of its own."""
    for clause, under in _outline(doctype):
        dropped = tuple(v.id for v in doctype.variants if v.form is None and clause in v.drop)
        yield clause, Placed(doctype.id, "", under, dropped)
    for variant in doctype.variants:
        for clause, under in _outline(variant.form) if variant.form is not None else ():
            yield clause, Placed(doctype.id, variant.id, under)


def _outline(doctype: DocumentType) -> Iterator[tuple[str, tuple[Mapping[str, str], ...]]]:
    for part in doctype.parts:
        yield from ((c, (part.title,)) for c in part.clauses)
        for section in part.sections:
            yield from ((c, (part.title, section.title)) for c in section.clauses)
    for annex in doctype.annexes:
        yield from ((c, (annex.title,)) for c in annex.clauses)


def _cited(script: Script, prepositions: frozenset[str]) -> Iterator[str]:
    """Ids of the clauses that a text cites, whatever branch it is in."""
    for statement in script:
        match statement:
            case Literal(text):
                for inline in brackets_in(text, prepositions):
                    if isinstance(inline, CrossReference):
                        yield from (t.id for t in inline.targets if t.kind == "clause")
            case If(branches, otherwise):
                for _, body in branches:
                    yield from _cited(body, prepositions)
                yield from _cited(otherwise, prepositions)
            case For(_, _, body, otherwise):
                yield from _cited(body, prepositions)
                yield from _cited(otherwise, prepositions)
