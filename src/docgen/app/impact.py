"""The verbs ``clauses impact`` and ``search``: which recorded contracts hold a clause, and in which wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.use import Impact, Search

if TYPE_CHECKING:
    from docgen.model.library import ClauseSpec
    from docgen.store.project import Project
    from docgen.store.register import Register


def impact(register: Register, project: Project, search: Search, most: int = 0) -> Outcome[Impact]:
    """Every contract version that the search asks for, of at most so many contracts (0: all); all are counted. RN650 for a clause, position or department that nobody knows."""
    found = register.find(search, most) if search.of_clauses else register.find_versions(search, most)
    wrong = () if found.contracts else tuple(_unknown(register, project, search))
    return Outcome(None if wrong else Impact(search, found.contracts, found.wordings, found.counts), wrong)


# ------------------------------------------------------------------- unknown
def _unknown(register: Register, project: Project, search: Search) -> Iterator[Diagnostic]:
    """RN650 where nothing was found because a name is not one: neither recorded nor in the library of today."""
    if not search.of_clauses:
        return
    clauses, positions, departments = register.used(search.clause)
    if search.clause and search.clause not in clauses:
        yield from _told("clause", search.clause, (*clauses, *project.clause_ids()))
        return
    spec = project.clause(search.clause).value if search.clause else None
    specs: Sequence[ClauseSpec | None] = [spec] if search.clause else [project.clause(id_).value for id_ in project.clause_ids()]
    known = [s for s in specs if s is not None]
    if search.position:
        yield from _told("position", search.position, (*positions, *(p.id for s in known for p in s.positions)))
    if search.department:
        yield from _told("department", search.department, (*departments, *(s.owner for s in known)))


def _told(what: str, name: str, known: Iterable[str]) -> Iterator[Diagnostic]:
    from difflib import get_close_matches

    names = sorted({n for n in known if n})
    if name in names:
        return
    close = get_close_matches(name, names, 1)
    hint = f'did you mean "{close[0]}"?' if close else f"known: {', '.join(names[:12]) or 'none'}{' …' if len(names) > 12 else ''}"
    yield error("RN650", f'neither the register nor the library knows the {what} "{name}"', None, hint)
