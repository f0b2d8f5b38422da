"""``clauses revise``, ``submit``, ``approve``, ``withdraw``, ``diff``, ``log`` and ``witness``: the life of a revision."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.clauses import clauses
from docgen.cli.options import common, iso
from docgen.cli.output import colored, exit_with, print_findings, print_json
from docgen.cli.project import open_project
from docgen.cli.registers import open_register_at, registered, signed_by

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.store.register import Register

CHANGES = click.Choice(["editorial", "substantive", "legal"])
DIFFERENT = 3


def revision_number(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    """The number of a revision, written as ``r2`` or alone; a usage error for anything else."""
    if value is None:
        return None
    digits = value.removeprefix("r")
    if not digits.isascii() or not digits.isdecimal() or not 0 < int(digits[:9]) < 10_000:
        raise click.BadParameter(f"{value!r} is no revision: write it as r2")
    return int(digits)


@contextmanager
def witness_at(where: str, root: Path, form: str) -> Iterator[Register | None]:
    """The register that witnesses what is done: the one that is named, else the one beside the library, else none."""
    from docgen.store.register import DEFAULT_NAME

    if not where and not (root / DEFAULT_NAME).exists():
        yield None
        return
    with open_register_at(where, root, form, create=True) as register:
        yield register


def reason(why: str) -> str:
    """Why somebody does it, on one line; a usage error when nothing is said."""
    said = " ".join(why.split())
    if not said or not said.isprintable():
        raise click.UsageError("say why, for the record: --why TEXT")
    return said


@clauses.command("revise")
@click.argument("clause")
@click.option("--change", type=CHANGES, default="substantive", show_default=True, help="What kind of change it is.")
@click.option("--from", "start", default="", metavar="DATE", callback=iso, help="The day from which it holds; default: today.")
@click.option("--note", required=True, metavar="TEXT", help="What is new, for whoever decides whether to take it.")
@click.option("--by", default="", envvar="DOCGEN_USER", metavar="NAME", help="Who writes it; default: the user of this machine.")
@common
def clauses_revise(clause: str, change: str, start: str, note: str, by: str, project: Path | None, form: str, no_index: bool) -> None:
    """Begin the next revision of CLAUSE: its newest texts under the next number, declared in clause.yaml as a draft."""
    from docgen.app.revise import NewRevision, revise

    said = reason(note)
    workshop = open_project(project, [], form, no_index)
    who = signed_by(by, "")
    written, found = revise(workshop, clause, NewRevision(change, start or who.when[:10], said, _author(workshop, who.who, form)))
    workshop.close()
    print_findings(found, form, [workshop.project.shown(p) for p in written])
    exit_with(found)


def _author(workshop: Workshop, who: str, form: str) -> str:
    """The id of whoever writes, in a governed library; the command ends with 1 for somebody who is nobody there."""
    from docgen.app.stewards import people_of, person_called

    people = people_of(workshop).value
    if people is None:
        return ""
    person = person_called(people, who)
    if person.value is None:
        print_findings(person.diagnostics, form)
        sys.exit(1)
    return person.value.id


def _step(name: str, done: str, doc: str, *options: Callable[..., Any]) -> None:
    """A command that takes a step, for one revision, for those of a clause that wait for it, or for all that wait."""

    @click.argument("clause", default="")
    @click.argument("revision", required=False, callback=revision_number)
    @click.option("--all", "everything", is_flag=True, help="Every revision of the library that waits for this step.")
    @registered
    @common
    def command(clause: str, revision: int | None, everything: bool, where: str, by: str, why: str, project: Path | None, form: str,
                no_index: bool, body: str = "", authors: Sequence[str] = ()) -> None:  # fmt: skip
        from docgen.app.clause_steps import Step, open_revisions, take_steps

        if everything == bool(clause):
            raise click.UsageError("name a clause, or say --all")
        said = reason(why)
        workshop = open_project(project, [], form, no_index)
        ids = workshop.project.own_clause_ids() if everything else (clause,)
        wanted = [(clause, revision)] if revision else open_revisions(workshop, done, ids)
        if clause and not wanted:
            _nothing_waits(workshop, clause, done, form)
        step = Step(done, signed_by(by, said), body, tuple(authors))
        with witness_at(where, workshop.project.root, form) as register:
            taken, found = take_steps(workshop, register, wanted, step)
        workshop.close()
        print_findings(found, form, [f"{t.clause} r{t.revision}: {t.status}" for t in taken])
        exit_with(found)

    command.__doc__ = doc
    for option in options:
        command = option(command)
    clauses.command(name)(command)


def _nothing_waits(workshop: Workshop, clause: str, done: str, form: str) -> None:
    """Say what keeps a step without a revision from being taken, and end with 1."""
    from docgen.app.clauses import unknown_clause
    from docgen.model.diagnostic import error

    spec = workshop.clause(clause)
    found = workshop.project.clause_findings(clause) if spec is None else ()
    if spec is None:
        found = found or (unknown_clause(workshop, clause),)
    else:
        states = ", ".join(f"r{r.number} is {r.status}" for r in spec.revisions)
        found = (error("GV113", f'no revision of "{clause}" waits to be {done}: {states}', spec.place, "name the revision that you mean"),)
    workshop.close()
    print_findings(found, form)
    sys.exit(1)


_step(
    "submit", "submitted",
    "Submit REVISION (r2) of CLAUSE for approval: its texts and what clause.yaml says of them, as they are now.",
    click.option("--author", "authors", multiple=True, metavar="PERSON", help="Somebody else who wrote it (may be repeated)."),
)  # fmt: skip
_step(
    "approve", "approved",
    "Approve REVISION (r2) of CLAUSE, as it was submitted. Substantive and legal changes need another person than their authors.",
    click.option("--body", default="", metavar="BODY", help="The body in whose name you approve, such as direction-juridique."),
)  # fmt: skip


@clauses.command("withdraw")
@click.argument("clause")
@click.argument("revision", callback=revision_number)
@registered
@common
def clauses_withdraw(clause: str, revision: int, where: str, by: str, why: str, project: Path | None, form: str, no_index: bool) -> None:
    """Take REVISION (r2) of CLAUSE out of use. Contracts that hold it keep it; no new one takes it."""
    from docgen.app.clause_steps import Step, take_steps
    from docgen.model.journal import WITHDRAWN

    said = reason(why)
    workshop = open_project(project, [], form, no_index)
    with witness_at(where, workshop.project.root, form) as register:
        taken, found = take_steps(workshop, register, [(clause, revision)], Step(WITHDRAWN, signed_by(by, said)))
    workshop.close()
    print_findings(found, form, [f"{t.clause} r{t.revision}: {t.status}" for t in taken])
    exit_with(found)


@clauses.command("diff")
@click.argument("clause")
@click.argument("old", callback=revision_number)
@click.argument("new", callback=revision_number)
@click.option("--lang", default="fr", show_default=True, metavar="CODE", help="Language of the texts.")
@click.option("--position", default="", metavar="ID", help="Only the wording of this position, and what stands for all.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write a page side by side instead of printing.")
@common
def clauses_diff(clause: str, old: int, new: int, lang: str, position: str, out: Path | None, project: Path | None, form: str,
                 no_index: bool) -> None:  # fmt: skip
    """Show what differs between two revisions of CLAUSE (r1 r2). Exit code 3 when they differ, 0 when not."""
    from docgen.app.clause_history import compared_revisions
    from docgen.render.comparison_text import as_json, as_text

    workshop = open_project(project, [], form, no_index)
    found = compared_revisions(workshop, clause, (old, new), lang, position)
    workshop.close()
    if found.value is None:
        print_findings(found.diagnostics, form)
        sys.exit(1)
    names = (f"{clause} r{old}", f"{clause} r{new}")
    if out is not None:
        _page(out, found.value, names, lang)
    elif form == "json":
        click.echo(as_json(found.value, *names))
    else:
        color = colored(sys.stdout)
        for line in as_text(found.value, color=color):
            click.echo(line, color=color or None)
    sys.exit(0 if found.value.same else DIFFERENT)


def _page(out: Path, comparison: Any, names: tuple[str, str], language: str) -> None:
    from docgen.render.comparison_html import comparison_page
    from docgen.store.atomic import write_all

    problems = write_all({out: comparison_page(comparison, *names, language).encode()})
    print_findings(problems, "text", [] if problems else [str(out)])
    if problems:
        sys.exit(1)


@clauses.command("log")
@click.argument("clause")
@common
def clauses_log(clause: str, project: Path | None, form: str, no_index: bool) -> None:
    """Show the steps of CLAUSE: which revision was submitted, approved or withdrawn, by whom, when, why."""
    from docgen.app.clause_history import log, log_lines

    workshop = open_project(project, [], form, no_index)
    rows, found = log(workshop, clause)
    workshop.close()
    if form == "json":
        print_json(rows)
    else:
        for line in log_lines(rows):
            click.echo(line)
        print_findings(found, form)
    exit_with(found)


@clauses.command("witness")
@click.argument("ids", nargs=-1, metavar="CLAUSE...")
@click.option("--all", "everything", is_flag=True, help="Every clause of the library, and the approvals of the profiles.")
@registered
@common
def clauses_witness(ids: Sequence[str], everything: bool, where: str, by: str, why: str, project: Path | None, form: str,
                    no_index: bool) -> None:  # fmt: skip
    """Take steps that were taken away from the register into it, so that it witnesses them from now on."""
    from docgen.app.stewards import givers_of, people_of
    from docgen.app.verify_chains import witness

    if everything == bool(ids):
        raise click.UsageError("name a clause, or say --all")
    workshop = open_project(project, [], form, no_index)
    people = givers_of(workshop) if everything else people_of(workshop)
    if people.value is None:
        print_findings(people.diagnostics, form)
        sys.exit(1)
    with open_register_at(where, workshop.project.root, form, create=True) as register:
        taken, found = witness(workshop, register, ids)
    workshop.close()
    print_findings(found, form, list(taken))
    exit_with(found)
