"""The verbs ``clauses submit``, ``approve`` and ``withdraw``: steps of revisions, each by a person who may take it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.app.clauses import unknown_clause
from docgen.app.record import Signed
from docgen.app.stewards import Chain, clause_chain, keep, people_of, person_called
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors
from docgen.model.journal import ALLOWED, APPROVED, SUBMITTED, WITHDRAWN, Journal, Status
from docgen.model.library import ClauseSpec, Revision
from docgen.model.people import APPROVER, AUTHOR, People, Person
from docgen.stages.journal import EDITORIAL, SUBSTANTIVE, Covered, journal_text, with_step
from docgen.stages.known_people import near
from docgen.store.project import LIBRARY

if TYPE_CHECKING:
    from docgen.store.register import Register

LATER_MENDED = frozenset({"GV123"})
"""Errors that do not keep a revision from being submitted: its approval mends them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is asked for: which one, by whom, when and why; in the name of a body; by authors besides whoever submits."""

    step: str
    by: Signed
    body: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken."""

    clause: str
    revision: int
    status: str


Wanted = tuple[str, int]
"""A clause and a revision of it."""


def open_revisions(workshop: Workshop, step: str, ids: Sequence[str]) -> list[Wanted]:
    """The revisions of these clauses that a step is waiting for: drafts are submitted, those in review approved."""
    wanted = Status.DRAFT if step == SUBMITTED else Status.REVIEW
    specs = (spec for id_ in ids if (spec := workshop.clause(id_)) is not None)
    return [(spec.id, r.number) for spec in specs for r in spec.revisions if r.status == wanted]


def take_steps(
    workshop: Workshop, register: Register | None, wanted: Sequence[Wanted], step: Step
) -> tuple[tuple[Taken, ...], tuple[Diagnostic, ...]]:
    """Take a step for each of these revisions: all of them, or none and every reason."""
    people = people_of(workshop)
    if people.value is None:
        return (), people.diagnostics
    person = person_called(people.value, step.by.who)
    if person.value is None:
        return (), person.diagnostics
    found: list[Diagnostic] = [*_strangers(people.value, step, person.value)]
    files: dict[Path, bytes] = {}
    chains: list[tuple[Chain, int]] = []
    for id_ in dict.fromkeys(id_ for id_, _ in wanted):
        desk = _desk(workshop, id_)
        found += [d for d in desk.diagnostics if d.severity == "error" and d.code not in LATER_MENDED]
        if desk.value is None:
            continue
        before = len(desk.value.journal.entries)
        journal = desk.value.journal
        for number in (n for one, n in wanted if one == id_):
            outcome = _Taking(desk.value, journal, people.value, person.value, step).entry(number)
            found += outcome.diagnostics
            journal = outcome.value or journal
        files[desk.value.path] = journal_text(journal)
        chains.append((clause_chain(journal.chain, journal.entries), len(journal.entries) - before))
    if has_errors(found):
        return (), tuple(found)
    problems = keep(files, chains, register)
    workshop.project.forget()
    return () if problems else tuple(_taken(workshop, wanted)), (*found, *problems)


def _taken(workshop: Workshop, wanted: Sequence[Wanted]) -> Iterator[Taken]:
    for id_, number in wanted:
        spec = workshop.clause(id_)
        revision = spec.revision(number) if spec else None
        if revision is not None:
            yield Taken(id_, number, revision.status)


def _strangers(people: People, step: Step, person: Person) -> Iterator[Diagnostic]:
    """Bodies and authors that people.yaml does not have, and a body of which the person is no member."""
    if step.body and step.body not in people.bodies:
        yield error("GV102", f'there is no body "{step.body}"', people.place, near(step.body, people.bodies, "bodies"))
    elif step.body and person.id not in people.bodies[step.body].members:
        yield not_a_member(people, person, step.body)
    for author in step.authors:
        if author not in people.people:
            yield error("GV103", f'there is no person "{author}"', people.place, near(author, people.people, "people"))


def not_a_member(people: People, person: Person, body: str) -> Diagnostic:
    """GV111 for somebody who is no member of a body."""
    members = ", ".join(people.bodies[body].members)
    return error("GV111", f'{person.name} is no member of "{body}"', person.place, f"its members: {members}")


