"""A lock from a plan and its document, and its canonical text."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, fields

from docgen.model.lock import LOCK_FORMAT, RECORDED_FORMAT, Lock, LockedClause
from docgen.model.plan import Chosen

POSITION, PARAMETERS, ADAPTED = "position", "parameters", "adapted"
_NEGOTIATED = ("fallback", "walk-away")


def locked(chosen: Chosen) -> LockedClause:
    """A chosen clause as it stands in a lock."""
    position, kind = (chosen.position.id, chosen.position.kind) if chosen.position else ("", "")
    return LockedClause(chosen.spec.id, chosen.revision.number, position, _file(chosen),
                        chosen.text.digest, chosen.reasons, kind, chosen.spec.owner, tuple(_deviations(chosen)))  # fmt: skip


def _deviations(chosen: Chosen) -> Iterator[str]:
    """How a clause differs from what the library offers first."""
    kinds = [p.kind for p in chosen.spec.positions]
    if chosen.position and deviates(chosen.position.kind, kinds):
        yield POSITION
    sets = chosen.position.sets if chosen.position else {}
    for p in chosen.spec.parameters:
        first = sets.get(p.name, None if p.optional else p.default)
        if first is not None and p.name in chosen.values and chosen.values[p.name] != first:
            yield PARAMETERS
            break
    if chosen.spec.adapts:
        yield ADAPTED


def deviates(kind: str, kinds: Collection[str]) -> bool:
    """Whether a position of this kind is another than the standard one; ``kinds`` are those that its clause has."""
    return kind in _NEGOTIATED or (kind != "standard" and "standard" in kinds)


def recorded_lock(lock: Lock, client: str, ends: str) -> str:
    """The lock as a register keeps it, as JSON; with it the name of the client and the last day of the contract, or ""."""
    return json.dumps({"schema": RECORDED_FORMAT, **asdict(lock), "client": client, "ends": ends}, ensure_ascii=False)


def _file(chosen: Chosen) -> str:
    """The path of the text below the project, wherever docgen was called from."""
    spec, text = chosen.spec, chosen.text
    name = spec.files.get(text.key, "") or text.file.rsplit("/", 1)[-1]
    below = f"libraries/{spec.library}/" if spec.library else ""
    return name if "/" in name else f"{below}clauses/{spec.id}/{name}"


def lock_text(lock: Lock) -> str:
    """The lock as YAML: one fact a line, always in the same order."""
    return "\n".join(_lines(lock)) + "\n"


def _lines(lock: Lock) -> Iterator[str]:
    yield f"schema: {LOCK_FORMAT}"
    for field in fields(Lock):
        value = getattr(lock, field.name)
        if field.name != "clauses" and value != "":
            yield f"{field.name}: {json.dumps(value, ensure_ascii=False)}"
    yield "clauses:"
    for clause in lock.clauses:
        yield f"- id: {json.dumps(clause.id)}"
        yield f"  revision: {clause.revision}"
        if clause.position:
            yield f"  position: {json.dumps(clause.position)}"
        yield f"  file: {json.dumps(clause.file, ensure_ascii=False)}"
        yield f"  text: {clause.text}"
        yield f"  why: {json.dumps(list(clause.why), ensure_ascii=False)}"
