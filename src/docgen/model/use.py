"""Where clauses stand in recorded contracts: what is looked for, and what is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from docgen.model.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in a register; empty fields ask for nothing.

    ``as_of`` is the ISO day on which a contract is, or is not, in force. ``department`` is the owner of the clause when the
    version was made. ``client`` is a part of the client's name or of the dossier, accents and capitals apart. ``status`` is
    the state of the version today. ``since`` and ``until`` bound the day of its signature, until it is signed that of its
    recording. ``deviation``: only clauses that deviate from what the library offers first.
    """

    as_of: str
    clause: str = ""
    revision: int = 0
    position: str = ""
    department: str = ""
    client: str = ""
    status: str = ""
    in_force: bool = False
    since: str = ""
    until: str = ""
    deviation: bool = False

    @property
    def of_clauses(self) -> bool:
        """Whether anything is asked of clauses."""
        return bool(self.clause or self.revision or self.position or self.department or self.deviation)

    @property
    def of_versions(self) -> bool:
        """Whether anything is asked of versions."""
        return bool(self.client or self.status or self.in_force or self.since or self.until)


class Wording(NamedTuple):
    """A clause as it stands in documents of one type and language; ``deviations`` are words with spaces between them."""

    clause: str
    revision: int
    position: str
    kind: str
    owner: str
    deviations: str
    type: str
    language: str
    text: str


class Line(NamedTuple):
    """A wording in the versions ``first`` to ``last`` of a dossier, in the document with this key.

    ``client`` is that of the last version of the dossier. ``in_force`` is its version that is in force on the day of the
    search (0: none), ``effective`` and ``ends`` are the first and the last day of that one, or "".
    """

    dossier: str
    client: str
    first: int
    last: int
    key: str
    wording: int
    in_force: int
    effective: str
    ends: str

    @property
    def holds(self) -> bool:
        """Whether the version in force is among these."""
        return self.first <= self.in_force <= self.last


class Facts(NamedTuple):
    """What a search knows of a version. ``signed_on`` and ``ended_on`` are ISO days or ""."""

    dossier: str
    number: int
    client: str
    state: str
    day: str
    signed_on: str
    ended_on: str
    effective: str
    ends: str

    def in_force(self, day: str) -> bool:
        """Whether the version was signed by that day, and neither replaced, nor terminated, nor at its end."""
        signed = bool(self.signed_on) and self.signed_on <= day
        return signed and (not self.ended_on or self.ended_on > day) and (not self.ends or self.ends >= day)


FactsOf: TypeAlias = Mapping[tuple[str, int], Facts]
"""By dossier and number."""


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a search, in no order, and the wordings that they name."""

    lines: tuple[Line, ...]
    wordings: Mapping[int, Wording]


class Use(NamedTuple):
    """A wording in the versions ``first`` to ``last`` of a contract; number 0 where only versions are asked for."""

    first: int
    last: int
    key: str
    wording: int


class Contract(NamedTuple):
    """What a search found of one contract; ``in_force`` is the version that is in force (0: none)."""

    dossier: str
    client: str
    in_force: int
    effective: str
    ends: str
    uses: tuple[Use, ...]

    @property
    def holds(self) -> bool:
        """Whether a use stands in the version in force."""
        return any(u.first <= self.in_force <= u.last for u in self.uses)

    @property
    def versions(self) -> int:
        """How many versions hold what was looked for."""
        uses = self.uses
        if len(uses) == 1:
            return uses[0].last - uses[0].first + 1
        return len({n for u in uses for n in range(u.first, u.last + 1)})


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer to a search, by contract."""

    search: Search
    contracts: tuple[Contract, ...]
    wordings: Mapping[int, Wording]

    def totals(self) -> dict[str, int]:
        """How many contracts and versions, and in how many contracts it is in force."""
        return {
            "contracts": len(self.contracts),
            "versions": sum(c.versions for c in self.contracts),
            "in_force": sum(c.holds for c in self.contracts),
        }
