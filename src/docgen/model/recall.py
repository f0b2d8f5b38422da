"""A recall: one revision of a clause for every signed contract that holds another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from docgen.model.dataclass import dataclass

DONE, SAME, FAILED = "done", "same", "failed"
"""What became of a contract in a recall: drafts are there, nothing of it changes, or why not."""


@dataclass(frozen=True, slots=True)
class Recall:
    """What is recalled: ``clause`` goes to ``revision`` on the ISO day ``effective``. ``day`` is that of the drafts,
    ``who`` their author; ``final`` documents say nothing of a draft.
    """

    clause: str
    revision: int
    day: str
    effective: str
    who: str
    motive: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One contract of a recall. ``key`` changes with everything that its drafts are made from."""

    dossier: str
    number: int
    client: str
    revisions: tuple[int, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a contract. ``files`` are digests by name, ``findings`` code, severity and text; ``summary`` is plain data.

    ``peak`` is the highest resident memory of the process that did it, in MB (0: not known).
    """

    dossier: str
    number: int
    client: str
    state: str
    findings: tuple[tuple[str, str, str], ...] = ()
    folder: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, Any] = field(default_factory=dict)
    peak: float = 0.0


@dataclass(frozen=True, slots=True)
class Left:
    """A contract that holds the clause and is not recalled. ``why``: already, unsigned or ended."""

    dossier: str
    client: str
    number: int
    why: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A whole recall, each contract once, in the order of their dossiers."""

    recall: Recall
    title: str
    results: tuple[Result, ...]
    left: tuple[Left, ...]

    def count(self, state: str) -> int:
        """How many contracts ended in this state."""
        return sum(r.state == state for r in self.results)
