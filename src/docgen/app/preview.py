"""The verb ``preview``: the draft as one HTML page."""

from __future__ import annotations

from pathlib import Path

from docgen.app.draft import comments_on, make
from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic, has_errors, in_reading_order
from docgen.model.plan import Request
from docgen.render.html import render_html
from docgen.store.atomic import write_all
from docgen.store.names import file_name


def preview(
    workshop: Workshop, path: Path, folder: Path, request: Request
) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    """The page of a profile and everything found; no page when the input cannot be read."""
    profile = workshop.profile(path)
    if profile.value is None or has_errors(profile.diagnostics):
        return None, in_reading_order(profile.diagnostics)
    drafts = make(workshop, profile.value, request)
    found = in_reading_order((*profile.diagnostics, *drafts.diagnostics))
    if drafts.blocked or not drafts.documents:
        return None, found
    comments = [(m.language.phrase("comment.summary"), comments_on(m)) for m in drafts.documents]
    page = render_html([(m.document, m.numbering) for m in drafts.documents], found, profile.value.id, comments)
    target = folder / file_name([profile.value.id], ".html")
    problems = write_all({target: page.encode()})
    return (None if problems else target), (*found, *problems)
