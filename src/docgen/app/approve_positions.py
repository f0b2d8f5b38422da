"""The verb ``approve``: the approval that a position of a profile asks for, by a member of the body that gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.clause_steps import not_a_member
from docgen.app.draft import compose
from docgen.app.profile_stream import Stream
from docgen.app.record import Signed
from docgen.app.stewards import approvals_chain, keep, people_of, person_called
from docgen.app.workshop import Workshop
from docgen.checks.governance import lacking
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors, in_reading_order
from docgen.model.journal import Approvals
from docgen.model.people import People, Person
from docgen.model.plan import DocumentPlan, Request
from docgen.model.profile import Profile
from docgen.stages.approvals import Need, needs, with_approval
from docgen.stages.known_people import near
from docgen.store.project import approvals_path

if TYPE_CHECKING:
    from docgen.store.register import Register


@dataclass(frozen=True, slots=True)
class Wanted:
    """The clauses whose positions are approved (none: all that this person may), by whom, when and why."""

    clauses: tuple[str, ...]
    by: Signed


def approve_positions(
    workshop: Workshop, register: Register | None, path: Path, stream: Stream, request: Request, wanted: Wanted
) -> tuple[tuple[Need, ...], tuple[Diagnostic, ...]]:
    """Approve positions of the documents of a profile, all that are wanted or none.

    :return: what was approved, and what was found.
    """
    people = people_of(workshop)
    person = person_called(people.value, wanted.by.who) if people.value else Outcome[Person](None, people.diagnostics)
    read = stream.profile(workshop)
    if people.value is None or person.value is None or read.value is None or has_errors(read.diagnostics):
        return (), in_reading_order((*person.diagnostics, *read.diagnostics))
    plans, found = _plans(workshop, read.value, request)
    if has_errors(found):
        return (), in_reading_order(found)
    chosen, problems = _chosen(people.value, person.value, plans, read.value, wanted)
    if problems or not chosen:
        return (), tuple(problems)
    file = approvals_path(path)
    approvals = _approved(read.value, workshop.project.shown(file), person.value, chosen, wanted.by)
    chain = approvals_chain(approvals.chain, approvals.entries)
    refused = keep({file: approvals.data}, [(chain, len(chosen))], register)
    return () if refused else tuple(chosen), refused


def _plans(workshop: Workshop, profile: Profile, request: Request) -> tuple[list[DocumentPlan], list[Diagnostic]]:
    """The documents of the profile with its changes, and what keeps them from being drawn."""
    from docgen.app.draft import BLOCKING

    library, types = workshop.library(), workshop.document_types()
    if library.value is None or types.value is None:
        return [], [*library.diagnostics, *types.diagnostics]
    drafts, _ = compose(workshop, library.value, types.value, profile, request)
    blocking = [d for d in drafts.diagnostics if d.severity == "error" and d.code.startswith(BLOCKING)]
    return [m.plan for m in drafts.documents], blocking


def _chosen(
    people: People, person: Person, plans: Sequence[DocumentPlan], profile: Profile, wanted: Wanted
) -> tuple[list[Need], list[Diagnostic]]:
    """What is approved: nothing where one of the clauses that were named cannot be."""
    open_ = lacking(people, plans, profile.approvals)
    if not wanted.clauses:
        mine = [n for n in open_ if n.body in people.bodies and person.id in people.bodies[n.body].members]
        return mine, [] if mine or not open_ else [not_a_member(people, person, open_[0].body)]
    found = [d for id_ in wanted.clauses for d in _refused(id_, people, person, plans, open_)]
    return [n for n in open_ if n.clause in wanted.clauses], found


def _refused(
    id_: str, people: People, person: Person, plans: Sequence[DocumentPlan], open_: Sequence[Need]
) -> Iterator[Diagnostic]:
    """GV144 where nothing of a clause is to be approved, GV102 and GV111 where this person may not."""
    asking = {n.clause for n in needs(plans)}
    mine = [n for n in open_ if n.clause == id_]
    if not mine:
        already = f'"{id_}" is approved as it is' if id_ in asking else f'no position of "{id_}" in these documents asks for an approval'
        hint = "nothing is to be done" if id_ in asking else near(id_, sorted(asking), "clauses that ask for one")
        yield error("GV144", already, None, hint)
    for body in dict.fromkeys(n.body for n in mine):
        if body not in people.bodies:
            yield error("GV102", f'"{id_}" asks for the approval of "{body}", which is nobody', people.place, near(body, people.bodies, "bodies"))
        elif person.id not in people.bodies[body].members:
            yield not_a_member(people, person, body)


def _approved(profile: Profile, shown: str, person: Person, chosen: Sequence[Need], by: Signed) -> Approvals:
    given = profile.approvals if profile.approvals.profile else Approvals(profile.id, shown)
    for need in chosen:
        record = {"who": person.id, "when": by.when, "why": by.why, "body": need.body}
        given = with_approval(given, need, record)
    return given
