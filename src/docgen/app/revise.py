"""The verb ``clauses revise``: the next revision of a clause as a draft, with the newest texts to start from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from docgen.app.clause_steps import of_a_library, unread_journal
from docgen.app.clauses import unknown_clause
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, has_errors
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
    refused = _refused(workshop, id_, spec)
    if refused or spec is None:
        return (), refused
    files = workshop.project.clause_files(id_)
    if files.value is None:
        return (), files.diagnostics
    try:
        new = _files(spec, files.value, asked)
    except NotEditable:
        message = f"the revisions of {id_} are laid out in a way that no line can be added to"
        return (), (error("GV117", message, spec.revisions[-1].place, "write them one on a line, each after a hyphen"),)
    if in_the_way := tuple(_in_the_way(workshop, id_, new, files.value)):
        return (), in_the_way
    found = _problems(workshop, spec, {**files.value, **new})
    if has_errors(found):
        return (), found
    folder = workshop.project.root / LIBRARY / id_
    problems = write_all({folder / name: data for name, data in new.items()})
    workshop.project.forget()
    return () if problems else tuple(folder / name for name in new), problems


def _refused(workshop: Workshop, id_: str, spec: ClauseSpec | None) -> tuple[Diagnostic, ...]:
    """Why no revision of this clause can be begun now."""
    if spec is None:
        return workshop.project.clause_findings(id_) or (unknown_clause(workshop, id_),)
    if spec.library:
        return (of_a_library(spec),)
    if unread := unread_journal(workshop, id_):
        return unread
    newest = spec.revisions[-1]
    if newest.approved or newest.withdrawn:
        return ()
    message = f'r{newest.number} of "{id_}" is {newest.status}: there is one revision at a time to work on'
    return (error("GV117", message, newest.place, f"change clauses/{id_}/r{newest.number}.*, or have it approved first"),)


def _in_the_way(workshop: Workshop, id_: str, new: Collection[str], there: Collection[str]) -> Iterator[Diagnostic]:
    """GV117 for a text of the new revision that is there already, though nothing declares it."""
    from docgen.stages.clause_files import METADATA

    for name in sorted({*new} & {*there} - {METADATA}):
        place = Place(workshop.project.shown(workshop.project.root / LIBRARY / id_ / name))
        yield error("GV117", f"{name} is there already, and no revision of {id_} declares it", place,
                    "move it away: docgen writes over no text of yours")  # fmt: skip


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
