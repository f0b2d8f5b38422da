"""The command recall."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import iso
from docgen.cli.output import Progress, exit_with, print_findings, print_json
from docgen.cli.project import open_project
from docgen.cli.registers import open_register_at, registered, signed_by, today
from docgen.cli.searching import filters, search_of

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.model.recall import Recalled


def _revision(context: click.Context, option: click.Parameter, value: str) -> int:
    """``r2`` or ``2``; a usage error for anything else."""
    number = value.removeprefix("r")
    if not number.isascii() or not number.isdecimal() or not int(number):
        raise click.BadParameter("write a revision as r2")
    return int(number)


@click.command()
@click.argument("clause")
@click.option("--to", "to", required=True, metavar="rN", callback=_revision, help="The revision that every contract is to have.")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder for plans, drafts and the report; a run that was stopped goes on there.")
@click.option("--jobs", type=click.IntRange(1), default=None, metavar="N", help="Processes; default: one for each core.")
@click.option("--effective", default="", metavar="DATE", callback=iso, help="The day from which the revision applies; default: --as-of.")
@click.option("--motive", default="", metavar="TEXT", help="Why, for the amendments.")
@click.option("--final", is_flag=True, help="Documents ready to be signed; default: drafts.")
@filters
@registered
@click.option("--project", type=click.Path(path_type=Path), help="Folder of the project; default: the nearest one.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the report is printed.")
def recall(clause: str, to: int, out: Path, jobs: int | None, effective: str, motive: str, final: bool, where: str, by: str, why: str,
           project: Path | None, form: str, **asked: Any) -> None:  # fmt: skip
    """Draft, for every signed contract that holds CLAUSE, the amendment that gives it another revision.

    Each contract gets its plan, the redlines, the amendments and the contract as amended in a folder of its own under DIR.
    Nothing is recorded, sent or signed. Contracts that fail are listed, and the command ends with 1.
    """
    from docgen.app.recall import Where, failed, started_on
    from docgen.app.recall import recall as verb
    from docgen.model.recall import Recall
    from docgen.store.register import DEFAULT_NAME

    _refuse(asked)
    day = asked["as_of"] or started_on(out) or today()
    search = search_of(clause, {**asked, "as_of": day})
    workshop = open_project(project, [], "text", no_index=False)
    who = signed_by(by, why).who
    at = Where(where or str(workshop.project.root / DEFAULT_NAME), out, jobs or 0)
    with open_register_at(where, workshop.project.root, "text") as register, Progress() as progress:
        found = verb(register, workshop, Recall(clause, to, day, effective or day, who, motive, final), search, at, progress)
    workshop.close()
    if found.value is None:
        print_findings(found.diagnostics, "text")
        sys.exit(1)
    _tell(workshop, found.value, out, form)
    problems = failed(found.value)
    print_findings(problems, "text")
    exit_with(problems)


def _refuse(asked: dict[str, Any]) -> None:
    """A recall is about signed contracts; what asks for others is a mistake."""
    if asked["status"] not in (None, "signed"):
        raise click.UsageError("only signed contracts are recalled")


def _tell(workshop: Workshop, found: Recalled, out: Path, form: str) -> None:
    """The report on the terminal, and beside the drafts."""
    import json

    from docgen.render import recall as render
    from docgen.store.atomic import write_all

    library = workshop.library().value
    language = workshop.language(library.languages[0] if library else "")
    plain = json.dumps(render.as_plain(found), ensure_ascii=False, indent=1) + "\n"
    problems = write_all({out / "recall.json": plain.encode(), out / "recall.html": render.as_html(found, language).encode()})
    if form == "json":
        print_json(render.as_plain(found))
    else:
        for line in render.as_text(found, language):
            click.echo(line)
    if problems:
        print_findings(problems, "text")
        sys.exit(1)
