"""A proposed update for a terminal, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docgen.model.update import AdaptedUpdate, Proposal, Update


def proposal_text(update: Update) -> str:
    """What would change, library by library, a line for each clause."""
    return "".join(f"{line}\n" for p in update.proposals for line in _lines(p)) + "".join(f"{w}\n" for w in update.written)


def _lines(p: Proposal) -> Iterator[str]:
    manifest = p.package.manifest
    if not p.changed:
        yield f"{p.pin.name} {p.pin.version}: nothing new"
        return
    yield f"{p.pin.name} {p.pin.version} -> {manifest.version} ({p.package.digest[:12]})"
    for taken in p.taken:
        new = [f"r{n}" for n in taken.after if n not in taken.before]
        yield f"  taken    {taken.id}{': ' + ', '.join(new) if new else ''}"
    yield from (f"  new      {id_}" for id_ in p.added)
    yield from (f"  gone     {id_}" for id_ in p.removed)
    for one in p.adapted:
        yield from _adapted(one)
    if p.other:
        yield f"  {p.other} file{'s' if p.other > 1 else ''} beside the clauses"


def _adapted(one: AdaptedUpdate) -> Iterator[str]:
    if one.revision:
        what = f"conflict {one.id}: {len(one.conflicts)} to settle" if one.conflicts else f"merged   {one.id}"
        yield f"  {what} as r{one.revision}, with {one.adapts} r{one.based_on} ({one.change}){': ' + one.note if one.note else ''}"
    for kept in one.overrides:
        yield f"  kept     {one.id}: {kept.path} is {kept.ours} here; there it was {kept.before} and is {kept.after}"


def proposal_data(update: Update) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "library": p.pin.name, "from": p.pin.version, "to": p.package.manifest.version, "digest": p.package.digest,
            "changed": p.changed, "added": list(p.added), "removed": list(p.removed), "other": p.other,
            "taken": [{"id": t.id, "before": list(t.before), "after": list(t.after)} for t in p.taken],
            "adapted": [_data(one) for one in p.adapted],
        }
        for p in update.proposals
    ]  # fmt: skip


def _data(one: AdaptedUpdate) -> dict[str, Any]:
    return {
        "id": one.id, "adapts": one.adapts, "revision": one.revision, "based_on": one.based_on, "change": one.change,
        "note": one.note, "files": [f.file for f in one.files],
        "conflicts": [{"file": f.file, "number": c.number, "reason": c.reason, "base": c.base, "ours": c.ours, "theirs": c.theirs}
                      for f, c in one.conflicts],
        "overrides": [{"path": o.path, "ours": o.ours, "before": o.before, "after": o.after} for o in one.overrides],
    }  # fmt: skip
