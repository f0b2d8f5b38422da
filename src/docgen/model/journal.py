"""Steps that are kept in a chain: those of the revisions of a clause, and approvals of positions.

Each entry holds the head of the chain before it and its own, so that nothing can be changed, taken out, put in or moved
without its being seen. What a chain cannot show of itself, that its end was cut off or written anew, a register shows
that witnessed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place

JOURNAL_FORMAT: Final = "docgen.journal/1"
APPROVALS_FORMAT: Final = "docgen.approvals/1"
CLAUSE_CHAIN, APPROVALS_CHAIN = "clause:", "approvals:"
CHAINS: Final = (CLAUSE_CHAIN, APPROVALS_CHAIN)
"""How the names of chains begin that are no dossiers."""


class Status(StrEnum):
    """Where a revision stands."""

    DRAFT = "draft"
    REVIEW = "in review"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


SUBMITTED, APPROVED, WITHDRAWN, REVOKED = "submitted", "approved", "withdrawn", "revoked"
AFTER: Final[Mapping[str, Status]] = {
    SUBMITTED: Status.REVIEW, APPROVED: Status.APPROVED, WITHDRAWN: Status.WITHDRAWN,
}  # fmt: skip
"""Where a revision stands after each step."""
ALLOWED: Final[Mapping[Status, frozenset[str]]] = {
    Status.DRAFT: frozenset({SUBMITTED}),
    Status.REVIEW: frozenset({SUBMITTED, APPROVED, WITHDRAWN}),
    Status.APPROVED: frozenset({SUBMITTED, WITHDRAWN}),
    Status.WITHDRAWN: frozenset(),
}
"""The steps that may follow. An approved revision is submitted again when ``clause.yaml`` says something else of it."""


STEPS: Final[Mapping[str, frozenset[str]]] = {
    JOURNAL_FORMAT: frozenset(AFTER), APPROVALS_FORMAT: frozenset({APPROVED, REVOKED}),
}  # fmt: skip
"""The steps that stand in each kind of chain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step. ``record`` is plain data: everything that its head covers besides the head before."""

    record: Mapping[str, Any]
    previous: str
    head: str
    place: Place

    @property
    def revision(self) -> int:
        """The revision that the step is about."""
        return int(self.record["revision"])

    @property
    def step(self) -> str:
        """What was done."""
        return str(self.record["step"])

    @property
    def who(self) -> str:
        """Who did it: the id of a person."""
        return str(self.record["who"])

    @property
    def digest(self) -> str:
        """The digest of what the step is about."""
        return str(self.record["digest"])


@dataclass(frozen=True, slots=True)
class Journal:
    """The steps of the revisions of one clause, oldest first."""

    clause: str
    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """The head of the chain."""
        return self.entries[-1].head if self.entries else ""

    @property
    def chain(self) -> str:
        """What a register calls this chain."""
        return CLAUSE_CHAIN + self.clause

    def status(self, revision: int) -> Status:
        """Where a revision stands."""
        last = self.last(revision)
        return AFTER[last.step] if last else Status.DRAFT

    def having(self, status: Status) -> frozenset[int]:
        """The revisions that stand there now."""
        last = {e.revision: AFTER[e.step] for e in self.entries}
        return frozenset(n for n, now in last.items() if now is status)

    def last(self, revision: int, *steps: str) -> Entry | None:
        """The last entry about a revision, or the last of one of these steps."""
        mine = (e for e in reversed(self.entries) if e.revision == revision)
        return next((e for e in mine if not steps or e.step in steps), None)

    def approved(self) -> dict[int, Entry]:
        """What was submitted of each revision that was ever approved, as it was approved last."""
        out: dict[int, Entry] = {}
        submitted: dict[int, Entry] = {}
        for entry in self.entries:
            if entry.step == SUBMITTED:
                submitted[entry.revision] = entry
            elif entry.step == APPROVED and entry.revision in submitted:
                out[entry.revision] = submitted[entry.revision]
        return out

    def authors(self, revision: int) -> frozenset[str]:
        """Whoever wrote a revision or submitted it."""
        mine = [e for e in self.entries if e.revision == revision and e.step == SUBMITTED]
        return frozenset(who for e in mine for who in (e.who, *e.record.get("authors", ())))


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approvals of positions that were given for one profile; ``data`` are the bytes of their file."""

    profile: str
    file: str
    entries: tuple[Entry, ...] = ()
    data: bytes = b""

    @property
    def head(self) -> str:
        """The head of the chain."""
        return self.entries[-1].head if self.entries else ""

    @property
    def chain(self) -> str:
        """What a register calls this chain."""
        return APPROVALS_CHAIN + self.profile

    def standing(self) -> tuple[Entry, ...]:
        """The approvals that nobody revoked, oldest first."""
        out: list[Entry] = []
        for entry in self.entries:
            if entry.step == REVOKED:
                out = [e for e in out if e.digest != entry.digest]
            else:
                out.append(entry)
        return tuple(out)


NO_APPROVALS: Final = Approvals("", "")
