"""The verb ``init --example``: projects side by side that show libraries on libraries, laid out offline."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import yaml

from docgen.app.libraries import add
from docgen.app.start import IGNORED, shipped, tree
from docgen.app.workshop import open_workshop
from docgen.model.diagnostic import Diagnostic, Place, error, has_errors
from docgen.store.atomic import write_all
from docgen.store.project import TEMPLATES

EXAMPLES: Final = "examples"
_PLAN: Final = "example.yaml"
"""The projects of an example in their order: ``folder``, ``word`` (Word templates), ``builds_on``."""


def examples() -> tuple[str, ...]:
    """Names of the examples that are shipped."""
    folder = shipped().joinpath(EXAMPLES)
    return tuple(sorted(e.name for e in folder.iterdir() if e.joinpath(_PLAN).is_file())) if folder.is_dir() else ()


def init_example(folder: Path, name: str) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Lay the projects of an example out below a folder, each with the libraries that it builds on.

    :return: the files, or IO930 where one of the projects is there already, IO932 for an example that is not shipped.
    """
    if name not in examples():
        hint = f"examples: {', '.join(examples())}"
        return (), (error("IO932", f'there is no example "{name}"', None, hint),)
    source = shipped().joinpath(EXAMPLES, name)
    projects = yaml.safe_load(source.joinpath(_PLAN).read_text(encoding="utf-8"))
    for project in projects:
        there = folder / project["folder"]
        if there.exists():
            hint = "choose an empty folder; docgen never writes over a library"
            return (), (error("IO930", f"{project['folder']} is there already", Place(str(there)), hint),)
    with tempfile.TemporaryDirectory(prefix="docgen-") as scratch:
        found = [d for project in projects for d in _laid_out(Path(scratch), source, project)]
        if has_errors(found):
            return (), tuple(found)
        files = {folder / p.relative_to(scratch): p.read_bytes() for p in Path(scratch).rglob("*") if p.is_file()}
        problems = write_all(files)
    return (() if problems else tuple(files)), problems


def _laid_out(scratch: Path, source: Traversable, project: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """One project in a folder of its own, with its libraries added; what stands in the way."""
    root = scratch / project["folder"]
    yield from write_all({root / path: data for path, data in _files(source, project)})
    for other in project.get("builds_on", ()):
        opened = open_workshop(root, shown_from=scratch, use_index=False)
        if opened.value is None:
            yield from opened.diagnostics
            return
        yield from add(opened.value, f"../{other}", "", root).diagnostics
        opened.value.close()


def _files(source: Traversable, project: Mapping[str, Any]) -> Iterator[tuple[Path, bytes]]:
    """The files of a project, and the shipped Word templates that it takes."""
    yield from tree(source.joinpath(project["folder"]), Path())
    yield Path(".gitignore"), IGNORED
    for name in project.get("word", ()):
        below = Path(TEMPLATES, "docx", f"{name}.docx")
        yield below, shipped().joinpath(*below.parts).read_bytes()
