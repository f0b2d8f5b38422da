"""The verbs ``library add`` and ``verify``: what a library builds on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from docgen.app.publish import packaged
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
from docgen.model.sharing import Package, Pin
from docgen.stages.read_sharing import manifest_problem, pins_text
from docgen.store.atomic import read_bytes, write_all
from docgen.store.fetch import Fetched, fetch
from docgen.store.layered import Kept
from docgen.store.layers import LIBRARIES, PINS
from docgen.store.package import MAX_PACKAGE, read_package
from docgen.store.project import LIBRARY, MAX_TEMPLATE
from docgen.store.signing import check_signature
from docgen.store.vendored import files_of, read_vendored

_AS_IT_IS: Final = b"* -text\n"
"""For git, which else would give the files of a library other line ends on Windows, and so other digests."""


def from_project(source: str, root: Path, here: Path) -> str:
    """A source as the project names it: a path that somebody typed is where they are, a pinned one starts at the project."""
    typed = here / source
    if source.startswith(("git+", "python:")) or os.path.isabs(source) or not typed.exists():
        return source
    try:
        return Path(os.path.relpath(typed.resolve(), root.resolve())).as_posix()
    except ValueError:  # another drive
        return str(typed.resolve())


def bring(source: str, root: Path, shown_from: Path) -> Outcome[Package]:
    """The package at a source: a file, a folder, ``git+URL@TAG`` or ``python:NAME`` (SH160 to SH165)."""
    fetched = fetch(source, root)
    if fetched.value is None:
        return Outcome(None, fetched.diagnostics)
    with fetched.value as there:
        return _package_at(there, shown_from)


def _package_at(there: Fetched, shown_from: Path) -> Outcome[Package]:
    if there.path.is_file():
        data = read_bytes(there.path, MAX_PACKAGE)
        if data.value is None:
            return Outcome(None, data.diagnostics)
        return read_package(data.value, there.shown)
    opened = open_workshop(there.path, shown_from=shown_from, use_index=False)
    if opened.value is None or opened.value.project.root != there.path.resolve():
        return Outcome(None, (error("SH160", f"there is no library in {there.shown}", None,
                                    "name the folder that holds clauses/library.yaml"),))  # fmt: skip
    with_version = packaged(opened.value, there.version)
    opened.value.close()
    if with_version.value is None:
        return Outcome(None, with_version.diagnostics)
    return Outcome(with_version.value, tuple(d for d in with_version.diagnostics if d.code == "SH151"))


def add(workshop: Workshop, source: str, signer: str, shown_from: Path) -> Outcome[Pin]:
    """Put a library under the project: its files below ``libraries/``, and its pin; all or nothing."""
    project = workshop.project
    source = from_project(source, project.root, shown_from)
    brought = bring(source, project.root, shown_from)
    if brought.value is None:
        return Outcome(None, brought.diagnostics)
    package, pins = brought.value, project.pins()
    place = Place(project.shown(project.root / LIBRARY / PINS))
    found = [
        *brought.diagnostics,
        *_may_enter(package, workshop, pins, place),
        *check_signature(package, signer, place),
    ]
    if has_errors(found):
        return Outcome(None, tuple(found))
    pin = pin_of(package, source, signer or (package.signature.key if package.signature else ""), place)
    found += write_pinned(workshop, [*pins, pin], {package.manifest.name: package})
    return Outcome(None if has_errors(found) else pin, tuple(found))


def pin_of(package: Package, source: str, signer: str, place: Place) -> Pin:
    """The pin of a package."""
    return Pin(package.manifest.name, package.manifest.version, package.digest, source, signer, place)


def _may_enter(package: Package, workshop: Workshop, pins: Sequence[Pin], place: Place) -> Iterator[Diagnostic]:
    """SH152 for a library that is here already, SH153 for its own name, SH102 for what it needs and is not here."""
    name = package.manifest.name
    own = workshop.project.own_library()
    if own is not None and own.name == name:
        yield error("SH153", f'this library is called "{name}" itself', own.place, "a library cannot build on itself")
    if any(p.name == name for p in pins):
        yield error(
            "SH152",
            f'the library "{name}" is here already',
            place,
            f"take another state of it with: docgen library update {name}",
        )
    for need in package.manifest.needs:
        if own is not None and need.name == own.name:
            yield error("SH101", f'libraries build on each other in a circle: "{name}" builds on "{need.name}", which this is', place,
                        "one of them has to stop building on the other")  # fmt: skip
        elif not any(p.name == need.name for p in pins):
            yield error("SH102", f'"{name}" builds on "{need.name}" {need.version}, which is not here', place,
                        f"add that one first (digest {need.digest[:12]}…)")  # fmt: skip


def write_pinned(
    workshop: Workshop, pins: Sequence[Pin], packages: Mapping[str, Package], beside: Mapping[Path, bytes] | None = None
) -> tuple[Diagnostic, ...]:
    """Put packages below ``libraries/``, write the pins and what goes ``beside`` them, all or nothing.

    What a package does not hold any more goes.
    """
    project = workshop.project
    files: dict[Path, bytes] = dict(beside or {})
    gone: list[Path] = []
    for name, package in packages.items():
        folder = project.root / LIBRARIES / name
        new = files_of(package)
        files |= {folder / path: data for path, data in new.items()}
        gone += [p for p in _there(folder) if p.relative_to(folder).as_posix() not in new]
    files[project.root / LIBRARIES / ".gitattributes"] = _AS_IT_IS
    files[project.root / LIBRARY / PINS] = pins_text(pins, project.stack().choose)
    found = write_all(files, gone=gone)
    project.forget()
    return found


def _there(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() or p.is_symlink()) if folder.is_dir() else []


def verify(workshop: Workshop) -> tuple[Diagnostic, ...]:
    """Every file of every library against its manifest, its pin and its signature."""
    project = workshop.project
    found = list(project.stack().found)
    for pin in project.pins():
        folder = project.root / LIBRARIES / pin.name
        vendored = read_vendored(folder, project.shown(folder), MAX_TEMPLATE)
        found += vendored.diagnostics
        if vendored.value is None:
            continue
        package = vendored.value
        problem = manifest_problem(package.manifest, package.digest, pin)
        found += [problem] if problem is not None and problem not in found else []
        found += check_signature(package, pin.signer, pin.place)
        kept = Kept(project.root, {})
        shown = lambda path: project.shown(project.root / path)  # noqa: E731
        found += kept.altered(pin.name, iter(package.files.items()), shown)
    return tuple(dict.fromkeys(found))
