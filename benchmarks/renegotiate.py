"""A renegotiation, warm and in one process: the plan of a changed profile, and the redline that follows from it.

The contract is the shipped one of mobilys, of 64 pages with its annexes; the bounds are for 30. The change is the shipped one on all five axes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks.corpus import ROOT
from benchmarks.report import Figure, cpu_ms
from docgen.app import docxodus
from docgen.app.dossier import archive, version_name
from docgen.app.draft import printed
from docgen.app.plan import Asked, Planned, plan
from docgen.app.profile_stream import stream_of
from docgen.app.record import Signed, canonical_text
from docgen.app.start_dossier import start_dossier
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.plan import Request
from docgen.model.version import Deed, State
from docgen.render.redline import redline
from docgen.store.register import Register, open_register

PLAN_MS, REDLINE_MS = 300, 150
PROFILE, CHANGE, CONTRACT = "profiles/mobilys.yaml", "profiles/evolutions/mobilys-2027.yaml", "contrat"
WHEN, DAY = "2026-12-10T09:30:00Z", "2026-12-10"


def run(*, quick: bool = False) -> list[Figure]:
    """Record and sign a contract, then plan its change and mark it, again and again."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("clauses", "templates", "profiles"):
            shutil.copytree(ROOT / name, root / name)
        return list(_figures(root, 5 if quick else 15))


def _figures(root: Path, rounds: int) -> Iterator[Figure]:
    workshop = open_workshop(root, shown_from=root).value
    register = open_register(root / "register.sqlite", create=True).value
    assert workshop is not None
    assert register is not None
    with register:
        _signed(register, workshop, root)
        kept = archive(register, workshop)

        def planned() -> Planned:
            found, problems = plan(register, kept, root / PROFILE, [root / CHANGE], Asked(final=True))
            assert found is not None, problems
            return found

        made = planned()
        assert made.plan.changes
        assert not made.blocked, made.diagnostics
        yield Figure("plan: both states drawn and compared, with rules", cpu_ms(rounds, planned), "ms", PLAN_MS, note="with the profile and the library read again")
        old, new = ((printed(m, DAY), canonical_text(m)) for d in (made.before, made.after) for m in d.documents if m.plan.doctype.id == CONTRACT)
        marked = redline(old[0], new[0], author="A", date=DAY)
        assert marked.value is not None, marked.diagnostics
        words = len(old[1].split())
        yield Figure("redline of the contract, proven both ways", cpu_ms(rounds, lambda: redline(old[0], new[0], author="A", date=DAY)), "ms", REDLINE_MS, note=f"{words:,} words")
        yield Figure("  characters marked", marked.value.inserted + marked.value.deleted, "")
        yield from _docxodus(old[0], new[0])
    workshop.close()


def _signed(register: Register, workshop: Workshop, root: Path) -> None:
    """Version 1, signed."""
    stream = stream_of(workshop, root / PROFILE).value
    assert stream is not None
    outcome, _ = start_dossier(register, workshop, stream, Request(types=(CONTRACT,), final=True), root / "out", Signed("A", WHEN), lambda _: None)
    assert outcome.value is not None, outcome.diagnostics
    assert version_name("mobilys@1").value is not None
    signed = register.add_deed("mobilys", 1, Deed(State.SIGNED, "A", WHEN, DAY, ""), expected_head=register.head("mobilys"))
    assert signed.value is not None, signed.diagnostics


def _docxodus(old: bytes, new: bytes) -> Iterator[Figure]:
    """The same two files by the engine for files of others, where it is installed: its start is part of each run."""
    before = getrusage(RUSAGE_CHILDREN)
    if docxodus.compare_foreign(old, new, author="A", date=DAY).value is None:
        return
    after = getrusage(RUSAGE_CHILDREN)
    yield Figure("the same by Docxodus, a process of its own", (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, "ms")
