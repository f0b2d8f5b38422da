"""The files of a clause: its own, and those of the clause of another library that it adapts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.model.library import ClauseSpec, ClauseText, TextKey
from docgen.model.sharing import split
from docgen.stages.adapts import adapts
from docgen.stages.clause_files import METADATA, text_files
from docgen.store.atomic import read_bytes
from docgen.store.folder import MAX_FILE, Folder, scan
from docgen.store.layered import Kept
from docgen.store.layers import Home, claimed

if TYPE_CHECKING:
    from docgen.stages.adapt_base import Base

_DEEPEST = 8
"""So many libraries may adapt one clause after each other."""


@dataclass(frozen=True, slots=True)
class ClauseFolder:
    """One clause on disk. ``home_of`` finds the clause that it adapts, ``kept`` knows the files of libraries.

    ``governed`` says that the project tells who approves; what comes from a library is approved as it says itself.
    """

    root: Path
    home: Home
    shown: Callable[[Path], str]
    filters: Collection[str]
    home_of: Callable[[str], Home | None]
    kept: Kept
    layered: bool
    governed: bool = False

    @property
    def path(self) -> Path:
        """Its folder."""
        return self.root / self.home.folder

    def files(self) -> Folder:
        """Its own files."""
        return scan(self.path)

    def adapts(self) -> str:
        """The clause that it adapts, "" for none."""
        data = read_bytes(self.path / METADATA, MAX_FILE).value
        return adapts(data) if data is not None else ""

    def base(self) -> ClauseFolder | None:
        """The clause that it adapts; None when there is none, or it is not there."""
        adapted = self.adapts()
        library, _ = split(adapted)
        there = self.home_of(adapted) if library and library != self.home.layer.name else None
        return dataclasses.replace(self, home=there) if there else None

    def stamp(self, files: Folder | None = None, depth: int = 0) -> str:
        """Changes when one of its files does, or one of the clause that it adapts, or where it lies.

        :param files: its own, where they were looked at already.
        """
        own = (files or self.files()).stamp
        if not self.layered:
            return own
        base = self.base() if depth < _DEEPEST else None
        where = ",".join((self.home.layer.name, *self.home.claims, "/", *self.home.beneath))
        return own + where + (base.stamp(depth=depth + 1) if base is not None else "")

    def contents(self) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """Its own files by name, and what could not be read or is not as it was published."""
        out: dict[str, bytes] = {}
        found: list[Diagnostic] = []
        folder = self.path
        for name, _ in self.files().files:
            data = read_bytes(folder / name, MAX_FILE)
            found += data.diagnostics
            if data.value is not None:
                out[name] = data.value
                found += self._as_published(f"{self.home.folder}/{name}", data.value)
        return out, found

    def _as_published(self, path: str, data: bytes) -> list[Diagnostic]:
        problem = self.kept.problem(path, data, lambda: self.shown(self.root / path))
        return [problem] if problem is not None else []

    def head(self, instead: Mapping[str, bytes] | None = None) -> Outcome[ClauseSpec]:
        """The clause without its texts; ``instead`` holds files to be read in place of those that are there."""
        contents, found = self.contents()
        return self._head({**contents, **(instead or {})}, found)

    def whole(self) -> Outcome[ClauseSpec]:
        """The clause with all its texts, each file read once, and everything that is wrong in them."""
        from docgen.stages.read_clause import with_texts

        contents, found = self.contents()
        return with_texts(self._head(contents, found), text_files(contents), partial(self.text, instead=contents))

    def chain(self, depth: int = 0) -> tuple[str, ...]:
        """The ids of the folders on which the clause hangs: its own, and those of what it adapts."""
        adapted = self.adapts() if self.layered else ""
        if not adapted or depth >= _DEEPEST:
            return (self.home.id,)
        base = self.base()
        return (self.home.id, *(base.chain(depth + 1) if base is not None else (split(adapted)[1],)))

    def _head(self, contents: Mapping[str, bytes], found: list[Diagnostic]) -> Outcome[ClauseSpec]:
        from docgen.stages.read_clause import read_clause_head

        base, problems = self._base(contents, 0)
        if has_errors(problems):
            return Outcome(None, (*found, *problems))
        found += self._claims(contents)
        outcome = read_clause_head(self.home.id, self.shown(self.path), contents, self.filters, base, governed=self._governed)
        spec = outcome.value
        if spec is not None:
            adapted = adapts(contents.get(METADATA, b""))
            spec = dataclasses.replace(spec, library=self.home.layer.name, adapts=adapted)
        return Outcome(spec, (*found, *problems, *outcome.diagnostics))

    @property
    def _governed(self) -> bool:
        return self.governed and not self.home.layer.name

    def _base(self, contents: Mapping[str, bytes], depth: int) -> tuple[Base | None, list[Diagnostic]]:
        """What it adapts, and SH113 where that is not to be had."""
        adapted = adapts(contents.get(METADATA, b""))
        if not adapted:
            return None, []
        base = self.base()
        if base is None or depth > _DEEPEST:
            return None, [error("SH113", f'there is no clause "{adapted}" to adapt', self._place(),
                                "docgen library status lists the libraries and their clauses")]  # fmt: skip
        return base.as_base(depth + 1)

    def _claims(self, contents: Mapping[str, bytes]) -> list[Diagnostic]:
        problem = claimed(self.home, adapts(contents.get(METADATA, b"")), self._place)
        return [problem] if problem is not None else []

    def _place(self) -> Place:
        return Place(f"{self.shown(self.path)}/{METADATA}", 1, 1)

    def as_base(self, depth: int) -> tuple[Base | None, list[Diagnostic]]:
        """This clause as one that another adapts, with everything that is wrong in it."""
        from docgen.stages.read_clause import read_base

        contents, found = self.contents()
        base, problems = self._base(contents, depth)
        if has_errors(problems):
            return None, [*found, *problems]
        outcome = read_base(self.home.id, self.shown(self.path), contents, self.filters, self.home.folder, base, governed=self._governed)
        return outcome.value, [*found, *problems, *outcome.diagnostics]

    def text_path(self, name: str) -> tuple[Path, str]:
        """Where a text of the clause lies, and its path below the project; it may be one of the clause that it adapts."""
        path = name if "/" in name else f"{self.home.folder}/{name}"
        return self.root / path, path

    def text(
        self, key: TextKey, name: str, declared: Collection[str] | None, instead: Mapping[str, bytes] | None = None
    ) -> Outcome[ClauseText]:
        """One text of the clause, or what is ``instead`` in the file of that name."""
        from docgen.stages.read_clause_text import read_text

        if instead is not None and name in instead:
            return read_text(key, self.shown_text(name), instead[name], self.filters, declared)
        path, below = self.text_path(name)
        data = read_bytes(path, MAX_FILE)
        if data.value is None:
            return Outcome(None, data.diagnostics)
        outcome = read_text(key, self.shown_text(name), data.value, self.filters, declared)
        return Outcome(outcome.value, (*self._as_published(below, data.value), *outcome.diagnostics))

    def shown_text(self, name: str) -> str:
        """The path of a text as people see it."""
        return self.shown(self.root / name) if "/" in name else f"{self.shown(self.path)}/{name}"
