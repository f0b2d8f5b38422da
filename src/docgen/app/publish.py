"""The verb ``library publish``: the approved revisions of a library as one file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from docgen.app.facts import LibraryFacts
from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors, warning
from docgen.model.library import ClauseSpec, LibraryInfo
from docgen.model.sharing import Manifest, Need, Package, PackagedClause
from docgen.stages.clause_files import METADATA, text_key
from docgen.stages.prune_revisions import without_revisions
from docgen.store.atomic import read_bytes, write_all
from docgen.store.layers import PINS
from docgen.store.package import file_name, package_of, write_package
from docgen.store.project import LIBRARY, MAX_TEMPLATE, TEMPLATES
from docgen.store.signing import sign


def packaged(workshop: Workshop, version: str, progress: Callable[[str], None] = lambda _: None) -> Outcome[Package]:
    """The library of a project as a package: its approved revisions, and everything beside them but what they build on.

    :param version: of the package; "" takes that of ``library.yaml``.
    :return: SH150 without a version, SH151 for a revision that is left out because it is not approved, and every error
        in what would be published, its texts too.
    """
    library = workshop.library()
    own = workshop.project.own_library()
    found = [d for d in library.diagnostics if d.severity == "error"]
    if own is None or library.value is None or found:
        return Outcome(None, tuple(found))
    version = version or own.version
    if not version:
        found.append(error("SH150", "the package needs a version", own.place,
                           'write `version: "2026.1"` in library.yaml, or say --version'))  # fmt: skip
    publisher = _Publisher(workshop, own, library.value.languages, found)
    files = publisher.files(progress)
    if has_errors(publisher.found):
        return Outcome(None, tuple(publisher.found))
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    pins = workshop.project.pins()
    manifest = Manifest(own.name, version, own.licence, own.authors,
                        tuple(Need(p.name, p.version, p.digest) for p in pins), tuple(publisher.clauses), digests)  # fmt: skip
    return Outcome(package_of(manifest, files), tuple(publisher.found))


class _Publisher:
    """Gathers what is published, and what is wrong with it."""

    def __init__(
        self, workshop: Workshop, own: LibraryInfo, languages: Sequence[str], found: list[Diagnostic]
    ) -> None:
        self.workshop, self.own, self.languages, self.found = workshop, own, languages, found
        self.clauses: list[PackagedClause] = []

    def files(self, progress: Callable[[str], None]) -> dict[str, bytes]:
        """Every file of the package by its path."""
        out = dict(self._beside())
        facts = LibraryFacts(self.workshop, self.languages, progress)
        own = frozenset(self.workshop.project.own_clause_ids())
        self.found += [d for c in facts.all if c.id in own for d in c.found if d.severity == "error"]
        for n, spec in enumerate(facts.specs(own)):
            if n % 200 == 0:
                progress(f"files of clauses {n}/{len(own)}")
            out |= self._clause(spec)
        facts.keep()
        return out

    def _clause(self, spec: ClauseSpec) -> dict[str, bytes]:
        """The files of a clause, without those of revisions that are not approved."""
        folder = self.workshop.project.clause_folder(spec.id)
        assert folder is not None
        contents, found = folder.contents()
        self.found += found
        approved = {r.number for r in spec.revisions if r.approved}
        own = (
            {r.number for r in spec.revisions}
            if not spec.adapts or any(r.based_on for r in spec.revisions)
            else set[int]()
        )
        left_out = own - approved
        for number in sorted(left_out):
            self.found.append(warning("SH151", f'revision r{number} of "{spec.id}" is not approved and is not published',
                                      spec.place, f"approve it first, or leave it: {spec.id} is published without it"))  # fmt: skip
        if own and not approved:
            return {}
        self.clauses.append(PackagedClause(spec.id, spec.owner, tuple(sorted(approved)), spec.licence or self.own.licence,
                                           spec.authors or self.own.authors, spec.adapts))  # fmt: skip
        kept = {n: d for n, d in contents.items() if (key := text_key(n)) is None or key.revision not in left_out}
        if left_out:
            kept[METADATA] = without_revisions(contents[METADATA], left_out)
        return {f"{LIBRARY}/{spec.id}/{name}": data for name, data in kept.items()}

    def _beside(self) -> Iterator[tuple[str, bytes]]:
        """What is no clause: settings, rules, vocabulary, data, document types, Word templates."""
        root = self.workshop.project.root
        ids = frozenset(self.workshop.project.own_clause_ids())
        for top in (LIBRARY, TEMPLATES):
            for path in _walk(root / top, ids if top == LIBRARY else frozenset()):
                data = read_bytes(path, MAX_TEMPLATE)
                self.found += data.diagnostics
                below = path.relative_to(root).as_posix()
                if data.value is not None and below != f"{LIBRARY}/{PINS}":
                    yield below, data.value


def _walk(folder: Path, without: frozenset[str]) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        top = Path(where) == folder
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not (top and f in without))
        yield from (Path(where) / n for n in sorted(names) if not n.startswith((".", "~$")))


def publish(
    workshop: Workshop, version: str, folder: Path, key: Path | None, progress: Callable[[str], None]
) -> Outcome[Path]:
    """Write the package of a library into a folder, signed where a key is given; nothing is written beside an error.

    :return: the file, which is named by what it holds.
    """
    made = packaged(workshop, version, progress)
    found = list(made.diagnostics)
    package = made.value
    if package is not None and key is not None:
        signed = _signed(package, key)
        found += signed.diagnostics
        package = signed.value
    if package is None or has_errors(found):
        return Outcome(None, tuple(found))
    path = folder / file_name(package)
    found += write_all({path: write_package(package)})
    return Outcome(None if has_errors(found) else path, tuple(found))


def _signed(package: Package, key: Path) -> Outcome[Package]:
    pem = read_bytes(key, 100_000)
    if pem.value is None:
        return Outcome(None, pem.diagnostics)
    signature = sign(package, pem.value, str(key))
    return Outcome(replace(package, signature=signature.value) if signature.value else None, signature.diagnostics)
