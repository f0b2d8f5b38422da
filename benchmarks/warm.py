"""One contract of about 35 pages, warm, in one process, other data each time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, TypeVar

from benchmarks import baselines, corpus
from benchmarks.report import Figure, ratio
from docgen.app.draft import DraftSet, Made, make
from docgen.app.workshop import Workshop, open_workshop
from docgen.model.plan import Request
from docgen.model.profile import Profile
from docgen.render.verify import verify
from docgen.render.word.docx import expected_text, render_docx

DAY = "2026-03-02"
OVER_DOCXTPL, OVER_SUBDOCUMENT = 50, 300
PEER_MS, LIMIT_MS, ENGINE_MS = 86, 2.1, 10
T = TypeVar("T")


@dataclass(slots=True)
class Clock:
    """CPU seconds by name of what was done."""

    spent: dict[str, list[float]] = field(default_factory=dict)

    def run(self, name: str, work: Callable[[], T]) -> T:
        """Do the work and note what it cost."""
        start = process_time()
        result = work()
        self.spent.setdefault(name, []).append(process_time() - start)
        return result

    def ms(self, name: str) -> float:
        """The median cost, in milliseconds."""
        return median(self.spent[name]) * 1000


@dataclass(frozen=True, slots=True)
class Engine:
    """docgen over one project, with everything loaded."""

    workshop: Workshop
    profile: Profile

    def make(self, data: Mapping[str, Any]) -> DraftSet:
        """Values to finished documents."""
        return make(self.workshop, replace(self.profile, data=data), Request())

    def draw(self, data: Mapping[str, Any], clock: Clock) -> tuple[Made, bytes]:
        """Values to bytes, read again, with the cost of each step."""
        drawn = clock.run("make", lambda: self.make(data))
        made = drawn.documents[0]
        bytes_ = clock.run("render", lambda: printed(made))
        problems = clock.run("verify", lambda: verify(bytes_, expected_text(made.document)))
        clock.spent.setdefault("engine", []).append(sum(clock.spent[s][-1] for s in ("make", "render", "verify")))
        assert not problems, problems[0]
        return made, bytes_


def printed(made: Made) -> bytes:
    """The bytes of a document, not read again."""
    return render_docx(made.document, made.numbering, made.press, made.language, DAY)


def open_engine(root: Path, profile: Path, *, use_index: bool = False) -> Engine:
    """The engine over a project on disk."""
    workshop = open_workshop(root, shown_from=root, use_index=use_index).value
    assert workshop is not None
    read = workshop.profile(profile).value
    assert read is not None
    return Engine(workshop, read)


def run(*, quick: bool = False) -> list[Figure]:
    """The contract by docgen and by the others, in turn, and how they compare."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        engine = open_engine(root, corpus.build(root, corpus.Size()))
        first = engine.make(engine.profile.data)
        assert not first.diagnostics, first.diagnostics[0]
        clock = Clock()
        _rounds(engine, _peers(first.documents[0]), clock, rounds=4 if quick else 10)
    return list(_figures(clock))


def _peers(made: Made) -> dict[str, baselines.Print]:
    template = baselines.slotted(made, DAY)
    return {
        "docxtpl": baselines.plain_docxtpl(template),
        "subdocument": baselines.docxtpl_subdocument(corpus.TEMPLATE.read_bytes(), template),
        "limit": baselines.the_limit(template),
    }


def _rounds(engine: Engine, peers: dict[str, baselines.Print], clock: Clock, rounds: int) -> None:
    """The ways take turns, and the first round only warms them up."""
    for turn in range(rounds + 1):
        spent = clock if turn else Clock()
        for again in range(5):
            data = corpus.variant(engine.profile.data, 1 + turn * 10 + again)
            made, bytes_ = engine.draw(data, spent)
            values = baselines.values_of(made.document)
            spent.run("limit", lambda values=values: peers["limit"](values))
        _compare(made, bytes_, values, peers, spent, turn, rounds)


def _compare(
    made: Made, bytes_: bytes, values: baselines.Values, peers: dict[str, baselines.Print],
    clock: Clock, turn: int, rounds: int,
) -> None:  # fmt: skip
    """The slow ones once a round, the slowest not in every round; all must give the same text."""
    wanted = baselines.texts(bytes_)
    assert baselines.texts(peers["limit"](values)) == wanted
    names = ("docxtpl", "subdocument") if turn in (0, 1, 2) or turn * 2 == rounds else ("docxtpl",)
    for name in names:
        drawn = clock.run(name, lambda name=name: peers[name](values))
        assert baselines.texts(drawn) == wanted, f"{name} gives another text for {made.plan.name}"


def _figures(clock: Clock) -> Iterator[Figure]:
    engine = clock.ms("engine")
    note = f"about {ENGINE_MS} ms was asked for on the machine of the first measurement"
    yield Figure("values to bytes, all of it", engine, "ms", ENGINE_MS, note=note)
    yield Figure("  make: values to Document, numbering, references, rules", clock.ms("make"), "ms")
    yield Figure("  render_docx: Document to bytes", clock.ms("render"), "ms")
    yield Figure("  verify: the bytes read again", clock.ms("verify"), "ms")
    yield Figure("plain docxtpl, body in the template", clock.ms("docxtpl"), "ms")
    yield Figure("docxtpl, python-docx sub-document", clock.ms("subdocument"), "ms")
    yield Figure("the limit: join strings, write one zip", clock.ms("limit"), "ms", note=f"{LIMIT_MS} ms where it was first measured")  # fmt: skip
    yield ratio("plain docxtpl / docgen", clock.ms("docxtpl") / engine, OVER_DOCXTPL, at_least=True)
    yield ratio("sub-document / docgen", clock.ms("subdocument") / engine, OVER_SUBDOCUMENT, at_least=True)
    yield Figure("docgen / the limit", engine / clock.ms("limit"), "times")
    peer = PEER_MS * clock.ms("limit") / LIMIT_MS
    said = f"rust-docxtpl: {PEER_MS} ms where the limit is {LIMIT_MS} ms, so about {peer:.0f} ms here"
    yield Figure("fastest known peer / docgen, estimated", peer / engine, "times", note=said)
