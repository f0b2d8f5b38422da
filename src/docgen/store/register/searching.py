"""Look for clauses and versions in the derived tables: one query each, whatever the size of the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from docgen.model.use import Contract, Facts, Found, Search, Use, Wording
from docgen.stages.data_filters import folded
from docgen.store.register.schema import USE, USE_DOSSIER, USE_VERSION, USE_WORDING
from docgen.store.register.uses import intervals

Condition = ColumnElement[bool]
_FACTS = ("client", "state", "day", "signed_on", "ended_on", "effective", "ends")


def find(db: Connection, search: Search) -> Found:
    """Every use of a wording that the search asks for, by contract. Four queries, whatever there is to be found."""
    wordings = _rows(db, select(USE_WORDING.c.id, *(USE_WORDING.c[name] for name in Wording._fields)).where(*_of_wordings(search)))
    if not wordings:
        return Found((), {})
    held: dict[int, list[Use]] = defaultdict(list)
    make = Use._make
    for row in _rows(db, _uses(search)):
        held[row[0]].append(make(row[1:]))
    of_found = USE.c.wording.in_(_wordings(search))
    now: dict[int, tuple[int, str, str]] = {row[0]: (row[1], row[2], row[3]) for row in _rows(db, _now(search, of_found))}
    nothing, order = (0, "", ""), _joined if search.of_versions else sorted
    contracts = tuple(
        Contract._make((name, client, *now.get(id_, nothing), tuple(order(held[id_]))))
        for id_, name, client in _rows(db, _dossiers(of_found))
        if id_ in held
    )
    return Found(contracts, {row[0]: Wording._make(row[1:]) for row in wordings})


def _rows(db: Connection, query: Select[Any]) -> Sequence[Any]:
    """The rows as the driver gives them: numbers and texts need nothing else, and there may be many."""
    cursor = db.execute(query).cursor
    return cursor.fetchall() if cursor is not None else ()


def _joined(uses: Iterable[Use]) -> list[Use]:
    """Versions of a contract, each alone until now: those that follow each other with one wording are one use."""
    held: dict[tuple[str, int], list[int]] = defaultdict(list)
    for use in uses:
        held[use.key, use.wording].append(use.first)
    return sorted(Use(*run, *one) for one, numbers in held.items() for run in intervals(numbers))


def facts(db: Connection, search: Search) -> tuple[Facts, ...]:
    """Every version that the search asks for; where something is asked of clauses, one that holds such a clause."""
    columns = [USE_DOSSIER.c.dossier, USE_VERSION.c.number, *(USE_VERSION.c[name] for name in _FACTS)]
    joined: FromClause = USE_VERSION.join(USE_DOSSIER, USE_DOSSIER.c.id == USE_VERSION.c.dossier)
    query = select(*columns).select_from(joined).where(*_of_versions(USE_VERSION, search))
    if search.of_clauses:
        held = and_(USE.c.dossier == USE_VERSION.c.dossier, USE_VERSION.c.number.between(USE.c.first, USE.c.last))
        query = query.join(USE, held).where(USE.c.wording.in_(_wordings(search))).distinct()
    return tuple(map(Facts._make, db.execute(query).all()))


def names(db: Connection, column: str, clause: str) -> tuple[str, ...]:
    """What stands in a column of the wordings of a clause, or of all; each once."""
    query = select(USE_WORDING.c[column]).distinct().order_by(USE_WORDING.c[column])
    return tuple(db.scalars(query.where(USE_WORDING.c.clause == clause) if clause else query))


def _uses(search: Search) -> Select[Any]:
    """Runs of versions; where something is asked of versions, each of these alone."""
    joined: FromClause = USE
    first, last = USE.c.first, USE.c.last
    where: list[Condition] = [USE.c.wording.in_(_wordings(search))]
    if search.of_versions:
        joined = USE.join(
            USE_VERSION, and_(USE_VERSION.c.dossier == USE.c.dossier, USE_VERSION.c.number.between(USE.c.first, USE.c.last))
        )
        first = last = USE_VERSION.c.number
        where += _of_versions(USE_VERSION, search)
    return select(USE.c.dossier, first.label("first"), last.label("last"), USE.c.key, USE.c.wording).select_from(joined).where(*where)


def _now(search: Search, of_found: Condition) -> Select[Any]:
    """The version in force of each dossier that may be found."""
    columns = (USE_VERSION.c.dossier, USE_VERSION.c.number, USE_VERSION.c.effective, USE_VERSION.c.ends)
    return select(*columns).where(USE_VERSION.c.dossier.in_(select(USE.c.dossier).where(of_found)), *_in_force(USE_VERSION, search.as_of))


def _dossiers(of_found: Condition) -> Select[Any]:
    columns = (USE_DOSSIER.c.id, USE_DOSSIER.c.dossier, USE_DOSSIER.c.client)
    return select(*columns).where(USE_DOSSIER.c.id.in_(select(USE.c.dossier).where(of_found))).order_by(USE_DOSSIER.c.dossier)


def _wordings(search: Search) -> Select[Any]:
    return select(USE_WORDING.c.id).where(*_of_wordings(search))


def _of_wordings(search: Search) -> Iterator[Condition]:
    asked = {"clause": search.clause, "revision": search.revision, "position": search.position, "owner": search.department}
    yield from (USE_WORDING.c[name] == value for name, value in asked.items() if value)
    if search.deviation:
        yield USE_WORDING.c.deviations != ""


def _of_versions(version: Any, search: Search) -> Iterator[Condition]:
    if search.client:
        yield version.c.sought.contains(folded(search.client), autoescape=True)
    if search.status:
        yield version.c.state == search.status
    if search.since:
        yield version.c.day >= search.since
    if search.until:
        yield version.c.day <= search.until
    if search.in_force:
        yield from _in_force(version, search.as_of)


def _in_force(version: Any, day: str) -> Iterator[Condition]:
    """As :meth:`docgen.model.use.Facts.in_force` says it."""
    yield version.c.signed_on != ""
    yield version.c.signed_on <= day
    yield or_(version.c.ended_on == "", version.c.ended_on > day)
    yield or_(version.c.ends == "", version.c.ends >= day)