@dataclass(frozen=True, slots=True)
class _Desk:
    """A clause as it lies in its folder, with everything that a step has to know."""

    spec: ClauseSpec
    path: Path
    journal: Journal
    covered: dict[int, Covered]
    own: frozenset[int]
    """The revisions that its clause.yaml declares; an adaptation may take those of another library over."""


def _desk(workshop: Workshop, id_: str) -> Outcome[_Desk]:
    from docgen.stages.clause_files import JOURNAL, METADATA, text_files
    from docgen.stages.file_models.clause import ClauseModel
    from docgen.stages.read_clause import covered
    from docgen.stages.read_file import read_model
    from docgen.stages.sharing_models import AdaptedClauseModel

    project = workshop.project
    spec = workshop.clause(id_)
    found = project.all_clause_findings(id_)
    if spec is None:
        return Outcome(None, found or (unknown_clause(workshop, id_),))
    if spec.library:
        return Outcome(None, (of_a_library(spec),))
    files = project.clause_files(id_)
    if files.value is None:
        return Outcome(None, files.diagnostics)
    folder = project.root / LIBRARY / id_
    kind = AdaptedClauseModel if spec.adapts else ClauseModel
    model = read_model(files.value[METADATA], project.shown(folder / METADATA), kind).value
    assert model is not None  # a spec was made of it
    names = text_files(files.value)
    now = {r.number: covered(model.data, names, files.value, r.number) for r in spec.revisions}
    own = frozenset(r.number for r in model.model.revisions)
    return Outcome(_Desk(spec, folder / JOURNAL, journal_in(workshop, id_, files.value), now, own), found)


def of_a_library(spec: ClauseSpec) -> Diagnostic:
    """SH114 for a clause that is not the project's own."""
    return error("SH114", f'"{spec.id}" belongs to the library {spec.library}', spec.place,
                 f"adapt it: write clauses/{spec.id}/clause.yaml with `adapts: {spec.library}:{spec.id}`")  # fmt: skip


def journal_in(workshop: Workshop, id_: str, files: dict[str, bytes]) -> Journal:
    """The journal among the files of a clause; an empty one where there is none."""
    from docgen.stages.clause_files import JOURNAL
    from docgen.stages.journal import read_journal

    shown = workshop.project.shown(workshop.project.root / LIBRARY / id_ / JOURNAL)
    return (read_journal(files[JOURNAL], shown, id_).value if JOURNAL in files else None) or Journal(id_)


def unread_journal(workshop: Workshop, id_: str) -> tuple[Diagnostic, ...]:
    """What keeps the journal of a clause from being read, or is wrong in it."""
    from docgen.stages.clause_files import JOURNAL

    found = workshop.project.clause_findings(id_)
    return tuple(d for d in found if d.severity == "error" and d.place is not None and d.place.file.endswith(f"/{JOURNAL}"))


