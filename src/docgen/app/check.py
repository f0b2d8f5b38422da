"""The verb ``check``: the library, the document types, the templates and profiles, without writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from docgen.app.facts import LibraryFacts
from docgen.app.workshop import Workshop
from docgen.checks.governance import check_owners
from docgen.checks.library import check_library
from docgen.checks.terms_used import unused_terms
from docgen.model.diagnostic import Diagnostic, has_errors, in_reading_order
from docgen.model.doctype import DocumentType
from docgen.model.library import LibraryInfo
from docgen.model.plan import Request

_ANY = ("",)
"""The languages of a library that cannot be read: no text has one of them."""


def check(
    workshop: Workshop, profiles: Sequence[Path], request: Request, progress: Callable[[str], None]
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong in a project, and in the documents of these profiles."""
    library, types = workshop.library(), workshop.document_types()
    found: list[Diagnostic] = [*library.diagnostics, *types.diagnostics]
    languages = library.value.languages if library.value is not None else _ANY
    facts = LibraryFacts(workshop, languages, progress)
    found += [d for clause in facts.all for d in clause.found]
    if library.value is not None and types.value is not None:
        found += _check_clauses(facts, library.value, types.value)
        found += _check_interview(workshop, library.value)
        for name in dict.fromkeys(f.template for t in types.value for f in t.forms()):
            found += check_template(workshop, name)
    facts.keep()
    for path in profiles:
        progress(workshop.project.shown(path))
        found += check_profile(workshop, path, request)
    return in_reading_order(found)


def _check_clauses(
    facts: LibraryFacts, library: LibraryInfo, types: Sequence[DocumentType]
) -> tuple[Diagnostic, ...]:
    """What is wrong between the clauses, and between them and the document types."""
    printed = tuple(facts.specs(id_ for t in types for form in t.forms() for id_ in form.clause_ids()))
    unused = unused_terms(facts.all, library.languages[0], facts.uses())
    people = library.people
    owners = check_owners(people, facts.all) if people is not None else ()
    return (*check_library(library, facts.all, printed, types), *unused, *owners)


def _check_interview(workshop: Workshop, library: LibraryInfo) -> tuple[Diagnostic, ...]:
    """The interview of the library, where it has one."""
    from docgen.checks.interview import check_interview

    if not library.interview:
        return ()
    interview = workshop.project.interview(library)
    found = check_interview(interview.value, library) if interview.value is not None else ()
    return (*interview.diagnostics, *found)


def check_template(workshop: Workshop, name: str) -> tuple[Diagnostic, ...]:
    """A Word template with the styles that the classes of the library need and the slots of its types."""
    from docgen.checks.template import check_styles_and_slots

    library, types = workshop.library().value, workshop.document_types().value or ()
    users = [form for t in types for form in t.forms() if form.template == name]
    place = next((t.place for t in users), None)
    ready = workshop.press(name, place or library.place if library else None)  # type: ignore[arg-type]
    found = list(ready.diagnostics)
    if ready.value is not None and library is not None:
        t = ready.value.template
        found += check_styles_and_slots(t.file, frozenset(t.styles), t.slots(), library, users)
    return tuple(found)


def check_profile(workshop: Workshop, path: Path, request: Request) -> tuple[Diagnostic, ...]:
    """Everything that is wrong in a profile and in the documents that it gives."""
    from docgen.app.draft import make

    profile = workshop.profile(path)
    if profile.value is None:
        return profile.diagnostics
    made = make(workshop, profile.value, request).diagnostics
    return (*profile.diagnostics, *_not_following(made, profile.diagnostics))


def _not_following(found: Sequence[Diagnostic], known: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """What was found in the documents, without what only follows from errors of the profile.

    A number that is written in letters cannot be printed either, which is no fault of the clause.
    """
    if not has_errors(known):
        return found
    places = {d.place for d in known if d.severity == "error"}
    return [d for d in found if d.place not in places and not d.code.startswith("CL33")]
