"""What a new state of a library would change in a project: what is taken, what is merged, what a person must settle."""

from __future__ import annotations

from docgen.model.dataclass import dataclass
from docgen.model.merging import Conflict, MergedText
from docgen.model.sharing import Package, Pin

SETTLED_FORMAT = "docgen.settled/1"


@dataclass(frozen=True, slots=True)
class Taken:
    """A clause that is taken as it is, and whose files changed: its approved revisions before and after."""

    id: str
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MergedFile:
    """A text of an adapted clause, three ways; ``file`` is the new one, ``ours``, ``base`` and ``theirs`` where they stand."""

    file: str
    ours: str
    base: str
    theirs: str
    merged: MergedText


@dataclass(frozen=True, slots=True)
class Override:
    """A field that the adaptation sets and that changed in the library: what was set stays."""

    path: str
    ours: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AdaptedUpdate:
    """A clause of the project that adapts one of the library, which has a newer revision.

    ``revision`` is the number of its new revision, ``based_on`` the revision of the library that this one takes up, with its
    ``change``, its ``note`` and the day ``in_force_from`` of which it holds. A clause without revisions of its own has
    ``revision`` 0: it follows the library, and only its overrides are to be looked at.
    """

    id: str
    adapts: str
    revision: int
    based_on: int
    change: str
    note: str
    in_force_from: str
    files: tuple[MergedFile, ...]
    overrides: tuple[Override, ...]

    @property
    def conflicts(self) -> tuple[tuple[MergedFile, Conflict], ...]:
        """What a person must settle, with the file it is in."""
        return tuple((f, c) for f in self.files for c in f.merged.conflicts)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The new state of one library, before anything is written. ``other`` counts changed files that are no clauses."""

    pin: Pin
    package: Package
    taken: tuple[Taken, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    adapted: tuple[AdaptedUpdate, ...]
    other: int

    @property
    def changed(self) -> bool:
        """Whether the library has another state than the one that is pinned."""
        return self.package.digest != self.pin.digest


@dataclass(frozen=True, slots=True)
class Update:
    """Every library that was asked for; ``page`` is the page of conflicts, where one was written."""

    proposals: tuple[Proposal, ...]
    written: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether any library has another state than the one that is pinned."""
        return any(p.changed for p in self.proposals)
