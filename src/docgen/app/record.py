"""Recording a version: its documents, everything they were made from, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from docgen import __version__
from docgen.app.draft import Made, render
from docgen.app.issue import lock_of, output_name
from docgen.app.versions import Drawn
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error, has_errors
from docgen.model.lock import Lock
from docgen.model.recipe import RECIPE_FORMAT, as_plain
from docgen.model.script import Expr
from docgen.model.version import IssuedFile, NewVersion, Version
from docgen.render.word.docx import expected_notes, expected_text
from docgen.stages.compiled import GiveUp, compile_expression
from docgen.stages.data_filters import ABSENT
from docgen.stages.evaluate import Filters
from docgen.stages.lock import lock_text, recorded_lock
from docgen.stages.scope import scope_of
from docgen.stages.wording import FilterError
from docgen.store.atomic import write_all
from docgen.store.snapshot import Taken, digest

if TYPE_CHECKING:
    from docgen.store.register import Register

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
DOCUMENT, AMENDMENT, LOCK, TEXT, REDLINE, NOTE = "document", "amendment", "lock", "text", "redline", "note"
APPROVALS = "approvals"
KEPT = frozenset({TEXT, APPROVALS})
"""What is recorded with a version and not written beside its documents."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who records, when (ISO time in UTC) and why."""

    who: str
    when: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """A file that goes with a version beside its documents."""

    name: str
    role: str
    data: bytes
    type: str = ""
    key: str = ""
    language: str = ""


Extras: TypeAlias = Callable[[Mapping[str, bytes]], tuple[tuple[Extra, ...], tuple[Diagnostic, ...]]]


def no_extras(documents: Mapping[str, bytes]) -> tuple[tuple[Extra, ...], tuple[Diagnostic, ...]]:
    """Nothing beside the documents."""
    return (), ()


@dataclass(frozen=True, slots=True)
class Recording:
    """Where and by whom a version is recorded, and the version that it follows."""

    register: Register
    dossier: str
    number: int
    head: str
    base: int
    by: Signed

    @property
    def name(self) -> str:
        """The version that is being made."""
        return f"{self.dossier}@{self.number}"


def recording(register: Register, dossier: str, base: int, by: Signed) -> Recording:
    """The next version of a dossier."""
    summary = register.dossier(dossier)
    return Recording(register, dossier, summary.last + 1 if summary else 1, register.head(dossier), base, by)


def canonical_text(made: Made) -> bytes:
    """The text of a document: a line for each paragraph and each note, as UTF-8."""
    lines = [*expected_text(made.document), *expected_notes(made.document)]
    return "".join(f"{line}\n" for line in lines).encode()


def record(
    at: Recording, drawn: Drawn, library: Taken, profile: bytes, folder: Path, extras: Extras,
    progress: Callable[[str], None],
) -> tuple[Outcome[Version], tuple[Path, ...]]:  # fmt: skip
    """Write the documents of a version into a folder and record it, both or neither.

    The files are on the disk under other names before the version is recorded. Should the system refuse to rename them after
    that, the version stays, as nothing is ever taken out of a register, and IO911 says how to get its files.

    :param extras: gives the files that go with the documents, from the documents by name, and what was wrong.
    :return: the version with what was found, and the files that were put in place.
    """
    files, locks, found = _documents(at, drawn, progress)
    if not has_errors(found):
        more, problems = extras({f.name: f.data for f in files if f.role in (DOCUMENT, AMENDMENT)})
        files, found = (*files, *more), [*found, *problems]
    if has_errors(found):
        return Outcome(None, tuple(found)), ()
    files = (*files, *_approvals(drawn))
    new = _new_version(at, drawn, library, profile, files, locks)
    blobs = {digest(d): d for d in (profile, texts(new.files), *(f.data for f in files))} | library.blobs()
    kept: list[Outcome[Version]] = []

    def keep() -> tuple[Diagnostic, ...]:
        kept.append(at.register.append(new, blobs, expected_head=at.head))
        return kept[-1].diagnostics if kept[-1].value is None else ()

    shown = {folder / f.name: f.data for f in files if f.role not in KEPT}
    problems = write_all(shown, keep)
    version = kept[-1].value if kept else None
    if problems and version is not None:
        hint = f"when the folder can be written again: docgen show {at.name} --out {folder.as_posix()}"
        problems = (*problems, error("IO911", f"{at.name} is recorded, but its files could not be put in place", None, hint))
    return Outcome(version, (*found, *problems)), () if problems else tuple(shown)


