"""Whether the obligations of the library can be read by people: a name for each role, each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.model.diagnostic import Diagnostic, error, warning
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.model.obligation import Obligation

ROLES = "who"
"""The table of labels that says what the roles are called."""


def check_obligations(
    library: LibraryInfo, specs: Sequence[ClauseSpec], types: Sequence[DocumentType]
) -> Iterator[Diagnostic]:
    """LB261 a role without a name; LB240 a text without a language of the documents that hold the clause."""
    for spec in specs:
        wanted = {code for t in types if spec.id in t.clause_ids() for code in t.languages}
        for obligation in spec.obligations:
            yield from _role(obligation, library, wanted)
            yield from _languages(obligation, wanted)


def _role(obligation: Obligation, library: LibraryInfo, wanted: set[str]) -> Iterator[Diagnostic]:
    names = library.labels.get(ROLES, {}).get(obligation.who, {})
    lacking = sorted(wanted - set(names))
    if lacking:
        yield warning("LB261", f'the role "{obligation.who}" has no name in {", ".join(lacking)}', obligation.place,
                      f"add it under {ROLES} in the labels of the library")  # fmt: skip


def _languages(obligation: Obligation, wanted: set[str]) -> Iterator[Diagnostic]:
    for name, texts in (("what", obligation.what), ("after_event", obligation.event)):
        for language in sorted(wanted - set(texts)) if texts or name == "what" else ():
            yield error("LB240", f'{name} of the obligation "{obligation.id}" is missing in "{language}"',
                        obligation.place, "add it beside the others")  # fmt: skip
