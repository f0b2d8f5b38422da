"""Files on disk: written all or none, read within bounds.

The new contents are written and synced beside their targets first; only then are
they put in place one after the other, with the old files kept until the last one
stands. Whatever fails, the old files are whole and nothing is left behind.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.store._os_errors import explained

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK: Final = 1 << 20


def write_all(
    files: Mapping[Path, bytes],
    record: Callable[[], tuple[Diagnostic, ...]] = lambda: (),
    gone: Iterable[Path] = (),
) -> tuple[Diagnostic, ...]:
    """Write every file, or none and say why. Missing folders are made.

    :param gone: files that are taken away when all others are in place.
    :param record: done when all files are on the disk under other names, and only renaming is left: what it finds keeps
        them from being put in place.
    """
    work = _Work()
    try:
        for path, data in files.items():
            work.path = path
            if path.is_dir():
                raise IsADirectoryError
            work.stage(path, data)
        if refused := record():
            return (*refused, *work.undo())
        work.change(files, gone)
    except IsADirectoryError:
        return (_is_folder(work.path), *work.undo())
    except (OSError, ValueError) as problem:
        return (explained(problem, work.path, writing=True), *work.undo())
    except BaseException:
        work.undo()
        raise
    work.clean_up()
    return ()


def read_bytes(path: Path, limit: int) -> Outcome[bytes]:
    """The bytes of a regular file of at most ``limit`` bytes; never waits for a pipe or device."""
    try:
        # Opened without waiting, then judged: what is judged is what is read.
        handle = os.open(path, _READ)
    except FileNotFoundError:
        return Outcome(None, (_missing(path),))
    except IsADirectoryError:
        return Outcome(None, (_is_folder(path),))
    except (OSError, ValueError) as problem:
        if os.path.isdir(path):  # unlike Path.is_dir, never raises
            return Outcome(None, (_is_folder(path),))
        return Outcome(None, (explained(problem, path, writing=False),))
    try:
        return _content(handle, path, limit)
    finally:
        os.close(handle)


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths name one file, be it there or not."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.abspath(one) == os.path.abspath(other)


def _is_folder(path: Path) -> Diagnostic:
    """The finding that a folder stands where a file is meant."""
    return error("IO902", f"{path.name!r} is a folder", Place(str(path)), "name a file in it")


def _content(handle: int, path: Path, limit: int) -> Outcome[bytes]:
    status = os.fstat(handle)
    mode = status.st_mode
    if stat.S_ISDIR(mode):
        return Outcome(None, (_is_folder(path),))
    if not stat.S_ISREG(mode):
        message = f"{path.name!r} is a pipe, a socket or a device"
        return Outcome(None, (error("IO905", message, Place(str(path)), "name an ordinary file"),))
    try:
        data = _read(handle, status.st_size + 1, limit + 1)
    except OSError as problem:
        return Outcome(None, (explained(problem, path, writing=False),))
    if len(data) > limit:
        message = f"{path.name!r} is larger than {limit:,} bytes"
        hint = "split it, or check that it is the file you mean"
        return Outcome(None, (error("IO903", message, Place(str(path)), hint),))
    return Outcome(data)


def _read(handle: int, likely: int, most: int) -> bytes:
    """At most so many bytes. An ordinary file gives less than it is asked for only where it ends: one call does for most."""
    chunks: list[bytes] = []
    wanted = min(most, likely, _CHUNK)
    while wanted > 0 and (chunk := os.read(handle, wanted)):
        chunks.append(chunk)
        most -= len(chunk)
        if len(chunk) < wanted:
            break
        wanted = min(most, _CHUNK)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _missing(path: Path) -> Diagnostic:
    siblings: list[str] = []
    with suppress(OSError):
        siblings = sorted(entry.name for entry in path.parent.iterdir())
    import difflib

    close = difflib.get_close_matches(path.name, siblings, n=1)
    if close:
        hint = f"did you mean {close[0]!r}?"
    elif os.path.isdir(path.parent):
        hint = "check the name"
    else:
        hint = f"there is no folder {path.parent.name!r} either"
    return error("IO901", f"no file {path.name!r}", Place(str(path)), hint)


@dataclass(slots=True)
class _Work:
    """What was done so far, so that it can be undone."""

    path: Path = field(default_factory=Path)
    staged: dict[Path, Path] = field(default_factory=dict)
    backups: dict[Path, Path] = field(default_factory=dict)
    placed: list[Path] = field(default_factory=list)
    made: list[Path] = field(default_factory=list)

    def stage(self, path: Path, data: bytes) -> None:
        """Write and sync the new content beside its target."""
        self._make_folder(path.parent)
        temporary = _hidden(path)
        handle = os.open(temporary, _NEW, 0o666)
        self.staged[path] = temporary
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))

    def change(self, files: Iterable[Path], gone: Iterable[Path]) -> None:
        """Put everything in place, then take away what is to go."""
        for path in files:
            self.path = path
            self.put_in_place(path)
        for path in gone:
            self.path = path
            self.take_away(path)
        self.sync_folders()

    def put_in_place(self, path: Path) -> None:
        """Replace the target at once, keeping the old file under another name."""
        if path.exists():
            backup = _hidden(path)
            self.backups[path] = backup
            _keep(path, backup)
        os.replace(self.staged[path], path)
        self.placed.append(path)

    def take_away(self, path: Path) -> None:
        """Remove a file, keeping it under another name."""
        backup = _hidden(path)
        self.backups[path] = backup
        _keep(path, backup)
        path.unlink()
        self.placed.append(path)

    def sync_folders(self) -> None:
        """Make the new names last through a power cut."""
        for folder in dict.fromkeys(path.parent for path in (*self.placed, *self.made)):
            _sync_folder(folder)

    def undo(self) -> list[Diagnostic]:
        """The old files back in place, everything else gone. An old file that cannot be put
        back stays beside its place, and that is said.
        """
        lost = []
        for path in reversed(self.placed):
            try:
                self._take_back(path)
            except OSError:
                backup = self.backups.pop(path)
                message = f"{path.name!r} could not be put back"
                hint = f"its old content is in {backup.name!r}: rename that file"
                lost.append(error("IO910", message, Place(str(path)), hint))
        self.clean_up()
        for folder in reversed(self.made):
            with suppress(OSError):
                folder.rmdir()
        return lost

    def _take_back(self, path: Path) -> None:
        if path in self.backups:
            os.replace(self.backups[path], path)
        else:
            _remove(path)

    def clean_up(self) -> None:
        """Remove what only served the work."""
        for temporary in (*self.staged.values(), *self.backups.values()):
            _remove(temporary)

    def _make_folder(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir()
            self.made.append(one)


def _hidden(path: Path) -> Path:
    """A name in the same folder that nobody can guess or look for."""
    return path.with_name(f".docgen-{os.urandom(8).hex()}.tmp")


def _keep(path: Path, backup: Path) -> None:
    """Give the old file a second name; a copy where the disk knows no hard links."""
    try:
        os.link(path, backup)
    except (OSError, NotImplementedError):
        backup.write_bytes(path.read_bytes())


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _sync_folder(folder: Path) -> None:
    """Windows and some network disks cannot sync a folder."""
    if os.name == "nt":  # pragma: no cover
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
