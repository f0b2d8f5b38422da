"""What tells that a file of a clause changed, for every clause of a project at once: one look at each folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from docgen.model.sharing import Stack
from docgen.stages.clause_files import METADATA
from docgen.store.library_folder import LIBRARY

_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a second change of a file surely has another time: some file systems count in two seconds."""


class Stamps:
    """The stamps of all clauses of a project and of the libraries that it builds on, as they are now.

    ``ids``: every clause. ``recent``: folders with a file that was written a moment ago, or will be.
    """

    def __init__(self, root: Path, stack: Stack) -> None:
        self.recent: set[str] = set()
        found: set[str] = set()
        self._layers: list[dict[str, str]] = []
        limit = time.time_ns() - _SETTLED
        for layer in stack.order:
            self._layers.append(_scanned(root / layer.folder / LIBRARY, found, self.recent, limit))
        self.ids = tuple(sorted(found))

    def of(self, chain: Iterable[str]) -> str:
        """The stamp of every file in the folders of these ids: size, time of content, time of change."""
        return "|".join([layer.get(id_, "") for id_ in chain for layer in self._layers])


def _scanned(folder: Path, found: set[str], recent: set[str], limit: int) -> dict[str, str]:
    """The stamps of the folders below a folder, by name; those that hold a clause go into ``found``."""
    out: dict[str, str] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    _scan(entry, out, found, recent, limit)
    except OSError:
        return out
    return out


def _scan(folder: os.DirEntry[str], out: dict[str, str], found: set[str], recent: set[str], limit: int) -> None:
    files: list[str] = []
    holds = False
    try:
        with os.scandir(folder.path) as entries:
            for entry in entries:
                name = entry.name
                if name[0] != "." and entry.is_file():
                    status = entry.stat()
                    files.append(f"{name}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns};")
                    holds = holds or name == METADATA
                    if status.st_mtime_ns > limit:
                        recent.add(folder.name)
    except OSError:
        files = [";"]  # what cannot be looked at is read again, which says why
        recent.add(folder.name)
    files.sort()
    out[folder.name] = "".join(files)
    if holds or os.path.exists(os.path.join(folder.path, METADATA)):
        found.add(folder.name)
