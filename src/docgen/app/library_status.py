"""The verb ``library status``: what a library builds on, and what it adapts of it."""

from __future__ import annotations

from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic
from docgen.model.library import ClauseSpec
from docgen.model.sharing import Pin


@dataclass(frozen=True, slots=True)
class Adapted:
    """A clause of the project that adapts one of a library: on which of its revisions, and which are newer."""

    id: str
    adapts: str
    revisions: tuple[int, ...]
    based_on: tuple[int, ...]
    newer: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One library that the project builds on: what is pinned, what is taken as it is, what is adapted."""

    pin: Pin
    licence: str
    authors: tuple[str, ...]
    clauses: int
    as_is: tuple[str, ...]
    adapted: tuple[Adapted, ...]


def status(workshop: Workshop) -> tuple[tuple[Standing, ...], tuple[Diagnostic, ...]]:
    """Every library that the project builds on, from top to bottom; nothing outside the project is asked."""
    project, stack = workshop.project, workshop.project.stack()
    pins = {p.name: p for p in project.pins()}
    mine = [
        s
        for s in (workshop.clause(i) for i in project.own_clause_ids() if project.may_adapt(i))
        if s is not None and s.adapts
    ]
    out = []
    for layer in stack.libraries():
        manifest = project.contents(layer.name)
        if manifest is None or layer.name not in pins:
            continue
        adapted = [s for s in mine if s.adapts.startswith(f"{layer.name}:")]
        taken = {s.adapts.partition(":")[2] for s in adapted} | {s.id for s in adapted}
        as_is = tuple(sorted(c.id for c in manifest.clauses if c.id not in taken))
        rows = tuple(_standing(s, {c.id: c.revisions for c in manifest.clauses}) for s in adapted)
        out.append(
            Standing(
                pins[layer.name], manifest.licence, manifest.authors, len(manifest.clauses), as_is, rows
            )
        )
    return tuple(out), stack.found


def _standing(spec: ClauseSpec, revisions: dict[str, tuple[int, ...]]) -> Adapted:
    there = revisions.get(spec.adapts.partition(":")[2], ())
    based = tuple(r.based_on for r in spec.revisions if r.based_on)
    newer = tuple(n for n in there if based and n > max(based))
    return Adapted(spec.id, spec.adapts, tuple(r.number for r in spec.revisions), based, newer)
