"""``library``: the library as a whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from docgen.cli.options import common, iso
from docgen.cli.output import Progress, print_findings
from docgen.cli.project import open_project


@click.group()
def library() -> None:
    """Look at the library as a whole."""


@library.command("site")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("out/site"),
    show_default=True,
    help="Folder of the site: a new one, or a site that docgen wrote.",
)
@click.option(
    "--as-of",
    default="",
    metavar="DATE",
    callback=iso,
    help="Say what is in force on that day; default: only from when to when.",
)
@common
def library_site(out: Path, as_of: str, project: Path | None, form: str, no_index: bool) -> None:
    """Write the library as pages for a browser: open index.html in the folder, no server needed."""
    from docgen.app.site import library_site as verb

    workshop = open_project(project, [], form, no_index)
    with Progress() as progress:
        made = verb(workshop, out, as_of, progress)
    workshop.close()
    print_findings(made.diagnostics, form, [str(made.value.start)] if made.value else [])
    sys.exit(0 if made.value else 1)
