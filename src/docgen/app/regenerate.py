"""The verb ``regenerate``: carry a plan out, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.plan import Planned
from docgen.app.record import AMENDMENT, DOCUMENT, NOTE, REDLINE, Extra, Signed, record, recording
from docgen.app.workshop import Workshop
from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.renegotiation import DocumentChange
from docgen.model.version import IssuedFile, Version
from docgen.render.plan import as_html

if TYPE_CHECKING:
    from docgen.store.register import Register

Progress = Callable[[str], None]


def regenerate(
    register: Register, workshop: Workshop, planned: Planned, folder: Path, by: Signed, progress: Progress
) -> tuple[Outcome[Version], tuple[Path, ...]]:
    """New documents, redlines, amendments and the note of changes, as one new version.

    :return: the version with what was found, and the files that were written; nothing is written when it is refused.
    """
    if not planned.plan.changes:
        hint = "change the profile, take a revision with --take, or name another day with --as-of"
        return Outcome(None, (error("RN633", f"nothing changes against {planned.base.dossier}@{planned.base.number}", None, hint),)), ()
    if planned.blocked:
        return Outcome(None, planned.diagnostics), ()
    at = recording(register, planned.base.dossier, planned.base.number, by)
    day = by.when[:10]

    def extras(documents: Mapping[str, bytes]) -> tuple[tuple[Extra, ...], tuple[Diagnostic, ...]]:
        found: list[Diagnostic] = []
        made = tuple(redlines(register, planned, documents, by.who, day, found, progress))
        return (*made, _note(workshop, planned)), tuple(found)

    outcome, written = record(at, planned.after, planned.library, planned.profile, folder, extras, progress)
    return Outcome(outcome.value, (*planned.diagnostics, *outcome.diagnostics)), written


def _note(workshop: Workshop, planned: Planned) -> Extra:
    """The plan as a page, under the name of the version that it leads to."""
    library = workshop.library().value
    assert library is not None
    language = workshop.language(library.languages[0])
    data = as_html(planned.plan, language).encode()
    return Extra(f"{planned.plan.dossier}_plan_{planned.plan.fingerprint[:8]}.html", NOTE, data, language=language.code)


def redlines(
    register: Register, planned: Planned, documents: Mapping[str, bytes], who: str, day: str,
    found: list[Diagnostic], progress: Progress,
) -> Iterator[Extra]:  # fmt: skip
    """A redline of each document that changes, from what was issued to what is new."""
    from docgen.render.redline import redline

    for made in planned.after.documents:
        plan = made.plan
        change = _change_of(planned, plan.name)
        old = next((f for f in planned.base.files if _same(f, plan.doctype.id, plan.key, plan.language)), None)
        new = next((name for name in documents if old is not None and name == old.name), None)
        if change is None or change.fate != "changed" or old is None or new is None:
            continue
        data = register.blob(old.digest)
        if data is None:
            continue
        progress(f"{plan.name}: redline")
        marked = redline(data, documents[new], author=who, date=day)
        found += marked.diagnostics
        if marked.value is not None:
            yield Extra(f"{new.removesuffix('.docx')}.redline.docx", REDLINE, marked.value.data, plan.doctype.id, plan.key, plan.language)


def _change_of(planned: Planned, name: str) -> DocumentChange | None:
    return next((d for d in planned.plan.documents if d.name == name), None)


def _same(file: IssuedFile, type_: str, key: str, language: str) -> bool:
    return file.role in (DOCUMENT, AMENDMENT) and (file.type, file.key, file.language) == (type_, key, language)
