"""The verb ``approve --revoke``: approvals of positions that were given and hold no longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.approve_positions import Wanted, is_member, not_of_the_body
from docgen.app.profile_stream import Stream
from docgen.app.record import Signed
from docgen.app.stewards import approvals_chain, givers_of, keep, person_called
from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic, Outcome, error, in_reading_order
from docgen.model.journal import Approvals, Entry
from docgen.model.library import LibraryInfo
from docgen.model.people import Person
from docgen.stages.approvals import without_approval
from docgen.stages.known_people import near
from docgen.store.project import approvals_path

if TYPE_CHECKING:
    from docgen.store.register import Register


def revoke_positions(
    workshop: Workshop, register: Register | None, path: Path, stream: Stream, wanted: Wanted
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Revoke the approvals of a profile that stand, all that are wanted or none: each gets an entry at the end of the chain.

    What the contract looks like today does not matter: an approval of other values is revoked as well.

    :return: the approvals that hold no longer, and what was found.
    """
    people = givers_of(workshop)
    person = person_called(people.value, wanted.by.who) if people.value else Outcome[Person](None, people.diagnostics)
    read = stream.profile(workshop)
    file = approvals_path(path)
    shown = workshop.project.shown(file)
    broken = [d for d in read.diagnostics if d.severity == "error" and (read.value is None or (d.place is not None and d.place.file == shown))]
    library = workshop.library().value
    if library is None or person.value is None or read.value is None or broken:
        return (), in_reading_order((*person.diagnostics, *broken))
    approvals = read.value.approvals
    ended, problems = _ended(library, person.value, approvals, wanted.clauses)
    if problems or not ended:
        return (), tuple(problems)
    after = _after(approvals, ended, person.value, wanted.by)
    chain = approvals_chain(after.chain, after.entries)
    refused = keep({file: after.data}, [(chain, len(ended))], register)
    return () if refused else tuple(ended), refused


def _ended(
    library: LibraryInfo, person: Person, approvals: Approvals, clauses: Sequence[str]
) -> tuple[list[Entry], list[Diagnostic]]:
    """The approvals that are revoked, each once: without clauses, those that this person may revoke."""
    standing = list({e.digest: e for e in approvals.standing()}.values())
    if not standing:
        return [], [error("GV146", f'no approval stands for "{approvals.profile}"' if approvals.profile else "nobody approved anything for this profile",
                          None, "nothing is to be done")]  # fmt: skip
    if not clauses:
        mine = [e for e in standing if is_member(library, person, *_body(e))]
        return mine, [] if mine else [*not_of_the_body(library, person, *_body(standing[0]), str(standing[0].record["clause"]))]
    found = [d for id_ in clauses for d in _refused(id_, library, person, standing)]
    return [e for e in standing if e.record["clause"] in clauses], found


def _refused(id_: str, library: LibraryInfo, person: Person, standing: Sequence[Entry]) -> Iterator[Diagnostic]:
    """GV146 where no approval stands for a clause, GV102 and GV111 where this person may not revoke it."""
    mine = [e for e in standing if e.record["clause"] == id_]
    if not mine:
        known = sorted({str(e.record["clause"]) for e in standing})
        yield error("GV146", f'no approval of a position of "{id_}" stands', None, near(id_, known, "clauses whose approvals stand"))
    for of_library, body in dict.fromkeys(map(_body, mine)):
        yield from not_of_the_body(library, person, of_library, body, id_)


def _body(entry: Entry) -> tuple[str, str]:
    return str(entry.record.get("library", "")), str(entry.record.get("body", ""))


def _after(approvals: Approvals, ended: Sequence[Entry], person: Person, by: Signed) -> Approvals:
    for entry in ended:
        approvals = without_approval(approvals, entry, {"who": person.id, "when": by.when, "why": by.why})
    return approvals
