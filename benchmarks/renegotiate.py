"""A renegotiation, warm and in one process: the plan of a changed profile, and the redline that follows from it.

The contract is the shipped one of mobilys, of 64 pages with its annexes; the change is the shipped one on all five axes.
The bounds are for 30 pages: for the redline, both versions are cut where page 31 ends, and measured whole too, since
the cost must grow with the length and not faster.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import process_time

from benchmarks.corpus import ROOT
from benchmarks.report import Figure, cpu_ms, ratio
from docgen.app import docxodus
from docgen.app.dossier import archive, version_name
from docgen.app.draft import printed
from docgen.app.plan import Asked, Planned, plan
from docgen.app.profile_stream import stream_of
from docgen.app.record import Signed
from docgen.app.start_dossier import start_dossier
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.plan import Request
from docgen.model.version import Deed, State
from docgen.render import _xml
from docgen.render.package import read_package, write_package
from docgen.render.redline import redline
from docgen.render.tracked import W
from docgen.store.register import Register, open_register

PLAN_MS, REDLINE_MS = 300, 150
LAST = "docgen:resiliation-manquement@"
"""The clause with which page 32 of the contract begins: the cut versions end before it."""
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
        old, new = (printed(m, DAY) for d in (made.before, made.after) for m in d.documents if m.plan.doctype.id == CONTRACT)
        yield from _redlines(rounds, (_cut(old), _cut(new)), (old, new))
    workshop.close()


def _redlines(rounds: int, short: tuple[bytes, bytes], whole: tuple[bytes, bytes]) -> Iterator[Figure]:
    """Two lengths of one contract, taken in turn: the machine drifts from minute to minute."""
    spent: dict[bytes, list[float]] = {short[0]: [], whole[0]: []}
    for _ in range(rounds + 1):
        for old, new in (short, whole):
            start = process_time()
            marked = redline(old, new, author="A", date=DAY)
            spent[old].append((process_time() - start) * 1000)
            assert marked.value is not None, marked.diagnostics
    times, words = ([f(of[0]) for of in (short, whole)] for f in (lambda d: median(spent[d][1:]), _words))
    yield Figure("redline of two versions of 30 pages, proven both ways", times[0], "ms", REDLINE_MS, note=f"{words[0]:,} words")
    yield Figure("  of the whole contract, with its annexes", times[1], "ms", note=f"{words[1]:,} words")
    yield ratio("  cost of a word there / here", times[1] / words[1] / (times[0] / words[0]), 1.5)
    yield from _docxodus(*short)


def _cut(data: bytes) -> bytes:
    """The contract without what stands behind page 31; its last section stays."""
    package = read_package(data, "contract").value
    assert package is not None
    root = _xml.parse(package.parts[package.main_document])
    body = root[0]
    begins = next(n for n, e in enumerate(body) if any(t.get(f"{W}val").startswith(LAST) for t in e.iterfind(f"{W}sdtPr/{W}tag")))
    del body[begins:-1]
    return write_package(list({**package.parts, package.main_document: _xml.serialise(root)}.items()))


def _words(data: bytes) -> int:
    package = read_package(data, "contract").value
    assert package is not None
    root = _xml.parse(package.parts[package.main_document])
    return sum(len("".join(t.text or " " for t in p.iter(f"{W}t", f"{W}tab")).split()) for p in root.iter(f"{W}p"))


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
