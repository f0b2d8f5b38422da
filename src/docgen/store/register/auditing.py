"""Recompute everything that a register says of itself, from the rows and by the rules of docs/register.md."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, select, text

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error
from docgen.model.version import TRANSITIONS, State
from docgen.store.register import blobs, deriving
from docgen.store.register.chain import canonical, deed_record, head_of, version_record
from docgen.store.register.schema import DEED, FILE, GUARDED, LINK, STEP, VERSION
from docgen.store.register.steps import COLUMNS
from docgen.store.register.writing import snapshot_digests

Row: TypeAlias = dict[str, Any]

_LEAVE = "leave the register as it is, compare it with a backup, and find out who wrote to it"


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one dossier, each table in its order."""

    links: list[Row]
    versions: list[Row]
    files: dict[int, list[Row]]
    deeds: dict[int, list[Row]]
    steps: list[Row]


def audit(db: Connection, dossier: str) -> tuple[Diagnostic, ...]:
    """Everything that does not hold, in one dossier or in the whole register."""
    found: list[Diagnostic] = [] if dossier else [*_pages(db), *_guards(db)]
    wanted: set[str] = set()
    sound: list[str] = []  # only what is recorded as it was can say what a search should find
    for name in [dossier] if dossier else _names(db):
        rows = _rows(db, name)
        wrong = [*_chain(name, rows), *_numbers(name, rows), *_states(name, rows)]
        found += wrong
        sound += [] if wrong else [name]
        wanted |= _digests(db, rows)
    found += deriving.differences(db, sound, every=not dossier)
    if not dossier:
        wanted |= blobs.all_digests(db)
    found += [
        error("RG423", f"blob {digest[:12]}: {what}", None, "take the file from a backup or from whoever received it")
        for digest, what in blobs.unsound(db, wanted)
    ]
    return tuple(found)


# ------------------------------------------------------------------- the database
def _pages(db: Connection) -> Iterator[Diagnostic]:
    if db.dialect.name != "sqlite":
        return
    for said in db.scalars(text("PRAGMA integrity_check(20)")):
        if said != "ok":
            yield error("RG406", f"the register is damaged: {said}", None, "put back the last backup")


def _guards(db: Connection) -> Iterator[Diagnostic]:
    """Every table still refuses to change a row."""
    if db.dialect.name == "sqlite":
        names, last = text("SELECT name FROM sqlite_master WHERE type = 'trigger'"), "replace"
    else:
        names, last = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"), "truncate"
    there = set(db.scalars(names))
    for table in GUARDED:
        lacking = [what for what in ("update", "delete", last) if f"{table}_no_{what}" not in there]
        if lacking:
            message = f"nothing refuses {' or '.join(lacking)} on {table} any more"
            yield error("RG424", message, None, _LEAVE)


# --------------------------------------------------------------------- one dossier
def _names(db: Connection) -> list[str]:
    found: set[str] = set()
    for table in (LINK, VERSION, FILE, DEED, STEP):
        found |= set(db.scalars(select(table.c.dossier).distinct()))
    return sorted(name for name in found if isinstance(name, str))  # a damaged page gives names that are none


def _rows(db: Connection, dossier: str) -> _Rows:
    return _Rows(
        _of(db, LINK, dossier, "seq"),
        _of(db, VERSION, dossier, "number"),
        _by_number(_of(db, FILE, dossier, "number", "nth")),
        _by_number(_of(db, DEED, dossier, "number", "nth")),
        _of(db, STEP, dossier, "seq"),
    )


def _of(db: Connection, table: Table, dossier: str, *order: str) -> list[Row]:
    query = select(table).where(table.c.dossier == dossier).order_by(*(table.c[name] for name in order))
    return [dict(row) for row in db.execute(query).mappings()]


def _by_number(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["number"]].append(row)
    return dict(found)


def _chain(dossier: str, rows: _Rows) -> Iterator[Diagnostic]:
    """Each link follows the one before it and is the head of its record; nothing is outside the chain."""
    records, before = _records(rows), ""
    for nth, link in enumerate(rows.links, 1):
        here = records.pop(link["seq"], [])
        if link["seq"] != nth:
            yield _gap(dossier, f"link {nth} is missing")
            break
        if link["previous"] != before or len(here) != 1 or _head(link["previous"], here[0]) != link["head"]:
            yield _broken(dossier, f"link {nth} does not hold what was recorded")
        before = link["head"]
    for seq in sorted(records, key=str):
        yield _broken(dossier, f"something stands at link {seq}, outside the chain")
    for number in sorted({*rows.files, *rows.deeds} - {version["number"] for version in rows.versions}, key=str):
        yield _broken(dossier, f"there are rows of version {number}, which is not there")