@dataclass(frozen=True, slots=True)
class _Taking:
    """One step of one revision on its way."""

    desk: _Desk
    journal: Journal
    people: People
    person: Person
    step: Step

    def entry(self, number: int) -> Outcome[Journal]:
        """The journal with the step, or every reason against it."""
        revision = self.desk.spec.revision(number)
        if revision is None:
            known = ", ".join(f"r{r.number}" for r in self.desk.spec.revisions)
            message = f'"{self.desk.spec.id}" has no revision r{number}'
            return Outcome(None, (error("GV116", message, self.desk.spec.place, f"revisions: {known}"),))
        found = (*self._order(revision), *self._role(revision), *self._four_eyes(revision), *self._same(revision))
        if found:
            return Outcome(None, found)
        return Outcome(with_step(self.journal, str(self.desk.path), self._record(revision)))

    @property
    def _day(self) -> str:
        return self.step.by.when[:10]

    def _order(self, revision: Revision) -> Iterator[Diagnostic]:
        """GV113 for a step that does not come next."""
        now, name = self.journal.status(revision.number), f'r{revision.number} of "{self.desk.spec.id}"'
        if self.step.step not in ALLOWED[now]:
            yield error("GV113", f"{name} is {now} and cannot be {self.step.step}", revision.place, _NEXT[now])
        elif self.step.step == SUBMITTED and now is Status.APPROVED:
            yield from self._again(revision, name)

    def _again(self, revision: Revision, name: str) -> Iterator[Diagnostic]:
        """An approved revision is submitted again when clause.yaml says something else of it, and nothing but that."""
        approved, covered = self.journal.approved()[revision.number], self.desk.covered[revision.number]
        if approved.digest == covered.digest:
            yield error("GV113", f"{name} is approved, and nothing of it changed", revision.place, _NEXT[Status.APPROVED])

    def _role(self, revision: Revision) -> Iterator[Diagnostic]:
        """GV111 for somebody without the role in the department of the clause."""
        owner = self.desk.spec.owner
        wanted = {SUBMITTED: (AUTHOR,), APPROVED: (APPROVER,), WITHDRAWN: (APPROVER, AUTHOR)}[self.step.step]
        review = self.journal.status(revision.number) is Status.REVIEW
        wanted = (APPROVER,) if self.step.step == WITHDRAWN and not review else wanted
        if not any(self.person.may(role, owner, self._day) for role in wanted):
            who = [p.id for role in wanted for p in self.people.holders(role, owner, self._day)]
            message = f'{self.person.name} is no {" and no ".join(wanted)} of {owner or "nobody"}, which owns "{self.desk.spec.id}"'
            yield error("GV111", message, self.person.place, f"who may: {', '.join(dict.fromkeys(who)) or 'nobody yet'}")

    def _kind(self, revision: Revision) -> str:
        """The kind of the change. What an adaptation changes in a revision of another library is never editorial: that library's kind says nothing of it."""
        return revision.change if revision.number in self.desk.own else SUBSTANTIVE

    def _four_eyes(self, revision: Revision) -> Iterator[Diagnostic]:
        """GV112 for somebody who approves what is their own."""
        if self.step.step != APPROVED or self._kind(revision) == EDITORIAL:
            return
        if self.person.id in self.journal.authors(revision.number) | {*revision.authors}:
            others = [p.id for p in self.people.holders(APPROVER, self.desk.spec.owner, self._day) if p.id not in self.journal.authors(revision.number)]
            message = f'r{revision.number} of "{self.desk.spec.id}" is a {self._kind(revision)} change, and {self.person.name} wrote or submitted it'
            yield error("GV112", message, revision.place, f"four eyes: let somebody else approve it ({', '.join(others) or 'nobody may yet'})")

    def _same(self, revision: Revision) -> Iterator[Diagnostic]:
        """GV114 where what would be approved is not what was submitted."""
        submitted = self.journal.last(revision.number, SUBMITTED)
        if self.step.step == APPROVED and submitted is not None and submitted.digest != self.desk.covered[revision.number].digest:
            yield error("GV114", f'r{revision.number} of "{self.desk.spec.id}" is not what was submitted any more', revision.place,
                        f"read what changed, then: docgen clauses submit {self.desk.spec.id} r{revision.number}")  # fmt: skip

    def _record(self, revision: Revision) -> dict[str, Any]:
        step, covered = self.step, self.desk.covered[revision.number]
        submitted = self.journal.last(revision.number, SUBMITTED)
        first = step.step == SUBMITTED or submitted is None
        record: dict[str, Any] = {
            "revision": revision.number, "step": step.step, "change": self._kind(revision) if first or submitted is None else submitted.record["change"],
            "who": self.person.id, "when": step.by.when, "why": step.by.why,
        }  # fmt: skip
        if step.body:
            record["body"] = step.body
        if not first and submitted is not None:
            return record | {"digest": submitted.digest}
        if authors := sorted({*revision.authors, *step.authors} - {self.person.id}):
            record["authors"] = authors
        return record | {"texts": dict(covered.texts), "metadata": covered.metadata, "digest": covered.digest}


_NEXT = {
    Status.DRAFT: "submit it first: docgen clauses submit",
    Status.REVIEW: "it waits for docgen clauses approve",
    Status.APPROVED: "a new wording is a new revision: docgen clauses revise",
    Status.WITHDRAWN: "it stays so; write a new revision: docgen clauses revise",
}
