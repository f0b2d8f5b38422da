"""What a database refuses, as diagnostics; a password is never in them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from docgen.model.diagnostic import Diagnostic, Place, error

if TYPE_CHECKING:
    from docgen.store.register.target import Target


class RegisterTrouble(Exception):
    """Raised by what only reads a register, when it is damaged, busy or gone. Verbs show ``diagnostic``."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


_BUSY: Final = (
    "RG405",
    "somebody else is writing to the register",
    "try again in a moment; if it stays so, end the program that holds it",
)
_DAMAGED: Final = (
    "RG406",
    "the register is damaged",
    "leave it as it is, and put back the last backup; `docgen verify` says what still holds",
)
_FULL: Final = ("RG407", "the disk of the register is full, or fails: nothing was recorded", "make room and try again")
_DENIED: Final = ("RG408", "the register cannot be written", "choose a place that you may write to, or ask its owner")
_UNREACHED: Final = (
    "RG409",
    "the server of the register cannot be reached, or refuses",
    "check its address, the user and the password, and that it runs",
)
_FOREIGN: Final = ("RG402", "the file is no register", "name the register, or another place for a new one")
_OTHER: Final = ("RG415", "the database of the register fails", "read what it says; nothing was recorded")

_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FORMAT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _DENIED,
    sqlite3.SQLITE_CANTOPEN: _DENIED,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_AUTH: _DENIED,
}
"""By the lower byte of the extended error code."""
_NOT_WRITTEN: Final = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
}
"""A quota, a limit on the size of files, a drive that was pulled."""
_SQLSTATE: Final = {
    "53100": _FULL,
    "53200": _FULL,
    "55P03": _BUSY,
    "40P01": _BUSY,
    "40001": _BUSY,
    "57014": _BUSY,
    "25006": _DENIED,
    "42501": _DENIED,
}
_SERVER_GONE: Final = ("08", "28", "3D", "53", "57P")


def explained(problem: BaseException, target: Target) -> Diagnostic:
    """The finding for an error of SQLAlchemy or of a driver below it."""
    inner = getattr(problem, "orig", None) or problem
    code, message, hint = _kind(inner)
    said = target.scrubbed(" ".join(str(inner).split()))
    return error(code, f"{message} ({said})" if said else message, Place(target.shown), hint)


def _kind(problem: BaseException) -> tuple[str, str, str]:
    if isinstance(problem, sqlite3.Error):
        number = getattr(problem, "sqlite_errorcode", None)
        if number is None:  # raised by Python: a text that is no UTF-8, a value of another type
            return _DAMAGED if isinstance(problem, sqlite3.OperationalError) else _OTHER
        return _FULL if number in _NOT_WRITTEN else _SQLITE.get(number & 0xFF, _OTHER)
    state = getattr(problem, "sqlstate", None)
    if state:
        return _SQLSTATE.get(state) or _by_class(state)
    return _UNREACHED if type(problem).__name__ == "OperationalError" else _OTHER


def _by_class(state: str) -> tuple[str, str, str]:
    if state.startswith("XX") and state != "XX000":  # damaged data, damaged index
        return _DAMAGED
    return _UNREACHED if state.startswith(_SERVER_GONE) else _OTHER


def damaged(target: Target, what: str) -> Diagnostic:
    """The finding that something read from the register cannot be what was recorded."""
    code, message, hint = _DAMAGED
    return error(code, f"{message}: {what}", Place(target.shown), hint)
