"""What must hold over the whole set of documents: requires and conflicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docgen.model.diagnostic import Diagnostic, error
from docgen.model.plan import Chosen, DocumentPlan
from docgen.stages.evaluate import Filters, value_of
from docgen.stages.wording import FilterError

FiltersOf = Callable[[str], Filters]


def check_set(plans: Sequence[DocumentPlan], filters_of: FiltersOf) -> tuple[Diagnostic, ...]:
    """RQ101 a required clause is missing; RQ102 two choices that exclude each other."""
    made = (plan for plan in plans if not plan.context)
    return tuple(dict.fromkeys(d for plan in made for d in _check(plan, plans, filters_of)))


def beside(plan: DocumentPlan, plans: Sequence[DocumentPlan]) -> frozenset[str]:
    """Ids of the clauses in the set of a document: its own and those made for all, or for its key."""
    if plan.doctype.alone:
        return frozenset(plan.ids())
    return frozenset(
        id_ for other in plans if not other.doctype.alone and (other.key in ("", plan.key) or not plan.key)
        for id_ in other.ids()
    )  # fmt: skip


def _check(
    plan: DocumentPlan, plans: Sequence[DocumentPlan], filters_of: FiltersOf
) -> Iterator[Diagnostic]:
    present = beside(plan, plans)
    for chosen in plan.clauses:
        if not plan.doctype.terms:
            continue  # not a contract: its clauses stand alone
        for wanted in () if plan.doctype.alone else chosen.spec.requires:
            if wanted not in present:
                yield error("RQ101", f'"{chosen.spec.id}" requires "{wanted}", which no document of the set holds',
                            plan.doctype.places.get(chosen.spec.id, plan.doctype.place),
                            f"add {wanted} to {plan.doctype.id}.yaml, or leave {chosen.spec.id} out")  # fmt: skip
        yield from _conflicts(chosen, plan, present, filters_of(plan.language))


def _conflicts(
    chosen: Chosen, plan: DocumentPlan, present: frozenset[str], filters: Filters
) -> Iterator[Diagnostic]:
    for conflict in chosen.spec.conflicts:
        if conflict.clause and conflict.clause not in present:
            continue
        if conflict.when is not None and not _holds(conflict.when, plan.scope, filters):
            continue
        message = conflict.message.get(plan.language) or next(iter(conflict.message.values()), "")
        with_ = f' and "{conflict.clause}"' if conflict.clause else ""
        yield error("RQ102", f'"{chosen.spec.id}"{with_}: {message}', conflict.place,
                    "change the profile, or choose another position")  # fmt: skip


def _holds(expression: Any, scope: Mapping[str, Any], filters: Filters) -> bool:
    try:
        return bool(value_of(expression, scope, filters))
    except FilterError:
        return False
