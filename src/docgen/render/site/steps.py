"""Who proposed, approved and withdrew the revisions of a clause, as its page says it."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.dataclass import dataclass
from docgen.model.journal import APPROVED, SUBMITTED, Entry, Journal
from docgen.model.library import ClauseSpec
from docgen.model.people import APPROVER, AUTHOR, EVERYWHERE, People, Person
from docgen.render.site.context import Site

_ROLES = {SUBMITTED: (AUTHOR,), APPROVED: (APPROVER,)}


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a revision in words: ``step`` is a code, ``people`` are names, each with the departments it acted for."""

    revision: int
    step: str
    day: str
    iso: str
    people: tuple[tuple[str, str], ...]
    body: str
    why: str


def steps_of(spec: ClauseSpec, journal: Journal, site: Site) -> Iterator[StepRow]:
    """The steps of a clause, those of the newest revision first and its last step first."""
    people = site.library.people_of(spec.library)
    ordered = sorted(enumerate(journal.entries), key=lambda one: (one[1].revision, one[0]), reverse=True)
    for _, entry in ordered:
        yield _row(entry, spec, people, site)


def _row(entry: Entry, spec: ClauseSpec, people: People | None, site: Site) -> StepRow:
    iso, body = str(entry.record["when"])[:10], str(entry.record.get("body", ""))
    ids = dict.fromkeys((entry.who, *map(str, entry.record.get("authors", ()))))
    named = tuple(_named(id_, entry.step, iso, spec, people, site) for id_ in ids)
    why = site.said(str(entry.record["why"]))
    return StepRow(entry.revision, entry.step, site.words.day(iso), iso, named, site.name_of(body, "owner") if body else "", why)


def _named(id_: str, step: str, day: str, spec: ClauseSpec, people: People | None, site: Site) -> tuple[str, str]:
    """Name and departments of a person; the id of somebody whom the library does not know any more."""
    person = people.people.get(id_) if people is not None else None
    return (person.name, _departments(person, step, day, spec.owner, site)) if person is not None else (id_, "")


def _departments(person: Person, step: str, day: str, owner: str, site: Site) -> str:
    """The departments in which somebody held the role for a step on its day: that which owns the clause where it is one."""
    roles = _ROLES.get(step, (AUTHOR, APPROVER))
    held = dict.fromkeys(r.department for r in person.roles if any(r.holds(role, r.department, day) for role in roles))
    held = {owner: None} if owner in held else held
    if EVERYWHERE in held:
        return site.words.say("steps.everywhere")
    return ", ".join(site.name_of(department, "owner") for department in held)
