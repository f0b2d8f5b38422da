"""One contract of a recall, in a process that does many: its plan, and drafts of what would be signed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.app.cores import end_with_parent
from docgen.app.dossier import LIBRARIES, Archive
from docgen.app.draft import render
from docgen.app.issue import output_name
from docgen.app.plan import Asked, Planned, plan_recorded
from docgen.app.record import DOCUMENT, in_roles
from docgen.app.regenerate import redlines
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, has_errors
from docgen.model.recall import DONE, FAILED, SAME, Recall, Result, Task
from docgen.model.renegotiation import DocumentChange, Plan
from docgen.render.plan import as_html, as_plain
from docgen.store.atomic import write_all
from docgen.store.names import file_name
from docgen.store.project import CACHE
from docgen.store.snapshot import digest, take

if TYPE_CHECKING:
    from docgen.store.register import Register

PLAN = "plan.json"
MOST_LIBRARIES = 3
"""Libraries of earlier days that a process keeps open: each costs what its clauses cost."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every contract of a recall shares. ``library`` is the digest of the library of the run; ``keeps``: what this process
    compiles goes into the index.
    """

    root: Path
    register: str
    out: Path
    recall: Recall
    library: str
    keeps: bool = False


@dataclass(slots=True)
class _Archive(Archive):
    """Libraries stay open for the next contract, and a contract is forgotten once it is done."""

    keeps: bool = False
    open: dict[Path, Workshop] = field(default_factory=dict)

    def _opened(self, folder: Path) -> Outcome[Workshop]:
        if folder not in self.open:
            while len(self.open) >= MOST_LIBRARIES:
                self.open.pop(next(iter(self.open))).project.index.close()
            outcome = open_workshop(folder, shown_from=folder)
            if outcome.value is None:
                return outcome
            self.open[folder] = _for_reading(outcome.value, keeps=self.keeps)
        return Outcome(self.open[folder])

    def done(self) -> None:
        """Let go of the contract, and keep what was compiled for it."""
        self.known.clear()
        for workshop in (self.workshop, *self.open.values()):
            workshop.forget_signed()
            workshop.project.index.save()


def _for_reading(workshop: Workshop, *, keeps: bool) -> Workshop:
    if not keeps:
        workshop.project.index.only_read()
    return workshop


# ------------------------------------------------------------------ processes
class _Process:
    """What a process of a pool opens once, for all the contracts that it is given."""

    bench: Bench
    register: Register
    archive: _Archive


def begin(bench: Bench) -> None:
    """Make a process of a pool ready.

    :raises RuntimeError: when library or register cannot be opened; whoever started the run opened both before.
    """
    from docgen.store.register import open_register

    end_with_parent()
    workshop = open_workshop(bench.root, shown_from=bench.root).value
    register = open_register(bench.register, create=False).value
    if workshop is None or register is None:
        raise RuntimeError("the library or the register cannot be opened any more")
    archive = _Archive(register, _for_reading(workshop, keeps=bench.keeps), bench.root / CACHE / LIBRARIES, keeps=bench.keeps)
    archive.current = take(bench.root).value
    _Process.bench, _Process.register, _Process.archive = bench, register, archive


def one(task: Task) -> Result:
    """Plan and drafts of a contract; whatever keeps them from being made is in the result, never raised."""
    from dataclasses import replace

    archive = _Process.archive
    try:
        result = recalled(_Process.register, archive, _Process.bench, task)
    except Exception as problem:  # noqa: BLE001 - one contract must not stop the others
        result = _failed(task, (("RN655", "error", _said(problem)),))
    archive.done()
    return replace(result, peak=_peak())


def _said(problem: Exception) -> str:
    from docgen.store.register import RegisterTrouble

    if isinstance(problem, RegisterTrouble):
        return problem.diagnostic.message
    return f"docgen failed: {type(problem).__name__}: {problem}"


def _peak() -> float:
    """Highest resident memory of this process in MB; 0 where the system does not tell."""
    with suppress(OSError, ValueError, KeyError):
        lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
        return int(lines["VmHWM"].split()[0]) / 1024
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return 0.0
    return getrusage(RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


# ------------------------------------------------------------------- contract
def recalled(register: Register, archive: Archive, bench: Bench, task: Task) -> Result:
    """Plan and drafts of one contract, written into its folder together or not at all."""
    recall = bench.recall
    if archive.current is None or archive.current.digest != bench.library:
        return _failed(task, (("RN655", "error", "the library changed while the recall ran: start it again"),))
    asked = asked_of(recall)
    planned, problems = plan_recorded(register, archive, task.dossier, asked)
    if planned is None:
        return _failed(task, _plain(problems))
    if planned.base.number != task.number:
        return _failed(task, (("RN655", "error", f"version {planned.base.number} was signed while the recall ran: start it again"),))
    errors = [d for d in planned.diagnostics if d.severity == "error"]
    if planned.blocked:
        return _failed(task, _plain(errors))
    if not planned.plan.changes:
        return Result(task.dossier, task.number, task.client, SAME, _plain(errors))
    return _drafts(register, archive.workshop, planned, bench, task)


def asked_of(recall: Recall) -> Asked:
    """What a plan is asked for."""
    return Asked(effective=recall.effective, motive=recall.motive, final=recall.final, exactly=(recall.clause, recall.revision))


def _drafts(register: Register, workshop: Workshop, planned: Planned, bench: Bench, task: Task) -> Result:
    found: list[Diagnostic] = []
    files = dict(_files(register, workshop, planned, bench.recall, found))
    said = (*_plain(d for d in planned.diagnostics if d.severity == "error"), *_plain(found))
    folder = file_name([task.dossier], "")
    target = bench.out / folder
    for torn in target.glob(".docgen-*.tmp"):  # of a run that was killed while it wrote
        with suppress(OSError):
            torn.unlink()
    problems = write_all({target / name: data for name, data in files.items()}) if not has_errors(found) else ()
    if has_errors(found) or has_errors(problems):
        return _failed(task, (*said, *_plain(problems)))
    digests = {name: digest(data) for name, data in sorted(files.items())}
    return Result(task.dossier, task.number, task.client, DONE, said, folder, digests, _summary(planned.plan, bench.recall.clause))


def _files(
    register: Register, workshop: Workshop, planned: Planned, recall: Recall, found: list[Diagnostic]
) -> Iterator[tuple[str, bytes]]:
    """The plan, the contracts as amended that change, their redlines and the amendments, by name."""
    changed = {d.name for d in planned.plan.documents if d.fate != "same"}
    documents: dict[str, bytes] = {}
    for role, made in in_roles(planned.after):
        if role == DOCUMENT and made.plan.name not in changed:
            continue
        data, problems, _ = render(made, planned.after.dates.as_of)
        found += problems
        documents[output_name(planned.after.profile.id, made, ".docx")] = data
    yield from documents.items()
    for extra in redlines(register, planned, documents, recall.who, recall.day, found, lambda _: None):
        yield extra.name, extra.data
    library = workshop.library().value
    assert library is not None
    origin = {"recorded": planned.plan.dossier, "asked": asdict(asked_of(recall))}
    yield PLAN, json.dumps({**as_plain(planned.plan), "origin": origin}, ensure_ascii=False, indent=1).encode()
    yield "plan.html", as_html(planned.plan, workshop.language(library.languages[0])).encode()


def _summary(plan: Plan, clause: str) -> dict[str, Any]:
    """What a reader wants to know of a contract before opening anything; ``beside`` are articles of other clauses that change."""
    documents = [d for d in plan.documents if d.fate != "same"]
    each = [c for d in documents for c in d.clauses]
    return {
        "documents": [{"name": d.name, "title": d.title, "fate": d.fate} for d in documents],
        "articles": [_article(c.number, c.title, c.mode) for c in each if c.clause == clause],
        "beside": [_article(c.number, c.title, c.mode) for c in each if c.clause != clause],
        "money": list(dict.fromkeys((m.name, m.before, m.after) for d in documents for m in d.money)),
        "duties": [x for d in documents for x in _duties(d)],
        "findings": [(f.severity, f.code, f.message) for f in plan.findings if f.new],
        "fingerprint": plan.fingerprint,
    }


def _article(number: str, title: str, mode: str) -> tuple[str, str, str]:
    return number, title, mode


def _duties(document: DocumentChange) -> list[tuple[str, str, str]]:
    return [(d.what, d.before, d.after) for d in document.duties]


def _failed(task: Task, findings: tuple[tuple[str, str, str], ...]) -> Result:
    return Result(task.dossier, task.number, task.client, FAILED, findings)


def _plain(found: Any) -> tuple[tuple[str, str, str], ...]:
    return tuple((d.code, str(d.severity), d.message) for d in found)
