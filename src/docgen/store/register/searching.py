"""Look for clauses and versions in the derived tables: a few queries each, whatever the size of the register.

Everything that is found is counted, in sets of bits; only the contracts that somebody will look at are read, and become values
when he does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, overload

from sqlalchemy import Connection, Select, Text, cast, collate, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from docgen.model.use import Contract, Count, Facts, Found, Search, Use, Wording
from docgen.stages.bit_planes import Planes, bits, both, by_member, either, joined, latest, members, whole_numbers
from docgen.stages.data_filters import folded
from docgen.stages.use_counts import counted, groups, in_states
from docgen.store.collector import uninterrupted
from docgen.store.register import planes
from docgen.store.register.schema import USE, USE_DOSSIER, USE_VERSION, USE_WORDING
from docgen.store.register.uses import intervals

Condition = ColumnElement[bool]
_Run: TypeAlias = tuple[int, int, int, int, str]
"""Number of a dossier, first version, last version, wording, document."""
_Row: TypeAlias = tuple[str, str, int, str, str, int]
"""Dossier, client, version in force, its first and its last day, number of the dossier."""
_FACTS = ("client", "state", "day", "signed_on", "ended_on", "effective", "ends")
_AT_ONCE = 400
_FEW = 2_000
"""So many dossiers, and no more, are asked for by their numbers: of more, all are read."""
_FEW_WORDINGS = 50
"""So many wordings, and no more, are looked up in each of a few dossiers: of more, all that these hold is read."""


def find(db: Connection, search: Search, *, clauses: bool, most: int = 0) -> Found:
    """Every use of a wording that the search asks for, or where not ``clauses`` are meant every version, by contract: all of
    them counted, and the first ``most`` contracts (0: all).
    """
    wordings = _found_wordings(db, search) if clauses else {}
    if clauses and not wordings:
        return Found((), {}, (Count("", "", 0, 0, 0),))
    with uninterrupted():
        states, in_force = _states(db), _versions(db, _in_force(USE_VERSION.c, search.as_of))
        asked = _asked(db, search, states, in_force) if search.of_versions or not clauses else None
        held = planes.found(db, _wordings(search), groups(wordings, one_clause=bool(search.clause))) if clauses else {}
        if asked is not None:
            held = {group: both(one, asked) for group, one in held.items()}
        whole, now = joined(held.values()) if clauses else asked or {}, latest(in_force)
        rows = _dossiers(db, either(whole.values()), now, most)
        runs = _runs(db, search, wordings, [row[5] for row in rows]) if clauses else None
        shown = by_member(asked, bits(row[5] for row in rows)) if asked is not None else None
    return Found(_Contracts(rows, runs, shown), wordings, counted(whole, held, states, now))


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

    def __init__(self, rows: Sequence[_Row], runs: Mapping[int, Sequence[_Run]] | None, asked: Mapping[int, Sequence[int]] | None) -> None:
        self._rows, self._runs, self._asked = rows, runs, asked

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Contract: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Contract]: ...

    def __getitem__(self, at: int | slice) -> Contract | Sequence[Contract]:
        if isinstance(at, slice):
            return _Contracts(self._rows[at], self._runs, self._asked)
        row = self._rows[at]
        return Contract(*row[:5], tuple(self._uses(row[5])))

    def __iter__(self) -> Iterator[Contract]:
        return (self[n] for n in range(len(self)))

    def _uses(self, dossier: int) -> list[Use]:
        asked = {*self._asked[dossier]} if self._asked is not None else None
        if self._runs is None:
            return [Use(n, n, "", 0) for n in sorted(asked or ())]
        if asked is None:
            return sorted(Use(first, last, key, wording) for _, first, last, wording, key in self._runs[dossier])
        held: dict[tuple[str, int], list[int]] = defaultdict(list)
        for _, first, last, wording, key in self._runs[dossier]:
            held[key, wording] += [n for n in range(first, last + 1) if n in asked]
        return sorted(Use(*run, *one) for one, found in held.items() for run in intervals(found))


# ------------------------------------------------------------------- queries
def _rows(db: Connection, query: Select[Any]) -> Sequence[Any]:
    """The rows as the driver gives them: numbers and texts need nothing else, and there may be many."""
    cursor = db.execute(query).cursor
    return cursor.fetchall() if cursor is not None else ()


def _found_wordings(db: Connection, search: Search) -> dict[int, Wording]:
    query = select(USE_WORDING.c.id, *(USE_WORDING.c[name] for name in Wording._fields)).where(*_of_wordings(search))
    return {row[0]: Wording._make(row[1:]) for row in _rows(db, query)}


def _states(db: Connection) -> dict[str, Planes]:
    """The versions in each state."""
    which = func.aggregate_strings(cast(USE_DOSSIER.c.id, Text), ",")
    return in_states(dict(_rows(db, select(USE_DOSSIER.c.states, which).group_by(USE_DOSSIER.c.states))))


def _asked(db: Connection, search: Search, states: Mapping[str, Planes], in_force: Planes) -> Planes:
    """The versions that the search asks for; what is known already is not asked again."""
    known = ([states.get(search.status, {})] if search.status else []) + ([in_force] if search.in_force else [])
    rest = replace(search, status="", in_force=False)
    found = [*known, *([_versions(db, _of_versions(rest), wide=bool(rest.client))] if rest.of_versions or not known else [])]
    return found[0] if len(found) == 1 else _all_of(found)


def _all_of(found: Sequence[Planes]) -> Planes:
    first, *others = found
    for other in others:
        first = both(first, other)
    return first


def _versions(db: Connection, conditions: Iterator[Condition], *, wide: bool = False) -> Planes:
    """The versions of which these conditions are true; ``wide``: they ask for what the index of days does not have."""
    number = USE_VERSION.c.number + 0 if wide else USE_VERSION.c.number
    which = func.aggregate_strings(cast(USE_VERSION.c.dossier, Text), ",")
    return {row[0]: bits(whole_numbers(row[1])) for row in _rows(db, select(number, which).where(*conditions).group_by(number))}


def _dossiers(db: Connection, wanted: int, now: Planes, most: int) -> list[_Row]:
    """The first of these dossiers in the order of their names, each with its version in force."""
    c = USE_DOSSIER.c
    ids = _first(db, wanted, most) if most and wanted.bit_count() > max(most, _FEW) else [*members(wanted)]
    query = select(c.dossier, c.client, c.id, c.signed, c.effective, c.ends)
    rows = sorted(_of(db, query, c.id, ids, at=2))[: most or None]
    in_force = {id_: found[0] for id_, found in by_member(now, bits(row[2] for row in rows)).items()}
    earlier = [row[2] for row in rows if in_force.get(row[2], row[3]) != row[3]]
    v = USE_VERSION.c
    days = {row[:2]: row[2:] for row in _of(db, select(v.dossier, v.number, v.effective, v.ends), v.dossier, earlier)}
    return [_row(row, in_force.get(row[2], 0), days) for row in rows]


def _row(row: tuple[str, str, int, int, str, str], now: int, days: Mapping[tuple[int, int], tuple[str, str]]) -> _Row:
    dossier, client, id_, signed, *its = row
    effective, ends = its if now == signed else days.get((id_, now), ("", ""))
    return (dossier, client, now, effective, ends, id_) if now else (dossier, client, 0, "", "", id_)


def _first(db: Connection, wanted: int, most: int) -> list[int]:
    """The first of many dossiers in the order of their names: in that of their characters, on every database."""
    c, start, some = USE_DOSSIER.c, "", max(_AT_ONCE, most)
    found: list[int] = []
    name = collate(c.dossier, "C" if db.dialect.name == "postgresql" else "BINARY")
    while len(found) < most:
        rows = _rows(db, select(c.dossier, c.id).where(name > start).order_by(name).limit(some))
        found += [row[1] for row in rows if wanted >> row[1] & 1]
        if len(rows) < some:
            break
        start, some = rows[-1][0], some * 4
    return found[:most]


def _of(db: Connection, query: Select[Any], column: ColumnElement[int], ids: Sequence[int], at: int = 0) -> list[Any]:
    """The rows of a query that belong to these dossiers; ``at``: where in a row the number of its dossier stands."""
    if len(ids) > _FEW:
        among = {*ids}
        return [row for row in _rows(db, query) if row[at] in among]
    return [row for start in range(0, len(ids), _AT_ONCE) for row in _rows(db, query.where(column.in_(ids[start : start + _AT_ONCE])))]


def _runs(db: Connection, search: Search, wordings: Mapping[int, Wording], ids: Sequence[int]) -> dict[int, list[_Run]]:
    """Where the wordings stand in these dossiers."""
    c = USE.c
    query = select(c.dossier, c.first, c.last, c.wording, c.key)
    if len(ids) > _FEW or len(wordings) <= _FEW_WORDINGS:
        query = query.where(c.wording.in_(_wordings(search)))
    held: dict[int, list[_Run]] = defaultdict(list)
    for row in _of(db, query, c.dossier, ids):
        if row[3] in wordings:
            held[row[0]].append(row)
    return held


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
