"""Versions with clauses made up for tests of searches, and the same searches done by reading every lock."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from docgen.model.use import Contract, Count, Found, Search
from docgen.model.use import Use as Stands
from docgen.model.version import State, Version
from docgen.stages.data_filters import folded
from docgen.store.register import Register, digest_of
from docgen.store.register.uses import intervals
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


# ------------------------------------------------------------- whole answers
def read_versions(register: Register) -> list[Version]:
    """Every version with its locks."""
    each = [(s.id, v.number) for s in register.dossiers() for v in register.history(s.id)]
    return [version for place in each if (version := register.version(*place)) is not None]


def answer_read(versions: Sequence[Version], search: Search, *, clauses: bool) -> tuple[list[Contract], tuple[Count, ...]]:
    """The contracts and the counts that a search has to find by reading every version; a use holds the wording itself for its number."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    contracts = []
    for dossier in sorted({v.dossier for v in versions}):
        found = _contract_read([v for v in versions if v.dossier == dossier], search, clauses=clauses)
        if found is None:
            continue
        contract, held = found
        contracts.append(contract)
        for group, numbers in held.items():
            for at, more in enumerate((1, len(numbers), contract.in_force in numbers)):
                sums[group][at] += more
    whole = sums.pop(("", ""), [0, 0, 0])
    return contracts, (Count("", "", *whole), *sorted((Count(*g, *n) for g, n in sums.items()), key=_order))


def _order(count: Count) -> tuple[Any, ...]:
    what = ("clause", "revision", "position", "state").index(count.what)
    if count.what == "state":
        return what, [*map(str, State)].index(count.value)
    return (what, int(count.value)) if count.what == "revision" else (what, -count.contracts, count.value)


def _contract_read(versions: Sequence[Version], search: Search, *, clauses: bool) -> tuple[Contract, dict[tuple[str, str], set[int]]] | None:
    held: dict[tuple[str, str], set[int]] = defaultdict(set)
    uses: dict[tuple[str, Any], set[int]] = defaultdict(set)
    now = 0
    for version in versions:
        locks = [json.loads(text) for text in version.locks]
        if _version_asked(version, locks, Search(search.as_of, in_force=True)):
            now = version.number
        if not _version_asked(version, locks, search):
            continue
        state, n = ("state", str(version.state)), version.number
        if not clauses:
            for group in (("", ""), state):
                held[group].add(n)
            uses["", 0].add(n)
        for one, c in ((x, c) for x in locks for c in x.get("clauses", ()) if clauses and _clause_asked(c, search)):
            named = (("revision", str(c["revision"])), ("position", c["position"])) if search.clause else (("clause", c["id"]),)
            for group in (("", ""), state, *named):
                held[group].add(n)
            uses[one["key"], (c["id"], c["revision"], c["position"], c["kind"], c["owner"], " ".join(c["deviations"]), one["type"], one["language"], c["text"])].add(n)
    if not held:
        return None
    current = next((v for v in versions if v.number == now), None)
    effective, ends = (current.effective, _said(current, "ends")) if current else ("", "")
    runs = tuple(sorted((Stands(*run, *place) for place, numbers in uses.items() for run in (intervals(numbers) if clauses else zip(numbers, numbers, strict=True))), key=str))
    return Contract(versions[0].dossier, _said(versions[-1], "client"), now, effective, ends, runs), held


def _said(version: Version, what: str) -> str:
    return next((said for text in version.locks if (said := json.loads(text).get(what))), "")


def as_read(found: Found) -> list[Contract]:
    """Contracts that a search found, with each wording itself for its number, to be compared with those of :func:`answer_read`."""
    def use(one: Stands) -> Any:
        return one._replace(wording=tuple(found.wordings[one.wording]) if one.wording else 0)  # type: ignore[arg-type]

    return [c._replace(uses=tuple(sorted(map(use, c.uses), key=str))) for c in found.contracts]


def recorded_by_chance(register: Register, chance: Random) -> None:
    """A version of one of thirty contracts; sometimes one of them is signed, sent or ended later, on any day."""
    dossier = f"{chance.choice('aBé-_')}{chance.randrange(6)}"
    clauses = [
        clause(id_, chance.randint(1, 3), chance.choice(("", "ferme", "plafond")), owner=chance.choice(("juridique", "rssi")),
               deviations=chance.choice(([], [], ["position"])))
        for id_ in ("prix", "secret", "duree") if chance.random() < 0.7
    ]  # fmt: skip
    client, ends = chance.choice(("Été 100% SA", "Boréal", "")), chance.choice(("", "", "2027-06-30"))
    locks = [lock(clauses, client=client, ends=ends, key=key) for key in ("", "clairval")[: chance.randint(1, 2)]]
    recorded(register, dossier, *locks, effective=chance.choice(("", "2027-04-01")))
    for _ in range(chance.randrange(3)):
        number = chance.randint(1, len(register.history(dossier)))
        step = deed(chance.choice((State.SENT, State.SIGNED, State.SIGNED, State.TERMINATED)), on=f"2027-0{chance.randint(1, 8)}-10")
        register.add_deed(dossier, number, step, expected_head=register.head(dossier))  # refused where it is not allowed


def searches_by_chance(chance: Random, count: int) -> Iterator[Search]:
    """Questions of every shape."""
    def some(*values: Any) -> Any:
        return chance.choice((values[0], values[0], *values))

    for _ in range(count):
        yield Search(
            f"2027-0{chance.randint(1, 9)}-10", clause=chance.choice(("", "prix", "secret")), revision=some(0, 1, 2), position=some("", "plafond"),
            department=some("", "rssi"), client=some("", "ete", "%", "a1"), status=some("", *map(str, State)), in_force=some(False, True),
            since=some("", "2027-03-10"), until=some("", "2027-06-30"), deviation=some(False, False, True),
        )  # fmt: skip


__all__ = [
    "DAY", "answer_read", "as_read", "clause", "lock", "old_lock", "read_versions", "recorded", "recorded_by_chance", "searches_by_chance",
    "uses_found", "uses_read",
]  # fmt: skip
