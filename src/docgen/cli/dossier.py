"""Commands on recorded versions: record, mark, history, show, verify."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from docgen.cli.options import common, dates, iso
from docgen.cli.output import Progress, exit_with, print_findings, print_json
from docgen.cli.project import open_project, project_root, request_of
from docgen.cli.registers import open_register_at, registered, signed_by, tell_version, version_at

if TYPE_CHECKING:
    from docgen.model.diagnostic import Diagnostic

STATES = click.Choice(["sent", "signed", "superseded", "terminated"])


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for the documents.")
@click.option("--final", is_flag=True, help="Final documents: refused while there is any error.")
@registered
@dates
@common
def record(profile: Path, out: Path, final: bool, where: str, by: str, why: str, project: Path | None, form: str,
           no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Draw the documents of PROFILE and record them as a version of its dossier, both or neither.

    Dated changes in the file are left out: docgen plan shows them, docgen regenerate carries them out.
    """
    from docgen.app.profile_stream import stream_of
    from docgen.app.start_dossier import start_dossier

    workshop = open_project(project, [profile], form, no_index)
    stream = stream_of(workshop, profile)
    if stream.value is None:
        print_findings(stream.diagnostics, form)
        sys.exit(1)
    with open_register_at(where, workshop.project.root, form, create=True) as register, Progress() as progress:
        outcome, written = start_dossier(register, workshop, stream.value, request_of(asked, final=final), out, signed_by(by, why), progress)
    workshop.close()
    print_findings(outcome.diagnostics, form, [str(p) for p in written])
    tell_version(outcome.value, form, whole=bool(written))


@click.command()
@click.argument("version")
@click.argument("state", type=STATES)
@click.option("--on", default="", metavar="DATE", callback=iso, help="The day on which it happened; default: today.")
@click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one.")
@registered
def mark(version: str, state: str, on: str, project: Path | None, where: str, by: str, why: str) -> None:
    """Say what became of VERSION (voltea@3): sent, signed, superseded or terminated.

    A version that is signed supersedes the one that was signed before it.
    """
    from docgen.app.dossier import day_refused
    from docgen.model.diagnostic import Outcome
    from docgen.model.version import Deed, State, Version

    who = signed_by(by, why)
    with open_register_at(where, project_root(project, []), "text") as register:
        found = version_at(register, version)
        deed = Deed(State(state), who.who, who.when, on or who.when[:10], why)
        refused = day_refused(found, deed.state, on) if on else ()
        head = register.head(found.dossier)
        outcome = Outcome[Version](None, refused) if refused else register.add_deed(found.dossier, found.number, deed, expected_head=head)
    print_findings(outcome.diagnostics, "text")
    tell_version(outcome.value, "text")


@click.command()
@click.argument("dossier", default="")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one.")
@registered
def history(dossier: str, as_json: bool, project: Path | None, where: str, by: str, why: str) -> None:
    """Show the versions of DOSSIER, or every dossier of the register."""
    from docgen.app.history import history_lines, history_plain

    with open_register_at(where, project_root(project, []), "text") as register:
        plain = history_plain(register, dossier) if as_json else None
        lines, found = ([], plain.diagnostics) if plain else history_lines(register, dossier)
    if plain and plain.value is not None:
        print_json(plain.value)
    for line in lines:
        click.echo(line)
    print_findings(found, "text")
    sys.exit(1 if found else 0)


@click.command()
@click.argument("version")
@click.option("--out", type=click.Path(path_type=Path), help="Write the files that were issued into this folder.")
@click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one.")
@registered
def show(version: str, out: Path | None, project: Path | None, where: str, by: str, why: str) -> None:
    """Show VERSION (voltea@3): what was issued, by whom, from what; with --out its files, word for word."""
    from docgen.app.history import version_lines, write_issued

    with open_register_at(where, project_root(project, []), "text") as register:
        found = version_at(register, version)
        for line in version_lines(found):
            click.echo(line)
        problems = write_issued(register, found, out) if out else ()
    print_findings(problems, "text")
    exit_with(problems)


@click.command()
@click.argument("dossier", default="")
@click.option("--all", "every", is_flag=True, help="Make drafts again too, not only what was signed.")
@click.option("--rebuild", is_flag=True, help="First derive anew, from the locks, what a search looks in.")
@registered
@common
def verify(dossier: str, every: bool, rebuild: bool, where: str, by: str, why: str, project: Path | None, form: str, no_index: bool) -> None:
    """Check the history of DOSSIER (default: all), and make again what was signed.

    Every digest and the chain of the history must hold; each version made again from its own profile and library must give
    the same text, and with the same docgen the same Word parts. Where the library says who approves, the journals of its
    clauses and the approvals of the profiles must be whole, and what the register witnessed. The libraries that it builds on
    must be as they were published.
    """
    from docgen.app.dossier import archive
    from docgen.app.verify import verify as verb
    from docgen.app.verify_library import verifiable, verify_library
    from docgen.store.register import DEFAULT_NAME

    workshop = open_project(project, [], form, no_index)
    whole = not dossier and verifiable(workshop)
    if whole and not where and not (workshop.project.root / DEFAULT_NAME).exists():
        found = tuple(verify_library(workshop, None))
        workshop.close()
        _tell_verified(found, "library verified, without a register", form)
    with open_register_at(where, workshop.project.root, form) as register, Progress() as progress:
        rebuilt = register.rebuild_uses().diagnostics if rebuild else ()
        found = (*rebuilt, *verb(archive(register, workshop), dossier, progress, every=every))
        found += tuple(verify_library(workshop, register)) if whole else ()
        count = sum(d.versions for d in register.dossiers() if dossier in ("", d.id))
    workshop.close()
    _tell_verified(found, f"{count} versions verified", form)


def _tell_verified(found: Sequence[Diagnostic], well: str, form: str) -> NoReturn:
    """Print what was found, and in a word whether all holds; the command ends."""
    from docgen.model.diagnostic import has_errors

    print_findings(found, form)
    if form == "text":
        click.echo("not everything holds" if has_errors(found) else well, err=True)
    sys.exit(1 if has_errors(found) else 0)
