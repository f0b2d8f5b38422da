"""Look for clauses and versions in the derived tables: a few queries each, whatever the size of the register.

What the driver gives is kept as it is; a contract becomes a value when somebody looks at it.
"""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeAlias, overload

from sqlalchemy import Connection, Select, Text, and_, case, cast, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from docgen.model.use import Contract, Count, Facts, Found, Search, Use, Wording
from docgen.stages.data_filters import folded
from docgen.stages.use_counts import Shape, counted, in_state, numbers, seen
from docgen.store.register.schema import USE, USE_DOSSIER, USE_VERSION, USE_WORDING
from docgen.store.register.uses import intervals

Condition = ColumnElement[bool]
_Runs: TypeAlias = Mapping[int, Sequence[tuple[int, int, int, int, str]]]
"""By the number of a dossier: that again, first version, last version, wording, document."""
_Row: TypeAlias = tuple[str, str, int, str, str, int, str]
"""Dossier, client, version in force, its first and its last day, number of the dossier, states of its versions."""
_FACTS = ("client", "state", "day", "signed_on", "ended_on", "effective", "ends")
_FEW = 4
"""A search that finds fewer than one in so many dossiers asks for these alone, any other one for all."""
_AT_ONCE = 400


def find(db: Connection, search: Search, *, clauses: bool) -> Found:
    """Every use of a wording that the search asks for, or where not ``clauses`` are meant every version, by contract."""
    wordings = _found_wordings(db, search) if clauses else {}
    if clauses and not wordings:
        return Found((), {}, (Count("", "", 0, 0, 0),))
    with _uninterrupted():
        runs = _runs(db, search) if wordings else None
        rows = _dossiers(db, search, runs)
        versions = _asked(db, search, runs, rows) if search.of_versions or runs is None else None
        if versions is not None:
            rows = [row for row in rows if row[5] in versions]
        shapes = _shapes(rows, runs, versions)
        times = Counter(shapes)
        if runs is not None and versions is not None:
            there = {shape for shape in times if seen(shape)}
            rows = [row for row, shape in zip(rows, shapes, strict=True) if shape in there]
    return Found(_Contracts(rows, runs, versions), wordings, counted(times, wordings, one_clause=bool(search.clause)))


def facts(db: Connection, dossiers: Sequence[str]) -> Iterator[Facts]:
    """What is known of every version of some dossiers."""
    columns = [USE_DOSSIER.c.dossier, USE_VERSION.c.number, *(USE_VERSION.c[name] for name in _FACTS)]
    query = select(*columns).join(USE_VERSION, USE_DOSSIER.c.id == USE_VERSION.c.dossier)
    for start in range(0, len(dossiers), _AT_ONCE):
        some = USE_DOSSIER.c.dossier.in_(dossiers[start : start + _AT_ONCE])
        yield from map(Facts._make, _rows(db, query.where(some).order_by(USE_DOSSIER.c.id, USE_VERSION.c.number)))


def names(db: Connection, column: str, clause: str) -> tuple[str, ...]:
    """What stands in a column of the wordings of a clause, or of all; each once."""
    query = select(USE_WORDING.c[column]).distinct()
    return tuple(sorted(db.scalars(query.where(USE_WORDING.c.clause == clause) if clause else query)))


class _Contracts(Sequence[Contract]):
    """Contracts as values, each made when it is looked at: most of many are counted and never looked at."""

    def __init__(self, rows: Sequence[_Row], runs: _Runs | None, versions: Mapping[int, str] | None) -> None:
        self._rows, self._runs, self._versions = rows, runs, versions

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Contract: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Contract]: ...

    def __getitem__(self, at: int | slice) -> Contract | Sequence[Contract]:
        if isinstance(at, slice):
            return _Contracts(self._rows[at], self._runs, self._versions)
        row = self._rows[at]
        days = row[3:5] if row[2] else ("", "")
        return Contract(*row[:3], *days, tuple(self._uses(row[5])))

    def __iter__(self) -> Iterator[Contract]:
        return (self[n] for n in range(len(self)))

    def _uses(self, dossier: int) -> list[Use]:
        asked = numbers(self._versions[dossier]) if self._versions is not None else None
        if self._runs is None:
            return [Use(n, n, "", 0) for n in sorted(asked or ())]
        if asked is None:
            return sorted(Use(first, last, key, wording) for _, first, last, wording, key in self._runs[dossier])
        held: dict[tuple[str, int], list[int]] = defaultdict(list)
        for _, first, last, wording, key in self._runs[dossier]:
            held[key, wording] += [n for n in range(first, last + 1) if n in asked]
        return sorted(Use(*run, *one) for one, found in held.items() for run in intervals(found))


# ------------------------------------------------------------------- queries
@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Without looking for garbage in cycles: rows have none, and looking through so many takes longer than reading them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _rows(db: Connection, query: Select[Any]) -> Sequence[Any]:
    """The rows as the driver gives them: numbers and texts need nothing else, and there may be many."""
    cursor = db.execute(query).cursor
    return cursor.fetchall() if cursor is not None else ()


def _found_wordings(db: Connection, search: Search) -> dict[int, Wording]:
    query = select(USE_WORDING.c.id, *(USE_WORDING.c[name] for name in Wording._fields)).where(*_of_wordings(search))
    return {row[0]: Wording._make(row[1:]) for row in _rows(db, query)}


