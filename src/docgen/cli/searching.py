"""Commands that look for clauses in recorded contracts: clauses impact, search."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import iso
from docgen.cli.output import print_findings, print_json
from docgen.cli.project import open_project
from docgen.cli.registers import open_register_at, today

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.model.use import FactsOf, Impact, Search

Command = Callable[..., Any]
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
def clauses_impact(clause: str, where: str, project: Path | None, form: str, out: Path | None, **asked: Any) -> None:
    """List every recorded contract version that holds CLAUSE: at which revision and position, and whether it is in force."""
    _answer(search_of(clause, asked), where, project, form, out)


@click.command()
@click.option("--clause", default="", metavar="ID", help="Only versions that hold this clause.")
@filters
@located
def search(clause: str, where: str, project: Path | None, form: str, out: Path | None, **asked: Any) -> None:
    """Search the register by clause, revision, position, department, client, state, date or deviation.

    Without a word about clauses the versions themselves are listed.
    """
    _answer(search_of(clause, asked), where, project, form, out)


def _answer(search: Search, where: str, project: Path | None, form: str, out: Path | None) -> None:
    from docgen.app.impact import impact

    workshop = open_project(project, [], "text", no_index=False)
    with open_register_at(where, workshop.project.root, "text") as register:
        found = impact(register, workshop, search)
        facts = {(f.dossier, f.number): f for f in register.facts(search)} if found.value and form in ("json", "csv") else {}
    workshop.close()
    if found.value is None:
        print_findings(found.diagnostics, "text")
        sys.exit(1)
    _give(found.value, facts, workshop, form, out)


def _give(found: Impact, facts: FactsOf, workshop: Workshop, form: str, out: Path | None) -> None:
    from docgen.render import search as render

    library = workshop.library().value
    language = workshop.language(library.languages[0] if library else "")
    if form == "json" and out is None:
        print_json(render.as_plain(found, facts))
        return
    text = _text(found, facts, language, form)
    if out is None:
        click.echo(text, nl=False)
        return
    from docgen.store.atomic import write_all

    problems = write_all({out: text.encode("utf-8-sig" if form == "csv" else "utf-8")})  # the mark tells a spreadsheet that it is UTF-8
    print_findings(problems, "text", [] if problems else [str(out)])
    sys.exit(1 if problems else 0)


def _text(found: Impact, facts: FactsOf, language: Any, form: str) -> str:
    import json

    from docgen.render import search as render

    if form == "json":
        return json.dumps(render.as_plain(found, facts), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return render.as_csv(found, facts)
    return render.as_html(found, language) if form == "html" else "".join(f"{line}\n" for line in render.as_text(found, language))
