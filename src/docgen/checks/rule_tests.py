"""The test that a rule brings with it: how an example breaks it, alone, and how it keeps it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from docgen.model.diagnostic import Diagnostic, error, warning
from docgen.model.library import Rule
from docgen.model.profile import RECORDS, Profile

_STEP = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?(?:\.|$)")
Fire = Callable[[Profile, Rule, Mapping[str, str]], Sequence[Diagnostic]]
"""What the rules say about a profile that look at the same thing as a rule, with these files of clauses in place."""


def check_rule_tests(rules: Sequence[Rule], profiles: Mapping[str, Profile], fire: Fire) -> Iterator[Diagnostic]:
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
            yield from _failing(rule, profiles[name], before[key], fire)
            yield from _passing(rule, profiles[name], before[key], fire)


def _failing(rule: Rule, profile: Profile, before: Sequence[Diagnostic], fire: Fire) -> Iterator[Diagnostic]:
    """The case that breaks the rule: it fires, and no other rule that was silent before does."""
    try:
        found = fire(changed_profile(profile, rule.test.get("fires", {})), rule, rule.test.get("files", {}))
    except (LookupError, TypeError, ValueError) as exc:
        yield error("SP820", f"the test of the rule {rule.id} cannot be applied: {exc}", rule.place,
                    "mend test.fires or test.files")  # fmt: skip
        return
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


def _passing(rule: Rule, profile: Profile, before: Sequence[Diagnostic], fire: Fire) -> Iterator[Diagnostic]:
    """The case that keeps the rule: the example as it is, or with the patch under test.passes."""
    patch = rule.test.get("passes", {})
    try:
        found = fire(changed_profile(profile, patch), rule, {}) if patch else before
    except (LookupError, TypeError, ValueError) as exc:
        yield error("SP820", f"the test of the rule {rule.id} cannot be applied: {exc}", rule.place, "mend test.passes")
        return
    if any((d.code, d.severity) == (rule.id, rule.severity) for d in found):
        yield error("SP820", f"the rule {rule.id} fires where it should be silent", rule.place,
                    "mend its condition, or give a patch that keeps the rule under test.passes")  # fmt: skip


def changed_profile(profile: Profile, patch: Mapping[str, Any]) -> Profile:
    """The profile with the patch applied; paths that begin with ``records`` change the other documents of its file.

    :raises LookupError: when the patch names something that is not there.
    """
    whole = {**profile.data, RECORDS: {kind: list(found) for kind, found in profile.records.items()}}
    data = patched(whole, patch)
    records = {kind: tuple(found) for kind, found in data.pop(RECORDS).items()}
    return replace(profile, data=data, records=records)


def patched(data: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the data with the patch applied; null removes, ``path+`` adds.

    :raises LookupError: when the patch names something that is not there.
    """
    out = copy.deepcopy(dict(data))
    for path, value in patch.items():
        _apply(out, steps_of(path.removesuffix("+")), value, add=path.endswith("+"))
    return out


def steps_of(path: str) -> list[tuple[str, str | None]]:
    """``lots[nord].prix`` as ``[("lots", "nord"), ("prix", None)]``."""
    return [(m[1], m[2] if "[" in m[0] else None) for m in _STEP.finditer(path)]


def _identified(value: Any, key: str) -> int:
    """The index of the one item of a list that has this key in a field that identifies items."""
    hits = [n for n, item in enumerate(value) if isinstance(item, dict) and key in map(str, item.values())]
    if len(hits) != 1:
        raise LookupError(f"{len(hits)} items answer to [{key}]")
    return hits[0]


def _apply(data: dict[str, Any], steps: list[tuple[str, str | None]], value: Any, *, add: bool) -> None:
    holder: Any = data
    key: Any = None
    for name, selector in steps:
        if key is not None:
            holder = holder.setdefault(key, {}) if isinstance(holder, dict) else holder[key]
        key = name
        if selector is not None:
            holder = holder[name]
            key = _identified(holder, selector)
    if value is None:
        holder.pop(key, None)
    elif not add:
        holder[key] = value
    elif isinstance(value, list):
        holder.setdefault(key, []).extend(value)
    else:
        holder.setdefault(key, {}).update(value)
