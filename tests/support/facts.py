"""The checks of a whole library on clauses that were read, without any files beside them."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.checks.facts import facts_of
from docgen.checks.library import check_library
from docgen.checks.parity import check_languages, check_missing
from docgen.checks.terms_used import terms_used, unused_terms
from docgen.model.diagnostic import Diagnostic, Outcome
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.store.index import freeze, thaw


def whole_check(
    library: LibraryInfo, specs: Sequence[ClauseSpec], types: Sequence[DocumentType]
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong between the clauses of a library."""
    read = [facts_of(s.id, Outcome(s), library.languages, freeze) for s in specs]
    facts = [one.facts for one in read]
    specs_of = {one.facts.id: one.spec for one in read}
    named = {id_ for t in types for form in t.forms() for id_ in form.clause_ids()}
    printed = [thaw(specs_of[f.id]) for f in facts if f.id in named]
    uses = terms_used(facts, library.languages[0], {}, {r.facts.id: r.words for r in read}, dict)
    return (*check_library(library, facts, printed, types), *unused_terms(facts, library.languages[0], uses))


def check_parity(spec: ClauseSpec, languages: Sequence[str], types: Sequence[DocumentType]) -> tuple[Diagnostic, ...]:
    """Everything that is wrong between the languages of one clause."""
    return (*check_missing(spec, languages, types), *check_languages(spec, languages))
