"""What a library says, over what the library says that it builds on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from docgen.model.library import ChoiceKeys, ContractFacts, LibraryInfo
from docgen.model.people import People


def over(upper: LibraryInfo, lower: LibraryInfo) -> LibraryInfo:
    """The settings, rules and data of a library with those of the one below it that it does not replace.

    Mappings are joined key by key, at every depth; rules, calculations and dated values are replaced by their id;
    anything else is taken from ``upper`` where it says it.
    """
    rules = {r.id for r in upper.rules}
    values = {v.id for v in upper.reference}
    calculations = {c.id for c in upper.calculations}
    return replace(
        upper,
        vocabulary=joined(upper.vocabulary, lower.vocabulary),
        policy=joined(upper.policy, lower.policy),
        rules=(*(r for r in lower.rules if r.id not in rules), *upper.rules),
        labels=joined(upper.labels, lower.labels),
        data=joined(upper.data, lower.data),
        reference=(*(v for v in lower.reference if v.id not in values), *upper.reference),
        dates={**lower.dates, **upper.dates},
        choices=lower.choices if upper.choices == ChoiceKeys() else upper.choices,
        paragraph_styles={**lower.paragraph_styles, **upper.paragraph_styles},
        table_styles={**lower.table_styles, **upper.table_styles},
        capitalised=lower.capitalised | upper.capitalised,
        calculations=(*(c for c in lower.calculations if c.id not in calculations), *upper.calculations),
        amendments=upper.amendments or lower.amendments,
        interview=upper.interview or lower.interview,
        requirements=upper.requirements or lower.requirements,
        vocabulary_file=upper.vocabulary_file or lower.vocabulary_file,
        people=with_those_of(upper.people, lower.people) if upper.people is not None else None,
        contract=ContractFacts(upper.contract.client or lower.contract.client, upper.contract.ends or lower.contract.ends),
    )


def with_those_of(upper: People | None, lower: People | None) -> People | None:
    """The people, bodies and departments of a library with those of the one below it, which its own replace by their id."""
    if upper is None or lower is None:
        return upper or lower
    bodies, people = {**lower.bodies, **upper.bodies}, {**lower.people, **upper.people}
    return People({**lower.departments, **upper.departments}, bodies, people, upper.place)


def joined(upper: Any, lower: Any) -> Any:
    """Two mappings key by key; anything else as ``upper`` says it."""
    if not isinstance(upper, Mapping) or not isinstance(lower, Mapping):
        return upper
    return {**lower, **{k: joined(v, lower[k]) if k in lower else v for k, v in upper.items()}}
