"""What a register holds, in lines for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.app.dossier import issued, unknown_dossier
from docgen.app.record import TEXT
from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.version import Version
from docgen.store.atomic import write_all

if TYPE_CHECKING:
    from docgen.store.register import Register


def history_lines(register: Register, dossier: str) -> tuple[list[str], tuple[Diagnostic, ...]]:
    """One line for each dossier, or for each version of one, with its deeds below it."""
    if not dossier:
        return [f"{d.id}: {d.versions} versions, the last is {d.state}{_signed(d.signed)}" for d in register.dossiers()], ()
    unknown = unknown_dossier(register, dossier)
    if unknown:
        return [], unknown
    return [line for v in register.history(dossier) for line in _lines(v)], ()


def _signed(number: int) -> str:
    return f", version {number} is signed" if number else ""


def _lines(version: Version) -> Iterator[str]:
    after = f", after {version.base}" if version.base else ""
    why = f" — {version.why}" if version.why else ""
    yield f"{version.dossier}@{version.number}  {version.state}  as of {version.as_of}{after}  {version.when} by {version.who}{why}"
    for deed in version.deeds[1:]:
        yield f"    {deed.state} on {deed.on} by {deed.who}{f' — {deed.why}' if deed.why else ''}"


def history_plain(register: Register, dossier: str) -> Outcome[list[dict[str, Any]]]:
    """The versions of one dossier, or of all, as plain data."""
    unknown = unknown_dossier(register, dossier) if dossier else ()
    if unknown:
        return Outcome(None, unknown)
    ids = [dossier] if dossier else [d.id for d in register.dossiers()]
    return Outcome([{**asdict(v), "state": str(v.state)} for id_ in ids for v in register.history(id_)])


def version_lines(version: Version) -> Iterator[str]:
    """Everything about one version."""
    yield from _lines(version)
    yield f"engine {version.engine}, library {version.library_digest[:16]}, profile {version.profile_digest[:16]}"
    yield f"head of the history {version.head}"
    for file in version.files:
        if file.role != TEXT:
            yield f"  {file.role}: {file.name}  {file.size:,} bytes  sha256 {file.digest[:16]}"


def write_issued(register: Register, version: Version, folder: Path) -> tuple[Diagnostic, ...]:
    """The files of a version as they were issued, texts included; RN622 for those that the register lost."""
    whole = dict(issued(register, version))
    lost = [f.name for f in version.files if f.name not in whole]
    hint = "docgen verify says everything that is damaged; restore the register from a copy"
    told = (error("RN622", f"the register lost {', '.join(lost)}, issued with {version.dossier}@{version.number}", None, hint),) if lost else ()
    return (*told, *write_all({folder / name: data for name, data in whole.items()}))
