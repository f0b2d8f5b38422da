"""The verb ``clauses revise``: the next revision of a clause as a draft, with the newest texts to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docgen.app.clause_steps import of_a_library
from docgen.app.clauses import unknown_clause
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors
from docgen.model.library import ClauseSpec
from docgen.stages.yaml_edit import NotEditable, with_item
from docgen.store.atomic import write_all
from docgen.store.project import LIBRARY


@dataclass(frozen=True, slots=True)
class NewRevision:
    """What a new revision is: the kind of its change, the ISO day from which it holds, what is new, and who writes it."""

    change: str
    day: str
    note: str
    author: str = ""


def revise(workshop: Workshop, id_: str, asked: NewRevision) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Write the next revision beside the others; refused when the last is not published, or when something would not fit."""
    spec = workshop.clause(id_)
    if spec is None:
        found = workshop.project.clause_findings(id_)
        return (), found or (unknown_clause(workshop, id_),)
    if spec.library:
        return (), (of_a_library(spec),)
    newest = spec.revisions[-1]
    if not newest.approved and not newest.withdrawn:
        message = f'r{newest.number} of "{id_}" is {newest.status}: there is one revision at a time to work on'
        return (), (error("GV117", message, newest.place, f"change clauses/{id_}/r{newest.number}.*, or have it approved first"),)
    files = workshop.project.clause_files(id_)
    if files.value is None:
        return (), files.diagnostics
    try:
        new = _files(spec, files.value, asked)
    except NotEditable:
        message = f"the revisions of {id_} are laid out in a way that no line can be added to"
        return (), (error("GV117", message, newest.place, "write them one on a line, each after a hyphen"),)
    found = _problems(workshop, spec, {**files.value, **new})
    if has_errors(found):
        return (), found
    folder = workshop.project.root / LIBRARY / id_
    problems = write_all({folder / name: data for name, data in new.items()})
    workshop.project.forget()
    return () if problems else tuple(folder / name for name in new), problems


def _files(spec: ClauseSpec, files: dict[str, bytes], asked: NewRevision) -> dict[str, bytes]:
    from docgen.stages.clause_files import METADATA

    newest = spec.revisions[-1].number
    entry: dict[str, Any] = {"number": newest + 1, "change": asked.change, "in_force": {"from": asked.day}, "note": asked.note}
    if spec.adapts:
        entry["based_on"] = spec.revisions[-1].based_on or newest
    if asked.author:
        entry["authors"] = [asked.author]
    texts = {f"r{newest + 1}{name.removeprefix(f'r{newest}')}": files[name] for key, name in spec.files.items() if key.revision == newest and "/" not in name}
    text = with_item(files[METADATA].decode(), ("revisions",), entry)
    return {METADATA: text.encode(), **texts}


def _problems(workshop: Workshop, spec: ClauseSpec, files: dict[str, bytes]) -> tuple[Diagnostic, ...]:
    """What would be wrong in the clause with its new revision."""
    folder = workshop.project.clause_folder(spec.id)
    outcome = folder.head(files) if folder is not None else Outcome[ClauseSpec](None)
    return tuple(d for d in outcome.diagnostics if d.severity == "error")
