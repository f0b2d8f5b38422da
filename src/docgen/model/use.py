"""Where clauses stand in recorded contracts: what is looked for, and what is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

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


class Use(NamedTuple):
    """A wording in the versions ``first`` to ``last`` of a contract; number 0 where only versions are asked for."""

    first: int
    last: int
    key: str
    wording: int


class Contract(NamedTuple):
    """What a search found of one contract.

    ``client`` is that of its last version. ``in_force`` is the version that is in force on the day of the search (0: none),
    ``effective`` and ``ends`` are its first and its last day, or "".
    """

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
        count = end = 0
        for use in self.uses:  # in their order, and documents of one version overlap
            if use.last > end:
                count += use.last - max(use.first - 1, end)
                end = use.last
        return count


class Count(NamedTuple):
    """How much of what was found is alike. ``what`` is ``clause``, ``revision``, ``position`` or ``state``, and ``value`` the one
    that is counted; ``in_force``: the contracts whose version in force holds it.
    """

    what: str
    value: str
    contracts: int
    versions: int
    in_force: int


@dataclass(frozen=True, slots=True)
class Found:
    """The contracts of a search in the order of their dossiers, all or the first, each made a value when it is looked at, and the
    wordings that were looked for. ``counts`` are of all, and begin with that of everything (``what`` is "").
    """

    contracts: Sequence[Contract]
    wordings: Mapping[int, Wording]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer to a search, by contract."""

    search: Search
    contracts: Sequence[Contract]
    wordings: Mapping[int, Wording]
    counts: tuple[Count, ...]

    def totals(self) -> dict[str, int]:
        """How many contracts and versions, and in how many contracts it is in force."""
        whole = self.counts[0]
        return {"contracts": whole.contracts, "versions": whole.versions, "in_force": whole.in_force}
