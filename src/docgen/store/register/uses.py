"""What the locks of a version say of its clauses, as it is kept to be searched. Nothing here writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Final, TypeAlias

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import has_errors
from docgen.model.lock import RECORDED_FORMAT
from docgen.model.use import Wording
from docgen.model.version import State
from docgen.stages.data_filters import folded
from docgen.stages.lock import POSITION, deviates
from docgen.stages.use_counts import LETTERS, UNSAID

Row: TypeAlias = Mapping[str, Any]
ENDED = (State.SUPERSEDED, State.TERMINATED)
DAYS: Final = ("signed_on", "ended_on", "effective", "ends")


@dataclass(frozen=True, slots=True)
class Origin:
    """A clause of the library that a version was made from: who owned it, and the kind of each position."""

    owner: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)


UNKNOWN = Origin()
OriginOf: TypeAlias = Callable[[str], Origin]


def lock_of(text: str) -> dict[str, Any] | None:
    """A recorded lock; None for a text that is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def digests(stored: str) -> tuple[str, ...]:
    """The digests of the locks of a version, as its row holds them; none for a row that was tampered with."""
    try:
        found = json.loads(stored)
    except (ValueError, TypeError):
        return ()
    return tuple(d for d in found if isinstance(d, str)) if isinstance(found, list) else ()


def wordings(lock: Row, origin_of: OriginOf) -> Iterator[Wording]:
    """Each clause of a lock. Locks of docgen before format 2 do not say owner and kind: ``origin_of`` the clause does."""
    for clause in lock.get("clauses") or ():
        position = str(clause.get("position") or "")
        if lock.get("schema") == RECORDED_FORMAT:
            kind, owner, deviations = clause["kind"], clause["owner"], " ".join(clause["deviations"])
        else:
            origin = origin_of(str(clause["id"]))
            kind, owner = origin.kinds.get(position, ""), origin.owner
            deviations = POSITION if kind and deviates(kind, [*origin.kinds.values()]) else ""
        yield Wording(
            str(clause["id"]), int(clause["revision"]), position, kind, owner, deviations,
            str(lock.get("type", "")), str(lock.get("language", "")), str(clause.get("text", "")),
        )  # fmt: skip


def facts(dossier: str, version: Row, deeds: Sequence[Row], locks: Iterable[Row]) -> dict[str, str]:
    """What a search asks of a version, by column."""
    said = list(locks)
    client, ends = (next((str(x[k]) for x in said if x.get(k)), "") for k in ("client", "ends"))
    of_version = {"client": client, "sought": folded(f"{dossier} {client}"), "effective": version["effective"], "ends": ends}
    return {**of_version, **life(version["when"], deeds)}


def life(recorded: str, deeds: Sequence[Row]) -> dict[str, str]:
    """What became of a version: its state, and the days of its signature and of its end."""
    signed = next((d["on"] for d in deeds if d["state"] == State.SIGNED), "")
    ended = next((d["on"] for d in deeds if d["state"] in ENDED), "")
    return {"state": str(deeds[-1]["state"]), "day": signed or recorded[:10], "signed_on": signed, "ended_on": ended if signed else ""}


def of_dossier(facts: Mapping[int, Row]) -> dict[str, Any]:
    """What a search asks of a dossier as a whole, by column, from the facts of all its versions."""
    signed = max((n for n, fact in facts.items() if fact["signed_on"]), default=0)
    days = {name: facts[signed][name] if signed else "" for name in DAYS}
    last = max(facts, default=0)
    states = "".join(LETTERS.get(facts[n]["state"], UNSAID) if n in facts else UNSAID for n in range(1, last + 1))
    return {"client": facts[last]["client"] if facts else "", "states": states, "signed": signed, **days}


def origin(data: bytes) -> Origin:
    """Owner and positions from the bytes of a ``clause.yaml``; nothing for one that cannot be read."""
    from docgen.stages.typed import plain
    from docgen.stages.yaml_nodes import document
    from docgen.stages.yaml_text import read_yaml

    nodes = read_yaml(data, "clause.yaml")
    root = document(nodes.value, "clause.yaml").value if nodes.value is not None and not has_errors(nodes.diagnostics) else None
    said: Any = plain(root) if root is not None else {}
    positions = said.get("positions")
    each = [p for p in positions if isinstance(p, dict)] if isinstance(positions, list) else []
    kinds = {str(p.get("id", "")): str(p.get("kind", "")) for p in each}
    return Origin(str(said.get("owner") or ""), kinds)


def intervals(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of numbers that follow each other: first and last of each."""
    first = last = None
    for number in sorted(numbers):
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
