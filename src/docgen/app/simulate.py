"""The verb ``simulate``: documents that answer a question, from the profile and values given with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from docgen.app.draft import DraftSet, make
from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic, error, has_errors, in_reading_order
from docgen.model.plan import Request
from docgen.render.markdown import render_markdown
from docgen.stages.yaml_scalars import meant_number


def simulate(
    workshop: Workshop, path: Path, given: Iterable[str], request: Request
) -> tuple[DraftSet | None, tuple[Diagnostic, ...]]:
    """The documents of every type that takes values from outside; None where they cannot be made.

    :param given: values as ``name=12.5``.
    """
    inputs, problems = inputs_of(given)
    profile, types = workshop.profile(path), workshop.document_types().value or ()
    asked = request.types or tuple(t.id for t in types if t.inputs is not None)
    found = profile.diagnostics
    if not asked:
        found = (*found, error("AS513", "the project has no document type for a simulation", None,
                               "write templates/<type>.yaml with inputs"))  # fmt: skip
    if profile.value is None or has_errors(found):
        return None, in_reading_order(found)
    drafts = make(workshop, profile.value, replace(request, types=asked, inputs=inputs))
    found = in_reading_order((*found, *problems, *drafts.diagnostics))
    return (None if drafts.blocked or problems else drafts), found


def inputs_of(given: Iterable[str]) -> tuple[Mapping[str, Decimal | int], tuple[Diagnostic, ...]]:
    """``name=12.5`` as a number under its name; a comma may stand for the point."""
    out: dict[str, Decimal | int] = {}
    found: list[Diagnostic] = []
    for text in given:
        name, separator, value = text.partition("=")
        parsed = meant_number(value.strip()) if separator else None
        if parsed is None:
            found.append(error("AS512", f'"{text}" gives no number to a name', None, "write it as taux_decroche=91.5"))
        else:
            out[name.strip()] = parsed
    return out, tuple(found)


def simulation_text(drafts: DraftSet) -> str:
    """The documents as plain text for a terminal."""
    return "\n\n".join(render_markdown(m.document, m.numbering) for m in drafts.documents)
