"""The journal of a clause: what each step of a revision covers, and what may follow what.

A step covers all texts of the revision and what ``clause.yaml`` says: everything that a document may hold, so not the
guidance for people and not the sources. ``clause.yaml`` is one file for all revisions; the approval of the highest approved
revision says what it must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, warning
from docgen.model.journal import ALLOWED, APPROVED, JOURNAL_FORMAT, SUBMITTED, Entry, Journal, Status
from docgen.stages.hash_chain import digest_of_data
from docgen.stages.ledger import ledger_text, made_entry, read_ledger

EDITORIAL: Final = "editorial"
SUBSTANTIVE: Final = "substantive"
_FOR_PEOPLE: Final = frozenset({"guidance", "references"})


@dataclass(frozen=True, slots=True)
class Covered:
    """What a step covers: the digest of each text by the name of its file, and that of what clause.yaml says."""

    texts: Mapping[str, str]
    metadata: str

    @property
    def digest(self) -> str:
        """The digest of all of it."""
        return digest_of_data({"texts": dict(self.texts), "metadata": self.metadata})


def metadata_digest(said: Mapping[str, Any], revision: int) -> str:
    """The digest of what the data of clause.yaml says that a document may hold, of the revisions up to this one."""
    kept = {name: value for name, value in said.items() if name not in _FOR_PEOPLE}
    kept["revisions"] = [r for r in said.get("revisions", ()) if r["number"] <= revision]
    return digest_of_data(_with_texts(kept))


def _with_texts(value: Any) -> Any:
    """Plain data with exact decimals as texts: JSON has no others."""
    if isinstance(value, dict):
        return {name: _with_texts(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_texts(part) for part in value]
    return str(value) if isinstance(value, Decimal) else value


def read_journal(data: bytes, file: str, clause: str) -> Outcome[Journal]:
    """The steps of a clause; GV121 where the chain is broken, GV122 where a step could not be taken."""
    read = read_ledger(data, file, JOURNAL_FORMAT, clause)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    journal = Journal(clause, read.value.entries)
    return Outcome(journal, (*read.diagnostics, *impossible(journal)))


def journal_text(journal: Journal) -> bytes:
    """The file ``journal.yaml``."""
    return ledger_text(JOURNAL_FORMAT, journal.clause, journal.entries).encode()


def with_step(journal: Journal, file: str, record: Mapping[str, Any]) -> Journal:
    """The journal with one more step."""
    entry = made_entry(JOURNAL_FORMAT, journal.clause, journal.head, record, Place(file))
    return Journal(journal.clause, (*journal.entries, entry))


def impossible(journal: Journal) -> Iterator[Diagnostic]:
    """GV122 for each step that docgen would have refused, whoever it was taken by."""
    status: dict[int, Status] = {}
    done: list[Entry] = []
    for entry in journal.entries:
        before = Journal(journal.clause, tuple(done))
        now = status.get(entry.revision, Status.DRAFT)
        why = "" if entry.step in ALLOWED[now] else f"r{entry.revision} was {now} and could not be {entry.step}"
        why = why or _unlike(entry, before) or _own(entry, before)
        if why:
            yield error("GV122", why, entry.place, "this step was not written by docgen: find out who wrote it")
        done.append(entry)
        status[entry.revision] = Journal(journal.clause, (entry,)).status(entry.revision)


def _unlike(entry: Entry, before: Journal) -> str:
    """Why a step does not cover what it says; empty when it does."""
    if entry.step == SUBMITTED:
        covered = Covered(entry.record.get("texts", {}), str(entry.record.get("metadata", "")))
        approved = before.approved().get(entry.revision)
        if approved is not None and approved.record.get("texts") != entry.record.get("texts"):
            return f"the approved texts of r{entry.revision} were replaced"
        return "" if covered.digest == entry.digest else "the digest is not that of the texts and of clause.yaml as they were submitted"
    submitted = before.last(entry.revision, SUBMITTED)
    if submitted is None or submitted.digest != entry.digest:
        return f"what was {entry.step} is not what was submitted as r{entry.revision}"
    return "" if submitted.record["change"] == entry.record["change"] else "the kind of the change is not the one that was submitted"


def _own(entry: Entry, before: Journal) -> str:
    """Why an approval is not one of four eyes; empty when it is, or when the change is editorial."""
    if entry.step != APPROVED or entry.record["change"] == EDITORIAL or entry.who not in before.authors(entry.revision):
        return ""
    return f"{entry.who} approved r{entry.revision}, which is their own"


def published_texts(journal: Journal) -> dict[str, str]:
    """The digest of each text that was ever approved, by the name of its file."""
    return {name: digest for entry in journal.approved().values() for name, digest in entry.record.get("texts", {}).items()}


def lost_revisions(journal: Journal, known: Collection[int]) -> Iterator[Diagnostic]:
    """LB221 for each revision that was approved and that clause.yaml does not declare any more."""
    for number, entry in journal.approved().items():
        if number not in known:
            yield error("LB221", f"clause.yaml does not declare r{number} any more, which was approved", entry.place,
                        "bring it back from the history of the library; docgen clauses withdraw takes a revision out of use")  # fmt: skip


def moved_on(
    journal: Journal, covered: Callable[[int], Covered], places: Mapping[int, Place], file: Place
) -> Iterator[Diagnostic]:
    """What is in the folder and is not what was approved or submitted.

    GV123 where clause.yaml says something else than what was approved, GV124 where that is under way in a later revision,
    GV125 where a revision in review is not what was submitted any more.

    :param covered: what a step of a revision would cover now.
    :param places: where each revision is declared.
    """
    approved = journal.approved()
    top = max(approved, default=0)
    status = {n: journal.status(n) for n in places}
    if top in places and covered(top).metadata != approved[top].record.get("metadata"):
        pending = [n for n in places if n > top and status[n] in (Status.DRAFT, Status.REVIEW)]
        yield _metadata(top, pending, file, status[top])
    for number in places:
        last = journal.last(number) if status[number] is Status.REVIEW else None
        if last is not None and last.digest != covered(number).digest:
            yield warning("GV125", f"r{number} is not what was submitted any more", places[number],
                          f"submit it again: docgen clauses submit {journal.clause} r{number}")  # fmt: skip


def _metadata(top: int, pending: Iterable[int], file: Place, status: Status) -> Diagnostic:
    later = next(iter(pending), 0)
    if later or status is Status.REVIEW:
        under_way = f"r{later or top}"
        return warning("GV124", f"clause.yaml is not what was approved with r{top}: {under_way} is under way", file,
                       f"drafts are drawn from it, final documents wait for the approval of {under_way}")  # fmt: skip
    return error("GV123", f"clause.yaml was changed after r{top} was approved", file,
                 f"undo the change, or have it approved: docgen clauses submit, then approve r{top}")  # fmt: skip