def _records(rows: _Rows) -> dict[Any, list[Row | None]]:
    """What stands at each link; None for something that no link can hold."""
    found: dict[Any, list[Row | None]] = defaultdict(list)
    for version in rows.versions:
        found[version["seq"]].append(_version(version, rows))
    for deeds in rows.deeds.values():
        for deed in deeds:
            if deed["nth"] != 1:
                found[deed["seq"]].append(deed_record(deed))
    for step in rows.steps:
        found[step["seq"]].append(_step(step))
    return found


def _step(step: Row) -> Row | None:
    """The record of a step; None when what stands beside it says something else."""
    record = _exact(step["record"])
    same = isinstance(record, dict) and all(record.get(name) == step[name] for name in COLUMNS)
    return record if same else None


def _version(version: Row, rows: _Rows) -> Row | None:
    files, deeds = rows.files.get(version["number"], []), rows.deeds.get(version["number"], [])
    locks, inputs = _exact(version["locks"]), _exact(version["inputs"])
    if not deeds or deeds[0]["nth"] != 1 or deeds[0]["seq"] != version["seq"] or locks is None or inputs is None:
        return None
    if [file["nth"] for file in files] != list(range(1, len(files) + 1)):
        return None
    return version_record(version, files, locks, inputs, deeds[0])


def _exact(stored: Any) -> Any | None:
    """The data of a canonical text; None when the text is not exactly that."""
    try:
        found = json.loads(stored)
        return found if canonical(found) == stored else None
    except (ValueError, TypeError):
        return None


def _head(previous: Any, record: Row | None) -> str:
    try:
        return "" if record is None else head_of(previous, record)
    except (ValueError, TypeError):
        return ""


def _numbers(dossier: str, rows: _Rows) -> Iterator[Diagnostic]:
    found = [version["number"] for version in rows.versions]
    if found != list(range(1, len(found) + 1)):
        lacking = sorted(set(range(1, len(found) + 1)) - set(found))
        yield _gap(dossier, f"version {lacking[0]} is missing")


def _states(dossier: str, rows: _Rows) -> Iterator[Diagnostic]:
    """The deeds of each version may follow each other, and one version is signed at most."""
    last = []
    for number, deeds in rows.deeds.items():
        states = [str(deed["state"]) for deed in deeds]
        if [deed["nth"] for deed in deeds] != list(range(1, len(deeds) + 1)) or not _allowed(states):
            yield _impossible(dossier, f"version {number} went {', '.join(states)}")
        last.append(states[-1])
    if last.count(State.SIGNED) > 1:
        yield _impossible(dossier, "more than one version is signed")


def _allowed(states: list[str]) -> bool:
    if states[0] != State.DRAFT or not set(states) <= set(State):
        return False
    return all(State(then) in TRANSITIONS[State(now)] for now, then in zip(states, states[1:], strict=False))


def _digests(db: Connection, rows: _Rows) -> set[str]:
    """Every blob that the versions of a dossier name, with the files of their snapshots."""
    found = {file["digest"] for files in rows.files.values() for file in files}
    snapshots = {version["library_digest"] for version in rows.versions} - {""}
    for version in rows.versions:
        found |= {version["profile_digest"], version["text_digest"], *(_exact(version["locks"]) or ())} - {""}
    for digest in snapshots:
        try:
            found |= set(snapshot_digests(blobs.fetch(db, digest) or b""))
        except blobs.DamagedBlobError:
            continue  # said with the other blobs
    return found | snapshots


def _broken(dossier: str, what: str) -> Diagnostic:
    return error("RG421", f"{dossier!r}: {what}", None, _LEAVE)


def _gap(dossier: str, what: str) -> Diagnostic:
    return error("RG422", f"{dossier!r}: {what}", None, _LEAVE)


def _impossible(dossier: str, what: str) -> Diagnostic:
    return error("RG425", f"{dossier!r}: {what}", None, _LEAVE)
