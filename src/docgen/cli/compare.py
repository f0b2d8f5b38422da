"""``redline`` and ``diff``: two Word files side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.options import iso
from docgen.cli.output import colored, print_findings

if TYPE_CHECKING:
    from docgen.app.compare import Compared

DIFFERENT = 3
"""The exit code when there is a difference, as for every command that only looks."""

_ACCEPT = click.option("--accept-input", is_flag=True, help="Accept the tracked changes that the files came with; else they are refused.")


def _printable(context: click.Context, option: click.Parameter, value: str) -> str:
    """A name that Word can print, or nothing when none was given; a usage error for anything else."""
    if value and not (value.isprintable() and value.strip()):
        raise click.BadParameter("write a name")
    return value.strip()


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where the redline goes; default: NEW with .redline.docx.")
@click.option("--author", default="", metavar="NAME", callback=_printable, help="Who made the changes; default: your name on this machine.")
@click.option("--date", default="", metavar="DATE", callback=iso, help="Day of the changes; default: today.")
@click.option("--engine", type=click.Choice(["docgen", "docxodus"]), help="Default: docgen for files of docgen, Docxodus for any others.")
@_ACCEPT
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are printed.")
def redline(old: str, new: str, output: Path | None, author: str, date: str, engine: str | None, accept_input: bool, form: str) -> None:
    """Mark in Word what differs between OLD and NEW, as tracked changes. Nothing is written that is not proven."""
    from datetime import date as day

    from docgen.app.redline import Asked
    from docgen.app.redline import redline as verb

    named = Path(new) if Path(new).exists() else Path(f"{new.replace('/', '_')}.docx")
    target = output if output is not None else named.with_suffix(".redline.docx")
    today = day.today().isoformat()  # noqa: TID251, DTZ011  # the edge: the day on the user's own calendar
    made = verb(Asked(old, new, target, author or _user(), date or today, engine or "", accept_input))
    print_findings(made.diagnostics, form, [str(made.written)] if made.written else [])
    if made.written and form == "text":
        m = made.marked
        if not m:
            click.echo("both files say the same: nothing is marked", err=True)
        click.echo(f"characters: {m.inserted} inserted, {m.deleted} deleted; paragraphs moved: {m.moved}; changes of look: {m.looks}", err=True)
    sys.exit(0 if made.written else 1)


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write a page side by side instead of printing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the differences are printed.")
@click.option("--no-color", is_flag=True, help="Plain text on a terminal too.")
@_ACCEPT
def diff(old: str, new: str, page: Path | None, form: str, no_color: bool, accept_input: bool) -> None:
    """Show what differs between the texts of two Word files. Exit code 3 when they differ, 0 when not."""
    from docgen.app.compare import compare
    from docgen.app.sources import over_an_input
    from docgen.render.comparison_text import as_json, as_text

    found, problems = compare(old, new, accept_input=accept_input)
    over = over_an_input(page, old, new) if page is not None else ()
    if found is None or over:
        problems = (*problems, *over)
        print_findings(problems, form)
        sys.exit(1)
    print_findings(problems, "text")
    if page is not None:
        _write(page, found)
    elif form == "json":
        click.echo(as_json(found.comparison, old, new))
    else:
        color = colored(sys.stdout) and not no_color
        for line in as_text(found.comparison, color=color):
            click.echo(line, color=color or None)
    sys.exit(0 if found.comparison.same else DIFFERENT)


def _write(page: Path, found: Compared) -> None:
    from docgen.render.comparison_html import comparison_page
    from docgen.store.atomic import write_all

    old, new = Path(found.old).name, Path(found.new).name
    names = (old, new) if old != new else (found.old, found.new)
    text = comparison_page(found.comparison, *names, found.language)
    problems = write_all({page: text.encode()})
    print_findings(problems, "text", [] if problems else [str(page)])
    if problems:
        sys.exit(1)


def _user() -> str:
    """Who is at work, as the machine knows it."""
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "docgen"
