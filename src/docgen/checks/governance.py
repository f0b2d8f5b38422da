"""A governed library: clauses with an owner, steps by those who might take them, positions with their approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docgen.model.diagnostic import Diagnostic, Place, error, info, warning
from docgen.model.journal import APPROVED, SUBMITTED, Approvals, Entry, Journal
from docgen.model.library import ClauseSpec
from docgen.model.people import APPROVER, AUTHOR, People
from docgen.model.plan import DocumentPlan
from docgen.model.profile import Profile
from docgen.stages.approvals import Need, needs
from docgen.stages.known_people import near, unknown_department

GIVEN_FOR_FINALS = frozenset({"GV124", "GV141", "GV142"})
"""Codes of what a draft only tells and a final document is refused for."""


def check_owners(people: People, specs: Iterable[ClauseSpec]) -> Iterator[Diagnostic]:
    """GV101 to GV103: clauses of nobody, approvals by nobody, authors who are nobody."""
    for spec in specs:
        if spec.library:  # of another library, which knows its own departments
            continue
        place = spec.owner_place or spec.place
        if spec.owner:
            yield from unknown_department(spec.owner, people, place)
        else:
            yield error("GV101", f'"{spec.id}" belongs to no department', place, near("", people.departments, "departments"))
        yield from _nobodies(people, spec)


def _nobodies(people: People, spec: ClauseSpec) -> Iterator[Diagnostic]:
    """GV102 and GV103: bodies and authors that people.yaml does not have."""
    for position in spec.positions:
        if position.approval and position.approval not in people.bodies:
            yield error("GV102", f'the position "{position.id}" asks for the approval of "{position.approval}", which is nobody',
                        position.place or spec.place, near(position.approval, people.bodies, "bodies"))  # fmt: skip
    for revision in spec.revisions:
        for author in revision.authors:
            if author not in people.people:
                yield error("GV103", f'r{revision.number} has an author who is nobody: "{author}"', revision.place,
                            near(author, people.people, "people"))  # fmt: skip


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


def check_givers(people: People, approvals: Approvals) -> Iterator[Diagnostic]:
    """GV126 for each approval of a position by somebody who is no member of the body that it was given for."""
    for entry in approvals.entries:
        body = people.bodies.get(str(entry.record.get("body", "")))
        if body is None or entry.who not in body.members:
            yield error("GV126", f'{entry.who} is no member of "{entry.record.get("body", "")}"', entry.place,
                        "an approval counts while whoever gave it is a member")  # fmt: skip


def check_approvals(
    people: People, plans: Iterable[DocumentPlan], profile: Profile, choices: str
) -> Iterator[Diagnostic]:
    """GV141 and GV142: positions of these documents whose approval is not there, or was given for something else."""
    for need in lacking(people, plans, profile.approvals):
        place = profile.place((choices, need.clause, "position"))
        yield _lacking(need, people, profile, place)


def lacking(people: People, plans: Iterable[DocumentPlan], approvals: Approvals) -> Sequence[Need]:
    """What of these documents asks for an approval that nobody gave who may."""
    given = {e.digest for e in approvals.entries if e.step == APPROVED and _counts(people, e)}
    return [need for need in needs(plans) if need.digest not in given]


def _counts(people: People, entry: Entry) -> bool:
    body = people.bodies.get(str(entry.record.get("body", "")))
    return body is not None and entry.who in body.members


def _lacking(need: Need, people: People, profile: Profile, place: Place) -> Diagnostic:
    body = people.bodies.get(need.body)
    who = " or ".join(people.people[m].name for m in (body.members if body else ()) if m in people.people)
    hint = f'{who or need.body} may: docgen approve {profile.file} --clause {need.clause} --by … --why "…"'
    said = f'"{need.clause}" r{need.revision} takes the {need.kind} position "{need.position}" in {need.document}'
    earlier = [e for e in profile.approvals.entries if (e.record["clause"], e.record["position"]) == (need.clause, need.position)]
    if earlier:
        return warning("GV142", f"{said}; what {need.body} approved is something else: {_other(need, earlier[-1])}", place, hint)
    return info("GV141", f"{said}, which {need.body} has not approved", place, hint)


def _other(need: Need, entry: Entry) -> str:
    """What an approval was given for, where it differs."""
    values: Mapping[str, str] = entry.record.get("values", {})
    names = sorted(n for n in {*values, *need.values} if values.get(n) != need.values.get(n))
    parts = [f"r{entry.revision}"] if entry.revision != need.revision else []
    parts += [f"{n} {values.get(n, 'absent')}, not {need.values.get(n, 'absent')}" for n in names]
    return "; ".join(parts) or f"{entry.who} is no member of it"
