"""What the commands plan and regenerate share: making a plan, saving it, reading it again."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.app.plan import Asked, Planned, plan, plan_recorded, stale
from docgen.cli.output import print_findings, print_json
from docgen.model.dataclass import dataclass

if TYPE_CHECKING:
    from docgen.app.workshop import Workshop
    from docgen.store.register import Register

MAX_PLAN = 50_000_000


def make_plan(
    register: Register, workshop: Workshop, profile: Path, overlays: Sequence[Path], asked: Asked, form: str
) -> Planned:
    """The plan; where none can be made, the findings are printed and the command ends with 1."""
    from docgen.app.dossier import archive

    planned, problems = plan(register, archive(register, workshop), profile, overlays, asked)
    if planned is None:
        print_findings(problems, form)
        sys.exit(1)
    return planned


def print_plan(
    workshop: Workshop, planned: Planned, profile: Path, overlays: Sequence[Path], asked: Asked, *,
    save: Path | None, html: Path | None, as_json: bool, form: str,
) -> None:  # fmt: skip
    """The plan on the terminal, and in the files that were asked for."""
    from docgen.render.plan import as_html, as_plain, as_text
    from docgen.store.atomic import write_all

    library = workshop.library().value
    assert library is not None
    language = workshop.language(library.languages[0])
    files: dict[Path, bytes] = {}
    if html is not None:
        files[html] = as_html(planned.plan, language).encode()
    if save is not None:
        origin = {"profile": str(profile.resolve()), "overlays": [str(p.resolve()) for p in overlays], "asked": asdict(asked)}
        files[save] = json.dumps({**as_plain(planned.plan), "origin": origin}, ensure_ascii=False, indent=1).encode()
    problems = write_all(files) if files else ()
    if as_json:
        print_json(as_plain(planned.plan))
    else:
        click.echo(as_text(planned.plan, language), nl=False)
    blocking = [d for d in planned.diagnostics if d.severity == "error"]
    print_findings((*blocking, *problems), form, [str(p) for p in files] if not problems else [])
    if problems:
        sys.exit(1)


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan in a file, and what it was made from."""

    content: dict[str, Any]
    profile: Path
    overlays: tuple[Path, ...]
    asked: Asked
    recorded: str = ""

    def planned(self, register: Register, workshop: Workshop, form: str) -> Planned:
        """The plan again, from its profile or, for one of a recall, from what is recorded of its dossier."""
        if not self.recorded:
            return make_plan(register, workshop, self.profile, self.overlays, self.asked, form)
        from docgen.app.dossier import archive

        planned, problems = plan_recorded(register, archive(register, workshop), self.recorded, self.asked)
        if planned is None:
            print_findings(problems, form)
            sys.exit(1)
        return planned

    def refuse_stale(self, planned: Planned, form: str) -> None:
        """End with 1 when the plan of today is another one."""
        outcome = stale(self.content, planned.plan)
        if outcome.value is None:
            print_findings(outcome.diagnostics, form)
            sys.exit(1)


def saved_plan(path: Path, form: str) -> SavedPlan:
    """A plan that was saved; what is none is told, and the command ends with 1."""
    from docgen.model.diagnostic import Place, error
    from docgen.store.atomic import read_bytes

    data = read_bytes(path, MAX_PLAN)
    if data.value is None:
        print_findings(data.diagnostics, form)
        sys.exit(1)
    try:
        content = json.loads(data.value)
        origin = content["origin"]
        asked = Asked(**{**origin["asked"], "take": tuple(origin["asked"]["take"]), "exactly": _exactly(origin["asked"])})
        overlays = tuple(map(Path, origin.get("overlays", ())))
        return SavedPlan(content, Path(origin.get("profile", path)), overlays, asked, str(origin.get("recorded", "")))
    except (ValueError, KeyError, TypeError, RecursionError):
        hint = "make it anew: docgen plan … --save FILE"
        print_findings((error("RN632", "this is no plan of docgen, or one of another form", Place(str(path)), hint),), form)
        sys.exit(1)


def _exactly(asked: dict[str, Any]) -> tuple[str, int] | None:
    found = asked.get("exactly")
    return (str(found[0]), int(found[1])) if found else None
