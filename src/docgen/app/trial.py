"""A project as it would be with another state of a library: the clauses that are adapted, and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.app.workshop import Workshop
from docgen.model.sharing import Package, Pin, split
from docgen.stages.adapts import adapts
from docgen.stages.clause_files import METADATA
from docgen.stages.read_sharing import pins_text
from docgen.store.atomic import read_bytes
from docgen.store.layers import LIBRARIES, MANIFEST, PINS
from docgen.store.project import LIBRARY, MAX_FILE, Project


@contextmanager
def trial_of(workshop: Workshop, package: Package, wanted: Iterable[str]) -> Iterator[Project]:
    """A project in a scratch folder that has the libraries of this one, one of them in another state.

    :param wanted: the clauses that it is to have (``groupe:objet``), with those that these adapt.
    """
    with tempfile.TemporaryDirectory(prefix="docgen-") as scratch:
        root = Path(scratch)
        laid = _Laid(workshop.project, package, root)
        for id_ in wanted:
            laid.clause(id_)
        laid.settings()
        yield workshop.project.elsewhere(root)


class _Laid:
    """Lays out what is needed of each library."""

    def __init__(self, project: Project, package: Package, root: Path) -> None:
        self.project, self.package, self.root = project, package, root

    def _write(self, path: str, data: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def settings(self) -> None:
        """The pins and the manifests."""
        name, mine = self.package.manifest.name, self.project.root / LIBRARIES
        pins = [self._pin(p) for p in self.project.pins()]
        for pin in pins:
            data = (
                self.package.manifest_bytes if pin.name == name else read_bytes(mine / pin.name / MANIFEST, 10**9).value
            )
            self._write(f"{LIBRARIES}/{pin.name}/{MANIFEST}", data or b"{}")
        self._write(f"{LIBRARY}/{PINS}", pins_text(pins, {}))

    def _pin(self, pin: Pin) -> Pin:
        from dataclasses import replace

        return replace(pin, digest=self.package.digest) if pin.name == self.package.manifest.name else pin

    def clause(self, id_: str, depth: int = 8) -> None:
        """A clause and those that it adapts."""
        library, bare = split(id_)
        files = self._files(library, bare)
        for name, data in files.items():
            self._write(f"{LIBRARIES}/{library}/{LIBRARY}/{bare}/{name}", data)
        below = adapts(files.get(METADATA, b""))
        if below and depth:
            self.clause(below, depth - 1)

    def _files(self, library: str, bare: str) -> dict[str, bytes]:
        if library == self.package.manifest.name:
            prefix = f"{LIBRARY}/{bare}/"
            return {p.removeprefix(prefix): d for p, d in self.package.files.items() if p.startswith(prefix)}
        folder = self.project.root / LIBRARIES / library / LIBRARY / bare
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        return {p.name: read_bytes(p, MAX_FILE).value or b"" for p in paths if p.is_file()}
