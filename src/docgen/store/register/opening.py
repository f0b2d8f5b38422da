"""Open a register: make it, bring an older one up to date, refuse what is newer or something else."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error
from docgen.store.register import planes
from docgen.store.register.deriving import looked_at, rebuild, sum_up
from docgen.store.register.engine import engine_of, reading, writing
from docgen.store.register.register import Register
from docgen.store.register.schema import CURRENT, REVISION_TABLE, REVISIONS
from docgen.store.register.target import Target, target_of
from docgen.store.register.trouble import RegisterTrouble, explained

_NOTHING = ""
"""The revision of a database without any table of a register."""
_DERIVED_SINCE = "0004"
"""The first revision that has the tables in which clauses are looked for."""


def opened(where: str | Path, *, create: bool, patience: float) -> Outcome[Register]:
    """See :func:`docgen.store.register.open_register`."""
    found = target_of(where)
    if found.value is None:
        return Outcome(None, found.diagnostics)
    target = found.value
    wrong = _at_place(target, create=create)
    if wrong:
        return Outcome(None, (wrong,))
    try:
        engine = engine_of(target, create=create, patience=patience)
    except ImportError:
        return Outcome(None, (_no_driver(target),))
    try:
        _up_to_date(engine, target, create=create)
    except RegisterTrouble as trouble:
        engine.dispose()
        return Outcome(None, (trouble.diagnostic,))
    except (SQLAlchemyError, sqlite3.Error) as problem:
        engine.dispose()
        return Outcome(None, (explained(problem, target),))
    return Outcome(Register(engine, target))


def _at_place(target: Target, *, create: bool) -> Diagnostic | None:
    """What can be said before anything is opened; a pipe or a folder is never opened."""
    path = target.file
    if path is None:
        return None
    mode = _mode(path)  # asked once: somebody else may make it in this moment
    if stat.S_ISREG(mode):
        return None
    if mode:
        return error("RG402", f"{path.name!r} is no file", Place(target.shown), "name the file of the register")
    if not path.parent.is_dir():
        return error(
            "RG408", f"there is no folder {path.parent.name!r}", Place(target.shown), "make it, or name another"
        )
    return None if create else _absent(target)


def _mode(path: Path) -> int:
    """What a path is, 0 for nothing."""
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):
        return 0


def _absent(target: Target) -> Diagnostic:
    hint = "record a first version, which makes it, or name the register with its path or URL"
    return error("RG401", "there is no register here", Place(target.shown), hint)


def _no_driver(target: Target) -> Diagnostic:
    return error(
        "RG416", "the driver of PostgreSQL is not installed", Place(target.shown), "pip install 'docgen[postgres]'"
    )


def _up_to_date(engine: Engine, target: Target, *, create: bool) -> None:
    with reading(engine) as db:
        revision = _revision(db, target)
    if revision == CURRENT:
        return
    if revision == _NOTHING and not create:
        raise RegisterTrouble(_absent(target))
    with writing(engine, "schema") as db:
        revision = _revision(db, target)  # somebody may have been faster
        if revision == CURRENT:
            return
        if revision != _NOTHING and target.file is not None:
            _keep_copy(target.file, target, revision)
        _migrate(db)
        if revision >= _DERIVED_SINCE:
            sum_up(db)
            planes.fill(db)
            looked_at(db)
        elif revision != _NOTHING:
            rebuild(db)


def _revision(db: Connection, target: Target) -> str:
    """The revision of the schema; raises for a database that is newer, or that something else made."""
    tables = set(inspect(db).get_table_names())
    if REVISION_TABLE not in tables:
        if tables and db.dialect.name == "sqlite":
            raise RegisterTrouble(_foreign(target))
        return _NOTHING
    found = db.scalars(select(text("version_num")).select_from(text(REVISION_TABLE))).all()
    if not found:
        return _NOTHING
    if len(found) != 1 or found[0] not in REVISIONS:
        raise RegisterTrouble(_newer(target, ", ".join(map(str, found))))
    return str(found[0])


def _foreign(target: Target) -> Diagnostic:
    message = "the file is a database of another program, no register"
    return error("RG402", message, Place(target.shown), "name the register, or another place for a new one")


def _newer(target: Target, found: str) -> Diagnostic:
    message = f"the register was written by a newer docgen (revision {found}; this one knows {CURRENT})"
    return error("RG403", message, Place(target.shown), "update docgen; the register was left as it is")


def _keep_copy(path: Path, target: Target, revision: str) -> None:
    """A whole copy beside the file, under a name that is free, before its schema changes."""
    copy = _free_name(path, revision)
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(copy)) as new,
        ):
            new.execute("PRAGMA synchronous = EXTRA")
            old.backup(new)
    except (sqlite3.Error, OSError) as problem:
        with suppress(OSError):
            copy.unlink()
        message = f"the register of revision {revision} needs a copy before it is brought up to date ({problem})"
        hint = "make room, or a folder that you may write to, and try again; nothing was changed"
        raise RegisterTrouble(error("RG404", message, Place(target.shown), hint)) from None


def _free_name(path: Path, revision: str) -> Path:
    for turn in range(1, 1000):
        copy = path.with_name(f"{path.name}.revision-{revision}{f'-{turn}' if turn > 1 else ''}.backup")
        try:
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        except OSError:
            break  # said by whoever writes to it
        return copy
    return copy


def _migrate(db: Connection) -> None:
    """Alembic, up to the newest revision, in the transaction of this connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = db
    command.upgrade(config, CURRENT)
