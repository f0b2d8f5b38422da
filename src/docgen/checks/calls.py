"""Calls of calculations, in rules, clauses and document types: each must exist and get what it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.model.doctype import DocumentType
from docgen.model.facts import ClauseFacts
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.model.script import Expr
from docgen.stages.call_problems import call_problems
from docgen.stages.scope import OWN_NAMES
from docgen.stages.script_names import names_in

Placed = tuple[Expr | None, Place]


def check_calls(
    library: LibraryInfo, clauses: Iterable[ClauseFacts], types: Sequence[DocumentType]
) -> tuple[Diagnostic, ...]:
    """LB252 for every call that leads nowhere, LB253 for every name that a calculation cannot know."""
    arity = {c.id: len(c.takes) for c in library.calculations}
    found: list[Diagnostic] = []
    placed = (*_of_library(library), *_of_rules(library), *(p for c in clauses for p in c.calls), *_of_types(types))
    for expression, place in placed:
        if expression is not None:
            found += call_problems(expression, arity, place)
    return (*found, *_unknown_names(library))


def _of_library(library: LibraryInfo) -> Iterator[Placed]:
    yield library.contract.client, library.place
    yield library.contract.ends, library.place


def _of_rules(library: LibraryInfo) -> Iterator[Placed]:
    for rule in library.rules:
        yield rule.when, rule.place
        yield from ((expression, rule.place) for _, expression, _ in rule.each)


def expressions_of(spec: ClauseSpec) -> Iterator[Placed]:
    """Every expression of a clause outside its texts, with its place."""
    yield spec.applies_when, spec.place
    for parameter in spec.parameters:
        yield parameter.source, parameter.place
        yield parameter.derived, parameter.place
    yield from ((position.selected_by, spec.place) for position in spec.positions)
    yield from ((conflict.when, conflict.place) for conflict in spec.conflicts)
    for obligation in spec.obligations:
        yield from ((expression, obligation.place) for expression in obligation.expressions())
        yield (obligation.each[1] if obligation.each else None), obligation.place


def _of_types(types: Iterable[DocumentType]) -> Iterator[Placed]:
    for doctype in types:
        yield doctype.applies_when, doctype.place
        if doctype.each is not None:
            yield doctype.each[1], doctype.place
        yield from ((variant.when, doctype.place) for variant in doctype.variants)


def _unknown_names(library: LibraryInfo) -> Iterator[Diagnostic]:
    fields = library.vocabulary.get("properties")
    if not isinstance(fields, dict):
        return
    for c in library.calculations:
        bound = [c.each[0], f"{c.each[0]}_index"] if c.each else []
        known = {*fields, *OWN_NAMES, *c.takes, *bound, *(n for n, _ in (*c.let, *c.item))}
        expressions = [e for _, e in (*c.let, *c.item, *c.fields)]
        expressions += [e for e in (c.each[1] if c.each else None, c.where, c.value) if e is not None]
        for name in sorted(frozenset().union(*map(names_in, expressions)) - known):
            yield error("LB253", f'"{c.id}" reads "{name}", which is neither a field of the profile nor bound here',
                        c.place, "name it under takes or let, or correct the spelling")  # fmt: skip
