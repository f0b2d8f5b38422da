"""Add to the register, inside one transaction: a version with all that belongs to it, or a deed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select

from docgen.model.diagnostic import Diagnostic, error
from docgen.model.version import TRANSITIONS, Deed, NewVersion, State
from docgen.store.register import blobs, checks, deriving, reading
from docgen.store.register.chain import canonical, deed_record, digest_of, head_of, version_record
from docgen.store.register.schema import DEED, FILE, LINK, VERSION


class RefusedError(Exception):
    """Raised inside a transaction to undo it; holds why."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__()
        self.diagnostics = tuple(diagnostics)


def append(db: Connection, new: NewVersion, given: Mapping[str, bytes], expected_head: str) -> int:
    """Record the version, its files, its blobs and its first deed; gives its number.

    :raises RefusedError: RG410, RG411 or RG414, to be raised on so that nothing is kept.
    """
    _at_head(db, new.dossier, expected_head)
    seq, number = _next(db, LINK.c.seq, new.dossier), _next(db, VERSION.c.number, new.dossier)
    if new.base >= number:
        raise RefusedError([_no_version(new.dossier, new.base)])
    locks = {digest_of(text.encode()): text.encode() for text in new.locks}
    blobs.keep(db, {**given, **locks})
    _complete(db, new)
    rows = _rows(new, seq, number)
    record = version_record(rows["version"], rows["files"], rows["locks"], new.inputs, rows["deed"])
    _link(db, new.dossier, seq, expected_head, head_of(expected_head, record))
    db.execute(insert(VERSION), rows["version"] | {"locks": canonical(rows["locks"]), "inputs": canonical(new.inputs)})
    if rows["files"]:
        db.execute(insert(FILE), rows["files"])
    db.execute(insert(DEED), rows["deed"])
    deriving.add(db, new.dossier, number)
    return number


def add_deed(db: Connection, dossier: str, number: int, deed: Deed, expected_head: str) -> None:
    """Record what became of a version. A signature supersedes the version that is signed until then.

    :raises RefusedError: RG410, RG411 or RG412, to be raised on so that nothing is kept.
    """
    _at_head(db, dossier, expected_head)
    states = reading.states(db, dossier)
    if number not in states:
        raise RefusedError([_no_version(dossier, number)])
    if deed.state not in TRANSITIONS[states[number][-1]]:
        raise RefusedError([_not_allowed(dossier, number, states[number][-1], deed.state)])
    others = _supersede(db, dossier, number, deed, states) if deed.state is State.SIGNED else []
    _one_deed(db, dossier, number, len(states[number]) + 1, deed)
    deriving.restate(db, dossier, [number, *others])


def _supersede(db: Connection, dossier: str, number: int, deed: Deed, states: Mapping[int, list[State]]) -> list[int]:
    """The version that was signed until now, if there is one, gives way to the one that is being signed."""
    signed = [n for n, found in states.items() if found[-1] is State.SIGNED]
    for other in signed:
        if other > number:
            raise RefusedError([_later_signed(dossier, number, other)])
        superseded = Deed(State.SUPERSEDED, deed.who, deed.when, deed.on, f"version {number} signed")
        _one_deed(db, dossier, other, len(states[other]) + 1, superseded)
    return signed


def _one_deed(db: Connection, dossier: str, number: int, nth: int, deed: Deed) -> None:
    previous, seq = reading.head(db, dossier), _next(db, LINK.c.seq, dossier)
    row = _deed_row(dossier, number, nth, seq, deed)
    _link(db, dossier, seq, previous, head_of(previous, deed_record(row)))
    db.execute(insert(DEED), row)


def _rows(new: NewVersion, seq: int, number: int) -> dict[str, Any]:
    """The rows of a version, by what they are."""
    key = {"dossier": new.dossier, "number": number}
    names = (
        "format", "engine", "as_of", "effective", "profile_digest", "library_digest", "text_digest", "base",
        "who", "when", "why",
    )  # fmt: skip
    files = [
        {**key, "nth": nth, "name": f.name, "type": f.type, "key": f.key, "language": f.language, "role": f.role,
         "digest": f.digest, "size": f.size}
        for nth, f in enumerate(new.files, 1)
    ]  # fmt: skip
    drafted = Deed(State.DRAFT, new.who, new.when, new.when[:10], new.why)
    return {
        "version": {**key, "seq": seq, **{name: getattr(new, name) for name in names}},
        "files": files,
        "locks": [digest_of(text.encode()) for text in new.locks],
        "deed": _deed_row(new.dossier, number, 1, seq, drafted),
    }


def _deed_row(dossier: str, number: int, nth: int, seq: int, deed: Deed) -> dict[str, Any]:
    return {
        "dossier": dossier, "number": number, "nth": nth, "seq": seq, "state": str(deed.state),
        "who": deed.who, "when": deed.when, "on": deed.on, "why": deed.why,
    }  # fmt: skip


def _link(db: Connection, dossier: str, seq: int, previous: str, head: str) -> None:
    db.execute(insert(LINK), {"dossier": dossier, "seq": seq, "previous": previous, "head": head})


def _next(db: Connection, column: Any, dossier: str) -> int:
    last = db.scalar(select(func.max(column)).where(column.table.c.dossier == dossier))
    return (last or 0) + 1


def _complete(db: Connection, new: NewVersion) -> None:
    """Everything that the version names is kept, with the files that its snapshot names."""
    wanted = {file.digest for file in new.files} | {new.text_digest, new.profile_digest, new.library_digest} - {""}
    lacking = wanted - blobs.kept(db, wanted)
    if not lacking and new.library_digest:
        of_snapshot = set(snapshot_digests(blobs.fetch(db, new.library_digest) or b""))
        lacking = of_snapshot - blobs.kept(db, of_snapshot)
    if lacking:
        raise RefusedError(checks.missing(lacking))


def snapshot_digests(data: bytes) -> tuple[str, ...]:
    """The digests that a snapshot names; none for bytes that are no snapshot."""
    try:
        found = json.loads(data)
    except ValueError:
        return ()
    return tuple(d for d in found.values() if isinstance(d, str)) if isinstance(found, dict) else ()


def _at_head(db: Connection, dossier: str, expected: str) -> None:
    found = reading.head(db, dossier)
    if found != expected:
        message = f"{dossier!r} has moved on: its head is {found[:12] or 'none'}, not {expected[:12] or 'none'}"
        hint = "somebody recorded in the meantime: look at the history, then plan again from its last state"
        raise RefusedError([error("RG410", message, None, hint)])


def _no_version(dossier: str, number: int) -> Diagnostic:
    return error("RG411", f"{dossier!r} has no version {number}", None, "`docgen history` lists the versions")


def _not_allowed(dossier: str, number: int, now: State, then: State) -> Diagnostic:
    allowed = sorted(TRANSITIONS[now])
    hint = f"it can become {' or '.join(allowed)}" if allowed else "it stays so; record a new version"
    return error("RG412", f"version {number} of {dossier!r} is {now} and cannot become {then}", None, hint)


def _later_signed(dossier: str, number: int, later: int) -> Diagnostic:
    message = f"version {number} of {dossier!r} cannot be signed: version {later}, which is later, is signed"
    return error("RG412", message, None, f"record a new version with this content, made from version {later}")