def _runs(db: Connection, search: Search) -> _Runs:
    """Where the wordings stand."""
    query = select(USE.c.dossier, USE.c.first, USE.c.last, USE.c.wording, USE.c.key).where(USE.c.wording.in_(_wordings(search)))
    held: dict[int, list[Any]] = defaultdict(list)
    for row in _rows(db, query):
        held[row[0]].append(row)
    return held


def _some(db: Connection, search: Search, found: Mapping[int, Any] | None) -> Select[Any] | None:
    """The dossiers that hold the wordings, where they are few: asking for them alone is quicker then."""
    if found is None or len(found) * _FEW > (db.scalar(select(func.max(USE_DOSSIER.c.id))) or 0):
        return None
    return select(USE.c.dossier).where(USE.c.wording.in_(_wordings(search)))


def _asked(db: Connection, search: Search, runs: _Runs | None, rows: Sequence[_Row]) -> dict[int, str]:
    """The numbers of the versions of each dossier that the search asks for, with commas between them: of a state alone, its
    letters tell which, and no version is looked at.
    """
    if not search.status or replace(search, status="").of_versions:
        return _versions(db, search, _some(db, search, runs))
    found = ((row[5], in_state(row[6], search.status)) for row in rows)
    return {dossier: asked for dossier, asked in found if asked}


def _versions(db: Connection, search: Search, some: Select[Any] | None) -> dict[int, str]:
    """The numbers of the versions of each dossier that the search asks for, with commas between them."""
    number = func.aggregate_strings(cast(USE_VERSION.c.number, Text), ",")
    query = select(USE_VERSION.c.dossier, number).where(*_of_versions(search)).group_by(USE_VERSION.c.dossier)
    return dict(_rows(db, query if some is None else query.where(USE_VERSION.c.dossier.in_(some))))


def _dossiers(db: Connection, search: Search, runs: _Runs | None) -> list[_Row]:
    """The dossiers that hold what was found, in the order of their names, each with its version in force."""
    some = _some(db, search, runs)
    c = USE_DOSSIER.c
    query = select(c.dossier, c.client, _now(search.as_of), c.effective, c.ends, c.id, c.states)
    rows = _rows(db, query if some is None else query.where(c.id.in_(some)))
    if runs is not None:
        rows = [row for row in rows if row[5] in runs]
    if any(row[2] < 0 for row in rows):
        before = _before(db, search.as_of)
        rows = [row if row[2] >= 0 else (*row[:2], *before.get(row[5], (0, "", "")), *row[5:]) for row in rows]
    return sorted(rows)


def _now(day: str) -> ColumnElement[int]:
    """The version that was signed last where it is in force; else less than 0 where an earlier one may be, and 0 where none can."""
    c = USE_DOSSIER.c
    return case((and_(*_in_force(c, day)), c.signed), (c.signed > 1, -1), else_=0)


def _before(db: Connection, day: str) -> dict[int, tuple[int, str, str]]:
    """The version in force of each dossier, where it is not the one that was signed last."""
    columns = (USE_VERSION.c.dossier, USE_VERSION.c.number, USE_VERSION.c.effective, USE_VERSION.c.ends)
    joined = USE_VERSION.join(USE_DOSSIER, USE_DOSSIER.c.id == USE_VERSION.c.dossier)
    earlier = (USE_VERSION.c.number < USE_DOSSIER.c.signed, *_in_force(USE_VERSION.c, day))
    query = select(*columns).select_from(joined).where(*earlier).order_by(USE_VERSION.c.number)
    return {row[0]: (row[1], row[2], row[3]) for row in _rows(db, query)}


def _shapes(rows: Sequence[_Row], runs: _Runs | None, versions: Mapping[int, str] | None) -> list[Shape]:
    """What counts of each dossier; in one pass, for there may be many."""
    if runs is None:
        return [((), (versions or {})[row[5]], row[2], row[6]) for row in rows]
    held = (tuple([run[1:4] for run in runs[row[5]]]) for row in rows)
    if versions is None:
        return [(runs_, "", row[2], row[6]) for runs_, row in zip(held, rows, strict=True)]
    return [(runs_, versions[row[5]], row[2], row[6]) for runs_, row in zip(held, rows, strict=True)]


def _wordings(search: Search) -> Select[Any]:
    return select(USE_WORDING.c.id).where(*_of_wordings(search))


def _of_wordings(search: Search) -> Iterator[Condition]:
    asked = {"clause": search.clause, "revision": search.revision, "position": search.position, "owner": search.department}
    yield from (USE_WORDING.c[name] == value for name, value in asked.items() if value)
    if search.deviation:
        yield USE_WORDING.c.deviations != ""


def _of_versions(search: Search) -> Iterator[Condition]:
    if search.client:
        yield USE_VERSION.c.sought.contains(folded(search.client), autoescape=True)
    if search.status:
        yield USE_VERSION.c.state == search.status
    if search.since:
        yield USE_VERSION.c.day >= search.since
    if search.until:
        yield USE_VERSION.c.day <= search.until
    if search.in_force:
        yield from _in_force(USE_VERSION.c, search.as_of)


def _in_force(of: Any, day: str) -> Iterator[Condition]:
    """As :meth:`docgen.model.use.Facts.in_force` says it, of columns with these names."""
    yield of.signed_on != ""
    yield of.signed_on <= day
    yield or_(of.ended_on == "", of.ended_on > day)
    yield or_(of.ends == "", of.ends >= day)
