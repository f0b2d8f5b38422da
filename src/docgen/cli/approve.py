"""``approve``: give the approval that positions of a profile ask for, or take it back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.clause_steps import reason, witness_at
from docgen.cli.options import common, dates
from docgen.cli.output import exit_with, print_findings
from docgen.cli.project import open_project, request_of
from docgen.cli.registers import registered, signed_by

if TYPE_CHECKING:
    from docgen.app.approve_positions import Wanted
    from docgen.app.profile_stream import Stream
    from docgen.app.workshop import Workshop
    from docgen.model.diagnostic import Diagnostic
    from docgen.model.plan import Request
    from docgen.store.register import Register

    _Done = tuple[list[str], tuple[Diagnostic, ...]]


@click.command()
@click.argument("profile", type=click.Path(path_type=Path))
@click.option("--clause", "clauses", multiple=True, metavar="CLAUSE", help="The clause whose position is approved (may be repeated).")
@click.option("--all", "everything", is_flag=True, help="Every position that waits for an approval that you may give.")
@click.option("--revoke", is_flag=True, help="Take back the approvals that were given, in place of giving some.")
@click.option("--overlay", "overlays", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="A file with dated changes (may be repeated).")
@registered
@dates
@common
def approve(profile: Path, clauses: Sequence[str], everything: bool, revoke: bool, overlays: Sequence[Path], where: str, by: str, why: str,
            project: Path | None, form: str, no_index: bool, **asked: Any) -> None:  # fmt: skip
    """Approve positions of PROFILE that ask for it: a fallback, a walk-away. Without that, no final document is drawn.

    The approval covers the clause, its revision, the position and the values that were agreed; it is kept beside the profile.
    With --revoke, the approvals of the named clauses that stand hold no longer; what was approved, and by whom, stays on record.
    """
    from docgen.app.approve_positions import Wanted
    from docgen.app.profile_stream import stream_of

    if everything == bool(clauses):
        raise click.UsageError("name a clause with --clause, or say --all")
    if revoke and (overlays or any(asked.values())):
        raise click.UsageError("--revoke takes back what was approved, whatever is drawn: leave out --overlay and the options of a draft")
    said = reason(why)
    workshop = open_project(project, [profile], form, no_index)
    stream = stream_of(workshop, profile, overlays)
    if stream.value is None:
        print_findings(stream.diagnostics, form)
        sys.exit(1)
    wanted = Wanted(tuple(clauses), signed_by(by, said))
    with witness_at(where, workshop.project.root, form) as register:
        take = _revoked if revoke else _given
        lines, found = take(workshop, register, profile, stream.value, request_of(asked), wanted)
    workshop.close()
    print_findings(found, form, lines)
    exit_with(found)


def _given(workshop: Workshop, register: Register | None, profile: Path, stream: Stream, request: Request, wanted: Wanted) -> _Done:
    from docgen.app.approve_positions import approve_positions

    given, found = approve_positions(workshop, register, profile, stream, request, wanted)
    return [f"{n.clause} r{n.revision}: {n.position} ({n.body})" for n in given], found


def _revoked(workshop: Workshop, register: Register | None, profile: Path, stream: Stream, _: Request, wanted: Wanted) -> _Done:
    from docgen.app.revoke_positions import revoke_positions

    ended, found = revoke_positions(workshop, register, profile, stream, wanted)
    return [f"{e.record['clause']} r{e.revision}: {e.record['position']} ({e.record.get('body', '')}), revoked" for e in ended], found
