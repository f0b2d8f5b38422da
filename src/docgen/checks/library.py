"""What can be wrong in a library as a whole, whatever the profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from docgen.checks.calls import check_calls
from docgen.checks.obligations import check_obligations
from docgen.checks.parity import check_missing
from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.doctype import DocumentType
from docgen.model.facts import ClauseFacts
from docgen.model.library import ClauseSpec, LibraryInfo


def check_library(
    library: LibraryInfo, clauses: Sequence[ClauseFacts], printed: Sequence[ClauseSpec], types: Sequence[DocumentType]
) -> tuple[Diagnostic, ...]:
    """Ids that lead nowhere, terms declared twice, languages that are missing, calls that lead nowhere.

    :param printed: the clauses that a document type names, without what their texts say.
    """
    known = {c.id: c for c in clauses if c.readable}
    found: list[Diagnostic] = [d for c in clauses for d in c.alone]
    for clause in clauses:
        found += _ids(clause, known)
    found += _terms(clauses)
    found += check_obligations(library, printed, types)
    forms = [form for t in types for form in t.forms()]
    found += _outlines(forms, known, library)
    found += _annexes_of(types)
    for form in forms:
        found += _titles(form)
    for spec in printed:
        found += _languages(spec, forms)
        found += check_missing(spec, library.languages, types)
    found += check_calls(library, clauses, types)
    return tuple(found)


def _ids(clause: ClauseFacts, known: Mapping[str, ClauseFacts]) -> Iterator[Diagnostic]:
    for id_ in clause.names:
        if id_ not in known:
            close = get_close_matches(id_, known, 1)
            hint = f'did you mean "{close[0]}"?' if close else "write that clause, or drop the id"
            yield error("LB232", f'"{clause.id}" names the clause "{id_}", which the library does not have', clause.place, hint)


def _terms(clauses: Sequence[ClauseFacts]) -> Iterator[Diagnostic]:
    """TM404: two clauses that declare one term."""
    seen: dict[tuple[str, str], tuple[str, Place]] = {}
    for clause in clauses:
        for term in clause.terms:
            for language, wording in term.wordings.items():
                for form in wording.forms:
                    first = seen.setdefault((language, form), (f"{clause.id}/{term.id}", wording.place))
                    if first[0] != f"{clause.id}/{term.id}":
                        yield error("TM404", f'the term "{form}" is declared twice', wording.place,
                                    f"it is declared at {first[1]}; keep one")  # fmt: skip


def _outlines(
    types: Sequence[DocumentType], known: Mapping[str, ClauseFacts], library: LibraryInfo
) -> Iterator[Diagnostic]:
    for doctype in types:
        for id_ in doctype.clause_ids():
            if id_ not in known:
                close = get_close_matches(id_, known, 1)
                hint = f'did you mean "{close[0]}"?' if close else "write it, or take it out of the outline"
                yield error("LB230", f'the library has no clause "{id_}"', doctype.places.get(id_, doctype.place), hint)
        for language in doctype.languages:
            if language not in library.languages:
                yield error("LB234", f'the library has no language "{language}"', doctype.place,
                            f"languages in library.yaml: {', '.join(library.languages)}")  # fmt: skip


def _annexes_of(types: Sequence[DocumentType]) -> Iterator[Diagnostic]:
    """LB235: a document that says it is an annex which no document type has."""
    known = {(t.id, a.id) for t in types for a in t.annexes}
    for doctype in types:
        wanted = doctype.annex_of
        if wanted is not None and (wanted.type, wanted.annex) not in known:
            close = get_close_matches(f"{wanted.type}, {wanted.annex}", [", ".join(k) for k in sorted(known)], 1)
            hint = f"did you mean {{type: {close[0].replace(', ', ', annex: ')}}}?" if close else "no document type has an annex"
            yield error("LB235", f'"{doctype.id}" is an annex "{wanted.annex}" of "{wanted.type}", which is not there',
                        doctype.place, hint)  # fmt: skip


def _titles(doctype: DocumentType) -> Iterator[Diagnostic]:
    """LB240: a title of the outline that the document would print without a word."""
    parts = [(f"part {n}", p.title) for n, p in enumerate(doctype.parts, 1) if p.title]
    sections = [(f"section {n} of part {m}", s.title) for m, p in enumerate(doctype.parts, 1)
                for n, s in enumerate(p.sections, 1)]  # fmt: skip
    annexes = [(f'annex "{a.id}"', a.title) for a in doctype.annexes]
    for what, title in (("document", doctype.title), *parts, *sections, *annexes):
        for language in doctype.languages:
            if not title.get(language):
                yield error("LB240", f'the title of the {what} is missing in "{language}"', doctype.place,
                            f"add it in {doctype.place.file}")  # fmt: skip


def _languages(spec: ClauseSpec, types: Sequence[DocumentType]) -> Iterator[Diagnostic]:
    """LB240: a title or a term without a language."""
    users = [t for t in types if spec.id in t.clause_ids()]
    for language in sorted({code for t in users for code in t.languages}):
        if not spec.title.get(language):
            yield error("LB240", f'the title of "{spec.id}" is missing in "{language}"', spec.place, "add it under title")
    for language in sorted({code for t in users if t.terms for code in t.languages}):
        for term in spec.terms:
            if term.wordings and language not in term.wordings:
                place = next(iter(term.wordings.values())).place
                yield error("LB240", f'the term "{term.id}" is missing in "{language}"', place, "add it beside the others")
