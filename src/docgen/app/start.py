"""The verb ``init``: a working project of one's own, from what the wheel carries, offline."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from docgen.model.diagnostic import Diagnostic, Place, error
from docgen.store.atomic import write_all
from docgen.store.project import LIBRARY, PROFILES, TEMPLATES

FOLDERS = (LIBRARY, TEMPLATES, PROFILES)
IGNORED = b".docgen/\nout/\n"
"""What a project of its own keeps out of version control."""


def shipped() -> Traversable:
    """The library, templates and profiles of the wheel, or of the source tree that it is built from."""
    packaged = resources.files("docgen").joinpath("shipped")
    if packaged.joinpath(LIBRARY).is_dir():
        return packaged
    return Path(__file__).resolve().parents[3]


def init(folder: Path) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Copy the shipped project; nothing that is there already is ever overwritten."""
    for name in FOLDERS:
        if (folder / name).exists():
            hint = "choose an empty folder; docgen never writes over a library"
            return (), (error("IO930", f"{name} is there already", Place(str(folder / name)), hint),)
    files = {
        folder / name / path: data
        for name in FOLDERS
        for path, data in tree(shipped().joinpath(name), Path())
    }
    files[folder / ".gitignore"] = IGNORED
    if (folder / ".gitignore").exists():
        del files[folder / ".gitignore"]
    problems = write_all(files)
    return (() if problems else tuple(files)), problems


def tree(folder: Traversable, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder of the wheel, with its path."""
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from tree(entry, path / entry.name)
        else:
            yield path / entry.name, entry.read_bytes()
