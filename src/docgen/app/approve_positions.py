"""The verb ``approve``: the approval that a position of a profile asks for, by a member of the body that gives it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.clause_steps import not_a_member
from docgen.app.draft import compose
from docgen.app.profile_stream import Stream
from docgen.app.record import Signed
from docgen.app.stewards import approvals_chain, givers_of, keep, person_called
from docgen.app.workshop import Workshop
from docgen.checks.governance import asked, lacking
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors, in_reading_order
from docgen.model.journal import Approvals
from docgen.model.library import LibraryInfo
from docgen.model.people import Person
from docgen.model.plan import DocumentPlan, Request
from docgen.model.profile import Profile
from docgen.stages.approvals import Need, with_approval
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
    people = givers_of(workshop)
    person = person_called(people.value, wanted.by.who) if people.value else Outcome[Person](None, people.diagnostics)
    read = stream.profile(workshop)
    if people.value is None or person.value is None or read.value is None or has_errors(read.diagnostics):
        return (), in_reading_order((*person.diagnostics, *read.diagnostics))
    plans, found = _plans(workshop, read.value, request)
    if has_errors(found):
        return (), in_reading_order(found)
    library = workshop.library().value
    assert library is not None  # somebody of it was found
    chosen, problems = _chosen(library, person.value, plans, read.value, wanted)
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
    library: LibraryInfo, person: Person, plans: Sequence[DocumentPlan], profile: Profile, wanted: Wanted
) -> tuple[list[Need], list[Diagnostic]]:
    """What is approved: nothing where one of the clauses that were named cannot be."""
    open_ = lacking(library, plans, profile.approvals)
    if not wanted.clauses:
        mine = [n for n in open_ if is_member(library, person, n.library, n.body)]
        return mine, [] if mine or not open_ else [*not_of_the_body(library, person, open_[0].library, open_[0].body, open_[0].clause)]
    found = [d for id_ in wanted.clauses for d in _refused(id_, library, person, plans, open_)]
    return [n for n in open_ if n.clause in wanted.clauses], found


def _refused(
    id_: str, library: LibraryInfo, person: Person, plans: Sequence[DocumentPlan], open_: Sequence[Need]
) -> Iterator[Diagnostic]:
    """GV144 where nothing of a clause is to be approved, GV102 and GV111 where this person may not."""
    asking = {n.clause for n in asked(library, plans)}
    mine = [n for n in open_ if n.clause == id_]
    if not mine:
        already = f'"{id_}" is approved as it is' if id_ in asking else f'no position of "{id_}" in these documents asks for an approval'
        hint = "nothing is to be done" if id_ in asking else near(id_, sorted(asking), "clauses that ask for one")
        yield error("GV144", already, None, hint)
    for of_library, body in dict.fromkeys((n.library, n.body) for n in mine):
        yield from not_of_the_body(library, person, of_library, body, id_)


def is_member(library: LibraryInfo, person: Person, of_library: str, body: str) -> bool:
    """Whether somebody may give and revoke the approvals that a body is asked for in the clauses of a library."""
    people = library.approvers(of_library, body)
    return people is not None and body in people.bodies and person.id in people.bodies[body].members


def not_of_the_body(library: LibraryInfo, person: Person, of_library: str, body: str, clause: str) -> Iterator[Diagnostic]:
    """GV102 for a body that is nobody, GV111 for somebody who is no member of it."""
    people = library.approvers(of_library, body)
    if people is None or body not in people.bodies:
        place, known = (people.place, people.bodies) if people is not None else (library.place, {})
        yield error("GV102", f'"{clause}" asks for the approval of "{body}", which is nobody', place, near(body, known, "bodies"))
    elif person.id not in people.bodies[body].members:
        yield not_a_member(people, person, body)


def _approved(profile: Profile, shown: str, person: Person, chosen: Sequence[Need], by: Signed) -> Approvals:
    given = profile.approvals if profile.approvals.profile else Approvals(profile.id, shown)
    for need in chosen:
        record = {"who": person.id, "when": by.when, "why": by.why, "body": need.body} | ({"library": need.library} if need.library else {})
        given = with_approval(given, need, record)
    return given
