"""Commands that change what was recorded: plan, regenerate."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import Command, common, iso, visible
from docgen.cli.output import Progress, print_findings
from docgen.cli.project import open_project
from docgen.cli.registers import open_register_at, registered, signed_by, tell_version

if TYPE_CHECKING:
    from docgen.app.plan import Asked


PLAN_OR_PROFILE = "it belongs to a PROFILE: a saved plan holds what was asked for"


def wanted(draft: str) -> Callable[[Command], Command]:
    """Options that say what is to change, the same for a plan and for carrying it out; ``draft`` explains ``--draft``."""
    options = (
        click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), help="A file with a dated change (may be repeated); changes in PROFILE itself count too."),
        click.option("--take", multiple=True, metavar="CLAUSE|KIND|all", help="Take the newer revision of a clause, of a kind (substantive, legal), or of all."),
        click.option("--as-of", default="", metavar="DATE", callback=iso, help="The law of this day; default: that of the change."),
        click.option("--effective", default="", metavar="DATE", callback=iso, help="The day from which the change applies."),
        click.option("--motive", default="", metavar="TEXT", callback=visible, help="Why, for the amendment, where no dated change says it."),
        click.option("--draft", is_flag=True, help=draft),
    )  # fmt: skip

    def decorated(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def _asked(given: Mapping[str, Any]) -> Asked:
    """What the options of ``wanted`` ask for."""
    from docgen.app.plan import Asked

    return Asked(given["take"], given["as_of"], given["effective"], given["motive"], final=not given["draft"])


def _alone(given: Mapping[str, Any]) -> None:
    """A usage error for an option that a saved plan would not heed."""
    for name, value in given.items():
        if value:
            raise click.BadOptionUsage(name, f"--{name.removesuffix('s').replace('_', '-')}: {PLAN_OR_PROFILE}")


def _spared(profile: Path, overlays: Sequence[Path], *outputs: Path | None) -> None:
    """A usage error for an output that would replace what the plan is made from, or another output."""
    from docgen.store.atomic import same_file

    taken = [profile, *overlays]
    for path in (o for o in outputs if o is not None):
        if any(same_file(path, other) for other in taken):
            raise click.UsageError(f"{path} is named twice, and would be replaced: name another file")
        taken.append(path)


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@wanted("Compare with a draft, errors and all; default: as final documents.")
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help="Save the plan, to be read and applied exactly.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="The plan as a page to send round.")
@click.option("--json", "as_json", is_flag=True, help="The plan for programs.")
@registered
@common
def plan(profile: Path, save: Path | None, html: Path | None, as_json: bool, where: str, by: str, why: str, project: Path | None,
         form: str, no_index: bool, **given: Any) -> None:  # fmt: skip
    """Show what PROFILE, newer wordings or another day change in the recorded contract, and why.

    Ends with 3 when something changes, with 0 when nothing does.
    """
    from docgen.cli.planning import make_plan, print_plan

    asked, overlays = _asked(given), given["overlays"]
    _spared(profile, overlays, save, html)
    workshop = open_project(project, [profile], form, no_index)
    with open_register_at(where, workshop.project.root, form) as register:
        planned = make_plan(register, workshop, profile, overlays, asked, form)
    workshop.close()
    print_plan(workshop, planned, profile, overlays, asked, save=save, html=html, as_json=as_json, form=form)
    sys.exit(1 if planned.blocked else 3 if planned.plan.changes else 0)


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="PLAN|PROFILE")
@wanted("Drafts, errors and all; default: final documents.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help="Folder for the files.")
@registered
@common
def regenerate(source: Path, out: Path, where: str, by: str, why: str, project: Path | None, form: str, no_index: bool,
               **given: Any) -> None:  # fmt: skip
    """Carry out a plan: new documents, redlines, amendments, a note of changes, and one new version; all or nothing.

    PLAN is a file that docgen plan --save wrote, in this copy of the project or in another: it is refused when anything
    moved since. With a PROFILE the plan is made and carried out at once.
    """
    from docgen.app.regenerate import regenerate as verb
    from docgen.cli.planning import is_plan, make_plan, saved_plan

    asked, overlays = _asked(given), given["overlays"]
    saved = saved_plan(source, form) if is_plan(source) else None
    if saved is not None:
        _alone(given)
    workshop = open_project(project, [Path(source.name), source] if saved else [source], form, no_index)  # a plan is applied here
    if saved is not None:
        (source, overlays), asked = saved.sources(workshop.project.root), saved.asked
    with open_register_at(where, workshop.project.root, form) as register, Progress() as progress:
        planned = saved.planned(register, workshop, form) if saved else make_plan(register, workshop, source, overlays, asked, form)
        if saved is not None:
            saved.refuse_stale(planned, form)
        outcome, written = verb(register, workshop, planned, out, signed_by(by, why or asked.motive), progress)
    workshop.close()
    print_findings(outcome.diagnostics, form, [str(p) for p in written])
    tell_version(outcome.value, form, whole=bool(written))
