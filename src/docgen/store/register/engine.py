"""Connections of the register: durable, patient for a while, and in one transaction each.

SQLite keeps a rollback journal (one file, also readable in a folder that is read-only) and syncs it,
the file and the folder: ``synchronous = EXTRA`` is FULL plus the folder. Whoever writes takes the lock
before reading, so that nobody reads a head that is old by the time of writing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import QueuePool

from docgen.store.register.target import Target

_PRAGMAS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = EXTRA",
)
_WRITES: Final = "docgen_writes"
_LOCK: Final = "SELECT pg_advisory_xact_lock(:key)"


def engine_of(target: Target, *, create: bool, patience: float) -> Engine:
    """An engine with one connection; nothing is opened yet.

    :raises ImportError: when the driver of PostgreSQL is not installed.
    """
    if target.file is not None:
        return _sqlite(target, create=create, patience=patience)
    assert target.url is not None
    # compiling a query takes longer than any query of a register
    wait = f"-c lock_timeout={max(1, int(patience * 1000))} -c synchronous_commit=on -c jit=off"
    return create_engine(
        target.url,
        connect_args={"options": wait, "connect_timeout": max(2, int(patience))},
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _sqlite(target: Target, *, create: bool, patience: float) -> Engine:
    assert target.file is not None
    uri = f"{target.file.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        db = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
        for pragma in _PRAGMAS:
            db.execute(pragma)
        return db

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=0, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(db: Connection) -> None:
    """The driver begins no transaction by itself: its own rules would begin too late."""
    db.exec_driver_sql("BEGIN IMMEDIATE" if db.get_execution_options().get(_WRITES) else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One state of the register for as long as the block lasts."""
    with engine.connect() as bare:
        options: dict[str, Any] = (
            {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if _is_postgres(bare) else {}
        )
        db = bare.execution_options(**options)
        with db.begin():
            yield db


@contextmanager
def writing(engine: Engine, what: str) -> Iterator[Connection]:
    """One transaction, all or nothing. Two that write the same ``what`` (a dossier) take turns."""
    with engine.connect() as bare:
        db = bare.execution_options(**{_WRITES: True})
        with db.begin():
            if _is_postgres(db):
                db.execute(text(_LOCK), {"key": _lock_key(what)})
            yield db


def _is_postgres(db: Connection) -> bool:
    return db.dialect.name == "postgresql"


def _lock_key(what: str) -> int:
    """A number of 64 bits with a sign, for the advisory locks of PostgreSQL."""
    return int.from_bytes(sha256(f"docgen.register {what}".encode()).digest()[:8], "big", signed=True)
