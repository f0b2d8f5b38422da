"""How cost grows: more clauses in a document, more clauses in a library.

Every measurement runs in a process of its own, so that memory and caches start from nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import process_time
from typing import Any, TypeAlias

from benchmarks import corpus
from benchmarks.corpus import ROOT, Size
from benchmarks.engine import Clock, open_engine
from benchmarks.report import Figure, ratio

DOCUMENTS = (10, 60, 200, 1_000)
SMALL, LARGE, DRAWN = 100, 10_000, 60
AT_MOST_TIMES, AS_MUCH, MEMORY_MB = 20, 1.25, 200
Cost: TypeAlias = dict[str, float]
MEMORY_NOTE = "highest resident memory of the process, everything compiled in it"


def run(*, quick: bool = False) -> list[Figure]:
    """Documents of growing length, then libraries of growing size."""
    return [*_documents(quick=quick), *_libraries(2_000 if quick else LARGE)]


# --------------------------------------------------------------- documents
def _documents(*, quick: bool) -> Iterator[Figure]:
    found = _measured_documents(1 if quick else 2, 3 if quick else 5)
    for count, cost in found.items():
        yield Figure(f"document of {count:,} clauses, warm", cost["warm"], "ms")
    for count, cost in found.items():
        yield Figure(f"document of {count:,} clauses, first in its process", cost["first"], "ms")
    least, most = found[60], found[1_000]
    for how in ("warm", "first"):
        yield ratio(f"1,000 clauses / 60 clauses, {how}", most[how] / least[how], AT_MOST_TIMES)
    yield Figure("memory, 60 clauses", least["memory"], "MB", note=MEMORY_NOTE)
    yield Figure("memory, 1,000 clauses", most["memory"], "MB", MEMORY_MB, firm=True, note=MEMORY_NOTE)


def _measured_documents(passes: int, rounds: int) -> dict[int, Cost]:
    with ExitStack() as stack:
        roots = {count: _project(stack, Size(count, count)) for count in DOCUMENTS}
        found: dict[int, list[Cost]] = {count: [] for count in DOCUMENTS}
        for _ in range(passes):
            for count, root in roots.items():
                found[count].append(_elsewhere("document", root, rounds))
    return {count: _least(costs) for count, costs in found.items()}


def _least(costs: list[Cost]) -> Cost:
    """The least of each cost: what the machine does beside can only add to it."""
    return {name: min(cost[name] for cost in costs) for name in costs[0]}


def document(root: Path, rounds: int) -> Cost:
    """Cost of one document with nothing compiled, then warm with other data each time."""
    start = process_time()
    engine = open_engine(root, root / "profiles" / "client.yaml")
    engine.issue(engine.profile.data, Clock())
    first, memory = process_time() - start, _memory()
    engine.issue(corpus.variant(engine.profile.data, 1), Clock())
    clock = Clock()
    for turn in range(rounds):
        engine.issue(corpus.variant(engine.profile.data, turn + 2), clock)
    return {"first": first * 1000, "warm": clock.ms("whole"), "memory": memory}


# --------------------------------------------------------------- libraries
def _libraries(large: int) -> Iterator[Figure]:
    found = _measured_libraries(large)
    note = "in a fresh process, imports at its start left out"
    for size, cost in found.items():
        name = f"{DRAWN} clauses of a library of {size:,}"
        yield Figure(f"{name}, nothing compiled", cost["nothing"], "ms", note=note)
        yield Figure(f"{name}, index there", cost["index"], "ms", note=note)
        yield Figure(f"{name}, one clause changed", cost["changed"], "ms", note=note)
        yield Figure(f"{name}, warm", cost["warm"], "ms")
    for how, said in (("index", "index there"), ("changed", "one clause changed"), ("warm", "warm")):
        times = found[large][how] / found[SMALL][how]
        yield ratio(f"library of {large:,} / of {SMALL}, {said}", times, AS_MUCH)


def _measured_libraries(large: int) -> dict[int, Cost]:
    """The two libraries in turn, so that a busy moment of the machine meets both."""
    with ExitStack() as stack:
        roots = {size: _project(stack, Size(size, DRAWN)) for size in (SMALL, large)}
        nothing = {size: _elsewhere("library", root, 0)["draft"] for size, root in roots.items()}
        found: dict[int, list[Cost]] = {size: [] for size in roots}
        for turn in range(5):
            for size, root in roots.items():
                found[size].append(_indexed(root, turn))
    return {size: {**_least(costs), "nothing": nothing[size]} for size, costs in found.items()}


def _indexed(root: Path, turn: int) -> Cost:
    """A draft with the index there, and one after a clause changed."""
    there = _elsewhere("library", root, 5)
    corpus.touch(root, 7 * turn)
    return {"index": there["draft"], "warm": there["warm"], "changed": _elsewhere("library", root, 0)["draft"]}


def library(root: Path, rounds: int) -> Cost:
    """Cost of opening the project and drawing one document, then of drawing it again."""
    start, clock = process_time(), Clock()
    engine = open_engine(root, root / "profiles" / "client.yaml", use_index=True)
    engine.issue(engine.profile.data, Clock())
    engine.workshop.close()
    cost = {"draft": (process_time() - start) * 1000}
    for turn in range(rounds):
        engine.issue(corpus.variant(engine.profile.data, turn), clock)
    return {**cost, "warm": median(clock.spent["whole"][1:]) * 1000} if rounds else cost


# --------------------------------------------------------------- processes
def _project(stack: ExitStack, size: Size) -> Path:
    root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    corpus.build(root, size)
    return root


def _elsewhere(what: str, root: Path, rounds: int) -> Cost:
    command = [sys.executable, "-m", "benchmarks.scale", what, str(root), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: Cost = json.loads(done.stdout)
    return found


def _memory() -> float:
    """Highest resident memory in MB. Where Linux tells it, of this program and not of its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines["VmHWM"].split()[0]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return getrusage(RUSAGE_SELF).ru_maxrss / unit


def main(arguments: list[str]) -> None:
    """One measurement, as JSON; called by ``_elsewhere``."""
    work: dict[str, Any] = {"document": document, "library": library}
    print(json.dumps(work[arguments[0]](Path(arguments[1]), int(arguments[2]))))


if __name__ == "__main__":
    main(sys.argv[1:])
