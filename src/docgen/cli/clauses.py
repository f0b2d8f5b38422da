"""``clauses``: look at the clauses of the library, and publish them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from docgen.cli.options import common
from docgen.cli.output import exit_with, print_findings, print_json
from docgen.cli.project import open_project


@click.group()
def clauses() -> None:
    """Look at the clauses of the library, and publish them."""


@clauses.command("list")
@click.option("--lang", default="fr", show_default=True)
@common
def clauses_list(lang: str, project: Path | None, form: str, no_index: bool) -> None:
    """List every clause: id, revisions, positions, languages, status, title."""
    from docgen.app.clauses import listing

    workshop = open_project(project, [], form, no_index)
    rows = listing(workshop, lang)
    workshop.close()
    if form == "json":
        print_json(rows)
        return
    width = max((len(r["id"]) for r in rows), default=0)
    for r in rows:
        revisions = ",".join(f"r{n}" for n in r["revisions"])
        click.echo(f"{r['id']:<{width}}  {revisions:<6}  {','.join(r['languages']):<6}  {r['status']:<9}  {r['title']}"
                   f"{'  [' + ', '.join(r['positions']) + ']' if r['positions'] else ''}"
                   f"{'  (' + (r['library'] or 'adapts ' + r['adapts']) + ')' if r['library'] or r['adapts'] else ''}")  # fmt: skip


@clauses.command("show")
@click.argument("clause")
@click.option("--lang", default="fr", show_default=True)
@common
def clauses_show(clause: str, lang: str, project: Path | None, form: str, no_index: bool) -> None:
    """Show CLAUSE: parameters, positions, revisions, guidance, references and texts."""
    from docgen.app.clauses import details

    workshop = open_project(project, [], form, no_index)
    found, problem = details(workshop, clause, lang)
    workshop.close()
    if problem is not None or found is None:
        print_findings([problem] if problem else [], form)
        sys.exit(1)
    if form == "json":
        print_json(found)
        return
    from docgen.app.explain import readable

    click.echo(readable(found))


@clauses.command("seal")
@click.argument("ids", nargs=-1, metavar="CLAUSE...")
@click.option("--all", "everything", is_flag=True, help="Publish every clause of the library.")
@common
def clauses_seal(ids: Sequence[str], everything: bool, project: Path | None, form: str, no_index: bool) -> None:
    """Publish the texts of clauses: from then on a changed text is an error."""
    from docgen.app.clauses import seal

    workshop = open_project(project, [], form, no_index)
    chosen = workshop.project.own_clause_ids() if everything else ids
    if not chosen:
        raise click.UsageError("name a clause, or say --all")
    sealed, found = seal(workshop, chosen)
    workshop.close()
    print_findings(found, form, list(sealed))
    exit_with(found)
