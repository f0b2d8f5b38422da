"""What docgen says about somebody's files: a place, a stable code, a sentence and a way out.

Problems in users' files are values, never exceptions: every stage returns the
diagnostics it found beside its result, so that one run shows them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Generic, TypeVar

from docgen.model.dataclass import dataclass

T = TypeVar("T")


class Severity(StrEnum):
    """How much a diagnostic weighs: an error blocks a final document, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text file. Lines and columns count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file] + [str(n) for n in (self.line, self.column) if n]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. ``code`` is stable and explained by ``docgen explain CODE``."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{where}{self.severity} {self.code}: {self.message}{hint}"

    def at(self, place: Place) -> Diagnostic:
        """The same finding at another place."""
        return replace(self, place=place)


def error(code: str, message: str, place: Place | None = None, hint: str | None = None) -> Diagnostic:
    """A finding that blocks a final document."""
    return Diagnostic(code, Severity.ERROR, message, place, hint)


def warning(
    code: str, message: str, place: Place | None = None, hint: str | None = None
) -> Diagnostic:
    """A finding to look at, which blocks nothing."""
    return Diagnostic(code, Severity.WARNING, message, place, hint)


def info(code: str, message: str, place: Place | None = None, hint: str | None = None) -> Diagnostic:
    """A remark."""
    return Diagnostic(code, Severity.INFO, message, place, hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True when at least one of the diagnostics is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Errors first, then by file, line and column; a finding that stands twice is said once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(
        sorted(unique, key=lambda d: (_RANK[d.severity], d.place or Place(""), d.code, d.message))
    )


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The result of a stage and what it found on the way; ``value`` is None only beside errors."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()
