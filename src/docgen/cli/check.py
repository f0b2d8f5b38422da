"""``check`` and ``explain``: what is wrong, and why."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from docgen.cli.options import common, dates
from docgen.cli.output import Progress, exit_with, print_findings
from docgen.cli.project import open_project, request_of


@click.command()
@click.argument("profiles", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--library",
    "whole",
    is_flag=True,
    help="Also explore every combination that the library allows, with PROFILES as examples.",
)
@click.option(
    "--budget",
    type=click.FloatRange(min=0),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="Time of the processor for --library.",
)
@click.option("--quiet", is_flag=True, help="Neither progress nor a summary, only findings.")
@dates
@common
def check(profiles: Sequence[Path], whole: bool, budget: float, quiet: bool, project: Path | None, form: str,
          no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Check the library, the templates and PROFILES (default: every profile of the project)."""
    from docgen.app.check import check as verb
    from docgen.store.project import PROFILES

    workshop = open_project(project, profiles, form, no_index)
    chosen = list(profiles) or sorted((workshop.project.root / PROFILES).glob("*.yaml"))
    with Progress(quiet=quiet) as progress:
        found = verb(workshop, chosen, request_of(asked), progress)
        summary = ""
        if whole:
            from docgen.app.space import check_space
            from docgen.model.diagnostic import in_reading_order

            more, summary = check_space(workshop, chosen, budget, progress)
            found = in_reading_order((*found, *more))
    workshop.close()
    print_findings(found, form)
    if summary and form == "text" and not quiet:
        click.echo(summary, err=True)
    exit_with(found)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain the diagnostic CODE, with a bad and a good example."""
    from docgen.app.explain import explain as verb

    text, known = verb(code, Path.cwd())
    click.echo(text, err=not known)
    sys.exit(0 if known else 1)
