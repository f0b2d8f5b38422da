"""``template``: look at Word templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from docgen.cli.options import common
from docgen.cli.output import exit_with, print_findings
from docgen.cli.project import open_project


@click.group()
def template() -> None:
    """Look at Word templates."""


@template.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@common
def template_check(names: Sequence[str], project: Path | None, form: str, no_index: bool) -> None:
    """Check Word templates (default: all): slots, styles, numbering, safety."""
    from docgen.app.check import check_template
    from docgen.store.project import TEMPLATES

    workshop = open_project(project, [], form, no_index)
    folder = workshop.project.root / TEMPLATES / "docx"
    chosen = list(names) or sorted(p.stem for p in folder.glob("*.docx") if not p.name.startswith("~"))
    found = [d for name in chosen for d in check_template(workshop, Path(name).stem)]
    workshop.close()
    print_findings(found, form)
    if form == "text" and not found:
        click.echo(f"{len(chosen)} template{'s' if len(chosen) != 1 else ''}, nothing to mend")
    exit_with(found)
