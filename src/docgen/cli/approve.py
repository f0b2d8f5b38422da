"""``approve``: give the approval that positions of a profile ask for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from docgen.cli.clause_steps import reason, witness_at
from docgen.cli.options import common, dates
from docgen.cli.output import exit_with, print_findings
from docgen.cli.project import open_project, request_of
from docgen.cli.registers import registered, signed_by


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option("--clause", "clauses", multiple=True, metavar="CLAUSE", help="The clause whose position is approved (may be repeated).")
@click.option("--all", "everything", is_flag=True, help="Every position that waits for an approval that you may give.")
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="A file with dated changes (may be repeated).")
@registered
@dates
@common
def approve(profile: Path, clauses: Sequence[str], everything: bool, overlays: Sequence[Path], where: str, by: str, why: str,
            project: Path | None, form: str, no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Approve positions of PROFILE that ask for it: a fallback, a walk-away. Without that, no final document is drawn.

    The approval covers the clause, its revision, the position and the values that were agreed; it is kept beside the profile.
    """
    from docgen.app.approve_positions import Wanted, approve_positions
    from docgen.app.profile_stream import stream_of

    if everything == bool(clauses):
        raise click.UsageError("name a clause with --clause, or say --all")
    said = reason(why)
    workshop = open_project(project, [profile], form, no_index)
    stream = stream_of(workshop, profile, overlays)
    if stream.value is None:
        print_findings(stream.diagnostics, form)
        sys.exit(1)
    wanted = Wanted(tuple(clauses), signed_by(by, said))
    with witness_at(where, workshop.project.root, form) as register:
        given, found = approve_positions(workshop, register, profile, stream.value, request_of(asked), wanted)
    workshop.close()
    print_findings(found, form, [f"{n.clause} r{n.revision}: {n.position} ({n.body})" for n in given])
    exit_with(found)
