"""The files of a project: its library, document types, templates and profiles.

Everything is read through the index: what a file gives is compiled once and kept until it changes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from docgen import __version__
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.doctype import DocumentType
from docgen.model.interview import Interview
from docgen.model.library import ClauseSpec, ClauseText, LibraryInfo, TextKey, Texts
from docgen.store.atomic import read_bytes
from docgen.store.index import Index

T = TypeVar("T")
LIBRARY, TEMPLATES, PROFILES, CACHE = "clauses", "templates", "profiles", ".docgen"
MAX_FILE = 2_000_000
MAX_TEMPLATE = 20_000_000


@dataclass(frozen=True, slots=True)
class Folder:
    """Names and stamps of the files of a folder, hidden ones left out."""

    files: tuple[tuple[str, str], ...]

    @property
    def stamp(self) -> str:
        """Changes when a file of the folder is added, removed or written."""
        return hashlib.sha256(repr(self.files).encode()).hexdigest()


def scan(path: Path) -> Folder:
    """The files of a folder, sorted by name."""
    out: list[tuple[str, str]] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if not entry.name.startswith(".") and entry.is_file():
                    status = entry.stat()
                    out.append((entry.name, f"{status.st_size}:{status.st_mtime_ns}"))
    except OSError:
        return Folder(())
    return Folder(tuple(sorted(out)))


def find_project(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds a clause library."""
    for folder in (start, *start.parents):
        if (folder / LIBRARY / "library.yaml").is_file():
            return folder
    return None


