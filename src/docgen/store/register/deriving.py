"""The tables in which clauses are looked for, derived from what is recorded: kept with it, checked against it, made anew.

A wording stands in a run of versions, so a contract whose clauses do not change adds no row with its next version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import groupby
from typing import Any, TypeAlias

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, text, update

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error
from docgen.model.use import Wording
from docgen.store.register import blobs, planes, uses
from docgen.store.register.schema import DEED, DERIVED, LINK, USE, USE_DOSSIER, USE_VERSION, USE_WORDING, VERSION

Row: TypeAlias = dict[str, Any]
Held: TypeAlias = tuple[Wording, str]
"""A wording and the key of its document."""
_AT_ONCE = 400
_REBUILD = "derive it anew: docgen verify --rebuild"


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the versions of a dossier; ``whole`` is False when a lock cannot be read."""

    facts: Mapping[int, Row]
    held: Mapping[Held, Sequence[int]]
    whole: bool


@dataclass(slots=True)
class _Reader:
    """Reads locks, and for those of old the clauses that they were made from."""

    db: Connection
    origins: dict[str, uses.Origin] = field(default_factory=dict)
    snapshots: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def derived(self, dossier: str, numbers: Sequence[int] = ()) -> Derived:
        """What follows from some versions of a dossier, or from all."""
        facts: dict[int, Row] = {}
        held: dict[Held, list[int]] = defaultdict(list)
        whole = True
        deeds = _deeds(self.db, dossier)
        for version in _versions(self.db, dossier, numbers):
            locks = [*self._locks(version["locks"])]
            read = [lock for lock in locks if lock is not None]
            whole = whole and len(read) == len(locks)
            for one in dict.fromkeys(h for lock in read for h in self._held(lock, version["library_digest"])):
                held[one].append(version["number"])
            if deeds.get(version["number"]):
                facts[version["number"]] = uses.facts(dossier, version, deeds[version["number"]], read)
        return Derived(facts, held, whole)

    def _locks(self, stored: str) -> Iterator[Row | None]:
        digests = uses.digests(stored)
        try:
            found = blobs.several(self.db, digests)
        except blobs.DamagedBlobError:
            found = {}
        for digest in digests:
            yield uses.lock_of(found[digest].decode("utf-8", "replace")) if digest in found else None

    def _held(self, lock: Row, library: str) -> Iterator[Held]:
        key = str(lock.get("key", ""))
        yield from ((one, key) for one in uses.wordings(lock, lambda id_: self._origin(library, id_)))

    def _origin(self, library: str, clause: str) -> uses.Origin:
        """A clause of the library of a version; files that did not change between versions are read once."""
        if library not in self.snapshots:
            self.snapshots[library] = uses.lock_of((self._blob(library) or b"").decode("utf-8", "replace")) or {}
        digest = self.snapshots[library].get(f"clauses/{clause}/clause.yaml", "")
        if digest not in self.origins:
            data = self._blob(digest) if digest else None
            self.origins[digest] = uses.origin(data) if data is not None else uses.UNKNOWN
        return self.origins[digest]

    def _blob(self, digest: str) -> bytes | None:
        try:
            return blobs.fetch(self.db, digest)
        except blobs.DamagedBlobError:
            return None  # said by an audit


def _versions(db: Connection, dossier: str, numbers: Sequence[int]) -> list[Row]:
    names = ("number", "when", "effective", "locks", "library_digest")
    query = select(*(VERSION.c[n] for n in names)).where(VERSION.c.dossier == dossier).order_by(VERSION.c.number)
    return [dict(r) for r in db.execute(query.where(VERSION.c.number.in_(numbers)) if numbers else query).mappings()]


def _deeds(db: Connection, dossier: str) -> dict[int, list[Row]]:
    query = select(DEED.c.number, DEED.c.state, DEED.c.on).where(DEED.c.dossier == dossier)
    found: dict[int, list[Row]] = defaultdict(list)
    for row in db.execute(query.order_by(DEED.c.number, DEED.c.nth)).mappings():
        found[row["number"]].append(dict(row))
    return found


# ---------------------------------------------------------------------- keep
def add(db: Connection, dossier: str, number: int) -> None:
    """Keep what follows from a version that was just recorded."""
    derived = _Reader(db).derived(dossier, (number,))
    id_ = _dossier_id(db, dossier)
    planes.mark(db, id_, _keep(db, id_, derived, _Known()))
    sum_up(db, id_)


