"""Which revision of a clause is taken: the one in force on the effective date, or the one that the profile pins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, error, info, warning
from docgen.model.library import ClauseSpec, LibraryInfo, Revision
from docgen.model.plan import Dates
from docgen.model.profile import Profile


@dataclass(slots=True)
class RevisionChoice:
    """Chooses revisions for the documents of one profile; ``found`` takes what is to be told of them.

    :param final: the documents are to be signed: what is not approved gives way to what is.
    """

    profile: Profile
    library: LibraryInfo
    dates: Dates
    final: bool
    found: list[Diagnostic]

    def choose(self, spec: ClauseSpec, mine: Mapping[str, Any]) -> tuple[Revision | None, str]:
        """The revision and why it is that one; None, and an error in ``found``, where there is none to take.

        :param mine: what the profile chooses for this clause.
        """
        pinned = mine.get(self.library.choices.revision)
        if isinstance(pinned, int) and not isinstance(pinned, bool):
            return self._pinned(spec, pinned)
        day = self.dates.effective
        in_force = [r for r in spec.revisions if r.in_force(day) and not r.withdrawn]
        if not in_force:
            self.found.append(error("AS504", f'no revision of "{spec.id}" is in force on {day}', spec.place,
                                    nearest(spec, day)))  # fmt: skip
            return None, ""
        chosen = self._newest(spec, in_force)
        return chosen, f"r{chosen.number}: in force on {day}"

    def _newest(self, spec: ClauseSpec, in_force: Sequence[Revision]) -> Revision:
        """The newest revision; in a final document of a governed library the newest that is approved."""
        approved = [r for r in in_force if r.approved]
        newest = in_force[-1]
        if self.library.people is None or not approved or approved[-1] is newest:
            self._unapproved(spec, newest)
            return newest
        other = approved[-1]
        if self.final:
            self.found.append(info("GV143", f'"{spec.id}" is taken as r{other.number}: r{newest.number} is {newest.status}', newest.place,
                                   f"it is taken once it is approved: docgen clauses log {spec.id}"))  # fmt: skip
            return other
        self.found.append(info("GV143", f'"{spec.id}" is drawn as r{newest.number}, which is {newest.status}', newest.place,
                               f"a final document takes r{other.number} until r{newest.number} is approved"))  # fmt: skip
        return newest

    def _pinned(self, spec: ClauseSpec, number: int) -> tuple[Revision | None, str]:
        chosen = spec.revision(number)
        place = self.profile.place((self.library.choices.at, spec.id, self.library.choices.revision))
        if chosen is None:
            numbers = ", ".join(f"r{r.number}" for r in spec.revisions)
            self.found.append(error("AS505", f'"{spec.id}" has no revision {number}', place, f"revisions: {numbers}"))
            return None, ""
        day = self.dates.amended.get(spec.id, self.dates.effective)
        if chosen.withdrawn or not chosen.in_force(day):
            state = "is withdrawn" if chosen.withdrawn else f"is not in force on {day}"
            self.found.append(error("AS504", f'r{number} of "{spec.id}" {state}', place, nearest(spec, day)))
        self._unapproved(spec, chosen)
        return chosen, f"r{number}: pinned in the profile"

    def _unapproved(self, spec: ClauseSpec, revision: Revision) -> None:
        """AS506 for a revision that is taken before anybody approved it."""
        if revision.approved or revision.withdrawn:
            return
        verb = f"{'approve' if revision.review else 'submit'} {spec.id} r{revision.number}" if self.library.people else f"seal {spec.id}"
        state = "in review" if revision.review else "a draft"
        self.found.append(warning("AS506", f'r{revision.number} of "{spec.id}" is {state}', revision.place,
                                  f"publish it with: docgen clauses {verb}"))  # fmt: skip


def nearest(spec: ClauseSpec, day: str) -> str:
    """Which revision to take instead of one that is not in force on ``day`` (ISO): a hint."""
    usable = [r for r in spec.revisions if not r.withdrawn]
    if now := [r for r in usable if r.in_force(day)]:
        return f"r{now[-1].number} is in force on that day"
    if later := [r for r in usable if r.in_force_from > day]:
        return f"the next is r{later[0].number}, in force from {later[0].in_force_from}"
    if not usable:
        return "every revision is withdrawn: write a new one"
    return f"the last is r{usable[-1].number}, until {usable[-1].in_force_to}"
