"""What tells that a file of a clause changed, for every clause of a project at once: one look at each file.

What the files of a folder are called is known from the last run while the folder itself was not written: then they are
looked at by their names, for half of what it costs to list them.
"""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

from docgen.model.sharing import Stack
from docgen.stages.clause_files import METADATA
from docgen.store.index import Index
from docgen.store.library_folder import LIBRARY

_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a second change of a file surely has another time: some file systems count in two seconds."""
_BY_NAME: Final = os.name == "posix"
"""Windows tells size and times of files where it lists them, and FAT on Windows does not say that a folder was written."""
_Known: TypeAlias = Mapping[str, tuple[int, tuple[str, ...]]]
"""Folders by name: the time at which each was written, and the names of its files."""
_Files: TypeAlias = Sequence[tuple[str, os.stat_result]]


class Stamps:
    """The stamps of all clauses of a project and of the libraries that it builds on, as they are now.

    ``ids``: every clause. ``recent``: folders with a file that was written a moment ago, or will be. ``index`` knows the
    names of the files of the last run.
    """

    def __init__(self, root: Path, stack: Stack, index: Index) -> None:
        self._layers: list[_Layer] = []
        for layer in stack.order:
            key = f"names:{layer.folder}"
            known: _Known = (index.get(key, "") or {}) if _BY_NAME else {}
            there = _Layer(known, time.time_ns() - _SETTLED)
            there.look(root / layer.folder / LIBRARY)
            if _BY_NAME and there.names != known:
                index.put(key, "", there.names)
            self._layers.append(there)
        self.ids = tuple(sorted({id_ for layer in self._layers for id_ in layer.clauses}))
        self.recent = frozenset(id_ for layer in self._layers for id_ in layer.recent)

    def of(self, chain: Iterable[str]) -> bytes:
        """The stamp of every file in the folders of these ids: name, size, time of content, time of change."""
        return b"|".join([layer.stamps.get(id_, b"") for id_ in chain for layer in self._layers])


class _Layer:
    """The folders of one library: their stamps, which hold a clause, and which were written after ``limit``."""

    def __init__(self, known: _Known, limit: int) -> None:
        self._known, self._limit = known, limit
        self._same: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.stamps: dict[str, bytes] = {}
        self.names: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.clauses: list[str] = []
        self.recent: list[str] = []

    def look(self, folder: Path) -> None:
        """Look at everything below a folder; one that is not there holds nothing."""
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir():
                        self._folder(entry.name, entry.path)
        except OSError:
            return

    def _folder(self, id_: str, path: str) -> None:
        names: tuple[str, ...] = ()
        try:
            written = os.stat(path).st_mtime_ns if _BY_NAME else 0
            known = self._known.get(id_)
            files = _by_name(path, known[1]) if known is not None and known[0] == written else None
            if known is None or files is None:
                files = _listed(path)
                found = tuple([name for name, _ in files])
                known = (written, self._same.setdefault(found, found))
            names = known[1]
            self._stamp(id_, names, files)
            if written <= self._limit:  # else another file may come at the same time
                self.names[id_] = known
        except (OSError, OverflowError):  # OverflowError: a file of after the year 2261
            self.stamps[id_] = b""  # what cannot be looked at is read again, which says why
            self.recent.append(id_)
        if METADATA in names or os.path.exists(os.path.join(path, METADATA)):
            self.clauses.append(id_)

    def _stamp(self, id_: str, names: Sequence[str], files: _Files) -> None:
        numbers = array("q")
        add, last = numbers.append, 0
        for _, status in files:
            written = status.st_mtime_ns
            add(status.st_size)
            add(written)
            add(status.st_ctime_ns)
            last = max(last, written)
        self.stamps[id_] = "/".join(names).encode("utf-8", "surrogateescape") + b"/" + numbers.tobytes()
        if last > self._limit:
            self.recent.append(id_)


def _by_name(path: str, names: Sequence[str]) -> _Files | None:
    """The files of a folder that are called so; None when one of them is not there."""
    try:
        return [(name, os.stat(f"{path}{os.sep}{name}")) for name in names]
    except OSError:
        return None


def _listed(path: str) -> _Files:
    """The files of a folder in the order of their names, hidden ones left out."""
    with os.scandir(path) as entries:
        found = [(e.name, e.stat()) for e in entries if e.name[0] != "." and e.is_file()]
    return sorted(found, key=itemgetter(0))
