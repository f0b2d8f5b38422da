"""The files of one folder: their names, what tells that they changed, and the bytes of those that lie inside."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.store.atomic import read_bytes

MAX_FILE: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Folder:
    """Names and stamps of the files of a folder, hidden ones left out."""

    files: tuple[tuple[str, str], ...]

    @property
    def stamp(self) -> str:
        """Changes when a file of the folder is added, removed or written."""
        return hashlib.sha256(repr(self.files).encode()).hexdigest()


def scan(path: Path) -> Folder:
    """The files of a folder, sorted by name."""
    out: list[tuple[str, str]] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if not entry.name.startswith(".") and entry.is_file():
                    status = entry.stat()
                    out.append((entry.name, f"{status.st_size}:{status.st_mtime_ns}"))
    except OSError:
        return Folder(())
    return Folder(tuple(sorted(out)))


def stamps(folder: Path, names: Iterable[str]) -> str:
    """Changes when one of the files is written, comes or goes."""
    return "".join(stamp(folder / name) for name in names)


def stamp(path: Path) -> str:
    """Changes when the file is written, comes or goes."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return "-;"
    return f"{status.st_size}:{status.st_mtime_ns};"


def inside(folder: Path, name: str) -> bytes | None:
    """A file of the folder; None when it is not there or the name leads out of it."""
    path = folder / name
    root = folder.resolve()
    if root != path.resolve() and root not in path.resolve().parents:
        return None
    return read_bytes(path, MAX_FILE).value
