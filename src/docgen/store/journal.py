"""A journal of a long run: a line of JSON for each step, on the disk before the next begins."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.store._os_errors import explained
from docgen.store.atomic import read_bytes

MAX_JOURNAL = 500_000_000


def read_journal(path: Path, head: Mapping[str, Any]) -> Outcome[tuple[dict[str, Any], ...]]:
    """The steps of an earlier run; none where there is no journal. A line that was being written when the run was
    killed is no step. RN653 where the journal is one of another run, or none at all.
    """
    if not path.exists():
        return Outcome(())
    data = read_bytes(path, MAX_JOURNAL)
    if data.value is None:
        return Outcome(None, data.diagnostics)
    *whole, torn = data.value.split(b"\n")
    if not whole:  # killed before its first line was whole, or the file of somebody else
        return Outcome(()) if b"{".startswith(torn[:1]) else Outcome(None, (_other(path),))
    lines = [_step(line) for line in whole]
    if lines[0] is None or {k: lines[0].get(k) for k in head} != dict(head):
        return Outcome(None, (_other(path),))
    return Outcome(tuple(line for line in lines[1:] if line is not None))


def _step(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _other(path: Path) -> Diagnostic:
    return error("RN653", "the folder holds another run", Place(str(path)), "name another folder with --out, or remove this one")


class Journal:
    """A journal that is being written, behind what is in it already."""

    def __init__(self, path: Path, head: Mapping[str, Any]) -> None:
        """:raises OSError: when the file cannot be written."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        self._mend()
        if os.lseek(self._file, 0, os.SEEK_END) == 0:
            self.add(head)

    def _mend(self) -> None:
        """Cut off a line that was never finished."""
        size = os.lseek(self._file, 0, os.SEEK_END)
        at = size
        while at > 0:
            start = max(0, at - 65536)
            os.lseek(self._file, start, os.SEEK_SET)
            end = os.read(self._file, at - start).rfind(b"\n")
            if end >= 0:
                os.ftruncate(self._file, start + end + 1)
                return
            at = start
        os.ftruncate(self._file, 0)

    def add(self, step: Mapping[str, Any]) -> None:
        """Write a step and wait until the disk has it.

        :raises OSError: when the disk is full or fails.
        """
        os.lseek(self._file, 0, os.SEEK_END)
        data = json.dumps(step, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        while data:
            data = data[os.write(self._file, data) :]
        os.fsync(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._file)


def opened_journal(path: Path, head: Mapping[str, Any]) -> Outcome[Journal]:
    """A journal to write into; what the disk says against it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return Outcome(Journal(path, head))
    except OSError as problem:
        return Outcome(None, (explained(problem, path, writing=True),))
