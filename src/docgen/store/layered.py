"""A project that builds on libraries: what it reads of its own, over what it reads of theirs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.model.doctype import DocumentType
from docgen.model.library import LibraryInfo
from docgen.model.people import People
from docgen.model.sharing import Layer, Stack
from docgen.stages.layered_library import over, with_those_of
from docgen.stages.layers import provider
from docgen.store.atomic import read_bytes
from docgen.store.layers import LIBRARIES, MANIFEST, MAX_MANIFEST
from docgen.store.library_folder import LIBRARY, LibraryFolder

Folders = Callable[[Layer], LibraryFolder]


def layered_info(stack: Stack, folder_of: Folders) -> tuple[Outcome[LibraryInfo], str]:
    """``library.yaml`` of the project over those of the libraries under it, and what tells that one changed."""
    info: LibraryInfo | None = None
    found: list[Diagnostic] = list(stack.found)
    stamps: list[str] = []
    people: People | None = None
    stewards: dict[str, People] = {}
    for layer in reversed(stack.order):
        outcome, stamp = folder_of(layer).info(info.calculations if info else ())
        found += outcome.diagnostics
        stamps.append(stamp)
        if outcome.value is not None:
            own = _led(outcome.value, layer)
            info = own if info is None else over(own, info)
            people = with_those_of(own.people, people)
            stewards |= {layer.name: people} if people is not None else {}
        elif not layer.name:
            return Outcome(None, tuple(found)), "".join(stamps)
    return Outcome(replace(info, stewards=stewards) if info is not None else None, tuple(found)), "".join(stamps)


def _led(info: LibraryInfo, layer: Layer) -> LibraryInfo:
    """The names of files of a library as they are seen from the folder of the clauses of the project."""
    if not layer.name:
        return info
    below = f"../{layer.folder}{LIBRARY}/"
    return replace(info, interview=below + info.interview if info.interview else "",
                   requirements=below + info.requirements if info.requirements else "",
                   vocabulary_file=below + info.vocabulary_file if info.vocabulary_file else "")  # fmt: skip


def layered_types(stack: Stack, folder_of: Folders, root: Path) -> tuple[Outcome[tuple[DocumentType, ...]], str]:
    """Every document type of the project and of the libraries under it; what a library has twice is said (SH112)."""

    def of_library(library: str, name: str) -> bytes | None:
        layer = next((la for la in stack.libraries() if la.name == library), None)
        return read_bytes(root / layer.folder / "templates" / name, 2_000_000).value if layer else None

    by_layer: dict[str, dict[str, DocumentType]] = {}
    found: list[Diagnostic] = []
    stamps: list[str] = []
    for layer in stack.order:
        outcome, stamp = folder_of(layer).types(of_library)
        found += outcome.diagnostics
        stamps.append(stamp)
        by_layer[layer.name] = {t.id: t for t in outcome.value or ()}
    out, problems = _chosen(stack.order, by_layer)
    return Outcome(out, (*found, *problems)), "".join(stamps)


def _chosen(
    order: Sequence[Layer], by_layer: dict[str, dict[str, DocumentType]]
) -> tuple[tuple[DocumentType, ...], list[Diagnostic]]:
    out: list[DocumentType] = []
    found: list[Diagnostic] = []
    for id_ in sorted({id_ for types in by_layer.values() for id_ in types}):
        layer, claims = provider(order, lambda la: id_ in by_layer[la.name])  # noqa: B023 - called at once
        assert layer is not None
        doctype = by_layer[layer.name][id_]
        out.append(doctype)
        if claims:
            names = ", ".join((layer.name, *(c.name for c in claims)))
            found.append(error("SH112", f'the libraries {names} each have a document type "{id_}"', doctype.place,
                               f"write templates/{id_}.yaml with `extends: {layer.name}:{id_}`"))  # fmt: skip
    return tuple(out), found


@dataclass(frozen=True, slots=True)
class Kept:
    """What the manifests of the libraries say of their files; each is read when the first of its files is."""

    root: Path
    manifests: dict[str, dict[str, str]]

    def problem(self, path: str, data: bytes, shown: Callable[[], str]) -> Diagnostic | None:
        """SH105 for a file of a library (``libraries/<name>/…``) that is not as it was published."""
        steps = path.split("/", 2)
        if steps[0] != LIBRARIES or len(steps) != 3:
            return None
        if steps[1] not in self.manifests:
            self.manifests[steps[1]] = self._files(steps[1])
        wanted = self.manifests[steps[1]].get(steps[2])
        if wanted == hashlib.sha256(data).hexdigest():
            return None
        what = "is not part of" if wanted is None else "is not as it was published in"
        return error("SH105", f'this file {what} the library "{steps[1]}"', Place(shown()),
                     "write what differs into a clause of your own that adapts it, and bring the file back with: "
                     f"docgen library update {steps[1]}")  # fmt: skip

    def _files(self, name: str) -> dict[str, str]:
        data = read_bytes(self.root / LIBRARIES / name / MANIFEST, MAX_MANIFEST).value
        try:
            files = json.loads(data or b"{}").get("files", {})
        except (ValueError, AttributeError):
            return {}
        return dict(files) if isinstance(files, dict) else {}

    def altered(
        self, name: str, files: Iterator[tuple[str, bytes]], shown: Callable[[str], str]
    ) -> Iterator[Diagnostic]:
        """Every file of a library that is not as it was published, and SH107 for those that are gone."""
        seen = set()
        for path, data in files:
            seen.add(path)
            whole = f"{LIBRARIES}/{name}/{path}"
            problem = self.problem(whole, data, partial(shown, whole))
            if problem is not None:
                yield problem
        for path in sorted(set(self._files(name)) - seen):
            yield error("SH107", f'the library "{name}" lacks {path}', Place(shown(f"{LIBRARIES}/{name}")),
                        f"bring it back with: docgen library update {name}")  # fmt: skip
