"""Commands that change what was recorded: plan, regenerate."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from docgen.cli.options import common, iso
from docgen.cli.output import Progress, print_findings
from docgen.cli.project import open_project
from docgen.cli.registers import open_register_at, registered, signed_by, tell_version


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
        planned = saved.planned(register, workshop, form) if saved else make_plan(register, workshop, source, overlays, asked, form)
        if saved is not None:
            saved.refuse_stale(planned, form)
        outcome, written = verb(register, workshop, planned, out, signed_by(by, why or motive), progress)
    workshop.close()
    print_findings(outcome.diagnostics, form, [str(p) for p in written])
    tell_version(outcome.value, form)
