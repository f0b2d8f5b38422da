"""``draft``, ``preview``, ``calendar`` and ``simulate``: what is made of a profile."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import common, dates, iso
from docgen.cli.output import Progress, print_findings
from docgen.cli.project import open_project, project_root, request_of

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.model.plan import Request


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for the documents."
)
@click.option("--final", is_flag=True, help="Final documents: refused while there is any error.")
@click.option("--pdf", is_flag=True, help="Also a PDF beside each .docx (needs LibreOffice).")
@click.option(
    "--comments",
    is_flag=True,
    help="Drafts for your own side: at each clause a Word comment with positions, guidance, law and revision.",
)
@click.option("--watch", is_flag=True, help="Draw again whenever a file of the project changes.")
@dates
@common
def draft(profile: Path, out: Path, final: bool, pdf: bool, comments: bool, watch: bool, project: Path | None,
          form: str, no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Draw the documents of PROFILE in Word, all of them or none."""
    if final and comments:
        raise click.UsageError(
            "--comments is for drafts, a final document holds no comment: leave out --comments or --final"
        )
    request = request_of(asked, final=final)

    def once() -> int:
        workshop = open_project(project, [profile], form, no_index)
        try:
            return _draft(workshop, profile, out, request, form, pdf=pdf, comments=comments)
        finally:
            workshop.close()

    if not watch:
        sys.exit(once())
    from docgen.app.watch import watching

    watching(project_root(project, [profile]), [profile], once, click.echo)


def _draft(
    workshop: Workshop, profile: Path, out: Path, request: Request, form: str, *, pdf: bool, comments: bool
) -> int:
    from docgen.app.draft import make
    from docgen.app.issue import issue
    from docgen.model.diagnostic import has_errors, in_reading_order

    read = workshop.profile(profile)
    if read.value is None or has_errors(read.diagnostics):
        print_findings(in_reading_order(read.diagnostics), form)
        return 1
    drafts = make(workshop, read.value, request)
    found = in_reading_order((*read.diagnostics, *drafts.diagnostics))
    if drafts.blocked or (request.final and has_errors(found)) or not drafts.documents:
        print_findings(found, form)
        _say_nothing_written(drafts.blocked, request.final, form)
        return 1
    with Progress() as progress:
        written, problems = issue(drafts, out, pdf=pdf, progress=progress, commented=comments)
    print_findings((*found, *problems), form, [str(p) for p in written])
    return 0 if written else 1


def _say_nothing_written(blocked: bool, final: bool, form: str) -> None:
    if form == "text":
        reason = "the errors above stop a draft too" if blocked or not final else "a final document needs them mended"
        click.echo(f"nothing written: {reason}", err=True)


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for the page."
)
@dates
@common
def preview(profile: Path, out: Path, project: Path | None, form: str, no_index: bool, **asked: Any) -> None:
    """Show the draft of PROFILE as an HTML page, with the source and the reason of each clause."""
    from docgen.app.preview import preview as verb
    from docgen.model.diagnostic import has_errors

    workshop = open_project(project, [profile], form, no_index)
    path, found = verb(workshop, profile, out, request_of(asked))
    workshop.close()
    print_findings(found, form, [str(path)] if path else [])
    sys.exit(0 if path is not None and not has_errors(d for d in found if d.code.startswith("IO")) else 1)


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option(
    "--document",
    "only",
    multiple=True,
    metavar="TYPE",
    help="Duties of this document type (may be repeated); default: every contract.",
)
@click.option("--from", "start", default="", metavar="DATE", callback=iso, help="Leave out the days before this one.")
@click.option("--until", "end", default="", metavar="DATE", callback=iso, help="Leave out the days after this one.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ics"]), help="Default: that of the name of FILE, else text."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE instead of printing."
)
@click.option("--lang", default="", metavar="CODE", help="Language of the duties; default: that of the profile.")
@click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one.")
@click.option("--no-index", is_flag=True, help="Read every file anew and keep nothing.")
def calendar(profile: Path, only: Sequence[str], start: str, end: str, form: str | None, output: Path | None,
             lang: str, project: Path | None, no_index: bool) -> None:  # fmt: skip
    """Show what the contracts of PROFILE make due, by whom and when; also as a file for calendars (.ics)."""
    from docgen.app.calendar import calendar_file
    from docgen.model.plan import Request

    workshop = open_project(project, [profile], "text", no_index)
    wanted = form or (output.suffix[1:] if output is not None and output.suffix in (".ics", ".json") else "text")
    data, found = calendar_file(workshop, profile, Request(tuple(only), lang), wanted, start=start, end=end)
    workshop.close()
    if data is not None and output is not None:
        from docgen.store.atomic import write_all

        problems = write_all({output: data})
        print_findings((*found, *problems), "text", [] if problems else [str(output)])
        sys.exit(1 if problems else 0)
    print_findings(found, "text")
    if data is None:
        sys.exit(1)
    click.echo(data, nl=False)


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.argument("values", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for Word files; default: text on the terminal.")
@dates
@common
def simulate(profile: Path, values: Sequence[str], out: Path | None, project: Path | None, form: str,
             no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Show what PROFILE gives for VALUES, such as what a provider earns for given results."""
    from docgen.app.issue import issue
    from docgen.app.simulate import simulate as verb
    from docgen.app.simulate import simulation_text

    workshop = open_project(project, [profile], form, no_index)
    drafts, found = verb(workshop, profile, values, request_of(asked))
    workshop.close()
    if drafts is None or not drafts.documents:
        print_findings(found, form)
        sys.exit(1)
    if out is None:
        print_findings([d for d in found if d.severity == "error"], form)
        click.echo(simulation_text(drafts))
        return
    with Progress() as progress:
        written, problems = issue(drafts, out, pdf=False, progress=progress)
    print_findings((*found, *problems), form, [str(p) for p in written])
    sys.exit(0 if written else 1)
