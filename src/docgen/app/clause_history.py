"""The verbs ``clauses diff`` and ``clauses log``: what differs between two revisions, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docgen.app.clause_steps import journal_in, unread_journal
from docgen.app.clauses import unknown_clause
from docgen.app.workshop import Workshop
from docgen.model.comparison import Comparison, Passage
from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.library import ClauseSpec
from docgen.stages.characters import decoded
from docgen.stages.compare_texts import compare_texts
from docgen.stages.known_people import near
from docgen.store.project import LIBRARY


def compared_revisions(workshop: Workshop, id_: str, numbers: tuple[int, int], language: str, position: str) -> Outcome[Comparison]:
    """The texts of two revisions in one language, position by position and view by view; ``position`` leaves out the others."""
    spec = workshop.clause(id_)
    if spec is None:
        return Outcome(None, workshop.project.clause_findings(id_) or (unknown_clause(workshop, id_),))
    wrong = tuple(_unknown(spec, numbers, language, position))
    files = workshop.project.clause_files(id_)
    if wrong or files.value is None:
        return Outcome(None, (*wrong, *files.diagnostics))
    adapted = {name: (workshop.project.root / name).read_bytes() for name in spec.files.values() if "/" in name}
    old, new = ([*_passages(spec, n, language, position, {**files.value, **adapted})] for n in numbers)
    unread = [d for name in _named(spec, numbers, language, position) for d in _unreadable(spec, name, {**files.value, **adapted}, workshop)]
    return Outcome(None, tuple(unread)) if unread else Outcome(compare_texts(old, new))


def _named(spec: ClauseSpec, numbers: Sequence[int], language: str, position: str) -> Iterator[str]:
    """The files of the texts that are compared."""
    for key, name in sorted(spec.files.items()):
        if key.revision in numbers and key.language == language and (not position or key.position in ("", position)):
            yield name


def _unreadable(spec: ClauseSpec, name: str, files: Mapping[str, bytes], workshop: Workshop) -> tuple[Diagnostic, ...]:
    project = workshop.project
    below = name if "/" in name else f"{LIBRARY}/{spec.id}/{name}"
    return decoded(files[name], project.shown(project.root / below)).diagnostics


def _unknown(spec: ClauseSpec, numbers: Sequence[int], language: str, position: str) -> Iterator[Diagnostic]:
    """What is asked for and is not there."""
    for number in numbers:
        if spec.revision(number) is None:
            known = ", ".join(f"r{r.number}" for r in spec.revisions)
            yield error("GV116", f'"{spec.id}" has no revision r{number}', spec.place, f"revisions: {known}")
    languages = {k.language for k in spec.files}
    if language not in languages:
        yield error("AS501", f'"{spec.id}" is not written in "{language}"', spec.place, f"its languages: {', '.join(sorted(languages))}")
    if position and position not in {p.id for p in spec.positions}:
        yield error("AS502", f'"{spec.id}" has no position "{position}"', spec.place, near(position, [p.id for p in spec.positions], "positions"))


def _passages(spec: ClauseSpec, number: int, language: str, position: str, files: dict[str, bytes]) -> Iterator[Passage]:
    """A passage for each text of a revision: a position, a view, or what stands for all."""
    labels = {p.id: p.label for p in spec.positions}
    for key, name in sorted(spec.files.items()):
        if key.revision == number and key.language == language and (not position or key.position in ("", position)):
            called = "".join((f".{key.position}" if key.position else "", f"+{key.view}" if key.view else ""))
            lines = files[name].decode(errors="replace").splitlines()
            title = labels.get(key.position) or spec.title.get(language, spec.id)
            yield Passage(called or spec.id, title, tuple(line.strip() for line in lines if line.strip()))


def log(workshop: Workshop, id_: str) -> tuple[list[dict[str, Any]], tuple[Diagnostic, ...]]:
    """Every step of a clause, oldest first, with the names of people; and what is wrong in its journal."""
    spec = workshop.clause(id_)
    if spec is None:
        return [], workshop.project.clause_findings(id_) or (unknown_clause(workshop, id_),)
    files = workshop.project.clause_files(id_)
    journal = journal_in(workshop, id_, files.value or {})
    library = workshop.library().value
    people = library.people.people if library and library.people else {}
    rows = [
        {**{k: v for k, v in e.record.items() if k not in ("texts", "metadata")}, "name": people[e.who].name if e.who in people else e.who, "head": e.head}
        for e in journal.entries
    ]
    known = tuple(d for d in workshop.project.clause_findings(id_) if d.code.startswith(("GV", "LB22")))
    return rows, tuple(dict.fromkeys((*known, *unread_journal(workshop, id_))))


def log_lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The steps as lines for a terminal: when, which revision, what, who, why, and the digest of what it covers."""
    for row in rows:
        body = f" for {row['body']}" if row.get("body") else ""
        yield f"{row['when']}  r{row['revision']:<3} {row['step']:<9}  {row['change']:<11}  {row['name']}{body}: {row['why']}  [{row['digest'][:12]}]"
