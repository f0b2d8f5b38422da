"""What the commands plan and regenerate share: making a plan, saving it, reading it again."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.app.plan import ANEW, NO_PLAN, Asked, Planned, plan, plan_recorded, stale
from docgen.cli.options import is_visible
from docgen.cli.output import print_findings, print_json
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Place, error
from docgen.render.plan import PLAN_FORMAT
from docgen.store.atomic import read_bytes

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
        root = workshop.project.root
        origin = {"profile": _from(root, profile), "overlays": [_from(root, p) for p in overlays], "asked": asdict(asked)}
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


def _from(root: Path, path: Path) -> str:
    """A path as every copy of the project has it: from its root; the whole path where it lies on another drive."""
    try:
        return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan in a file, and what it was made from; paths count from the root of the project."""

    file: Path
    content: dict[str, Any]
    profile: Path
    overlays: tuple[Path, ...]
    asked: Asked
    recorded: str = ""

    def planned(self, register: Register, workshop: Workshop, form: str) -> Planned:
        """The plan again, from its profile or, for one of a recall, from what is recorded of its dossier."""
        if not self.recorded:
            profile, overlays = self.sources(workshop.project.root)
            return make_plan(register, workshop, profile, overlays, self.asked, form)
        from docgen.app.dossier import archive

        planned, problems = plan_recorded(register, archive(register, workshop), self.recorded, self.asked)
        if planned is None:
            print_findings(problems, form)
            sys.exit(1)
        return planned

    def sources(self, root: Path) -> tuple[Path, tuple[Path, ...]]:
        """The profile and the files with changes in the project at ``root``."""
        return root / self.profile, tuple(root / p for p in self.overlays)

    def refuse_stale(self, planned: Planned, form: str) -> None:
        """End with 1 when the plan of today is another one, or the file says another one than it was saved with."""
        outcome = stale(self.content, planned.plan)
        if outcome.value is None:
            print_findings([d.at(Place(str(self.file))) for d in outcome.diagnostics], form)
            sys.exit(1)


def is_plan(path: Path) -> bool:
    """Whether a file is meant as a saved plan: by its name, or by how it begins."""
    start = read_bytes(path, MAX_PLAN).value or b""
    return path.suffix.lower() == ".json" or PLAN_FORMAT.split("/")[0].encode() in start[:80]


def saved_plan(path: Path, form: str) -> SavedPlan:
    """A plan that was saved; what is none is told, and the command ends with 1."""
    data = read_bytes(path, MAX_PLAN)
    if data.value is None:
        print_findings(data.diagnostics, form)
        sys.exit(1)
    try:
        return _read(path, data.value)
    except (ValueError, KeyError, TypeError, RecursionError):
        print_findings((error("RN632", NO_PLAN, Place(str(path)), ANEW),), form)
        sys.exit(1)


def _read(path: Path, data: bytes) -> SavedPlan:
    """A saved plan; one of Python's own errors where a key lacks, or is not what docgen writes there."""
    content = json.loads(data)
    origin = content["origin"]
    asked = Asked(**{**origin["asked"], "take": tuple(_texts(origin["asked"]["take"])), "exactly": _exactly(origin["asked"])})
    _texts([asked.motive, asked.as_of, asked.effective])
    for day in filter(None, (asked.as_of, asked.effective)):
        date.fromisoformat(day)
    if not isinstance(asked.final, bool):
        raise TypeError
    if "recorded" in origin:  # of a recall: made from what is recorded
        (dossier,) = _texts([origin["recorded"]])
        return SavedPlan(path, content, Path(), (), asked, dossier)
    profile, *overlays = map(Path, _texts([origin["profile"], *_texts(origin["overlays"])]))
    return SavedPlan(path, content, profile, tuple(overlays), asked)


def _exactly(asked: dict[str, Any]) -> tuple[str, int] | None:
    """The clause and the revision of a recall."""
    if asked.get("exactly") is None:
        return None
    clause, revision = asked["exactly"]
    _texts([clause])
    if not isinstance(revision, int) or revision < 1:
        raise TypeError
    return clause, revision


def _texts(value: Any) -> list[str]:
    """A list of texts that can be shown; TypeError for anything else."""
    if not isinstance(value, list) or not all(isinstance(t, str) and is_visible(t) for t in value):
        raise TypeError
    return value
