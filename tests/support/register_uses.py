"""Versions with clauses made up for tests of searches, and the same searches done by reading every lock."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from docgen.model.use import Search
from docgen.model.version import State, Version
from docgen.stages.data_filters import folded
from docgen.store.register import Register, digest_of
from support.register import deed, made

DAY = "2027-06-01"
Use = tuple[str, int, str, str, int, str, str, str, str, str, str, str]
"""Dossier, number, key, and the wording."""


def clause(id_: str = "prix", revision: int = 1, position: str = "ferme", **other: Any) -> dict[str, Any]:
    """A clause as a lock of today holds it."""
    name = f"{id_} r{revision} {position}"
    values = {
        "id": id_, "revision": revision, "position": position, "file": f"clauses/{id_}/r{revision}.fr.md", "text": digest_of(name.encode()),
        "why": ["always applies"], "kind": "standard", "owner": "juridique", "deviations": [],
    }  # fmt: skip
    return values | other


def lock(clauses: Sequence[dict[str, Any]], **other: Any) -> str:
    """A lock as docgen records it today."""
    values = {"schema": "docgen.lock/2", "engine": "0.1.0", "type": "contrat", "key": "clairval", "language": "fr", "client": "Mobilys Été", "ends": ""}
    return json.dumps(values | {"clauses": list(clauses)} | other, ensure_ascii=False)


def old_lock(clauses: Sequence[dict[str, Any]], **other: Any) -> str:
    """A lock as docgen recorded it before it said who owns a clause."""
    plain = [{k: v for k, v in c.items() if k not in ("kind", "owner", "deviations")} for c in clauses]
    said = json.loads(lock(plain, **other))
    return json.dumps({k: v for k, v in said.items() if k not in ("schema", "client", "ends")}, ensure_ascii=False)


def recorded(register: Register, dossier: str, *locks: str, state: str = "", on: str = "2027-03-01", **values: Any) -> Version:
    """A version with these locks, in this state."""
    new, blobs = made(dossier, locks=locks, **values)
    found = register.append(new, blobs, expected_head=register.head(dossier))
    assert found.value is not None, found.diagnostics
    for step in steps_to(state):
        found = register.add_deed(dossier, found.value.number, deed(step, on=on), expected_head=register.head(dossier))
        assert found.value is not None, found.diagnostics
    return found.value


def steps_to(state: str) -> list[State]:
    """The deeds that lead to a state."""
    if state == State.TERMINATED:
        return [State.SIGNED, State.TERMINATED]
    return [State(state)] if state else []


def uses_found(register: Register, search: Search) -> set[Use]:
    """What a search finds, a version at a time."""
    found = register.find(search)
    each = [(c.dossier, u, found.wordings[u.wording]) for c in found.contracts for u in c.uses]
    out = [(dossier, n, u.key, *w) for dossier, u, w in each for n in range(u.first, u.last + 1)]
    assert len(out) == len(set(out)), "a use is found once"
    return set(out)


def uses_read(register: Register, search: Search) -> set[Use]:
    """The same by reading every lock of every version."""
    return set(_read(register, search))


def _read(register: Register, search: Search) -> Iterator[Use]:
    for summary in register.dossiers():
        for listed in register.history(summary.id):
            version = register.version(summary.id, listed.number)
            assert version is not None
            locks = [json.loads(text) for text in version.locks]
            if not _version_asked(version, locks, search):
                continue
            for one in locks:
                for c in one.get("clauses", ()):
                    if _clause_asked(c, search):
                        yield (version.dossier, version.number, one["key"], c["id"], c["revision"], c["position"], c["kind"],
                               c["owner"], " ".join(c["deviations"]), one["type"], one["language"], c["text"])  # fmt: skip


def _clause_asked(c: dict[str, Any], s: Search) -> bool:
    return (
        s.clause in ("", c["id"]) and s.revision in (0, c["revision"]) and s.position in ("", c["position"])
        and s.department in ("", c["owner"]) and (not s.deviation or bool(c["deviations"]))
    )  # fmt: skip


def _version_asked(version: Version, locks: list[dict[str, Any]], s: Search) -> bool:
    client = next((x["client"] for x in locks if x.get("client")), "")
    ends = next((x["ends"] for x in locks if x.get("ends")), "")
    signed = next((d.on for d in version.deeds if d.state is State.SIGNED), "")
    ended = next((d.on for d in version.deeds if d.state in (State.SUPERSEDED, State.TERMINATED)), "9999") if signed else "9999"
    in_force = bool(signed) and signed <= s.as_of < ended and s.as_of <= (ends or "9999")
    day = signed or version.when[:10]
    return (
        folded(s.client) in folded(f"{version.dossier} {client}") and s.status in ("", version.state) and (in_force or not s.in_force)
        and (s.since or "0") <= day <= (s.until or "9999")
    )  # fmt: skip


__all__ = ["DAY", "clause", "lock", "old_lock", "recorded", "uses_found", "uses_read"]
