"""Duties that clauses declare: who must do what by which day, and the days of one contract."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place
from docgen.model.script import Expr, Script


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: calendar months, then days; an absent part counts nothing."""

    months: Expr | None = None
    days: Expr | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Days that come back: every ``step`` counted from ``start``, up to and including ``until``.

    ``first`` is the number of the first one: 0 is ``start`` itself, 1 one step later.
    """

    step: Span
    start: Expr | None
    until: Expr | None
    first: int = 0


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty as the clause declares it.

    One of ``on`` (a day), ``repeat`` and ``event`` (a text, by language) says when. ``before`` and ``after``
    move the day or every one of the days. ``each`` makes one duty for each item of a list.
    """

    id: str
    who: str
    what: Mapping[str, Script]
    each: tuple[str, Expr] | None
    when: Expr | None
    on: Expr | None
    repeat: Repeat | None
    event: Mapping[str, Script]
    before: Span
    after: Span
    lead_days: int
    legal: str
    place: Place

    def expressions(self) -> tuple[Expr, ...]:
        """Every expression beside ``each``."""
        spans = [self.before, self.after]
        out = [self.when, self.on]
        if self.repeat is not None:
            spans.append(self.repeat.step)
            out += [self.repeat.start, self.repeat.until]
        out += [part for span in spans for part in (span.months, span.days)]
        return tuple(e for e in out if e is not None)


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of one contract, its values filled in.

    ``dates`` are ISO days in order; a duty without any waits for its ``event`` or for the values that
    ``missing`` names. ``months`` and ``days`` are the step of one that comes back, 0 otherwise.
    """

    clause: str
    id: str
    item: str
    who: str
    what: str
    dates: tuple[str, ...]
    event: str
    missing: tuple[str, ...]
    months: int
    days: int
    lead_days: int
    legal: str

    @property
    def key(self) -> str:
        """What tells the duties of one contract apart."""
        return f"{self.clause}/{self.id}/{self.item}" if self.item else f"{self.clause}/{self.id}"


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the calendar: one day of a duty, or a duty without a day.

    ``number`` counts the days of the duty from 1, 0 where it has none; ``article`` says where it is written.
    """

    duty: Duty
    date: str
    number: int
    who: str
    document: str
    title: str
    reference: str
    clause_title: str
    article: str
