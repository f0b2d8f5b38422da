"""One contract of about 35 pages, warm, in one process, other data each time."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import baselines, corpus
from benchmarks.engine import DAY, Clock, Engine, open_engine
from benchmarks.report import Figure, ratio
from docgen.app.draft import Made

OVER_DOCXTPL, OVER_SUBDOCUMENTS = 50, 300
PEER_MS, LIMIT_MS, ENGINE_MS = 86, 2.1, 10


def run(*, quick: bool = False) -> list[Figure]:
    """The contract by docgen and by the others, in turn, and how they compare."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        engine = open_engine(root, corpus.build(root, corpus.Size()))
        first = engine.make(engine.profile.data)
        assert not first.diagnostics, first.diagnostics[0]
        clock = Clock()
        _rounds(engine, _peers(first.documents[0]), clock, rounds=4 if quick else 10)
    return [*_figures(clock), _shipped(rounds=5 if quick else 15)]


def _shipped(rounds: int) -> Figure:
    """Every document of a shipped profile, to see that the made-up contract is like a real one."""
    engine = open_engine(corpus.ROOT, corpus.ROOT / "profiles" / "mobilys.yaml")
    clock = Clock()
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


def _rounds(engine: Engine, peers: dict[str, baselines.Print], clock: Clock, rounds: int) -> None:
    """The ways take turns, and the first round only warms them up."""
    for turn in range(rounds + 1):
        if turn == 1:
            gc.collect()
            gc.freeze()  # what any of them has loaded is no work of whoever runs when it is looked through
        spent = clock if turn else Clock()
        for again in range(5):
            number = 1 + turn * 10 + again * 2
            engine.issue(corpus.variant(engine.profile.data, number), spent)
            made, bytes_ = engine.draw(corpus.variant(engine.profile.data, number + 1), spent)
            values = baselines.values_of(made.document)
            spent.run("limit", partial(peers["limit"], values))
        _compare(made, bytes_, values, peers, spent, turn, rounds)


def _compare(
    made: Made, bytes_: bytes, values: baselines.Values, peers: dict[str, baselines.Print],
    clock: Clock, turn: int, rounds: int,
) -> None:  # fmt: skip
    """The slow ones once a round, the slowest not in every round; all must give the same text."""
    wanted = baselines.texts(bytes_)
    assert baselines.texts(peers["limit"](values)) == wanted
    names = ("docxtpl", "subdocuments") if turn in (0, 1, 2) or turn * 2 == rounds else ("docxtpl",)
    for name in names:
        drawn = clock.run(name, partial(peers[name], values))
        assert baselines.texts(drawn) == wanted, f"{name} gives another text for {made.plan.name}"


def _figures(clock: Clock) -> Iterator[Figure]:
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
    yield ratio("plain docxtpl / values to bytes", docxtpl / drawn, OVER_DOCXTPL, at_least=True)
    yield ratio("sub-documents / values to bytes", sub / drawn, OVER_SUBDOCUMENTS, at_least=True)
    yield Figure("plain docxtpl / everything", docxtpl / whole, "times")
    yield Figure("sub-documents / everything", sub / whole, "times")
    yield Figure("values to bytes / the limit", drawn / limit, "times")
    peer = PEER_MS * limit / LIMIT_MS
    said = f"rust-docxtpl takes {PEER_MS} ms where the limit is {LIMIT_MS} ms: about {peer:.0f} ms here"
    yield Figure("fastest known peer / values to bytes, estimated", peer / drawn, "times", note=said)