class Project:
    """One project on disk. Paths in messages are relative to ``shown_from``; ``clauses`` are read already."""

    def __init__(
        self, root: Path, filters: Collection[str], index: Index, shown_from: Path,
        clauses: Mapping[str, Outcome[ClauseSpec]] | None = None,
    ) -> None:  # fmt: skip
        self.root, self.index = root, index
        self._filters, self._from = filters, shown_from
        self._clauses = dict(clauses or {})
        self._stamps: dict[str, str] = {}

    def shown(self, path: Path) -> str:
        """The path as people see it: relative where it can be, with forward slashes."""
        try:
            return path.resolve().relative_to(self._from.resolve()).as_posix()
        except ValueError:
            return path.as_posix()

    # -- library
    def library(self) -> Outcome[LibraryInfo]:
        """``library.yaml`` with the data files that it names."""
        folder = self.root / LIBRARY
        stamp = scan(folder).stamp + self._salt()
        named: tuple[str, ...] = self.index.get("library:files", stamp) or ()
        self._stamps[""] = stamp + _stamps(folder, named)
        kept: Outcome[LibraryInfo] | None = self.index.get("library", self._stamps[""])
        return kept or self._read_library(folder, stamp)

    def _salt(self) -> str:
        return hashlib.sha256(" ".join(sorted(self._filters)).encode()).hexdigest()[:12] + self.shown(self.root)

    def _read_library(self, folder: Path, stamp: str) -> Outcome[LibraryInfo]:
        from docgen.stages.read_library import read_library_info  # pydantic: only when needed

        named: list[str] = []

        def read(name: str) -> bytes | None:
            named.append(name)
            return _inside(folder, name)

        outcome = read_library_info(self.shown(folder), read, self._filters)
        self.index.put("library:files", stamp, tuple(named))
        self._stamps[""] = stamp + _stamps(folder, named)
        self.index.put("library", self._stamps[""], outcome)
        return outcome

    def interview(self, library: LibraryInfo) -> Outcome[Interview]:
        """The questions that the library asks about a profile."""
        folder = self.root / LIBRARY
        stamp = library.interview + _stamps(folder, [library.interview]) + self._salt()
        return self.index.through("interview", stamp, lambda: self._read_interview(folder, library))

    def _read_interview(self, folder: Path, library: LibraryInfo) -> Outcome[Interview]:
        from docgen.stages.read_interview import read_interview

        name = library.interview
        data = _inside(folder, name) if name else None
        if data is None:
            message = f"there is no file {self.shown(folder)}/{name}" if name else "the library has no interview"
            hint = "name a file under interview in library.yaml, or copy a profile and fill it in"
            return Outcome(None, (error("LB205" if name else "LB274", message, library.place, hint),))
        return read_interview(data, f"{self.shown(folder)}/{name}", self._filters)

    # -- clauses
    def clause_ids(self) -> tuple[str, ...]:
        """Ids of every clause of the library."""
        folder = self.root / LIBRARY
        with os.scandir(folder) as entries:
            names = [
                e.name for e in entries if e.is_dir() and os.path.exists(os.path.join(e.path, "clause.yaml"))
            ]
        return tuple(sorted(names))

    def clause(self, id_: str) -> Outcome[ClauseSpec]:
        """One clause, whose texts are read when they are asked for, with what is wrong in ``clause.yaml``.

        :return: value None without diagnostics when the library has no such folder.
        """
        found = self._clauses.get(id_)
        if found is None:
            found = self._clauses[id_] = self._clause(id_)
        return found

    def clause_findings(self, id_: str) -> tuple[Diagnostic, ...]:
        """What is wrong in ``clause.yaml`` and in the texts that were asked for."""
        outcome = self.clause(id_)
        texts = outcome.value.texts if outcome.value is not None else None
        return (*outcome.diagnostics, *(texts.found if isinstance(texts, Texts) else ()))

    def all_clause_findings(self, id_: str) -> tuple[Diagnostic, ...]:
        """What is wrong in every file of a clause."""
        from docgen.stages.read_clause import unused_parameters

        outcome = self.clause(id_)
        if outcome.value is None:
            return (*outcome.diagnostics, *self._texts_alone(id_))
        unused = tuple(unused_parameters(outcome.value))
        return (*self.clause_findings(id_), *unused)

    def _texts_alone(self, id_: str) -> tuple[Diagnostic, ...]:
        """What is wrong in the texts of a clause whose ``clause.yaml`` cannot be read."""
        from docgen.stages.read_clause import text_files

        names = text_files([name for name, _ in self._files(id_).files])
        outcomes = [self._read_text(id_, key, name, None) for key, name in names.items()]
        return tuple(d for outcome in outcomes for d in outcome.diagnostics)

    def _files(self, id_: str) -> Folder:
        """The files of a clause; none for an id that leads somewhere else, such as ../x."""
        folder = self.root / LIBRARY / id_
        return scan(folder) if id_ == folder.name and not id_.startswith(".") else Folder(())

    def _clause(self, id_: str) -> Outcome[ClauseSpec]:
        files = self._files(id_)
        if not files.files:
            return Outcome(None)
        stamp = self._stamps[id_] = files.stamp + self._salt()
        head = self.index.through(f"clause:{id_}", stamp, lambda: self._read_clause(id_, files))
        if head.value is None:
            return head
        return Outcome(replace(head.value, texts=self._texts(head.value, stamp)), head.diagnostics)

    def _texts(self, spec: ClauseSpec, stamp: str) -> Texts:
        declared = [p.name for p in spec.parameters]

        def read(key: TextKey) -> Outcome[ClauseText]:
            name = spec.files[key]
            return self.index.through(
                f"text:{spec.id}/{name}", stamp, lambda: self._read_text(spec.id, key, name, declared)
            )

        return Texts(spec.files, read)

    def _read_text(
        self, id_: str, key: TextKey, name: str, declared: Collection[str] | None
    ) -> Outcome[ClauseText]:
        from docgen.stages.read_clause_text import read_text

        folder = self.root / LIBRARY / id_
        data = read_bytes(folder / name, MAX_FILE)
        if data.value is None:
            return Outcome(None, data.diagnostics)
        return read_text(key, f"{self.shown(folder)}/{name}", data.value, self._filters, declared)

    def _contents(self, id_: str, files: Folder) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """The files of a clause by name, and what could not be read."""
        folder = self.root / LIBRARY / id_
        contents: dict[str, bytes] = {}
        found: list[Diagnostic] = []
        for name, _ in files.files:
            data = read_bytes(folder / name, MAX_FILE)
            found += data.diagnostics
            if data.value is not None:
                contents[name] = data.value
        return contents, found

    def _read_clause(self, id_: str, files: Folder) -> Outcome[ClauseSpec]:
        from docgen.stages.read_clause import read_clause_head

        contents, found = self._contents(id_, files)
        outcome = read_clause_head(id_, self.shown(self.root / LIBRARY / id_), contents, self._filters)
        return Outcome(outcome.value, (*found, *outcome.diagnostics))

    def with_clause_files(self, files: Mapping[str, bytes]) -> Project:
        """The same project with other contents in some files of its clauses (``<clause>/<file>``), for a trial.

        :raises LookupError: when the library has no such file.
        """
        from docgen.stages.read_clause import read_clause

        changed: dict[str, dict[str, bytes]] = {}
        for path, content in files.items():
            id_, _, name = path.partition("/")
            changed.setdefault(id_, {})[name] = content
        clauses = dict(self._clauses)
        for id_, instead in changed.items():
            folder = self.root / LIBRARY / id_
            there = scan(folder) if id_ == folder.name and not id_.startswith(".") else Folder(())
            missing = sorted(set(instead) - {name for name, _ in there.files})
            if missing:
                raise LookupError(f"there is no file {self.shown(folder)}/{missing[0]}")
            contents, found = self._contents(id_, there)
            outcome = read_clause(id_, self.shown(folder), {**contents, **instead}, self._filters)
            clauses[id_] = Outcome(outcome.value, (*found, *outcome.diagnostics))
        return Project(self.root, self._filters, open_index(self.root, use=False), self._from, clauses)

    def derived(self, kind: str, id_: str, make: Callable[[], T]) -> T:
        """What follows from the files of a clause alone, kept under ``kind`` until one of them changes."""
        return self.index.through(f"{kind}:{id_}", self._files(id_).stamp + self._salt(), make)

    def forget(self) -> None:
        """Look at the files again on the next call."""
        self._clauses.clear()

    # -- document types
    def document_types(self) -> Outcome[tuple[DocumentType, ...]]:
        """Every document type of the project, by id."""
        folder = self.root / TEMPLATES
        files = scan(folder)
        stamp = self._stamps["/types"] = files.stamp + self._salt()
        return self.index.through("types", stamp, lambda: self._read_types(folder, files))

    def stamp(self, ids: Iterable[str]) -> str:
        """Changes when a file is written that was read for these clauses: the library, document types, the clauses.

        :return: empty when one of them is not that of a file, as in a trial.
        """
        stamps = [self._stamps.get(name, "") for name in ("", "/types", *ids)]
        return "".join(stamps) if all(stamps) else ""

    def _read_types(self, folder: Path, files: Folder) -> Outcome[tuple[DocumentType, ...]]:
        from docgen.stages.read_library import read_document_type

        types: list[DocumentType] = []
        found: list[Diagnostic] = []
        for name, _ in files.files:
            if name.endswith(".yaml"):
                outcome = read_document_type(name[:-5], self.shown(folder), lambda n: _inside(folder, n), self._filters)
                found += outcome.diagnostics
                if outcome.value is not None:
                    types.append(outcome.value)
        if not types and not found:
            found.append(error("LB205", "the project has no document type", Place(self.shown(folder)),
                               "write templates/<type>.yaml"))  # fmt: skip
        return Outcome(tuple(types), tuple(found))

    # -- templates
    def template_path(self, name: str) -> Path:
        """Where a Word template lies."""
        return self.root / TEMPLATES / "docx" / f"{name}.docx"

    def template_stamp(self, name: str) -> str:
        """Changes when the template is written; empty when it is not there."""
        try:
            status = self.template_path(name).stat()
        except OSError:
            return ""
        return f"{status.st_size}:{status.st_mtime_ns}"


def open_index(root: Path, *, use: bool = True) -> Index:
    """The index of a project; one that keeps nothing when it is not to be used."""
    path = root / CACHE / "index.sqlite" if use else None
    return Index(path, engine_stamp())


def engine_stamp() -> str:
    """Changes with docgen itself: what another engine compiled is not trusted."""
    package = Path(__file__).resolve().parents[1]
    parts = [scan(package / name).stamp for name in _COMPILING]
    return f"{__version__} {hashlib.sha256(''.join(parts).encode()).hexdigest()[:16]}"


_COMPILING = ("model", "stages", "stages/importing", "checks", "render", "render/word", "languages")


def _stamps(folder: Path, names: Iterable[str]) -> str:
    """Changes when one of the files is written, comes or goes."""
    return "".join(_stamp(folder / name) for name in names)


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return "-;"
    return f"{status.st_size}:{status.st_mtime_ns};"


def _inside(folder: Path, name: str) -> bytes | None:
    """A file of the folder; None when it is not there or the name leads out of it."""
    path = folder / name
    root = folder.resolve()
    if root != path.resolve() and root not in path.resolve().parents:
        return None
    outcome = read_bytes(path, MAX_FILE)
    return outcome.value
