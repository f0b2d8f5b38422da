"""Versions of a contract: what was made, from what, by whom, and what became of it.

The history of a contract (a dossier) only grows. A version never changes; what happens to it
later (sent, signed, superseded, terminated) is a deed of its own behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeAlias

from docgen.model.dataclass import dataclass

REGISTER_FORMAT: Final = "docgen.register/1"

Snapshot: TypeAlias = Mapping[str, str]
"""Path of each file of library, templates and profile that a version was made from -> digest of its bytes."""


class State(StrEnum):
    """What became of a version."""

    DRAFT = "draft"
    SENT = "sent"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    TERMINATED = "terminated"


TRANSITIONS: Final[Mapping[State, frozenset[State]]] = {
    State.DRAFT: frozenset({State.SENT, State.SIGNED, State.SUPERSEDED}),
    State.SENT: frozenset({State.SIGNED, State.SUPERSEDED}),
    State.SIGNED: frozenset({State.SUPERSEDED, State.TERMINATED}),
    State.SUPERSEDED: frozenset(),
    State.TERMINATED: frozenset(),
}
"""The states that may follow each state."""


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """One file of a version. ``role``: document, lock, redline, note, consolidated and the like;
    ``digest`` is the SHA-256 of its bytes in hex, ``size`` their number.
    """

    name: str
    type: str
    key: str
    language: str
    role: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Deed:
    """One step in the life of a version. ``when`` is the ISO time in UTC at which it was recorded,
    ``on`` the ISO day on which it happened, such as that of the signature.
    """

    state: State
    who: str
    when: str
    on: str
    why: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What whoever records a version says of it. ``locks`` are locks as JSON text, ``base`` is the number of the version that
    it was made from (0: none), ``inputs`` is plain data without fractions.
    """

    dossier: str
    format: str
    engine: str
    as_of: str
    effective: str
    profile_digest: str
    library_digest: str
    locks: tuple[str, ...]
    text_digest: str
    files: tuple[IssuedFile, ...]
    base: int
    who: str
    when: str
    why: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewVersion(_Told):
    """A version to be recorded."""


@dataclass(frozen=True, slots=True)
class Version(_Told):
    """A recorded version. ``previous`` and ``head`` are the head of the chain of its dossier before
    and after it. ``lock_digests`` are always there; ``locks`` are empty in a history, which is read
    without blobs.
    """

    number: int
    previous: str
    head: str
    deeds: tuple[Deed, ...]
    lock_digests: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """What became of it: the state of its last deed."""
        return self.deeds[-1].state


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """One dossier at a glance: how many versions, the last number and its state, and the number of
    the version that is signed now (0: none).
    """

    id: str
    versions: int
    last: int
    state: State
    signed: int
