"""The test that a rule brings with it: how an example breaks it, alone, and how it keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error, warning
from docgen.model.library import Rule
from docgen.model.profile import RECORDS, Profile
from docgen.stages.patch import Problem, apply_patch

Fire = Callable[[Profile, Rule, Mapping[str, str]], Sequence[Diagnostic]]
"""What the rules say about a profile that look at the same thing as a rule, with these files of clauses in place."""


def check_rule_tests(
    rules: Sequence[Rule], profiles: Mapping[str, Profile], vocabulary: Mapping[str, Any], fire: Fire
) -> Iterator[Diagnostic]:
    """SP820 for each rule that fails its own test, SP821 for each that has none.

    ``profiles`` are the examples by the name of their file; a test that names none takes the first.
    """
    before: dict[tuple[str, str, str], tuple[Diagnostic, ...]] = {}
    for rule in rules:
        name = str(rule.test.get("profile") or next(iter(profiles), ""))
        if not rule.test.get("fires") and not rule.test.get("files"):
            yield warning("SP821", f"the rule {rule.id} brings no test", rule.place,
                          "give a patch of an example with which it fires under test.fires, or a text under test.files")  # fmt: skip
        elif name not in profiles:
            known = ", ".join(profiles) or "none"
            yield warning("SP821", f'the test of the rule {rule.id} is not run: there is no profile "{name}" here',
                          rule.place, f"profiles that are looked at: {known}")  # fmt: skip
        else:
            key = (name, rule.scope, str(rule.test.get("variant", "")))
            if key not in before:
                before[key] = tuple(fire(profiles[name], rule, {}))
            test = _Test(rule, profiles[name], vocabulary, before[key], fire)
            yield from (*test.failing(), *test.passing())


@dataclass(frozen=True, slots=True)
class _Test:
    """The test of one rule; ``before`` is what the rules say about the example as it is."""

    rule: Rule
    profile: Profile
    vocabulary: Mapping[str, Any]
    before: Sequence[Diagnostic]
    fire: Fire

    def failing(self) -> Iterator[Diagnostic]:
        """The case that breaks the rule: it fires, and no other rule that was silent before does."""
        rule = self.rule
        found, problems = self._found("fires", rule.test.get("files", {}))
        if problems:
            yield from problems
            return
        new = {(d.code, str(d.severity)) for d in found if d not in self.before}
        old = {(d.code, str(d.severity)) for d in self.before}
        own = (rule.id, rule.severity)
        if own not in new:
            yield error("SP820", f"the rule {rule.id} does not fire on its own test", rule.place,
                        "mend its condition, or the patch under test.fires")  # fmt: skip
        others = sorted(code for code, _ in new - old - {own})
        if others:
            yield error("SP820", f"the test of the rule {rule.id} fires other rules too: {', '.join(others)}", rule.place,
                        "change the patch so that it breaks one thing")  # fmt: skip

    def passing(self) -> Iterator[Diagnostic]:
        """The case that keeps the rule: the example as it is, or with the patch under test.passes."""
        found, problems = self._found("passes", {}) if self.rule.test.get("passes") else (self.before, ())
        yield from problems
        if any((d.code, d.severity) == (self.rule.id, self.rule.severity) for d in found):
            yield error("SP820", f"the rule {self.rule.id} fires where it should be silent", self.rule.place,
                        "mend its condition, or give a patch that keeps the rule under test.passes")  # fmt: skip

    def _found(self, key: str, files: Mapping[str, str]) -> tuple[Sequence[Diagnostic], tuple[Diagnostic, ...]]:
        """What the rules say once the patch under a key and the files are in place, or why they cannot be."""
        rule = self.rule
        changed, problems = changed_profile(self.profile, rule.test.get(key, {}), self.vocabulary)
        said = f"the test of the rule {rule.id} cannot be applied"
        if problems:
            return (), tuple(error("SP820", f"{said}: {p.key}: {p.message}", rule.place, p.hint) for p in problems)
        try:
            return self.fire(changed, rule, files), ()
        except LookupError as exc:
            return (), (error("SP820", f"{said}: {exc.args[0]}", rule.place, "mend test.files"),)


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
