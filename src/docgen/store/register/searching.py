"""Look for clauses and versions in the derived tables: one query each, whatever the size of the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, FromClause, Select, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from docgen.model.use import Facts, Found, Line, Search, Wording
from docgen.stages.data_filters import folded
from docgen.store.register.schema import USE, USE_DOSSIER, USE_VERSION, USE_WORDING

Condition = ColumnElement[bool]
_FACTS = ("client", "state", "day", "signed_on", "ended_on", "effective", "ends")


def find(db: Connection, search: Search) -> Found:
    """Every use of a wording that the search asks for.

    Where nothing is asked of versions, each line is a run of them; otherwise a line holds one version.
    """
    wording = [USE_WORDING.c.id, *(USE_WORDING.c[name] for name in Wording._fields)]
    rows = db.execute(select(*wording).where(*_of_wordings(search))).all()
    if not rows:
        return Found((), {})
    found = db.execute(_lines(search)).all()
    return Found(tuple(map(Line._make, found)), {row[0]: Wording._make(row[1:]) for row in rows})


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


def _lines(search: Search) -> Select[Any]:
    """The uses, each with what is known of the version in force of its dossier."""
    now = USE_VERSION.alias("now")
    in_force = and_(now.c.dossier == USE.c.dossier, *_in_force(now, search.as_of))
    joined: FromClause = USE.join(USE_DOSSIER, USE_DOSSIER.c.id == USE.c.dossier).outerjoin(now, in_force)
    first, last = USE.c.first, USE.c.last
    where: list[Condition] = [USE.c.wording.in_(_wordings(search))]
    if search.of_versions:
        joined = joined.join(
            USE_VERSION, and_(USE_VERSION.c.dossier == USE.c.dossier, USE_VERSION.c.number.between(USE.c.first, USE.c.last))
        )
        first = last = USE_VERSION.c.number
        where += _of_versions(USE_VERSION, search)
    said = (func.coalesce(now.c.number, 0), *(func.coalesce(now.c[name], "") for name in ("effective", "ends")))
    columns = (USE_DOSSIER.c.dossier, USE_DOSSIER.c.client, first.label("first"), last.label("last"), USE.c.key, USE.c.wording, *said)
    return select(*columns).select_from(joined).where(*where)


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
