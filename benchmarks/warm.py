"""One contract of about 35 pages, warm, in one process, other data each time."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import baselines, corpus
from benchmarks.engine import DAY, Clock, Engine, as_the_command, open_engine, times
from benchmarks.report import Figure, ratio
from docgen.app.draft import Made

OVER_DOCXTPL, OVER_SUBDOCUMENTS = 50, 300
PEER_MS, LIMIT_MS, ENGINE_MS = 86, 2.1, 10
STRETCH = 8
"""How many contracts a way makes before the next has its turn."""


def run(*, quick: bool = False) -> list[Figure]:
    """The contract by docgen and by the others, in turn, and how they compare."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        engine = open_engine(root, corpus.build(root, corpus.Size()))
        first = engine.make(engine.profile.data)
        assert not first.diagnostics, first.diagnostics[0]
        turns = _rounds(engine, _peers(first.documents[0]), rounds=4 if quick else 10)
    return [*_figures(turns), _shipped(rounds=5 if quick else 15)]


def _shipped(rounds: int) -> Figure:
    """Every document of a shipped profile, to see that the made-up contract is like a real one."""
    engine = open_engine(corpus.ROOT, corpus.ROOT / "profiles" / "mobilys.yaml")
    clock = Clock()
    with as_the_command():
        for turn in range(rounds + 1):
            clock.run("set" if turn else "first", lambda: engine.draw_all(engine.profile.data))
    note = "verified; the same data each time"
    return Figure("the documents of the shipped profile mobilys", clock.ms("set"), "ms", note=note)


def _peers(made: Made) -> dict[str, baselines.Print]:
    template = baselines.slotted(made, DAY)
    return {
        "docxtpl": baselines.plain_docxtpl(baselines.slotted(made, DAY, conditions=True)),
        "subdocuments": baselines.docxtpl_subdocuments(corpus.TEMPLATE.read_bytes(), template),
        "limit": baselines.the_limit(template),
    }


def _rounds(engine: Engine, peers: dict[str, baselines.Print], rounds: int) -> list[Clock]:
    """The ways take turns, each for a stretch of its own as in a batch; the first round only warms them up."""
    turns = []
    for turn in range(rounds + 1):
        if turn == 1:
            gc.collect()
            gc.freeze()  # what any of them has loaded is no work of whoever runs when it is looked through
        turns.append(_round(engine, peers, turn))
    return turns[1:]


def _round(engine: Engine, peers: dict[str, baselines.Print], turn: int) -> Clock:
    """One turn: other values each time. All must give the same text; the slowest runs in every second turn."""
    clock = Clock()
    numbers = range(1 + turn * 2 * STRETCH, 1 + (turn + 1) * 2 * STRETCH)
    data = [corpus.variant(engine.profile.data, number) for number in numbers]
    with as_the_command():
        for one in data[:STRETCH]:
            engine.issue(one, clock)
        drawn = [engine.draw(one, clock) for one in data[STRETCH:]]
    values = [baselines.values_of(made.document) for made, _ in drawn]
    for one in values:
        clock.run("limit", partial(peers["limit"], one))
    wanted = baselines.texts(drawn[-1][1])
    assert baselines.texts(peers["limit"](values[-1])) == wanted
    for name in ("docxtpl", "subdocuments") if turn % 2 == 0 else ("docxtpl",):
        printed = clock.run(name, partial(peers[name], values[-1]))
        assert baselines.texts(printed) == wanted, f"{name} gives another text for {drawn[-1][0].plan.name}"
    return clock


def _figures(turns: list[Clock]) -> Iterator[Figure]:
    clock = Clock()
    for turn in turns:
        clock.add(turn)
    docxtpl, sub, limit = (clock.ms(n) for n in ("docxtpl", "subdocuments", "limit"))
    drawn, whole = clock.ms("drawn"), clock.ms("whole")
    yield Figure("compose: values to tree, numbering, references", clock.ms("compose"), "ms")
    yield Figure("print: values to bytes, with the frame written once", clock.ms("render"), "ms")
    yield Figure("values to bytes (the two above)", drawn, "ms", ENGINE_MS)
    yield Figure("make: compose, with rules and checks", clock.ms("make"), "ms")
    yield Figure("verify: the bytes read again", clock.ms("verify"), "ms")
    yield Figure("everything: make, print and verify", whole, "ms")
    yield Figure("plain docxtpl, body in the template", docxtpl, "ms")
    yield Figure("docxtpl, a python-docx sub-document for each clause", sub, "ms")
    yield Figure("the limit: join strings, write one zip", limit, "ms")
    yield ratio("plain docxtpl / values to bytes", times(turns, "docxtpl", "drawn"), OVER_DOCXTPL, at_least=True)
    yield ratio("sub-documents / values to bytes", times(turns, "subdocuments", "drawn"), OVER_SUBDOCUMENTS, at_least=True)
    yield Figure("plain docxtpl / everything", times(turns, "docxtpl", "whole"), "times")
    yield Figure("sub-documents / everything", times(turns, "subdocuments", "whole"), "times")
    yield Figure("values to bytes / the limit", times(turns, "drawn", "limit"), "times")
    peer = PEER_MS * limit / LIMIT_MS
    said = f"rust-docxtpl takes {PEER_MS} ms where the limit is {LIMIT_MS} ms: about {peer:.0f} ms here"
    yield Figure("fastest known peer / values to bytes, estimated", PEER_MS / LIMIT_MS / times(turns, "drawn", "limit"), "times", note=said)
