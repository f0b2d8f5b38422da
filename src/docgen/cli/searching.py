"""Commands that look for clauses in recorded contracts: clauses impact, search."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import iso
from docgen.cli.output import print_findings
from docgen.cli.project import open_project_files
from docgen.cli.registers import open_register_at, today

if TYPE_CHECKING:
    from docgen.model.language import Language
    from docgen.model.use import Impact, Search
    from docgen.render.search import FactsAbout

Command = Callable[..., Any]
SHOWN = 50
"""Contracts that a table shows: nobody reads thousands of them on a terminal."""
STATES = click.Choice(["draft", "sent", "signed", "superseded", "terminated"])


def filters(command: Command) -> Command:
    """Options that say which versions are meant."""
    options = (
        click.option("--revision", type=click.IntRange(1), default=None, metavar="N", help="Only this revision of the clause."),
        click.option("--position", default="", metavar="ID", help="Only this position."),
        click.option("--department", default="", metavar="NAME", help="Only clauses that this department owned when the version was made."),
        click.option("--deviation", is_flag=True, help="Only clauses at another position than the standard one, or with other parameters than the library's own."),
        click.option("--client", default="", metavar="TEXT", help="Only contracts whose dossier or client holds this; accents and capitals apart."),
        click.option("--status", type=STATES, default=None, help="Only versions in this state."),
        click.option("--in-force", is_flag=True, help="Only versions that are in force."),
        click.option("--since", default="", metavar="DATE", callback=iso, help="Only versions signed (those not signed: recorded) on this day or later."),
        click.option("--until", default="", metavar="DATE", callback=iso, help="Only versions signed (those not signed: recorded) on this day or before."),
        click.option("--as-of", default="", metavar="DATE", callback=iso, help="In force on this day; default: today."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def located(command: Command) -> Command:
    """Options that say where the register is and how the answer is given."""
    options = (
        click.option("--register", "where", envvar="DOCGEN_REGISTER", default="", metavar="FILE|URL", help="The register; default: register.sqlite beside the library."),
        click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one."),
        click.option("--format", "form", type=click.Choice(["text", "json", "csv", "html"]), default="text", help="A table, data, a spreadsheet, or a page to send round."),
        click.option("--limit", type=click.IntRange(0), default=None, metavar="N", help=f"At most N contracts, 0 for all; default: {SHOWN} in a table on the terminal, else all. All are counted."),
        click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the answer into this file."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def search_of(clause: str, asked: dict[str, Any]) -> Search:
    """What the options of ``filters`` ask for."""
    from docgen.model.use import Search

    said = {**asked, "revision": asked["revision"] or 0, "status": asked["status"] or "", "as_of": asked["as_of"] or today()}
    return Search(clause=clause, **said)


@click.command("impact")
@click.argument("clause")
@filters
@located
def clauses_impact(clause: str, where: str, project: Path | None, form: str, limit: int | None, out: Path | None, **asked: Any) -> None:
    """List every recorded contract version that holds CLAUSE: at which revision and position, and whether it is in force."""
    _answer(search_of(clause, asked), where, project, form, limit, out)


@click.command()
@click.option("--clause", default="", metavar="ID", help="Only versions that hold this clause.")
@filters
@located
def search(clause: str, where: str, project: Path | None, form: str, limit: int | None, out: Path | None, **asked: Any) -> None:
    """Search the register by clause, revision, position, department, client, state, date or deviation.

    Without a word about clauses the versions themselves are listed.
    """
    _answer(search_of(clause, asked), where, project, form, limit, out)


def _answer(search: Search, where: str, project: Path | None, form: str, limit: int | None, out: Path | None) -> None:
    from docgen.app.impact import impact
    from docgen.app.opening import language_of

    files, languages = open_project_files(project)
    most = (SHOWN if form == "text" and out is None else 0) if limit is None else limit
    with open_register_at(where, files.root, "text") as register:
        found = impact(register, files, search, most)
        language = language_of(files, languages)
        files.index.close()
        if found.value is None:
            print_findings(found.diagnostics, "text")
            sys.exit(1)
        _give(_written(found.value, register.facts, language, form, most), form, out)


def _written(found: Impact, facts: FactsAbout, language: Language, form: str, most: int) -> Iterator[str]:
    """The answer in pieces, as they are made: it may be long."""
    from docgen.render import search as render

    if form == "json":
        return render.as_json(found, facts, most)
    if form == "csv":
        return render.as_csv(found, facts, most)
    return iter([render.as_html(found, language, most)]) if form == "html" else (f"{line}\n" for line in render.as_text(found, language, most))


def _give(pieces: Iterator[str], form: str, out: Path | None) -> None:
    if out is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    from docgen.store.atomic import write_all

    text = "".join(pieces)
    problems = write_all({out: text.encode("utf-8-sig" if form == "csv" else "utf-8")})  # the mark tells a spreadsheet that it is UTF-8
    print_findings(problems, "text", [] if problems else [str(out)])
    sys.exit(1 if problems else 0)