def restate(db: Connection, dossier: str, numbers: Iterable[int]) -> None:
    """Keep what became of versions."""
    deeds, id_ = _deeds(db, dossier), _dossier_id(db, dossier)
    for version in _versions(db, dossier, tuple(numbers)):
        life = uses.life(version["when"], deeds[version["number"]])
        of_version = and_(USE_VERSION.c.dossier == id_, USE_VERSION.c.number == version["number"])
        db.execute(update(USE_VERSION).where(of_version).values(life))
    sum_up(db, id_)


def sum_up(db: Connection, dossier: int = 0) -> None:
    """Keep what follows from the versions of a dossier for the dossier as a whole, or of every dossier, from what is kept of them."""
    columns = [USE_VERSION.c[name] for name in ("dossier", "number", "client", "state", *uses.DAYS)]
    query = select(*columns).order_by(USE_VERSION.c.dossier, USE_VERSION.c.number)
    rows = db.execute(query.where(USE_VERSION.c.dossier == dossier) if dossier else query).mappings()
    each = groupby(rows, key=lambda row: int(row["dossier"]))
    new = [{"its": id_, **uses.of_dossier({row["number"]: dict(row) for row in found})} for id_, found in each]
    if new:
        names = [name for name in new[0] if name != "its"]
        of_one = update(USE_DOSSIER).where(USE_DOSSIER.c.id == bindparam("its"))
        db.execute(of_one.values({name: bindparam(name) for name in names}), new)


def rebuild(db: Connection) -> int:
    """Derive everything anew, while nobody records; gives the number of versions."""
    if db.dialect.name == "postgresql":
        db.execute(text(f"LOCK TABLE {LINK.name} IN SHARE ROW EXCLUSIVE MODE"))
    for table in DERIVED:
        db.execute(delete(table))
    reader, known, count = _Reader(db), _Known(), 0
    for dossier in db.scalars(select(VERSION.c.dossier).distinct().order_by(VERSION.c.dossier)).all():
        derived = reader.derived(dossier)
        _keep(db, _dossier_id(db, dossier), derived, known)
        count += len(derived.facts)
    sum_up(db)
    planes.fill(db)
    looked_at(db)
    return count


def looked_at(db: Connection) -> None:
    """PostgreSQL chooses how to search by what it knows of the tables: many rows at once are looked at at once."""
    if db.dialect.name == "postgresql":
        for table in DERIVED:
            db.execute(text(f"ANALYZE {table.name}"))


@dataclass(slots=True)
class _Known:
    """The numbers of wordings, as far as they were asked for."""

    ids: dict[Wording, int] = field(default_factory=dict)

    def of(self, db: Connection, wanted: Iterable[Wording]) -> dict[Wording, int]:
        """The number of each wording; it is added where there is none."""
        new = sorted({w for w in wanted if w not in self.ids})
        if new:
            self._find(db, new)
            lacking = [w._asdict() for w in new if w not in self.ids]
            if lacking:
                _add_once(db, USE_WORDING, lacking)
                self._find(db, new)
        return self.ids

    def _find(self, db: Connection, wanted: Sequence[Wording]) -> None:
        clauses = sorted({w.clause for w in wanted})
        columns = [USE_WORDING.c[name] for name in Wording._fields]
        for start in range(0, len(clauses), _AT_ONCE):
            query = select(USE_WORDING.c.id, *columns).where(USE_WORDING.c.clause.in_(clauses[start : start + _AT_ONCE]))
            self.ids |= {Wording._make(row[1:]): row[0] for row in db.execute(query).all()}


def _add_once(db: Connection, table: Any, rows: list[Row]) -> None:
    if db.dialect.name == "postgresql":  # another dossier may be adding the same one just now
        from sqlalchemy.dialects import postgresql

        db.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
    else:
        db.execute(insert(table), rows)


def _dossier_id(db: Connection, dossier: str) -> int:
    query = select(USE_DOSSIER.c.id).where(USE_DOSSIER.c.dossier == dossier)
    found: int | None = db.scalars(query).one_or_none()
    if found is not None:
        return found
    db.execute(insert(USE_DOSSIER), {"dossier": dossier, "client": ""})
    made: int = db.scalars(query).one()
    return made


