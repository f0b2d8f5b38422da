"""``library``: what a library builds on, the library as one file for others, and as pages to look at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import common, iso, visible
from docgen.cli.output import Progress, exit_with, print_findings, print_json
from docgen.cli.project import open_project

if TYPE_CHECKING:
    from docgen.app.library_status import Standing


@click.group()
def library() -> None:
    """What the library builds on, the library as one file for others, and as pages to look at."""


@library.command("add")
@click.argument("source")
@click.option("--signer", default="", metavar="KEY", help="The public key (hex) that must have signed it.")
@common
def library_add(source: str, signer: str, project: Path | None, form: str, no_index: bool) -> None:
    """Build on the library at SOURCE: a .docgenlib file, a folder, git+URL@TAG or python:NAME."""
    from docgen.app.libraries import add

    workshop = open_project(project, [], form, no_index)
    added = add(workshop, source, signer, Path.cwd())
    workshop.close()
    pin = added.value
    print_findings(added.diagnostics, form, [f"libraries/{pin.name}"] if pin else [])
    if pin is not None and form == "text":
        click.echo(f"{pin.name} {pin.version} ({pin.digest[:12]})")
    exit_with(added.diagnostics)


@library.command("status")
@common
def library_status(project: Path | None, form: str, no_index: bool) -> None:
    """Show what the library builds on: pins, clauses taken as they are, adapted clauses and newer revisions of them."""
    from docgen.app.library_status import status

    workshop = open_project(project, [], form, no_index)
    standings, found = status(workshop)
    workshop.close()
    if form == "json":
        print_json([_row(s) for s in standings])
    else:
        _tell(standings)
        print_findings(found, form)
    exit_with(found)


def _row(s: Standing) -> dict[str, Any]:
    return {
        "library": s.pin.name, "version": s.pin.version, "digest": s.pin.digest, "source": s.pin.source, "signer": s.pin.signer,
        "licence": s.licence, "authors": list(s.authors), "clauses": s.clauses, "as_is": list(s.as_is),
        "adapted": [{"id": a.id, "adapts": a.adapts, "revisions": list(a.revisions), "based_on": list(a.based_on),
                     "newer": list(a.newer)} for a in s.adapted],
    }  # fmt: skip


def _tell(standings: tuple[Standing, ...]) -> None:
    if not standings:
        click.echo("the library builds on no other")
    for s in standings:
        licence = f", {s.licence}" if s.licence else ""
        click.echo(f"{s.pin.name} {s.pin.version} ({s.pin.digest[:12]}){licence}: {s.clauses} clauses, "
                   f"{len(s.as_is)} as they are, {len(s.adapted)} adapted")  # fmt: skip
        for a in s.adapted:
            newer = f"; newer there: {', '.join(f'r{n}' for n in a.newer)}" if a.newer else ""
            based = f" on r{max(a.based_on)}" if a.based_on else ""
            click.echo(f"  {a.id} adapts {a.adapts}{based}{newer}")


@library.command("publish")
@click.option(
    "--version", "version", default="", metavar="VERSION", callback=visible, help="Version of the package; default: that of library.yaml.",
)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Folder for the file; default: out.")
@click.option("--key", type=click.Path(path_type=Path), default=None, help="Ed25519 private key (PEM) that signs it.")
@common
def library_publish(
    version: str, out: Path | None, key: Path | None, project: Path | None, form: str, no_index: bool
) -> None:
    """Write the approved revisions of the library as one file that other libraries can build on."""
    from docgen.app.publish import publish

    workshop = open_project(project, [], form, no_index)
    with Progress() as progress:
        published = publish(workshop, version, out or workshop.project.root / "out", key, progress)
    workshop.close()
    shown = [workshop.project.shown(published.value)] if published.value else []
    print_findings(published.diagnostics, form, shown)
    exit_with(published.diagnostics)


@library.command("verify")
@common
def library_verify(project: Path | None, form: str, no_index: bool) -> None:
    """Check every file of the libraries below against manifest, pin and signature."""
    from docgen.app.libraries import verify

    workshop = open_project(project, [], form, no_index)
    found, names = verify(workshop), [p.name for p in workshop.project.pins()]
    workshop.close()
    print_findings(found, form)
    if not found and form == "text":
        click.echo(f"{', '.join(names) or 'no library'}: as published")
    exit_with(found)


@library.command("update")
@click.argument("name", default="")
@click.option(
    "--from", "source", default="", metavar="SOURCE", help="Where the new state is; default: where it came from."
)
@click.option("--apply", "apply_", is_flag=True, help="Take it: write the new state and the merged revisions.")
@click.option("--settled", type=click.Path(path_type=Path), default=None, help="What was chosen for each conflict.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder for the page of conflicts; default: out/update.",
)
@click.option("--signer", default="", metavar="KEY", help="The public key (hex) that must have signed it.")
@common
def library_update(name: str, source: str, apply_: bool, settled: Path | None, out: Path | None, signer: str,
                   project: Path | None, form: str, no_index: bool) -> None:  # fmt: skip
    """Propose the new state of the library NAME: what is taken, what is merged, what is in conflict (exit code 3)."""
    from docgen.app.update import Wanted, update
    from docgen.render.update import proposal_data, proposal_text

    workshop = open_project(project, [], form, no_index)
    wanted = Wanted(name, source, signer, settled, out or workshop.project.root / "out" / "update", apply_)
    done = update(workshop, wanted, Path.cwd())
    workshop.close()
    if form == "json" and done.value is not None:
        print_json(proposal_data(done.value))
    elif done.value is not None and form == "text":
        click.echo(proposal_text(done.value), nl=False)
    if form != "json" or done.value is None:
        print_findings(done.diagnostics, form)
    if (
        done.value is not None
        and done.value.changes
        and not apply_
        and not any(d.severity == "error" for d in done.diagnostics)
    ):
        sys.exit(3)
    exit_with(done.diagnostics)


@library.command("site")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out/site"),
    show_default=True,
    help="Folder of the site: a new one, or a site that docgen wrote.",
)
@click.option(
    "--as-of",
    default="",
    metavar="DATE",
    callback=iso,
    help="Say what is in force on that day; default: only from when to when.",
)
@common
def library_site(out: Path, as_of: str, project: Path | None, form: str, no_index: bool) -> None:
    """Write the library as pages for a browser: open index.html in the folder, no server needed."""
    from docgen.app.site import library_site as verb

    workshop = open_project(project, [], form, no_index)
    with Progress() as progress:
        made = verb(workshop, out, as_of, progress)
    workshop.close()
    print_findings(made.diagnostics, form, [str(made.value.start)] if made.value else [])
    sys.exit(0 if made.value else 1)