def _documents(
    at: Recording, drawn: Drawn, progress: Callable[[str], None]
) -> tuple[tuple[Extra, ...], tuple[Lock, ...], list[Diagnostic]]:
    files: list[Extra] = []
    locks: list[Lock] = []
    found: list[Diagnostic] = []
    for role, made in in_roles(drawn):
        progress(made.plan.name)
        data, problems, digest = render(made, drawn.dates.as_of)
        found += problems
        name = output_name(drawn.profile.id, made, ".docx")
        lock = lock_of(made, drawn.drafts, digest, version=at.name, previous=at.head)
        plan = made.plan
        files.append(Extra(name, role, data, plan.doctype.id, plan.key, plan.language))
        stem = name.removesuffix(".docx")
        files.append(Extra(f"{stem}.lock.yaml", LOCK, lock_text(lock).encode(), plan.doctype.id, plan.key, plan.language))
        files.append(Extra(f"{stem}.txt", TEXT, canonical_text(made), plan.doctype.id, plan.key, plan.language))
        locks.append(lock)
    return tuple(files), tuple(locks), found


def _approvals(drawn: Drawn) -> Iterator[Extra]:
    """The approvals of the positions, as they were when the version was drawn."""
    if drawn.profile.approvals.data:
        yield Extra(f"{drawn.profile.id}.approvals.yaml", APPROVALS, drawn.profile.approvals.data)


def in_roles(drawn: Drawn) -> Iterator[tuple[str, Made]]:
    """Every document of a version and every amendment that led to it, with its role."""
    yield from ((DOCUMENT, made) for made in drawn.documents)
    yield from ((AMENDMENT, made) for made in drawn.amendments)


def _new_version(
    at: Recording, drawn: Drawn, library: Taken, profile: bytes, files: tuple[Extra, ...], locks: tuple[Lock, ...]
) -> NewVersion:
    issued = tuple(IssuedFile(f.name, f.type, f.key, f.language, f.role, digest(f.data), len(f.data)) for f in files)
    return NewVersion(
        at.dossier, RECIPE_FORMAT, __version__, drawn.dates.as_of, drawn.dates.effective, digest(profile), library.digest,
        tuple(recorded_lock(lock, *contract_facts(drawn)) for lock in locks), digest(texts(issued)), issued, at.base,
        at.by.who, at.by.when, at.by.why, as_plain(drawn.recipe),
    )  # fmt: skip


def contract_facts(drawn: Drawn) -> tuple[str, str]:
    """The client's name and the last day of the contract, as the library says where they stand; "" for what is not known."""
    library = drawn.workshop.library().value
    if library is None:
        return "", ""
    scope = scope_of(drawn.profile, library, drawn.dates)
    filters = drawn.workshop.filters(library.languages[0])
    client, ends = (_said(e, scope, filters) for e in (library.contract.client, library.contract.ends))
    return " ".join(client.split()), ends if _DAY.fullmatch(ends) else ""


def _said(expression: Expr | None, scope: Mapping[str, Any], filters: Filters) -> str:
    if expression is None:
        return ""
    try:
        found = compile_expression(expression, filters)(scope)
    except (GiveUp, FilterError):  # a fact of the search, none of the contract: without it the contract is recorded all the same
        return ""
    return "" if found is ABSENT else str(found)


def texts(files: Iterable[IssuedFile]) -> bytes:
    """The texts of a version: a line with name and digest for each, sorted."""
    return "".join(sorted(f"{f.name} {f.digest}\n" for f in files if f.role == TEXT)).encode()
