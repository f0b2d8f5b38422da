"""The verb ``calendar``: every duty of the contracts of a profile, with its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from docgen.app.draft import BLOCKING, Made, compose, unknown_types
from docgen.app.workshop import Workshop
from docgen.checks.obligations import ROLES
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error, has_errors, in_reading_order
from docgen.model.doctype import DocumentType
from docgen.model.document import Clause, Target
from docgen.model.library import LibraryInfo
from docgen.model.obligation import Due, Duty
from docgen.model.plan import Request
from docgen.model.profile import Profile
from docgen.render.calendar import as_ics, as_json, as_text
from docgen.stages.references import References


@dataclass(frozen=True, slots=True)
class Calendar:
    """The duties of one profile, the soonest first; ``language`` is that of its first contract."""

    profile: str
    as_of: str
    language: str
    dues: tuple[Due, ...]
    diagnostics: tuple[Diagnostic, ...]


def calendar(
    workshop: Workshop, profile: Profile, request: Request, *, start: str = "", end: str = ""
) -> Calendar | tuple[Diagnostic, ...]:
    """The calendar of a profile, or what stops it.

    Without a document type in the request, all contracts count.
    Days before ``start`` and after ``end`` are left out; a duty without a day never is.
    """
    library, types = workshop.library(), workshop.document_types()
    found = [*library.diagnostics, *types.diagnostics]
    if library.value is None or types.value is None:
        return in_reading_order(found)
    found += unknown_types(request, types.value)
    chosen = tuple(t for t in types.value if t.id in request.types or (not request.types and _is_contract(t)))
    composed, _ = compose(workshop, library.value, chosen, profile, request)
    found += composed.diagnostics
    found += workshop.clause_findings({c: None for m in composed.documents for c in m.plan.doctype.clause_ids()})
    if _stops(found) or not composed.documents:
        return in_reading_order(found or [error("AS532", "no contract is made for this profile", None, _NO_CONTRACT)])
    dues = [d for made in composed.documents for d in _dues(workshop, made, library.value, found)]
    shown = sorted((d for d in dues if _within(d, start, end)), key=_by_day)
    said = tuple(d for d in in_reading_order(found) if d.code in ("AS530", "AS531", "CL330"))
    return Calendar(profile.id, composed.dates.as_of, composed.documents[0].language.code, tuple(shown), said)


_NO_CONTRACT = "name a document type with --document, or look at applies_when of the document types"


def calendar_file(
    workshop: Workshop, path: Path, request: Request, form: str, *, start: str = "", end: str = ""
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The calendar of a profile as ``text``, ``json`` or ``ics``; None beside what stops it."""
    profile = workshop.profile(path)
    if profile.value is None or has_errors(profile.diagnostics):
        return None, in_reading_order(profile.diagnostics)
    made = calendar(workshop, profile.value, request, start=start, end=end)
    if not isinstance(made, Calendar):
        return None, made
    language = workshop.language(made.language)
    if form == "ics":
        return as_ics(made.dues, made.profile, made.as_of, language), made.diagnostics
    text = as_json(made.dues, made.profile) + "\n" if form == "json" else as_text(made.dues, language)
    return text.encode(), made.diagnostics


def _is_contract(doctype: DocumentType) -> bool:
    """A contract of its own: no annex or amendment of another, and nothing that stands outside the set."""
    return doctype.terms and not doctype.alone and not doctype.amends and doctype.annex_of is None


def _stops(found: list[Diagnostic]) -> bool:
    return has_errors(d for d in found if d.code.startswith((*BLOCKING, "AS508")) and d.code != "CL330")


def _within(due: Due, start: str, end: str) -> bool:
    return not due.date or ((not start or due.date >= start) and (not end or due.date <= end))


def _by_day(due: Due) -> tuple[bool, str, bool, str, str]:
    return (not due.date, due.date, bool(due.duty.event), due.document, due.duty.key)


def _dues(workshop: Workshop, made: Made, library: LibraryInfo, found: list[Diagnostic]) -> Iterator[Due]:
    duties, problems = workshop.duties(made.plan)
    found += problems
    articles = _Articles(made)
    names = library.labels.get(ROLES, {})
    for duty in duties:
        yield from _of_duty(duty, made, articles, names.get(duty.who, {}).get(made.language.code, duty.who))


def _of_duty(duty: Duty, made: Made, articles: _Articles, who: str) -> Iterator[Due]:
    clause = articles.clauses[duty.clause]
    due = Due(duty, "", 0, who, made.plan.name, made.document.title, made.document.reference, clause.title,
              articles.of(clause))  # fmt: skip
    for number, day in enumerate(duty.dates, 1):
        yield replace(due, date=day, number=number)
    if not duty.dates and (duty.event or duty.missing):
        yield due


class _Articles:
    """Where the clauses of one document stand, in words."""

    def __init__(self, made: Made) -> None:
        self.clauses: Mapping[str, Clause] = {c.id: c for c in made.document.clauses()}
        self._references = References(made.document, made.numbering, made.language, made.plan.doctype.unit, {})
        self._said: dict[str, str] = {}

    def of(self, clause: Clause) -> str:
        """« l'article 12 »; empty for a clause without a number."""
        if clause.id not in self._said:
            self._said[clause.id] = self._references.words(Target("clause", clause.id), clause.source)
        return self._said[clause.id]
