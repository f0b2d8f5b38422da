"""``library.yaml`` and the document types of one library, through the index."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.model.calculation import Calculation
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.doctype import DocumentType
from docgen.model.library import LibraryInfo
from docgen.store.folder import Folder, inside, scan, stamps
from docgen.store.index import Index

if TYPE_CHECKING:
    from docgen.model.interview import Interview
    from docgen.model.requirement import Requirements as _Requirements

LIBRARY, TEMPLATES = "clauses", "templates"


@dataclass(frozen=True, slots=True)
class LibraryFolder:
    """The folder of a library: that of the project (``name`` is empty), or one that it builds on.

    ``salt`` changes when anything else does that what is read depends on.
    """

    root: Path
    name: str
    shown: Callable[[Path], str]
    filters: Collection[str]
    index: Index
    salt: str

    def _key(self, what: str) -> str:
        return f"{what}@{self.name}" if self.name else what

    def info(self, known: tuple[Calculation, ...] = ()) -> tuple[Outcome[LibraryInfo], str]:
        """``library.yaml`` with the data files that it names, and what tells that they changed.

        :param known: the calculations of the libraries that it builds on.
        """
        folder = self.root / LIBRARY
        first = scan(folder).stamp + self.salt + " ".join(c.id for c in known)
        named: tuple[str, ...] = self.index.get(self._key("library:files"), first) or ()
        whole = first + stamps(folder, named)
        kept: Outcome[LibraryInfo] | None = self.index.get(self._key("library"), whole)
        return (kept, whole) if kept else self._read_info(folder, first, known)

    def _read_info(self, folder: Path, first: str, known: tuple[Calculation, ...]) -> tuple[Outcome[LibraryInfo], str]:
        from docgen.stages.read_library import read_library_info  # msgspec and the models: only when needed

        named: list[str] = []

        def read(name: str) -> bytes | None:
            named.append(name)
            return inside(folder, name)

        outcome = read_library_info(self.shown(folder), read, self.filters, known)
        whole = first + stamps(folder, named)
        self.index.put(self._key("library:files"), first, tuple(named))
        self.index.put(self._key("library"), whole, outcome)
        return outcome, whole

    def interview(self, name: str, place: Place) -> Outcome[Interview]:
        """The questions that the library asks about a profile; ``place`` is where their file is named."""
        folder = self.root / LIBRARY
        stamp = name + stamps(folder, [name]) + self.salt
        return self.index.through(self._key("interview"), stamp, lambda: self._read_interview(folder, name, place))

    def _read_interview(self, folder: Path, name: str, place: Place) -> Outcome[Interview]:
        from docgen.stages.read_interview import read_interview

        data = inside(folder, name) if name else None
        if data is None:
            message = f"there is no file {self.shown(folder)}/{name}" if name else "the library has no interview"
            hint = "name a file under interview in library.yaml, or copy a profile and fill it in"
            return Outcome(None, (error("LB205" if name else "LB274", message, place, hint),))
        return read_interview(data, f"{self.shown(folder)}/{name}", self.filters)

    def requirements(self, name: str, place: Place, language: str) -> Outcome[_Requirements]:
        """What the domain asks of the library; texts that do not name their language are in ``language``."""
        if not name:
            from docgen.model.requirement import Requirements

            return Outcome(Requirements({}, ()))
        folder = self.root / LIBRARY
        stamp = f"{name} {language} {stamps(folder, [name])}{self.salt}"
        read = lambda: self._read_requirements(folder, name, place, language)  # noqa: E731
        return self.index.through(self._key("requirements"), stamp, read)

    def _read_requirements(self, folder: Path, name: str, place: Place, language: str) -> Outcome[_Requirements]:
        from docgen.stages.read_requirements import read_requirements

        data = inside(folder, name)
        if data is None:
            hint = "write it, or correct its name under requirements in library.yaml"
            return Outcome(None, (error("LB205", f"there is no file {self.shown(folder)}/{name}", place, hint),))
        return read_requirements(data, f"{self.shown(folder)}/{name}", language)

    def types(self, of_library: Callable[[str, str], bytes | None]) -> tuple[Outcome[tuple[DocumentType, ...]], str]:
        """The document types of this library by id, and what tells that they changed.

        :param of_library: the file of a document type of another library, by the names of both.
        """
        folder = self.root / TEMPLATES
        files = scan(folder)
        stamp = files.stamp + self.salt
        read = lambda: self._read_types(folder, files, of_library)  # noqa: E731
        return self.index.through(self._key("types"), stamp, read), stamp

    def _read_types(
        self, folder: Path, files: Folder, of_library: Callable[[str, str], bytes | None]
    ) -> Outcome[tuple[DocumentType, ...]]:
        from docgen.stages.read_library import read_document_type

        def read(name: str) -> bytes | None:
            library, separator, file = name.partition(":")
            return of_library(library, file) if separator else inside(folder, name)

        types: list[DocumentType] = []
        found: list[Diagnostic] = []
        for name, _ in files.files:
            if name.endswith(".yaml"):
                outcome = read_document_type(name[:-5], self.shown(folder), read, self.filters)
                found += outcome.diagnostics
                if outcome.value is not None:
                    types.append(outcome.value)
        return Outcome(tuple(types), tuple(found))
