"""From facts to a profile: an example profile with just these facts changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from docgen.checks.space.domains import SOMETHING
from docgen.checks.space.scopes import AMENDMENT, INPUTS, OVERLAY
from docgen.checks.space.solver import UNKNOWN, Facts
from docgen.model.profile import RECORDS, Profile
from docgen.stages.data_filters import ABSENT
from docgen.stages.read_profile import record_schema
from docgen.stages.schema_walk import SchemaWalk, document_schema

OUTSIDE = frozenset({RECORDS, INPUTS, AMENDMENT, OVERLAY})
"""Facts that are no field of the profile."""
_GONE = object()


def example_of(profile: Profile, choices: str) -> Callable[[tuple[str, ...]], Any]:
    """The facts of a profile by their path; its choices about clauses stay free."""
    given: dict[str, Any] = {RECORDS: {kind: list(found) for kind, found in profile.records.items()}, INPUTS: {}}

    def fact(root: tuple[str, ...]) -> Any:
        if root[0] == choices or root[0].startswith("@") or root[0] in (AMENDMENT, OVERLAY):
            return UNKNOWN
        return given.setdefault(root[0], profile.data.get(root[0], ABSENT))

    return fact


def witness(profile: Profile, facts: Facts, vocabulary: Mapping[str, Any]) -> Profile:
    """The profile with the facts put in; what the facts do not say stays."""
    data: dict[str, Any] = dict(profile.data)
    walk = SchemaWalk(vocabulary)
    for path, value in sorted(facts.items()):
        if path[0].startswith("@") or path[0] in OUTSIDE:
            continue
        data = _put(data, path, value, walk, walk.start(document_schema(vocabulary)))
    return replace(profile, data=data, records=_records(profile, facts, walk))


def _records(profile: Profile, facts: Facts, walk: SchemaWalk) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The other documents of a file, those of the facts put over those of the example."""
    found = facts.get((RECORDS,))
    if not isinstance(found, dict):
        return profile.records
    out = dict(profile.records)
    for kind, value in found.items():
        given = value if isinstance(value, list) else []
        schema = walk.start({"type": "array", "items": record_schema(walk.root, kind)})
        out[kind] = tuple(_merged(list(out.get(kind, ())), given, walk, schema))
    return out


def inputs_of(facts: Facts) -> dict[str, Any]:
    """The values that are given from outside the profile."""
    found = facts.get((INPUTS,))
    return {k: v for k, v in found.items() if v is not ABSENT and k != SOMETHING} if isinstance(found, dict) else {}


def _put(holder: Any, path: tuple[str, ...], value: Any, walk: SchemaWalk, schemas: Any) -> dict[str, Any]:
    out = dict(holder) if isinstance(holder, dict) else {}
    step, rest = path[0], path[1:]
    below = walk.step(walk.flat(schemas), step)
    if rest:
        out[step] = _put(out.get(step), rest, value, walk, below)
        return out
    merged = _merged(out.get(step, _GONE), value, walk, below)
    if merged is _GONE:
        out.pop(step, None)
    else:
        out[step] = merged
    return out


def _merged(old: Any, value: Any, walk: SchemaWalk, schemas: Any) -> Any:
    """A value of the search over what stands in the profile."""
    if value is ABSENT:
        return _GONE
    flat = walk.flat(schemas)
    if isinstance(value, dict):
        return _object(old, value, walk, flat)
    if isinstance(value, list):
        first = old[0] if isinstance(old, list) and old else _GONE
        return [_merged(_same(old, v, first), v, walk, walk.step(flat, 0)) for v in value]
    return value


def _object(old: Any, value: Mapping[str, Any], walk: SchemaWalk, flat: Any) -> dict[str, Any]:
    is_map = any(isinstance(s.get("additionalProperties"), Mapping) and "properties" not in s for s in flat)
    out = dict(old) if isinstance(old, dict) and not is_map else {}
    for key in sorted({str(k) for s in flat for k in (s.get("required") or ()) if k not in out and k not in value}):
        out[key] = minimal(walk, walk.step(flat, key))
    for key, wanted in value.items():
        if key == SOMETHING:
            continue
        merged = _merged(out.get(key, _GONE), wanted, walk, walk.step(flat, key))
        if merged is _GONE:
            out.pop(key, None)
        else:
            out[key] = merged
    return out


def _same(old: Any, value: Any, first: Any) -> Any:
    """The item of the example that has the same id, else its first item."""
    if isinstance(old, list) and isinstance(value, dict) and "id" in value:
        return next((o for o in old if isinstance(o, dict) and o.get("id") == value["id"]), first)
    return first


def minimal(walk: SchemaWalk, schemas: Any) -> Any:
    """Some value that a schema allows: for what it requires and no condition reads."""
    from docgen.checks.space.domains import Domains
    from docgen.checks.space.origins import Tree

    domains = Domains(walk.root)
    domains.walk = walk
    return next((v for v in domains.of(schemas, Tree(), required=True).values if v not in ([], 0)), "x")


def facts_as_yaml(facts: Facts) -> tuple[str, ...]:
    """The facts as lines of a profile; what must be absent as a comment."""
    tree: dict[str, Any] = {}
    outside: list[str] = []
    for path, value in sorted(facts.items()):
        if path[0].startswith("@"):
            continue
        if path[0] in OUTSIDE:
            outside.append(f"# {path[0]}: {json.dumps(_shown(value), ensure_ascii=False, default=_number)}")
            continue
        holder = tree
        for step in path[:-1]:
            holder = holder.setdefault(step, {})
        holder[path[-1]] = value
    lines: list[str] = []
    for key, value in tree.items():
        shown, absent = _shown(value), [key] if value is ABSENT else sorted(_absent(value, key))
        if value is not ABSENT:
            lines.append(f"{key}: {json.dumps(shown, ensure_ascii=False, default=_number)}")
        lines += [f"# without {path}" for path in dict.fromkeys(absent)]
    return (*lines, *outside)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _shown(v) for k, v in value.items() if v is not ABSENT and k != SOMETHING}
    return [_shown(v) for v in value] if isinstance(value, list) else value


def _absent(value: Any, path: str) -> list[str]:
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in ([f"{path}.{k}"] if v is ABSENT else _absent(v, f"{path}.{k}"))]
    if isinstance(value, list):
        return [p for n, v in enumerate(value) for p in _absent(v, f"{path}[{n + 1}]")]
    return []
