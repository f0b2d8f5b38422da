"""A lock from a plan and its document, and its canonical text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields

from docgen.model.lock import LOCK_FORMAT, Lock, LockedClause
from docgen.model.plan import Chosen


def locked(chosen: Chosen) -> LockedClause:
    """A chosen clause as it stands in a lock."""
    position = chosen.position.id if chosen.position else ""
    return LockedClause(chosen.spec.id, chosen.revision.number, position, _file(chosen),
                        chosen.text.digest, chosen.reasons)  # fmt: skip


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
