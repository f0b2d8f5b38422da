"""The first version of a dossier, or the next draft of one that nobody signed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.profile_stream import Stream
from docgen.app.record import Signed, no_extras, record, recording
from docgen.app.versions import draw
from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Outcome, error, has_errors, in_reading_order
from docgen.model.plan import Request
from docgen.model.recipe import Recipe
from docgen.model.version import Version
from docgen.store.snapshot import take

if TYPE_CHECKING:
    from docgen.store.register import Register


def start_dossier(
    register: Register, workshop: Workshop, stream: Stream, request: Request, folder: Path, by: Signed, progress: Callable[[str], None]
) -> tuple[Outcome[Version], tuple[Path, ...]]:  # fmt: skip
    """Draw the documents of a profile without its dated changes, and record them.

    Refused for a dossier with a signed version (RN624): what is signed changes by a plan.
    """
    read, library = stream.profile(workshop), take(workshop.project.root)
    if read.value is None or library.value is None or has_errors(read.diagnostics):
        return Outcome(None, in_reading_order([*read.diagnostics, *library.diagnostics])), ()
    dossier = read.value.id
    known = register.dossier(dossier)
    if known is not None and known.signed:
        hint = f"see what would change with docgen plan {stream.shown}, then docgen regenerate"
        return Outcome(None, (error("RN624", f"{dossier}@{known.signed} is signed", None, hint),)), ()
    recipe = Recipe(
        read.value.file, types=request.types, language=request.language, variant=request.variant,
        as_of=request.as_of, effective=request.effective, final=request.final,
    )  # fmt: skip
    drawn = draw(workshop, recipe, read.value, None)
    found = in_reading_order([*read.diagnostics, *drawn.diagnostics])
    if drawn.stopped or not drawn.documents:
        return Outcome(None, found), ()
    outcome, written = record(recording(register, dossier, 0, by), drawn, library.value, stream.data, folder, no_extras, progress)
    return Outcome(outcome.value, (*found, *outcome.diagnostics)), written
