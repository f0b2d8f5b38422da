"""The verb ``recall``: a plan and drafts for every signed contract that holds another revision of a clause.

Nothing is recorded, sent or signed by it. A run that was stopped goes on where it was: each contract that is done stands in a
journal, with a key of everything that it was made from.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, replace
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docgen import __version__
from docgen.app.clauses import unknown_clause
from docgen.app.cores import cores
from docgen.app.dossier import archive as archive_of
from docgen.app.recall_one import Bench, begin, one
from docgen.app.workshop import Workshop
from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, error
from docgen.model.recall import FAILED, Left, Recall, Recalled, Result, Task
from docgen.model.use import Contract, Facts, Search, Wording
from docgen.model.version import State
from docgen.store.journal import Journal, opened_journal, read_journal
from docgen.store.snapshot import digest, take

if TYPE_CHECKING:
    from docgen.store.register import Register

JOURNAL: Final = "recall.journal"
EACH: Final = 60
"""Contracts that a process does before another takes its place: what it holds on to is bounded by that."""
_AT_ONCE: Final = 400
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Where:
    """Register and folder of a run, and in how many processes it runs (0: all cores)."""

    register: str
    out: Path
    jobs: int = 0


def recall(
    register: Register, workshop: Workshop, asked: Recall, search: Search, where: Where, progress: Progress
) -> Outcome[Recalled]:
    """Drafts for every contract that the search finds; those that failed are among the results, with why.

    :param search: names the clause, and whatever else the contracts must be like.
    """
    problems = usable(workshop, asked)
    library = take(workshop.project.root)
    if problems or library.value is None:
        return Outcome(None, (*problems, *library.diagnostics))
    tasks, left = affected(register, asked, search, library.value.digest)
    head = {"schema": "docgen.recall/1", "clause": asked.clause, "revision": asked.revision}
    path = where.out / JOURNAL
    steps = read_journal(path, head)
    if steps.value is None:
        return Outcome(None, steps.diagnostics)
    bench = Bench(workshop.project.root, where.register, where.out, asked, library.value.digest)
    known = dict(_kept(tasks, steps.value, where.out))
    todo = [t for t in tasks if t.dossier not in known]
    prepare(register, workshop, todo)
    journal = opened_journal(path, {**head, "day": asked.day})
    if journal.value is None:
        return Outcome(None, journal.diagnostics)
    with journal.value as writing:
        known |= _run(todo, bench, where.jobs or cores(), writing, progress, len(tasks))
    return Outcome(Recalled(asked, _title(workshop, asked.clause), tuple(known[t.dossier] for t in tasks), left))


def started_on(out: Path) -> str:
    """The day of the drafts of an earlier run in this folder, which one that goes on keeps; "" for a new folder."""
    try:
        with (out / JOURNAL).open("rb") as file:
            day = json.loads(file.readline()).get("day", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return day if isinstance(day, str) else ""


def _title(workshop: Workshop, clause: str) -> str:
    spec, library = workshop.clause(clause), workshop.library().value
    return spec.title.get(library.languages[0], clause) if spec and library else clause


def usable(workshop: Workshop, asked: Recall) -> tuple[Diagnostic, ...]:
    """What keeps the revision from being put into a contract on that day."""
    spec = workshop.clause(asked.clause)
    if spec is None:
        return (unknown_clause(workshop, asked.clause),)
    wanted = spec.revision(asked.revision)
    if wanted is None:
        there = ", ".join(f"r{r.number}" for r in spec.revisions)
        return (error("RN651", f'"{spec.id}" has no revision {asked.revision}', spec.place, f"revisions: {there}"),)
    name = f'r{wanted.number} of "{spec.id}"'
    if wanted.withdrawn or not wanted.approved:
        what, hint = ("is withdrawn", "name another revision") if wanted.withdrawn else ("is a draft", f"publish it with: docgen clauses seal {spec.id}")
        return (error("RN654", f"{name} {what}", wanted.place, hint),)
    if not wanted.in_force(asked.effective):
        hint = f"it is in force from {wanted.in_force_from or 'the beginning'} to {wanted.in_force_to or 'further notice'}: name a day with --effective"
        return (error("RN654", f"{name} is not in force on {asked.effective}", wanted.place, hint),)
    return ()


# ------------------------------------------------------------------- contracts
def affected(register: Register, asked: Recall, search: Search, library: str) -> tuple[tuple[Task, ...], tuple[Left, ...]]:
    """The contracts whose signed version holds another revision, and those that hold the clause and are left out."""
    found = register.find(search)
    tasks: list[Task] = []
    left: list[Left] = []
    for start in range(0, len(found.contracts), _AT_ONCE):
        contracts = found.contracts[start : start + _AT_ONCE]
        names = [c.dossier for c in contracts]
        facts, heads = {(f.dossier, f.number): f for f in register.facts(names)}, register.last_heads(names)
        for contract in contracts:
            held = _revisions(contract, found.wordings)
            each = [facts[contract.dossier, number] for number in sorted(held)]
            fact = next((f for f in each if f.state == State.SIGNED), each[-1])
            revisions = tuple(sorted(held[fact.number]))
            why = _left_out(fact, revisions, asked, search.as_of)
            if why is None:
                key = _key(heads[contract.dossier], asked, fact, library)
                tasks.append(Task(contract.dossier, fact.number, fact.client, revisions, key))
            elif why:
                left.append(Left(contract.dossier, fact.client, fact.number, why, fact.ends if why == "ended" else ""))
    return tuple(tasks), tuple(left)


def _revisions(contract: Contract, wordings: Mapping[int, Wording]) -> dict[int, set[int]]:
    """The revisions that each version of a contract holds, by its number."""
    held: dict[int, set[int]] = defaultdict(set)
    for use in contract.uses:
        for number in range(use.first, use.last + 1):
            held[number].add(wordings[use.wording].revision)
    return held


def _left_out(fact: Facts, revisions: tuple[int, ...], asked: Recall, day: str) -> str | None:
    """Why a contract is not recalled, None when it is; "" for one that is over and that nobody asks about."""
    if fact.state in (State.SUPERSEDED, State.TERMINATED):
        return ""
    if fact.state != State.SIGNED:
        return "unsigned"
    if set(revisions) == {asked.revision}:
        return "already"
    return "ended" if fact.ends and fact.ends < day else None


def _key(head: str, asked: Recall, fact: Facts, library: str) -> str:
    parts = [head, asdict(asked), fact.dossier, fact.number, library, __version__]
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _kept(tasks: Sequence[Task], steps: Iterable[Mapping[str, Any]], out: Path) -> Iterator[tuple[str, Result]]:
    """What an earlier run did, where nothing of it changed since: neither what it was made from nor its files."""
    done = {step["key"]: step["result"] for step in steps if {"key", "result"} <= step.keys()}
    for task in tasks:
        said = done.get(task.key)
        if said is None or said.get("state") == FAILED:
            continue
        result = _result(said)
        if all(_there(out / result.folder / name, wanted) for name, wanted in result.files.items()):
            yield task.dossier, result


def _result(said: Mapping[str, Any]) -> Result:
    return Result(**{**said, "findings": tuple(map(tuple, said["findings"]))})


def _there(path: Path, wanted: str) -> bool:
    try:
        return digest(path.read_bytes()) == wanted
    except OSError:
        return False


def prepare(register: Register, workshop: Workshop, tasks: Sequence[Task]) -> None:
    """Lay out the libraries that the contracts were made from, before several processes look for them.

    A library that the register lost stops nothing here: the contracts made from it fail, each with its reason.
    """
    archive = archive_of(register, workshop)
    archive.current = take(workshop.project.root).value
    seen: set[str] = set()
    last = {task.dossier: task.number for task in tasks}
    for dossier, number, library in register.libraries([*last]):
        if library not in seen and number <= last[dossier]:
            seen.add(library)
            version = next((v for v in register.history(dossier) if v.number == number), None)
            opened = archive.workshop_of(version) if version is not None else Outcome(None)
            if opened.value is not None and opened.value is not workshop:
                opened.value.close()


# ------------------------------------------------------------------- processes
def _run(
    todo: Sequence[Task], bench: Bench, jobs: int, journal: Journal, progress: Progress, whole: int
) -> dict[str, Result]:
    """Every contract, each written down as soon as it is done."""
    results: dict[str, Result] = {}

    def keep(task: Task, result: Result) -> None:
        plain = asdict(replace(result, peak=0.0))
        journal.add({"key": task.key, "result": plain})
        results[task.dossier] = replace(_result(json.loads(json.dumps(plain, sort_keys=True))), peak=result.peak)
        progress(f"{whole - len(todo) + len(results)}/{whole} {task.dossier}")

    if todo:  # alone, so that what it compiles is in the index for the others
        _pool(todo[:1], replace(bench, keeps=True), 1, keep)
    for start in range(1, len(todo), jobs * EACH):
        _pool(todo[start : start + jobs * EACH], bench, jobs, keep)
    return results


def _pool(tasks: Sequence[Task], bench: Bench, jobs: int, keep: Callable[[Task, Result], None]) -> None:
    """Some contracts in as many processes. Where one of these dies, the contracts that were under way are done one by one,
    so that the one that it died of is known.
    """
    left = {task.dossier: task for task in tasks}
    with ProcessPoolExecutor(min(jobs, len(tasks)), get_context("spawn"), begin, (bench,)) as pool:
        futures = {pool.submit(one, task): task for task in tasks}
        try:
            for future in as_completed(futures):
                task = futures[future]
                keep(task, future.result())
                del left[task.dossier]
        except BrokenProcessPool:
            pass
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    if left and len(tasks) == 1:
        keep(tasks[0], _died(tasks[0]))
    else:
        for task in left.values():
            _pool([task], bench, 1, keep)


def _died(task: Task) -> Result:
    said = ("RN655", "error", "its process ended before the contract was done")
    return Result(task.dossier, task.number, task.client, FAILED, (said,))


def failed(found: Recalled) -> tuple[Diagnostic, ...]:
    """RN655 for each contract that failed, with its first reason."""
    out = []
    for result in found.results:
        if result.state == FAILED:
            code, _, message = next((f for f in result.findings if f[1] == "error"), ("RN655", "error", "no reason is known"))
            said = message if code == "RN655" else f"{code}: {message}"
            out.append(error("RN655", f"{result.dossier}@{result.number} was not recalled: {said}", None, _AGAIN))
    return tuple(out)


_AGAIN = "mend it and run the same command again: what is done stays done"
__all__ = ["JOURNAL", "Where", "affected", "failed", "recall", "usable"]
