"""The files of a project: its library, document types, templates and profiles.

Everything is read through the index: what a file gives is compiled once and kept until it changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from docgen import __version__
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.doctype import DocumentType
from docgen.model.library import ClauseSpec, ClauseText, LibraryInfo, TextKey, Texts
from docgen.model.sharing import Layer, Manifest, Pin, Stack
from docgen.store.clause_folder import ClauseFolder
from docgen.store.folder import MAX_FILE, scan
from docgen.store.index import Index
from docgen.store.layered import Kept, layered_info, layered_types
from docgen.store.layers import ONLY_PROJECT, Home, home, ids, read_stack, stack_stamp
from docgen.store.library_folder import LIBRARY, TEMPLATES, LibraryFolder

if TYPE_CHECKING:
    from docgen.model.interview import Interview
    from docgen.model.requirement import Requirements
    from docgen.store.stamps import Stamps

T = TypeVar("T")
PROFILES, CACHE = "profiles", ".docgen"
MAX_TEMPLATE = 20_000_000
__all__ = [
    "CACHE",
    "LIBRARY",
    "MAX_FILE",
    "MAX_TEMPLATE",
    "PROFILES",
    "TEMPLATES",
    "Project",
    "find_project",
    "open_index",
]


def find_project(start: Path) -> Path | None:
    """The nearest folder at or above ``start`` that holds a clause library."""
    for folder in (start, *start.parents):
        if (folder / LIBRARY / "library.yaml").is_file():
            return folder
    return None


class Project:
    """One project on disk, and the libraries that it builds on. Paths in messages are relative to ``shown_from``.

    ``clauses`` are read already.
    """

    def __init__(
        self, root: Path, filters: Collection[str], index: Index, shown_from: Path,
        clauses: Mapping[str, Outcome[ClauseSpec]] | None = None,
    ) -> None:  # fmt: skip
        self.root, self.index = root, index
        self._filters, self._from = filters, shown_from
        self._clauses = dict(clauses or {})
        self._trial = frozenset(self._clauses)
        self._stamps: dict[str, str] = {}
        self._stack: Stack | None = None
        self._homes: dict[str, Home | None] = {}
        self._kept = Kept(root, {})
        self._shown: dict[Path, str] = {}
        self._salted = ""
        self._governed: bool | None = None
        self._library: Outcome[LibraryInfo] | None = None

    def shown(self, path: Path) -> str:
        """The path as people see it: relative where it can be, with forward slashes."""
        shown = self._shown.get(path)
        if shown is None:
            try:
                shown = path.resolve().relative_to(self._from.resolve()).as_posix()
            except ValueError:
                shown = path.as_posix()
            self._shown[path] = shown
        return shown

    @property
    def shown_from(self) -> Path:
        """The folder that paths in messages start from."""
        return self._from

    @property
    def is_on_disk(self) -> bool:
        """Whether everything that is read of it stands in its files, and so for any other process too."""
        return not self._trial

    # -- libraries
    def stack(self) -> Stack:
        """The project and the libraries that it builds on."""
        if self._stack is None:
            stamp = stack_stamp(self.root)
            if not stamp:
                self._stack = ONLY_PROJECT
            else:
                self._stack = self.index.through(
                    "stack", stamp + self._salt, lambda: read_stack(self.root, self.shown)
                )
        return self._stack

    def home(self, id_: str) -> Home | None:
        """Where a clause lies: in the project, or in a library that it builds on."""
        if id_ not in self._homes:
            self._homes[id_] = home(self.root, self.stack(), id_)
        return self._homes[id_]

    def pins(self) -> tuple[Pin, ...]:
        """The libraries that the project builds on, as they are pinned; what is wrong with them, ``stack`` says."""
        from docgen.store.layers import read_project_pins

        def read() -> tuple[Pin, ...]:
            pins = read_project_pins(self.root, self.shown).value
            return pins.pins if pins is not None else ()

        stamp = stack_stamp(self.root)
        return self.index.through("pins", stamp + self._salt, read) if stamp else read()

    def manifest(self, name: str) -> Manifest | None:
        """What the manifest of a library under the project says."""
        from docgen.store.layers import read_manifest_of

        return read_manifest_of(self.root, name, self.shown).value

    def contents(self, name: str) -> Manifest | None:
        """What the manifest of a library says of it and of its clauses, without the list of its files, which may be long."""

        def read() -> Manifest | None:
            manifest = self.manifest(name)
            return replace(manifest, files={}) if manifest is not None else None

        return self.index.through(f"manifest:{name}", stack_stamp(self.root) + self._salt, read)

    def _folder(self, layer: Layer) -> LibraryFolder:
        return LibraryFolder(self.root / layer.folder, layer.name, self.shown, self._filters, self.index, self._salt)

    def library(self) -> Outcome[LibraryInfo]:
        """``library.yaml`` with the data files that it names, over those of the libraries that it builds on."""
        if self._library is None:
            self._library, self._stamps[""] = layered_info(self.stack(), self._folder)
        return self._library

    def own_library(self) -> LibraryInfo | None:
        """``library.yaml`` of the project alone."""
        under = self.stack().libraries()
        below = layered_info(replace(self.stack(), order=under), self._folder)[0].value if under else None
        return self._folder(self.stack().order[0]).info(below.calculations if below else ())[0].value

    @cached_property
    def _salt(self) -> str:
        if not self._salted:
            filters = hashlib.sha256(" ".join(sorted(self._filters)).encode()).hexdigest()
            self._salted = filters[:12] + self.shown(self.root)
        return self._salted

    def interview(self, library: LibraryInfo) -> Outcome[Interview]:
        """The questions that the library asks about a profile."""
        folder, name = self._holder(library.interview)
        return folder.interview(name, library.place)

    def requirements(self, library: LibraryInfo) -> Outcome[Requirements]:
        """What the domain asks of the library; an empty list where ``library.yaml`` names none."""
        folder, name = self._holder(library.requirements)
        return folder.requirements(name, library.place, library.languages[0])

    def _holder(self, name: str) -> tuple[LibraryFolder, str]:
        """The library that a file named in ``library.yaml`` belongs to, and what it is called there."""
        for layer in self.stack().libraries():
            below = f"../{layer.folder}{LIBRARY}/"
            if name.startswith(below):
                return self._folder(layer), name.removeprefix(below)
        return self._folder(self.stack().order[0]), name

    @property
    def governed(self) -> bool:
        """Whether the library says who approves its clauses."""
        if self._governed is None:
            library = self.library().value
            self._governed = library is not None and library.people is not None
        return self._governed

    # -- clauses
    def clause_ids(self) -> tuple[str, ...]:
        """Ids of every clause of the library and of those that it builds on."""
        return ids(self.root, self.stack())

    def own_clause_ids(self) -> tuple[str, ...]:
        """Ids of the clauses that lie in the project itself."""
        return ids(self.root, ONLY_PROJECT)

    def may_adapt(self, id_: str) -> bool:
        """Whether a clause of the project adapts one of a library, told without reading it whole."""
        folder = self.clause_folder(id_)
        return folder is not None and bool(folder.adapts())

    def clause(self, id_: str) -> Outcome[ClauseSpec]:
        """One clause, whose texts are read when they are asked for, with what is wrong in ``clause.yaml``.

        :param id_: of the library; ``groupe:objet`` is the clause as the library ``groupe`` has it.
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

    def whole_clause(self, id_: str) -> Outcome[ClauseSpec]:
        """One clause with all its texts and everything that is wrong in its files, read anew and kept nowhere."""
        if id_ in self._trial:
            return Outcome(self.clause(id_).value, self.all_clause_findings(id_))
        folder = self.clause_folder(id_)
        return folder.whole() if folder is not None else Outcome(None)

    def clause_chain(self, id_: str) -> tuple[str, ...]:
        """The ids of the folders on which a clause hangs."""
        folder = self.clause_folder(id_)
        return folder.chain() if folder is not None else (id_,)

    def clause_stamps(self) -> Stamps:
        """What tells which clauses changed."""
        from docgen.store.stamps import Stamps

        return Stamps(self.root, self.stack(), self.index)

    def facts_salt(self) -> str:
        """Changes when anything else does that what is read of a clause depends on."""
        return self._salt + stack_stamp(self.root) + "governed" * self.governed

    def clause_folder(self, id_: str) -> ClauseFolder | None:
        """The files of a clause; None for an id that leads somewhere else, such as ../x."""
        at = self.home(id_)
        if at is None:
            return None
        layered = len(self.stack().order) > 1
        return ClauseFolder(self.root, at, self.shown, self._filters, self.home, self._kept, layered, self.governed)

    def clause_files(self, id_: str) -> Outcome[dict[str, bytes]]:
        """The files of a clause by name, as they are now; None where one of them cannot be read."""
        folder = self.clause_folder(id_)
        contents, found = folder.contents() if folder is not None else ({}, [])
        return Outcome(None if found else contents, tuple(found))

    def _texts_alone(self, id_: str) -> tuple[Diagnostic, ...]:
        """What is wrong in the texts of a clause whose ``clause.yaml`` cannot be read."""
        from docgen.stages.clause_files import text_files

        folder = self.clause_folder(id_)
        if folder is None:
            return ()
        names = text_files([name for name, _ in folder.files().files])
        outcomes = [folder.text(key, name, None) for key, name in names.items()]
        return tuple(d for outcome in outcomes for d in outcome.diagnostics)

    def _clause(self, id_: str) -> Outcome[ClauseSpec]:
        folder = self.clause_folder(id_)
        files = folder.files() if folder is not None else None
        if folder is None or files is None or not files.files:
            return Outcome(None)
        stamp = self._stamps[id_] = folder.stamp(files) + self._salt + "governed" * self.governed
        head = self.index.through(f"clause:{id_}", stamp, folder.head)
        if head.value is None:
            return head
        return Outcome(replace(head.value, texts=self._texts(id_, folder, head.value, stamp)), head.diagnostics)

    def _texts(self, id_: str, folder: ClauseFolder, spec: ClauseSpec, stamp: str) -> Texts:
        declared = [p.name for p in spec.parameters]

        def read(key: TextKey) -> Outcome[ClauseText]:
            name = spec.files[key]
            return self.index.through(
                f"text:{id_}/{name}@{key.revision}", stamp, lambda: folder.text(key, name, declared)
            )

        return Texts(spec.files, read)

    def with_clause_files(self, files: Mapping[str, bytes]) -> Project:
        """The same project with other contents in some files of its clauses (``<clause>/<file>``), for a trial.

        :raises LookupError: when the library has no such file.
        """
        from docgen.stages.clause_files import text_files
        from docgen.stages.read_clause import with_texts

        changed: dict[str, dict[str, bytes]] = {}
        for path, content in files.items():
            id_, _, name = path.partition("/")
            changed.setdefault(id_, {})[name] = content
        clauses = dict(self._clauses)
        for id_, instead in changed.items():
            folder = self.clause_folder(id_)
            there = {name for name, _ in folder.files().files} if folder is not None else set[str]()
            missing = sorted(set(instead) - there)
            if folder is None or missing:
                raise LookupError(
                    f"there is no file {self.shown(self.root / LIBRARY)}/{id_}/{(missing or ['clause.yaml'])[0]}"
                )
            read = partial(folder.text, instead=instead)
            clauses[id_] = with_texts(folder.head(instead), text_files(there), read)
        return Project(self.root, self._filters, open_index(self.root, use=False), self._from, clauses)

    def elsewhere(self, root: Path) -> Project:
        """A project at another place, read as this one is, without any index."""
        return Project(root, self._filters, open_index(root, use=False), root)

    def let_clauses_go(self) -> None:
        """Keep no clause in memory; where each lies stays known."""
        self._clauses.clear()

    def derived(self, kind: str, id_: str, make: Callable[[], T], beside: str = "") -> T:
        """What follows from the files of a clause, kept under ``kind`` until one of them changes.

        :param beside: changes when anything else does that it follows from.
        """
        folder = self.clause_folder(id_)
        stamp = folder.stamp() if folder is not None else ""
        return self.index.through(f"{kind}:{id_}", stamp + self._salt + beside, make)

    def forget(self) -> None:
        """Look at the files again on the next call."""
        self._clauses.clear()
        self._homes.clear()
        self._shown.clear()
        self._stack, self._kept = None, Kept(self.root, {})
        self._governed = self._library = None

    # -- document types
    def document_types(self) -> Outcome[tuple[DocumentType, ...]]:
        """Every document type of the project and of the libraries that it builds on, by id."""
        outcome, self._stamps["/types"] = layered_types(self.stack(), self._folder, self.root)
        if outcome.value or outcome.diagnostics:
            return outcome
        return Outcome((), (error("LB205", "the project has no document type", Place(self.shown(self.root / TEMPLATES)),
                                  "write templates/<type>.yaml"),))  # fmt: skip

    def stamp(self, ids: Iterable[str]) -> str:
        """Changes when a file is written that was read for these clauses: the library, document types, the clauses.

        :return: empty when one of them is not that of a file, as in a trial.
        """
        stamps = [self._stamps.get(name, "") for name in ("", "/types", *ids)]
        return "".join(stamps) if all(stamps) else ""

    # -- templates
    def template_path(self, name: str) -> Path:
        """Where a Word template lies: in the project, or in the first library under it that has it."""
        paths = [self.root / layer.folder / TEMPLATES / "docx" / f"{name}.docx" for layer in self.stack().order]
        return next((p for p in paths[:-1] if p.exists()), paths[-1]) if len(paths) > 1 else paths[0]

    def template_stamp(self, name: str) -> str:
        """Changes when the template is written; empty when it is not there."""
        try:
            status = self.template_path(name).stat()
        except OSError:
            return ""
        return f"{status.st_size}:{status.st_mtime_ns}"


def approvals_path(profile: Path) -> Path:
    """Where the approvals of the positions of a profile lie: a folder beside it, so that no profile is taken for one."""
    return profile.parent / "approvals" / profile.name


def open_index(root: Path, *, use: bool = True) -> Index:
    """The index of a project; one that keeps nothing when it is not to be used."""
    path = root / CACHE / "index.sqlite" if use else None
    return Index(path, engine_stamp())


def engine_stamp() -> str:
    """Changes with docgen itself: what another engine compiled is not trusted."""
    package = Path(__file__).resolve().parents[1]
    parts = [scan(package / name).stamp for name in _COMPILING]
    return f"{__version__} {hashlib.sha256(''.join(parts).encode()).hexdigest()[:16]}"


_COMPILING = (
    "model", "stages", "stages/file_models", "stages/importing", "checks", "render", "render/word", "render/site", "languages", "store",
    "app",
)  # fmt: skip
