"""Commands on recorded versions: record, mark, history, show, verify."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import common, dates, iso
from docgen.cli.output import Progress, exit_with, print_findings, print_json
from docgen.cli.project import open_project, project_root, request_of

if TYPE_CHECKING:
    from docgen.app.record import Signed
    from docgen.model.version import Version
    from docgen.store.register import Register

Command = Callable[..., Any]
STATES = click.Choice(["sent", "signed", "superseded", "terminated"])


def registered(command: Command) -> Command:
    """Options that say where the register is, and who writes into it."""
    options = (
        click.option("--register", "where", envvar="DOCGEN_REGISTER", default="", metavar="FILE|URL", help="The register; default: register.sqlite beside the library."),
        click.option("--by", default="", envvar="DOCGEN_USER", metavar="NAME", help="Who does this; default: the user of this machine."),
        click.option("--why", default="", metavar="TEXT", help="Why, for the history."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def open_register_at(where: str, root: Path, form: str, *, create: bool = False) -> Register:
    """The register; where there is none or it cannot be read, the findings are printed and the command ends with 1."""
    from docgen.store.register import DEFAULT_NAME, open_register

    opened = open_register(where or root / DEFAULT_NAME, create=create)
    if opened.value is None:
        print_findings(opened.diagnostics, form)
        sys.exit(1)
    return opened.value


def signed_by(by: str, why: str) -> Signed:
    """Who does this and when: the clock and the user of the machine are read here and nowhere below."""
    from datetime import UTC, datetime

    from docgen.app.record import Signed

    return Signed(by or _user(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), why)  # noqa: TID251 - the edge


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this user on this machine
        return "unknown"


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
    _told(outcome.value, form)


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
    from docgen.app.dossier import find_version, version_name
    from docgen.model.version import Deed, State

    who = signed_by(by, why)
    with open_register_at(where, project_root(project, []), "text") as register:
        name = version_name(version)
        found = find_version(register, name.value) if name.value else None
        if found is None or found.value is None:
            print_findings(name.diagnostics or (found.diagnostics if found else ()), "text")
            sys.exit(1)
        deed = Deed(State(state), who.who, who.when, on or who.when[:10], why)
        outcome = register.add_deed(found.value.dossier, found.value.number, deed, expected_head=register.head(found.value.dossier))
    print_findings(outcome.diagnostics, "text")
    _told(outcome.value, "text")


def _told(version: Version | None, form: str) -> None:
    if version is None:
        sys.exit(1)
    if form == "text":
        click.echo(f"{version.dossier}@{version.number}: {version.state}")


@click.command()
@click.argument("dossier", default="")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one.")
@registered
def history(dossier: str, as_json: bool, project: Path | None, where: str, by: str, why: str) -> None:
    """Show the versions of DOSSIER, or every dossier of the register."""
    from docgen.app.history import history_lines, history_plain

    with open_register_at(where, project_root(project, []), "text") as register:
        if as_json:
            print_json(history_plain(register, dossier))
            return
        lines, found = history_lines(register, dossier)
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
    from docgen.app.dossier import find_version, version_name
    from docgen.app.history import version_lines, write_issued

    with open_register_at(where, project_root(project, []), "text") as register:
        name = version_name(version)
        found = find_version(register, name.value) if name.value else None
        if found is None or found.value is None:
            print_findings(name.diagnostics or (found.diagnostics if found else ()), "text")
            sys.exit(1)
        for line in version_lines(found.value):
            click.echo(line)
        problems = write_issued(register, found.value, out) if out else ()
    print_findings(problems, "text")
    exit_with(problems)


@click.command()
@click.argument("dossier", default="")
@click.option("--all", "every", is_flag=True, help="Make drafts again too, not only what was signed.")
@registered
@common
def verify(dossier: str, every: bool, where: str, by: str, why: str, project: Path | None, form: str, no_index: bool) -> None:
    """Check the history of DOSSIER (default: all), and make again what was signed.

    Every digest and the chain of the history must hold; each version made again from its own profile and library must give
    the same text, and with the same docgen the same Word parts.
    """
    from docgen.app.dossier import archive
    from docgen.app.verify import verify as verb

    workshop = open_project(project, [], form, no_index)
    with open_register_at(where, workshop.project.root, form) as register, Progress() as progress:
        found = tuple(verb(archive(register, workshop), dossier, progress, every=every))
        count = sum(d.versions for d in register.dossiers() if dossier in ("", d.id))
    workshop.close()
    print_findings(found, form)
    if form == "text":
        click.echo(f"{count} versions verified" if not any(d.severity == "error" for d in found) else "not everything holds", err=True)
    exit_with(found)


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), help="A file with a dated change (may be repeated); changes in PROFILE itself count too.")
@click.option("--take", multiple=True, metavar="CLAUSE|KIND|all", help="Take the newer revision of a clause, of a kind (substantive, legal), or of all.")
@click.option("--as-of", default="", metavar="DATE", callback=iso, help="The law of this day; default: that of the change.")
@click.option("--effective", default="", metavar="DATE", callback=iso, help="The day from which the change applies.")
@click.option("--motive", default="", metavar="TEXT", help="Why, for the amendment, where no dated change says it.")
@click.option("--draft", is_flag=True, help="Compare with a draft, errors and all; default: as final documents.")
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help="Save the plan, to be read and applied exactly.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="The plan as a page to send round.")
@click.option("--json", "as_json", is_flag=True, help="The plan for programs.")
@registered
@common
def plan(profile: Path, overlays: Sequence[Path], take: Sequence[str], as_of: str, effective: str, motive: str, draft: bool,
         save: Path | None, html: Path | None, as_json: bool, where: str, by: str, why: str, project: Path | None, form: str,
         no_index: bool) -> None:  # fmt: skip
    """Show what PROFILE, newer wordings or another day change in the recorded contract, and why.

    Ends with 3 when something changes, with 0 when nothing does.
    """
    from docgen.app.plan import Asked
    from docgen.cli.planning import make_plan, print_plan

    asked = Asked(tuple(take), as_of, effective, motive, final=not draft)
    workshop = open_project(project, [profile], form, no_index)
    with open_register_at(where, workshop.project.root, form) as register:
        planned = make_plan(register, workshop, profile, overlays, asked, form)
    workshop.close()
    print_plan(workshop, planned, profile, overlays, asked, save=save, html=html, as_json=as_json, form=form)
    sys.exit(1 if planned.blocked else 3 if planned.plan.changes else 0)


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="PLAN|PROFILE")
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), help="A file with a dated change (may be repeated).")
@click.option("--take", multiple=True, metavar="CLAUSE|KIND|all", help="Take the newer revision of a clause, of a kind, or of all.")
@click.option("--as-of", default="", metavar="DATE", callback=iso, help="The law of this day; default: that of the change.")
@click.option("--effective", default="", metavar="DATE", callback=iso, help="The day from which the change applies.")
@click.option("--motive", default="", metavar="TEXT", help="Why, for the amendment, where no dated change says it.")
@click.option("--draft", is_flag=True, help="Drafts, errors and all; default: final documents.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for the files.")
@registered
@common
def regenerate(source: Path, overlays: Sequence[Path], take: Sequence[str], as_of: str, effective: str, motive: str, draft: bool,
               out: Path, where: str, by: str, why: str, project: Path | None, form: str, no_index: bool) -> None:  # fmt: skip
    """Carry out a plan: new documents, redlines, amendments, a note of changes, and one new version; all or nothing.

    PLAN is a file that docgen plan --save wrote: it is refused when anything moved since. With a PROFILE the plan is made
    and carried out at once.
    """
    from docgen.app.plan import Asked
    from docgen.app.regenerate import regenerate as verb
    from docgen.cli.planning import make_plan, saved_plan

    asked = Asked(tuple(take), as_of, effective, motive, final=not draft)
    saved = saved_plan(source, form) if source.suffix == ".json" else None
    if saved is not None:
        source, overlays, asked = saved.profile, saved.overlays, saved.asked
    workshop = open_project(project, [source], form, no_index)
    with open_register_at(where, workshop.project.root, form) as register, Progress() as progress:
        planned = make_plan(register, workshop, source, overlays, asked, form)
        if saved is not None:
            saved.refuse_stale(planned, form)
        outcome, written = verb(register, workshop, planned, out, signed_by(by, why or motive), progress)
    workshop.close()
    print_findings(outcome.diagnostics, form, [str(p) for p in written])
    _told(outcome.value, form)
