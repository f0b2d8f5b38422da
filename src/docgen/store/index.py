"""The index beside a library: what was compiled, with a stamp of the files it came from.

One SQLite file, rebuilt entry by entry when a file changes, safe to delete at any time.
Entries are pickles of docgen's own values, read by an unpickler that knows nothing else.
"""

from __future__ import annotations

import io
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar, TypeVar

T = TypeVar("T")

_MODULES = (
    "docgen.model.", "docgen.render.word.template", "docgen.render.word.chart_look",
    "docgen.render.word.docx", "docgen.render.word.pattern", "docgen.render._deflate", "docgen.checks.document",
    "docgen.app.frames",
)  # fmt: skip
_BUILTINS = {("builtins", "frozenset"), ("builtins", "set"), ("decimal", "Decimal")}


class _Unpickler(pickle.Unpickler):
    """Reads values of docgen's model and nothing else: an index may come with a project."""

    _known: ClassVar[dict[tuple[str, str], type]] = {}

    def find_class(self, module: str, name: str) -> Any:
        known = self._known.get((module, name))
        if known is not None:
            return known
        if "." not in name and (module.startswith(_MODULES) or (module, name) in _BUILTINS):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:  # a class of that module, not one that it imports
                self._known[module, name] = found
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value of docgen")


class _Pickler(pickle.Pickler):
    """Writes a frozen dataclass as a call of its class, which reads back three times faster."""

    def reducer_override(self, value: Any) -> Any:
        """The class and its arguments; anything else as pickle does it."""
        take = _arguments(type(value))  # type: ignore[arg-type]
        return NotImplemented if take is None else (type(value), take(value))


@lru_cache(maxsize=512)
def _arguments(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]] | None:
    """What gives the arguments of a dataclass of the model, None for any other class."""
    names = getattr(kind, "__match_args__", ())
    if not names or not kind.__module__.startswith(_MODULES) or not hasattr(kind, "__dataclass_fields__"):
        return None
    if len(names) < len(kind.__dataclass_fields__):
        return None  # some fields are given by name only
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)


def freeze(value: Any) -> bytes:
    """A value of the model as bytes."""
    out = io.BytesIO()
    _Pickler(out, protocol=5).dump(value)
    return out.getvalue()


def thaw(data: bytes) -> Any:
    """The value again.

    :raises pickle.UnpicklingError: when the bytes hold anything but values of docgen.
    """
    return _Unpickler(io.BytesIO(data)).load()


def thawed(data: bytes) -> Any | None:
    """The value again, None where the bytes are damaged or hold anything but values of docgen."""
    with suppress(Exception):  # a damaged pickle may raise anything
        return thaw(data)
    return None


class Index:
    """Compiled values by key and stamp. Without a file it keeps nothing and still works."""

    def __init__(self, path: Path | None, version: str) -> None:
        self._version = version
        self._db = _open(path) if path is not None else None
        self._changed = self._reads_only = False

    @property
    def keeps(self) -> bool:
        """Whether there is a file behind it."""
        return self._db is not None

    def get(self, key: str, stamp: str) -> Any | None:
        """The value kept under the key if it came from files with this stamp."""
        if self._db is None:
            return None
        with suppress(Exception):  # a damaged pickle may raise anything: the entry is made again
            row = self._db.execute("SELECT stamp, data FROM entry WHERE key = ?", (key,)).fetchone()
            if row and row[0] == f"{self._version} {stamp}":
                return thaw(row[1])
        return None

    def only_read(self) -> None:
        """Keep nothing from now on: several processes that write would wait for each other."""
        self._reads_only = True

    def put(self, key: str, stamp: str, value: Any) -> None:
        """Keep a value; a full disk or a locked file only costs time later."""
        if self._db is None or self._reads_only:
            return
        with suppress(sqlite3.Error):
            self._db.execute(
                "INSERT OR REPLACE INTO entry (key, stamp, data) VALUES (?, ?, ?)",
                (key, f"{self._version} {stamp}", freeze(value)),
            )
            self._changed = True

    def through(self, key: str, stamp: str, make: Callable[[], T]) -> T:
        """The value kept under the key, made anew when the stamp differs."""
        kept: T | None = self.get(key, stamp)
        if kept is None:
            kept = make()
            self.put(key, stamp, kept)
        return kept

    def save(self) -> None:
        """Make the entries of this run last."""
        if self._db is not None and self._changed:
            with suppress(sqlite3.Error):
                self._db.commit()
            self._changed = False

    def close(self) -> None:
        """Save and let go of the file."""
        self.save()
        if self._db is not None:
            self._db.close()
            self._db = None


def _open(path: Path) -> sqlite3.Connection | None:
    """The database; a file that is none, or is damaged, makes way for a new one."""
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(path)
        except (sqlite3.OperationalError, OSError):
            return None  # locked by somebody, or a folder that cannot be written: work without
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()
    return None


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=2, check_same_thread=False)
    try:
        db.execute("PRAGMA page_size = 16384")  # of a new file: values are long, and each page is a read
        db.execute("PRAGMA synchronous = OFF")
        db.execute(
            "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, stamp TEXT, data BLOB) WITHOUT ROWID"
        )
        db.execute("SELECT key, stamp, data FROM entry LIMIT 1").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db
