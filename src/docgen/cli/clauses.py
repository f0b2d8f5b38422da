"""``clauses``: look at the clauses of the library, publish them, and propose some from a Word file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from docgen.cli.options import common, visible
from docgen.cli.output import exit_with, print_findings, print_json
from docgen.cli.project import open_project
from docgen.cli.searching import clauses_impact


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


@clauses.command("import")
@click.argument("file")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the drafts there instead of into the library.")
@click.option("--lang", default="", metavar="CODE", help="Language of the file; default: told by its words.")
@click.option("--all", "everything", is_flag=True, help="Write also what the library has already.")
@click.option("--accept", "changes", flag_value="accept", help="Accept the tracked changes of the file first; else they are refused.")
@click.option("--reject", "changes", flag_value="reject", help="Reject them first.")
@click.option("--owner", default="", metavar="NAME", callback=visible, help="The department that is to own the clauses.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Where the report goes, .md or .html; default: out/.")
@click.option("--dry-run", "dry", is_flag=True, help="Write nothing.")
@common
def clauses_import(
    file: str, out: Path | None, lang: str, everything: bool, changes: str | None, owner: str, report: Path | None, dry: bool,
    project: Path | None, form: str, no_index: bool,
) -> None:  # fmt: skip
    """Propose clauses from a contract in Word: drafts in the library, and a report of what is unsure. Nothing is overwritten."""
    from docgen.app.import_word import Asked, import_word

    workshop = open_project(project, [out] if out else [], form, no_index)
    asked = Asked(file, lang, out, report, everything, changes or "", owner, dry)
    made = import_word(workshop, asked)
    workshop.close()
    if made.value is None:
        print_findings(made.diagnostics, form)
        sys.exit(1)
    if form == "json":
        findings = [str(d) for d in made.diagnostics]
        print_json({**made.value.data, "written": [str(p) for p in made.value.written], "findings": findings})
        exit_with(made.diagnostics)
    print_findings(made.diagnostics, form, [str(p) for p in made.value.written])
    if not made.value.written and not dry:
        exit_with(made.diagnostics)  # nothing was written: no numbers of what was
    totals = made.value.data["totals"]
    click.echo(f"articles: {totals['pieces']}; clauses written: {totals['written']}; in the library already: {totals['same']}; "
               f"to look at: {totals['look']}", err=True)  # fmt: skip
    exit_with(made.diagnostics)


clauses.add_command(clauses_impact)
