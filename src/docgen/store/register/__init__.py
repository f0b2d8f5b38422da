"""The register: every version of every contract, append-only, in SQLite or PostgreSQL.

Importing this package costs nothing; SQLAlchemy is loaded when a register is opened, alembic when
its schema must be made or brought up to date. Nothing here reads a clock or the name of a user.
"""

from __future__ import annotations

from pathlib import Path

from docgen.model.diagnostic import Outcome
from docgen.store.register.chain import canonical, digest_of, head_of, snapshot_bytes
from docgen.store.register.register import Register
from docgen.store.register.trouble import RegisterTrouble

__all__ = [
    "DEFAULT_NAME",
    "Register",
    "RegisterTrouble",
    "canonical",
    "digest_of",
    "head_of",
    "open_register",
    "snapshot_bytes",
]

DEFAULT_NAME = "register.sqlite"
PATIENCE = 5.0


def open_register(where: str | Path, *, create: bool, patience: float = PATIENCE) -> Outcome[Register]:
    """The register in this file, or at this URL (``postgresql://``, ``postgresql+psycopg://``, ``sqlite:///``).

    An older schema is brought up to date, after a copy of the file. ``create`` makes the register
    where there is none. ``patience`` is how many seconds to wait for somebody who is writing.
    Says RG401 to RG409 and RG415 to RG417, and then has written nothing.
    """
    from docgen.store.register.opening import opened

    return opened(where, create=create, patience=patience)
