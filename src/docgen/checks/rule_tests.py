"""The test that a rule brings with it: a patch of an example profile on which it fires, and no other rule does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from docgen.model.diagnostic import Diagnostic, error
from docgen.model.library import Rule
from docgen.model.profile import RECORDS, Profile
from docgen.stages.patch import Problem, apply_patch

Fire = Callable[[Profile, Rule], Sequence[Diagnostic]]
"""What the rules of the same scope as a rule say about a profile."""


def check_rule_tests(
    rules: Sequence[Rule], profiles: Mapping[str, Profile], vocabulary: Mapping[str, Any], fire: Fire
) -> Iterator[Diagnostic]:
    """SP820 for each rule that does not fire on its own patch, or not alone.

    ``profiles`` are the examples by the name of their file; a test that names none takes the first.
    """
    before: dict[tuple[str, str, str], tuple[Diagnostic, ...]] = {}
    for rule in rules:
        name = str(rule.test.get("profile") or next(iter(profiles), ""))
        if "fires" in rule.test and name in profiles:
            key = (name, rule.scope, str(rule.test.get("variant", "")))
            if key not in before:
                before[key] = tuple(fire(profiles[name], rule))
            yield from _tested(rule, profiles[name], vocabulary, before[key], fire)


def _tested(
    rule: Rule, profile: Profile, vocabulary: Mapping[str, Any], before: Sequence[Diagnostic], fire: Fire
) -> Iterator[Diagnostic]:
    changed, problems = changed_profile(profile, rule.test["fires"], vocabulary)
    for p in problems:
        yield error("SP820", f"the test of the rule {rule.id} cannot be applied: {p.key}: {p.message}", rule.place, p.hint)
    if problems:
        return
    found = fire(changed, rule)
    new = {(d.code, str(d.severity)) for d in found if d not in before}
    old = {(d.code, str(d.severity)) for d in before}
    own = (rule.id, rule.severity)
    if own not in new:
        yield error("SP820", f"the rule {rule.id} does not fire on its own test", rule.place,
                    "mend its condition, or the patch under test.fires")  # fmt: skip
    others = sorted(code for code, _ in new - old - {own})
    if others:
        yield error("SP820", f"the test of the rule {rule.id} fires other rules too: {', '.join(others)}", rule.place,
                    "change the patch so that it breaks one thing")  # fmt: skip


def changed_profile(
    profile: Profile, patch: Mapping[str, Any], vocabulary: Mapping[str, Any]
) -> tuple[Profile, tuple[Problem, ...]]:
    """The profile with the patch applied, and what could not be; ``records.…`` changes the other documents of its file.

    A document of those is named by the value of its kind: ``records.bilan[T2-2027].echantillon``.
    """
    kinds = {kind: {"x-identifiant": kind} for kind in profile.records}
    fields = {**vocabulary.get("properties", {}), RECORDS: {"properties": kinds}}
    whole = {**profile.data, RECORDS: {kind: list(found) for kind, found in profile.records.items()}}
    done = apply_patch(whole, patch, {**vocabulary, "properties": fields})
    records = {kind: tuple(found) for kind, found in done.data.pop(RECORDS).items()}
    return replace(profile, data=done.data, records=records), done.problems
