"""The test that a rule brings with it: a patch of an example profile on which it fires, and no other rule does."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from docgen.model.diagnostic import Diagnostic, error
from docgen.model.library import Rule
from docgen.model.profile import RECORDS, Profile

_STEP = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?(?:\.|$)")
Fire = Callable[[Profile, Rule], Sequence[Diagnostic]]
"""What the rules of the same scope as a rule say about a profile."""


def check_rule_tests(rules: Sequence[Rule], profiles: Mapping[str, Profile], fire: Fire) -> Iterator[Diagnostic]:
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
            yield from _tested(rule, profiles[name], before[key], fire)


def _tested(rule: Rule, profile: Profile, before: Sequence[Diagnostic], fire: Fire) -> Iterator[Diagnostic]:
    try:
        changed = changed_profile(profile, rule.test["fires"])
    except (LookupError, TypeError, ValueError) as exc:
        yield error("SP820", f"the test of the rule {rule.id} cannot be applied: {exc}", rule.place, "mend test.fires")
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
