"""Rows of the register to values. A history is three queries, whatever its length."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, and_, func, select

from docgen.model.version import Deed, DossierSummary, IssuedFile, State, Version
from docgen.store.register import blobs
from docgen.store.register.schema import DEED, FILE, LINK, VERSION

_VERSION = (
    "format", "engine", "as_of", "effective", "profile_digest", "library_digest", "text_digest", "base",
    "who", "when", "why", "locks", "inputs",
)  # fmt: skip
_FILE = ("name", "type", "key", "language", "role", "digest", "size")
_DEED = ("state", "who", "when", "on", "why")
_AT_ONCE = 400
_STATES = {str(state): state for state in State}

T = TypeVar("T")


class DamagedRowError(Exception):
    """Raised when a row cannot be what was recorded."""


def head(db: Connection, dossier: str) -> str:
    """The head of the last link; nothing for a dossier that is not there."""
    last = select(LINK.c.head).where(LINK.c.dossier == dossier).order_by(LINK.c.seq.desc()).limit(1)
    return db.scalars(last).one_or_none() or ""


def heads(db: Connection, dossier: str) -> tuple[str, ...]:
    """The head after each link, oldest first."""
    return tuple(db.scalars(select(LINK.c.head).where(LINK.c.dossier == dossier).order_by(LINK.c.seq)))


def history(db: Connection, dossier: str) -> tuple[Version, ...]:
    """Every version, oldest first, without the text of its locks.

    :raises DamagedRowError: when a row cannot be what was recorded.
    """
    return tuple(_versions(db, dossier, None))


def version(db: Connection, dossier: str, number: int) -> Version | None:
    """One version with the text of its locks.

    :raises DamagedRowError: when a row cannot be what was recorded.
    :raises blobs.DamagedBlobError: when a lock cannot.
    """
    found = next(_versions(db, dossier, number), None)
    if found is None:
        return None
    from dataclasses import replace

    return replace(found, locks=tuple(_lock(db, digest) for digest in found.lock_digests))


def dossiers(db: Connection, dossier: str = "") -> tuple[DossierSummary, ...]:
    """Every dossier by its id, or this one.

    :raises DamagedRowError: when a row cannot be what was recorded.
    """
    found: dict[str, dict[int, State]] = defaultdict(dict)
    rows = select(DEED.c.dossier, DEED.c.number, DEED.c.state).order_by(DEED.c.dossier, DEED.c.number, DEED.c.nth)
    for id_, number, state in db.execute(rows.where(DEED.c.dossier == dossier) if dossier else rows):
        found[id_][number] = _state(state)
    return tuple(_summary(id_, found[id_]) for id_ in sorted(found))


def last_heads(db: Connection, wanted: Sequence[str]) -> dict[str, str]:
    """The head of each of these dossiers that is there."""
    found: dict[str, str] = {}
    for some in _some(wanted):
        last = select(LINK.c.dossier, func.max(LINK.c.seq).label("seq")).where(LINK.c.dossier.in_(some)).group_by(LINK.c.dossier).subquery()
        joined = LINK.join(last, and_(LINK.c.dossier == last.c.dossier, LINK.c.seq == last.c.seq))
        found |= {row[0]: row[1] for row in db.execute(select(LINK.c.dossier, LINK.c.head).select_from(joined))}
    return found


def libraries(db: Connection, wanted: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """Dossier, number and digest of the library of every version of these dossiers."""
    query = select(VERSION.c.dossier, VERSION.c.number, VERSION.c.library_digest).order_by(VERSION.c.dossier, VERSION.c.number)
    for some in _some(wanted):
        yield from ((row[0], row[1], row[2]) for row in db.execute(query.where(VERSION.c.dossier.in_(some))))


def _some(wanted: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many as a query may name."""
    yield from (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))


def states(db: Connection, dossier: str) -> dict[int, list[State]]:
    """Every state that each version of a dossier was in, by its number.

    :raises DamagedRowError: when a row cannot be what was recorded.
    """
    found: dict[int, list[State]] = defaultdict(list)
    rows = select(DEED.c.number, DEED.c.state).where(DEED.c.dossier == dossier).order_by(DEED.c.number, DEED.c.nth)
    for number, state in db.execute(rows):
        found[number].append(_state(state))
    return dict(found)


def _summary(dossier: str, states: dict[int, State]) -> DossierSummary:
    last = max(states)
    signed = max((number for number, state in states.items() if state is State.SIGNED), default=0)
    return DossierSummary(dossier, len(states), last, states[last], signed)


def _lock(db: Connection, digest: str) -> str:
    data = blobs.fetch(db, digest)
    if data is None:
        raise DamagedRowError(f"the lock {digest[:12]} is missing")
    return data.decode()


def _versions(db: Connection, dossier: str, number: int | None) -> Iterator[Version]:
    files = _grouped(db, FILE, _FILE, dossier, number, IssuedFile)
    deeds = _grouped(db, DEED, _DEED, dossier, number, _deed)
    for count, previous, after, *values in db.execute(_with_link(dossier, number)).all():
        if count not in deeds:
            raise DamagedRowError(f"version {count} of {dossier!r} has no state")
        facts: dict[str, Any] = dict(zip(_VERSION, values, strict=True))
        facts["lock_digests"] = tuple(_json(facts.pop("locks")))
        facts["inputs"] = _json(facts["inputs"])
        yield Version(
            dossier=dossier, number=count, previous=previous, head=after, locks=(),
            files=tuple(files.get(count, ())), deeds=tuple(deeds[count]), **facts,
        )  # fmt: skip


def _deed(state: str, *rest: str) -> Deed:
    return Deed(_state(state), *rest)


def _with_link(dossier: str, number: int | None) -> Select[Any]:
    joined = VERSION.join(LINK, and_(LINK.c.dossier == VERSION.c.dossier, LINK.c.seq == VERSION.c.seq))
    columns = (VERSION.c.number, LINK.c.previous, LINK.c.head, *(VERSION.c[name] for name in _VERSION))
    query = select(*columns).select_from(joined).where(VERSION.c.dossier == dossier).order_by(VERSION.c.number)
    return query if number is None else query.where(VERSION.c.number == number)


def _grouped(
    db: Connection, table: Table, names: Iterable[str], dossier: str, number: int | None, make: Callable[..., T]
) -> dict[int, list[T]]:
    """Rows of a table as values, by the number of their version, in their order."""
    query = select(*(table.c[name] for name in names), table.c.number).where(table.c.dossier == dossier)
    if number is not None:
        query = query.where(table.c.number == number)
    found: dict[int, list[T]] = defaultdict(list)
    for row in db.execute(query.order_by(table.c.number, table.c.nth)).all():
        found[row[-1]].append(make(*row[:-1]))
    return found


def _state(text: str) -> State:
    found = _STATES.get(text)
    if found is None:
        raise DamagedRowError(f"{text!r} is no state")
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        raise DamagedRowError("what a version was made with cannot be read") from None
