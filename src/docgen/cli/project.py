"""The project that a command works on, and what is asked of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.cli.output import print_findings

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.model.language import Language
    from docgen.model.plan import Request
    from docgen.store.project import Project


def request_of(asked: dict[str, Any], *, final: bool = False) -> Request:
    """What the options of ``dates`` ask for."""
    from docgen.model.plan import Request

    return Request(tuple(asked["only"]), asked["lang"], asked["variant"], asked["as_of"], asked["effective"], final)


def project_root(project: Path | None, paths: Sequence[Path]) -> Path:
    """Where to look for the project: as told, else beside the profile, else here."""
    if project is not None:
        return project
    from docgen.store.project import find_project

    for path in paths:
        found = find_project(path.resolve().parent)
        if found is not None:
            return found
    return find_project(Path.cwd()) or Path.cwd()


def open_project(project: Path | None, paths: Sequence[Path], form: str, no_index: bool) -> Workshop:
    """The workshop of the project; where there is none, the findings are printed and the command ends with 1."""
    from docgen.app.workshop import open_workshop

    opened = open_workshop(project_root(project, paths), shown_from=Path.cwd(), use_index=not no_index)
    if opened.value is None:
        print_findings(opened.diagnostics, form)
        sys.exit(1)
    return opened.value


def open_project_files(project: Path | None) -> tuple[Project, dict[str, Language]]:
    """The files of the project and every language, for commands that draw nothing; as :func:`open_project` without a project."""
    from docgen.app.opening import open_files

    opened = open_files(project_root(project, []), shown_from=Path.cwd())
    if opened.value is None:
        print_findings(opened.diagnostics, "text")
        sys.exit(1)
    return opened.value
