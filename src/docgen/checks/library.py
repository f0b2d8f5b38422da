"""What can be wrong in a library as a whole, whatever the profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from docgen.checks.calls import check_calls
from docgen.checks.governance import check_owners
from docgen.checks.obligations import check_obligations
from docgen.checks.parity import check_parity, words_of
from docgen.model.diagnostic import Diagnostic, Place, error, warning
from docgen.model.doctype import DocumentType
from docgen.model.language import Language
from docgen.model.library import ClauseSpec, LibraryInfo


def check_library(
    library: LibraryInfo,
    specs: Sequence[ClauseSpec],
    types: Sequence[DocumentType],
    languages: Mapping[str, Language],
) -> tuple[Diagnostic, ...]:
    """Ids that lead nowhere, terms declared twice, languages that are missing or differ."""
    known = {s.id: s for s in specs}
    found: list[Diagnostic] = []
    for spec in specs:
        found += _ids(spec, known)
        found += _positions(spec)
    found += _terms(specs)
    found += _unused_terms(specs, library.languages[0])
    found += check_obligations(library, specs, types)
    forms = [form for t in types for form in t.forms()]
    found += _outlines(forms, known, library)
    found += _annexes_of(types)
    for form in forms:
        found += _titles(form)
    for spec in specs:
        found += _languages(spec, forms, library)
        found += check_parity(spec, languages, types)
    found += check_calls(library, specs, types)
    if library.people is not None:
        found += check_owners(library.people, specs)
    return tuple(found)


def _ids(spec: ClauseSpec, known: Mapping[str, ClauseSpec]) -> Iterator[Diagnostic]:
    wanted = [*spec.requires, *(c.clause for c in spec.conflicts if c.clause)]
    for id_ in dict.fromkeys(wanted):
        if id_ not in known:
            close = get_close_matches(id_, known, 1)
            hint = f'did you mean "{close[0]}"?' if close else "write that clause, or drop the id"
            yield error("LB232", f'"{spec.id}" names the clause "{id_}", which the library does not have', spec.place, hint)


def _positions(spec: ClauseSpec) -> Iterator[Diagnostic]:
    kinds = [p.kind for p in spec.positions]
    if "fallback" in kinds and "standard" not in kinds:
        yield warning("LB233", f'"{spec.id}" has a fallback and no standard position', spec.place)


def _terms(specs: Sequence[ClauseSpec]) -> Iterator[Diagnostic]:
    """TM404: two clauses that declare one term."""
    seen: dict[tuple[str, str], tuple[str, Place]] = {}
    for spec in specs:
        for term in spec.terms:
            for language, wording in term.wordings.items():
                for form in wording.forms:
                    first = seen.setdefault((language, form), (f"{spec.id}/{term.id}", wording.place))
                    if first[0] != f"{spec.id}/{term.id}":
                        yield error("TM404", f'the term "{form}" is declared twice', wording.place,
                                    f"it is declared at {first[1]}; keep one")  # fmt: skip


def _unused_terms(specs: Sequence[ClauseSpec], language: str) -> Iterator[Diagnostic]:
    """TM409: a term that no text and no other definition of the library uses."""
    texts = [words_of(t.script) for s in specs for k, t in s.texts.items() if k.language == language]
    wordings = [(t, t.wordings[language]) for s in specs for t in s.terms if language in t.wordings]
    whole = "\n".join((*texts, *(w.definition for _, w in wordings))).replace("’", "'")
    for term, wording in wordings:
        forms = (f.replace("’", "'") for f in wording.forms)
        if f"[[term:{term.id}|" not in whole and not any(f in whole for f in forms):
            yield warning("TM409", f'no text of the library uses the term "{wording.term}"', wording.place,
                          "use it or remove it")  # fmt: skip


def _outlines(
    types: Sequence[DocumentType], known: Mapping[str, ClauseSpec], library: LibraryInfo
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


def _languages(spec: ClauseSpec, types: Sequence[DocumentType], library: LibraryInfo) -> Iterator[Diagnostic]:
    """LB234 a text that no document can print; LB240 a title or a term without a language."""
    for key, text in spec.texts.items():
        if key.language not in library.languages:
            yield error("LB234", f'the library has no language "{key.language}"', Place(text.file),
                        f"languages in library.yaml: {', '.join(library.languages)}")  # fmt: skip
    users = [t for t in types if spec.id in t.clause_ids()]
    for language in sorted({code for t in users for code in t.languages}):
        if not spec.title.get(language):
            yield error("LB240", f'the title of "{spec.id}" is missing in "{language}"', spec.place, "add it under title")
    for language in sorted({code for t in users if t.terms for code in t.languages}):
        for term in spec.terms:
            if term.wordings and language not in term.wordings:
                place = next(iter(term.wordings.values())).place
                yield error("LB240", f'the term "{term.id}" is missing in "{language}"', place, "add it beside the others")
