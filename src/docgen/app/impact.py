"""The verbs ``clauses impact`` and ``search``: which recorded contracts hold a clause, and in which wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.library import ClauseSpec
from docgen.model.use import Contract, Facts, Impact, Search, Use

if TYPE_CHECKING:
    from docgen.store.register import Register


def impact(register: Register, workshop: Workshop, search: Search) -> Outcome[Impact]:
    """Every contract version that the search asks for; RN650 for a clause, position or department that nobody knows."""
    if not search.of_clauses:
        return Outcome(Impact(search, versions_alone(register.facts(search), search.as_of), {}))
    found = register.find(search)
    wrong = () if found.contracts else tuple(_unknown(register, workshop, search))
    return Outcome(None if wrong else Impact(search, found.contracts, found.wordings), wrong)


def versions_alone(facts: Iterable[Facts], day: str) -> tuple[Contract, ...]:
    """Versions of which nothing is asked but what is known of them as a whole, by contract."""
    found: dict[str, list[Facts]] = defaultdict(list)
    for one in facts:
        found[one.dossier].append(one)
    return tuple(_whole(found[dossier], day) for dossier in sorted(found))


def _whole(facts: list[Facts], day: str) -> Contract:
    facts.sort(key=lambda f: f.number)
    now = next((f for f in facts if f.in_force(day)), None)
    uses = tuple(Use(f.number, f.number, "", 0) for f in facts)
    return Contract(facts[-1].dossier, facts[-1].client, now.number if now else 0, now.effective if now else "", now.ends if now else "", uses)


# ------------------------------------------------------------------- unknown
def _unknown(register: Register, workshop: Workshop, search: Search) -> Iterator[Diagnostic]:
    """RN650 where nothing was found because a name is not one: neither recorded nor in the library of today."""
    clauses, positions, departments = register.used(search.clause)
    if search.clause and search.clause not in clauses:
        yield from _told("clause", search.clause, (*clauses, *workshop.project.clause_ids()))
        return
    spec = workshop.clause(search.clause) if search.clause else None
    specs: Sequence[ClauseSpec | None] = [spec] if search.clause else [workshop.clause(id_) for id_ in workshop.project.clause_ids()]
    known = [s for s in specs if s is not None]
    if search.position:
        yield from _told("position", search.position, (*positions, *(p.id for s in known for p in s.positions)))
    if search.department:
        yield from _told("department", search.department, (*departments, *(s.owner for s in known)))


def _told(what: str, name: str, known: Iterable[str]) -> Iterator[Diagnostic]:
    names = sorted({n for n in known if n})
    if name in names:
        return
    close = get_close_matches(name, names, 1)
    hint = f'did you mean "{close[0]}"?' if close else f"known: {', '.join(names[:12]) or 'none'}{' …' if len(names) > 12 else ''}"
    yield error("RN650", f'neither the register nor the library knows the {what} "{name}"', None, hint)
