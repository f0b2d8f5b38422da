"""The verb ``verify``: what was recorded is whole, and what was signed can be made again word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docgen import __version__
from docgen.app.dossier import Archive, unknown_dossier
from docgen.app.draft import Made, render
from docgen.app.issue import output_name
from docgen.app.record import AMENDMENT, DOCUMENT, TEXT, canonical_text
from docgen.app.versions import Drawn
from docgen.model.diagnostic import Diagnostic, error, info, warning
from docgen.model.version import State, Version
from docgen.render.package import parts_digest
from docgen.store.snapshot import digest

FINAL = frozenset({State.SIGNED, State.SUPERSEDED, State.TERMINATED})


def verify(archive: Archive, dossier: str, progress: Callable[[str], None], *, every: bool = False) -> Iterator[Diagnostic]:
    """What does not hold in a dossier, or in all of them; RN621 where there is no such dossier.

    The history and every digest are checked; each version that was ever signed is made again (``every``: drafts too), and
    its texts compared, and its parts where the same docgen made it.
    """
    register = archive.register
    yield from unknown_dossier(register, dossier) if dossier else ()
    yield from register.audit(dossier)
    for summary in register.dossiers():
        if dossier not in ("", summary.id):
            continue
        for version in register.history(summary.id):
            if every or any(d.state in FINAL for d in version.deeds):
                progress(f"{version.dossier}@{version.number}")
                yield from _readable(made_again(archive, version))


def _readable(found: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    """What was found until something in the register cannot be read, and that; the other versions are still looked at."""
    from docgen.store.register import RegisterTrouble

    try:
        yield from found
    except RegisterTrouble as trouble:
        yield trouble.diagnostic


def made_again(archive: Archive, version: Version) -> Iterator[Diagnostic]:
    """RN641 to RN643 where a version, made again, is not what was issued; RN640 where it cannot be made."""
    name = f"{version.dossier}@{version.number}"
    outcome = archive.drawn(version)
    if outcome.value is None:
        why = "; ".join(d.message for d in outcome.diagnostics[:3])
        yield warning("RN640", f"{name} cannot be made again: {why}", None, f"its files are whole: docgen show {name} --out FOLDER")
        return
    yield from _texts(archive, version, outcome.value, name)
    if version.engine == __version__:
        yield from _parts(archive, version, outcome.value, name)
    else:
        yield info("RN643", f"{name} was made by docgen {version.engine}: its text is compared, its Word parts are not")


def _texts(archive: Archive, version: Version, drawn: Drawn, name: str) -> Iterator[Diagnostic]:
    issued = {f.name: f.digest for f in version.files if f.role == TEXT}
    made = {f"{_stem(drawn, one)}.txt": canonical_text(one) for one in (*drawn.documents, *drawn.amendments)}
    for file in sorted(issued.keys() | made.keys()):
        if file not in made or file not in issued or digest(made[file]) != issued[file]:
            where = _first_difference(archive, issued.get(file, ""), made.get(file, b""))
            yield error("RN641", f"{name}: {file} made again is not what was issued{where}", None, f"what was issued is whole: docgen show {name} --out FOLDER")


def _first_difference(archive: Archive, old: str, made: bytes) -> str:
    was = archive.register.blob(old) if old else b""
    lines = zip((was or b"").splitlines(), made.splitlines(), strict=False)
    found = next((n for n, (a, b) in enumerate(lines, 1) if a != b), 0)
    return f", from paragraph {found} on" if found else ""


def _parts(archive: Archive, version: Version, drawn: Drawn, name: str) -> Iterator[Diagnostic]:
    issued = {f.name: f.digest for f in version.files if f.role in (DOCUMENT, AMENDMENT)}
    for made in (*drawn.documents, *drawn.amendments):
        file = f"{_stem(drawn, made)}.docx"
        was = archive.register.blob(issued[file]) if file in issued else None
        if was is not None and render(made, drawn.dates.as_of).digest != parts_digest(was):
            yield error("RN642", f"{name}: the parts of {file} made again are others, its text is the same", None, _LOOK)


_LOOK = "the same version of docgen gives the same parts: look whether the program was changed"


def _stem(drawn: Drawn, made: Made) -> str:
    return output_name(drawn.profile.id, made, "")
