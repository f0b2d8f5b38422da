"""The facts of many clauses at once, read by a process for each core.

Each process opens the project for itself and reads some clauses at a time; what it finds comes back as the bytes of the
index. A process that dies, or a system that allows none, only costs time: what is missing is read by whoever asked.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final, TypeAlias

from docgen.app.cores import cores, end_with_parent
from docgen.app.workshop import Workshop, open_workshop
from docgen.checks.facts import facts_of
from docgen.model.facts import FreshFacts
from docgen.store.index import freeze, thaw

LEAST: Final = 400
"""So many clauses are worth the start of processes, which takes about as long as reading a hundred."""
AT_ONCE: Final = 40
"""Clauses that a process reads before it tells: few enough that all cores have work to the end."""
Read: TypeAlias = tuple[str, FreshFacts]


def read_apart(workshop: Workshop, ids: Sequence[str], languages: Sequence[str]) -> Iterator[Read]:
    """The facts of these clauses in their order, as far as they could be read apart.

    :return: nothing where there are few clauses, one core, or contents that no other process would find in the files.
    """
    jobs = min(cores(), len(ids) // AT_ONCE)
    if len(ids) < LEAST or jobs < 2 or not workshop.project.is_on_disk:
        return
    from concurrent.futures import ProcessPoolExecutor  # heavy: only where there is much to read
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    parts = [tuple(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE)]
    project = workshop.project
    project.index.save()  # what was compiled so far, they need not
    where = (project.root, project.shown_from, tuple(languages), project.index.keeps)
    try:
        with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, where) as pool:
            try:
                for found in pool.map(_read, parts):
                    yield from thaw(found)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    except (BrokenProcessPool, OSError):
        return


class _Process:
    """What a process of the pool has open."""

    workshop: ClassVar[Workshop]
    languages: ClassVar[tuple[str, ...]]


def _begin(root: Path, shown_from: Path, languages: tuple[str, ...], use_index: bool) -> None:
    """Open the project in a process of the pool, with its index only where the run has one.

    :raises RuntimeError: when it cannot be opened; whoever started the run opened it before.
    """
    end_with_parent()
    gc.set_threshold(200_000)  # what is read is sent away and leaves nothing
    workshop = open_workshop(root, shown_from=shown_from, use_index=use_index).value
    if workshop is None:
        raise RuntimeError("the library cannot be opened any more")
    workshop.project.index.only_read()
    _Process.workshop, _Process.languages = workshop, languages


def _read(ids: Iterable[str]) -> bytes:
    """The facts of some clauses, as bytes."""
    project, languages = _Process.workshop.project, _Process.languages
    return freeze(tuple((id_, facts_of(id_, project.whole_clause(id_), languages, freeze)) for id_ in ids))
