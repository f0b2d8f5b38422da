"""A governed library: clauses with an owner, steps by those who might take them, positions with their approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from docgen.model.diagnostic import Diagnostic, Place, error, info, warning
from docgen.model.journal import APPROVED, REVOKED, SUBMITTED, Approvals, Entry, Journal
from docgen.model.library import LibraryInfo
from docgen.model.people import APPROVER, AUTHOR, People
from docgen.model.plan import DocumentPlan
from docgen.model.profile import Profile
from docgen.stages.approvals import Need, needs
from docgen.stages.known_people import near, unknown_department

if TYPE_CHECKING:
    from docgen.model.facts import ClauseFacts, Owned

GIVEN_FOR_FINALS = frozenset({"GV124", "GV141", "GV142", "GV145"})
"""Codes of what a draft only tells and a final document is refused for."""


def check_owners(people: People, clauses: Iterable[ClauseFacts]) -> Iterator[Diagnostic]:
    """GV101 to GV103: clauses of nobody, approvals by nobody, authors who are nobody."""
    for clause in clauses:
        if clause.owned is not None:
            yield from _owner(people, clause.id, clause.owned)
            yield from _nobodies(people, clause.owned)


def _owner(people: People, id_: str, owned: Owned) -> Iterator[Diagnostic]:
    if owned.owner:
        yield from unknown_department(owned.owner, people, owned.place)
    else:
        yield error("GV101", f'"{id_}" belongs to no department', owned.place, near("", people.departments, "departments"))


def _nobodies(people: People, owned: Owned) -> Iterator[Diagnostic]:
    """GV102 and GV103: bodies and authors that people.yaml does not have."""
    for body in owned.bodies:
        if body.name not in people.bodies:
            yield error("GV102", f'the position "{body.what}" asks for the approval of "{body.name}", which is nobody',
                        body.place, near(body.name, people.bodies, "bodies"))  # fmt: skip
    for author in owned.authors:
        if author.name not in people.people:
            yield error("GV103", f'{author.what} has an author who is nobody: "{author.name}"', author.place,
                        near(author.name, people.people, "people"))  # fmt: skip


def check_steps(people: People, owner: str, journal: Journal) -> Iterator[Diagnostic]:
    """GV126 for each step by somebody who might not take it on that day."""
    for entry in journal.entries:
        why = _not_allowed(people, owner, entry)
        if why:
            yield error("GV126", f"r{entry.revision} was {entry.step} by {why}", entry.place,
                        "a role that ended stands in people.yaml with the day on which it did; else find out who wrote this step")  # fmt: skip


def _not_allowed(people: People, owner: str, entry: Entry) -> str:
    person, day = people.people.get(entry.who), str(entry.record["when"])[:10]
    if person is None:
        return f'"{entry.who}", who is nobody'
    wanted = (AUTHOR,) if entry.step == SUBMITTED else (APPROVER,) if entry.step == APPROVED else (AUTHOR, APPROVER)
    if any(person.may(role, owner, day) for role in wanted):
        return ""
    return f"{person.name}, who was no {' and no '.join(wanted)} of {owner} on {day}"


def check_givers(library: LibraryInfo, approvals: Approvals) -> Iterator[Diagnostic]:
    """GV126 for each entry by somebody who is no member of the body that an approval was given for."""
    for entry in approvals.entries:
        if not _counts(library, entry):
            yield error("GV126", f'{entry.who} is no member of "{entry.record.get("body", "")}"', entry.place,
                        "an approval counts while whoever gave it is a member")  # fmt: skip


def check_approvals(library: LibraryInfo, plans: Iterable[DocumentPlan], profile: Profile) -> Iterator[Diagnostic]:
    """GV141, GV142 and GV145: positions of these documents whose approval is not there, was given for something else, or was revoked."""
    for need in lacking(library, plans, profile.approvals):
        place = profile.place((library.choices.at, need.clause, library.choices.position))
        yield _lacking(need, library, profile, place)


def asked(library: LibraryInfo, plans: Iterable[DocumentPlan]) -> tuple[Need, ...]:
    """What of these documents asks for an approval of somebody: in a governed project, or in a clause of a governed library."""
    return tuple(need for need in needs(plans) if library.approvers(need.library, need.body) is not None)


def lacking(library: LibraryInfo, plans: Iterable[DocumentPlan], approvals: Approvals) -> Sequence[Need]:
    """What of these documents asks for an approval that nobody gave who may, or that was revoked."""
    given = {e.digest for e in approvals.standing() if _counts(library, e)}
    return [need for need in asked(library, plans) if need.digest not in given]


def _counts(library: LibraryInfo, entry: Entry) -> bool:
    name = str(entry.record.get("body", ""))
    people = library.approvers(str(entry.record.get("library", "")), name)
    return people is not None and name in people.bodies and entry.who in people.bodies[name].members


def _lacking(need: Need, library: LibraryInfo, profile: Profile, place: Place) -> Diagnostic:
    hint = f'{_members(need, library)} may: docgen approve {profile.file} --clause {need.clause} --by … --why "…"'
    said = f'"{need.clause}" r{need.revision} takes the {need.kind} position "{need.position}" in {need.document}'
    about = [e for e in profile.approvals.entries if (e.record["clause"], e.record["position"]) == (need.clause, need.position)]
    same = [e for e in about if e.digest == need.digest]
    if same and same[-1].step == REVOKED:
        return warning("GV145", f"{said}; its approval was revoked: {_ended(same[-1])}", place, hint)
    standing = {e.head for e in profile.approvals.standing()}
    earlier = [e for e in about if e.head in standing]
    if earlier:
        return warning("GV142", f"{said}; what {need.body} approved is something else: {_other(need, earlier[-1])}", place, hint)
    return info("GV141", f"{said}, which {need.body} has not approved", place, hint)


def _members(need: Need, library: LibraryInfo) -> str:
    people = library.approvers(need.library, need.body)
    body = people.bodies.get(need.body) if people is not None else None
    named = [people.people[m].name for m in body.members if m in people.people] if people is not None and body is not None else []
    return " or ".join(named) or need.body


def _ended(entry: Entry) -> str:
    return f"{entry.who} on {str(entry.record['when'])[:10]}, {entry.record['why']}"


def _other(need: Need, entry: Entry) -> str:
    """What an approval was given for, where it differs."""
    values: Mapping[str, str] = entry.record.get("values", {})
    names = sorted(n for n in {*values, *need.values} if values.get(n) != need.values.get(n))
    parts = [f"r{entry.revision}"] if entry.revision != need.revision else []
    parts += [f"{n} {values.get(n, 'absent')}, not {need.values.get(n, 'absent')}" for n in names]
    return "; ".join(parts) or f"{entry.who} is no member of it"
