"""The scenes of a library: which kinds of documents there are on which days, and which texts they print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import median_low

from docgen.checks.space.conditions import Scene
from docgen.model.dataclass import dataclass
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, ClauseText, LibraryInfo, Revision

FIRST = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Printing:
    """A text of a clause, and the positions in which a scene prints it (none: the clause has no positions)."""

    spec: ClauseSpec
    revision: Revision
    text: ClauseText
    positions: tuple[str, ...]


def after(day: str) -> str:
    """The next day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def revision_on(spec: ClauseSpec, day: str) -> Revision | None:
    """The revision that a document of that day takes."""
    return next((r for r in reversed(spec.revisions) if r.in_force(day) and not r.withdrawn), None)


def start_of(doctype: DocumentType, specs: Mapping[str, ClauseSpec]) -> str:
    """The day from which a document type can be drawn: half of its clauses have a revision by then."""
    firsts = [min(usable) for id_ in doctype.clause_ids() if id_ in specs
              if (usable := [r.in_force_from or FIRST for r in specs[id_].revisions if not r.withdrawn])]  # fmt: skip
    return median_low(firsts) if firsts else FIRST


def days_of(doctype: DocumentType, specs: Mapping[str, ClauseSpec], library: LibraryInfo) -> tuple[str, ...]:
    """The first day of each time in which nothing dated changes."""
    start = start_of(doctype, specs)
    cuts = {start}
    for id_ in doctype.clause_ids():
        for r in specs[id_].revisions if id_ in specs else ():
            cuts |= _cuts(r.in_force_from, r.in_force_to)
    for value in library.reference:
        cuts |= _cuts(value.valid_from, value.valid_to)
    return tuple(sorted(c for c in cuts if c >= start))


def _cuts(first: str, last: str) -> set[str]:
    return ({first} if first else set()) | ({after(last)} if last and last < "9999-12-31" else set())


def scenes_of(
    types: Sequence[DocumentType], specs: Mapping[str, ClauseSpec], library: LibraryInfo
) -> tuple[Scene, ...]:
    """Every type with every variant, language and time; the law is that of the day or the latest."""
    by_id = {t.id: t for t in types}
    forms = [
        (doctype, variant, (variant and variant.form) or doctype)
        for doctype in types
        for variant in (None, *doctype.variants)
    ]
    return tuple(
        Scene(form, variant.id if variant else "", language, day, law, by_id.get(form.amends))
        for doctype, variant, form in forms
        for days in (days_of(form, specs, library),)
        for day in reversed(days)
        for law in dict.fromkeys((day, days[-1]))
        for language in form.languages or library.languages
    )


def printings(scene: Scene, specs: Mapping[str, ClauseSpec]) -> Iterator[Printing]:
    """The texts that a scene may print."""
    for id_ in scene.doctype.clause_ids():
        if id_ in specs and scene.holds(id_):
            yield from printings_of(specs[id_], scene)


def printings_of(spec: ClauseSpec, scene: Scene) -> Iterator[Printing]:
    """The texts of one clause that a scene may print, each with its positions."""
    revision = revision_on(spec, scene.day)
    if revision is None:
        return
    found: dict[int, tuple[ClauseText, list[str]]] = {}
    for position in [p.id for p in spec.positions] or [""]:
        text = spec.text(revision.number, position, scene.doctype.view_of(spec.id), scene.language)
        if text is not None:
            found.setdefault(id(text), (text, []))[1].append(position)
    for text, positions in found.values():
        yield Printing(spec, revision, text, tuple(p for p in positions if p))


def unwritten(spec: ClauseSpec, scene: Scene) -> Iterator[tuple[Revision, str]]:
    """Positions of the revision in force for which there is no text in the language of the scene."""
    revision = revision_on(spec, scene.day)
    for position in [p.id for p in spec.positions] or [""]:
        view = scene.doctype.view_of(spec.id)
        if revision is not None and spec.text(revision.number, position, view, scene.language) is None:
            yield revision, position