def _keep(db: Connection, dossier: int, derived: Derived, known: _Known) -> Iterator[planes.Held]:
    """Keep versions of a dossier; gives which wording stands in which of them."""
    rows = [{"dossier": dossier, "number": n, **values} for n, values in derived.facts.items()]
    if rows:
        db.execute(insert(USE_VERSION), rows)
    ids = known.of(db, (w for w, _ in derived.held))
    runs = [(ids[w], key, *run) for (w, key), numbers in derived.held.items() for run in uses.intervals(numbers)]
    going_on = _ending_before(db, dossier, {run[2] for run in runs})
    new = [r for r in runs if (r[0], r[1], r[2] - 1) not in going_on]
    for wording, key, first, last in set(runs) - set(new):
        that = and_(USE.c.wording == wording, USE.c.dossier == dossier, USE.c.key == key, USE.c.last == first - 1)
        db.execute(update(USE).where(that).values(last=last))
    if new:
        names = ("wording", "key", "first", "last")
        db.execute(insert(USE), [{"dossier": dossier, **dict(zip(names, run, strict=True))} for run in new])
    return ((ids[w], number) for (w, _), numbers in derived.held.items() for number in numbers)


def _ending_before(db: Connection, dossier: int, numbers: Iterable[int]) -> set[tuple[int, str, int]]:
    """Runs of a dossier whose last version is the one before any of these."""
    before = [n - 1 for n in numbers if n > 1]
    query = select(USE.c.wording, USE.c.key, USE.c.last).where(USE.c.dossier == dossier, USE.c.last.in_(before))
    return {(row[0], row[1], row[2]) for row in db.execute(query)} if before else set()


# --------------------------------------------------------------------- check
def differences(db: Connection, dossiers: Iterable[str], *, every: bool) -> Iterator[Diagnostic]:
    """RG426 for each dossier of which a search would find something else than its locks say."""
    reader, names = _Reader(db), sorted(dossiers)
    ids: dict[str, int] = {row[0]: row[1] for row in db.execute(select(USE_DOSSIER.c.dossier, USE_DOSSIER.c.id))}
    counted = planes.differing(db) if every else {id_ for name in names if (id_ := ids.get(name)) and planes.differs(db, id_)}
    for dossier in names:
        wanted = reader.derived(dossier)
        if wanted.whole and (ids.get(dossier) in counted or _stored(db, dossier) != _rows_of(wanted)):
            message = f"{dossier!r}: what a search finds of it is not what its locks say"
            yield error("RG426", message, None, _REBUILD)
    if every:
        there = set(db.scalars(select(VERSION.c.dossier).distinct()))
        for dossier in sorted(ids.keys() - there):
            yield error("RG426", f"{dossier!r}: a search finds it, and nothing is recorded of it", None, _REBUILD)
        for number in sorted(counted - {*ids.values()}):
            yield error("RG426", f"contract {number}: a search counts it, and it has no name", None, _REBUILD)


def _rows_of(derived: Derived) -> tuple[Row, dict[int, Row], set[tuple[Any, ...]]]:
    runs = {(*w, key, *run) for (w, key), numbers in derived.held.items() for run in uses.intervals(numbers)}
    return uses.of_dossier(derived.facts), dict(derived.facts), runs


def _stored(db: Connection, dossier: str) -> tuple[Row, dict[int, Row], set[tuple[Any, ...]]]:
    known = db.execute(select(USE_DOSSIER).where(USE_DOSSIER.c.dossier == dossier)).mappings().one_or_none()
    if known is None:
        return uses.of_dossier({}), {}, set()
    whole = {name: value for name, value in known.items() if name not in ("id", "dossier")}
    facts = {}
    for row in db.execute(select(USE_VERSION).where(USE_VERSION.c.dossier == known["id"])).mappings():
        values = dict(row)
        del values["dossier"]
        facts[values.pop("number")] = values
    columns = [USE_WORDING.c[name] for name in Wording._fields]
    joined = USE.outerjoin(USE_WORDING, USE.c.wording == USE_WORDING.c.id)
    query = select(*columns, USE.c.key, USE.c.first, USE.c.last).select_from(joined).where(USE.c.dossier == known["id"])
    return whole, facts, {tuple(row) for row in db.execute(query)}
