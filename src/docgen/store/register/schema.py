"""The tables of the register as the newest revision has them, for SQLAlchemy Core.

The migrations make them; a test compares both. Rows are never changed: triggers refuse it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

REVISIONS: Final = ("0001", "0002", "0003")
"""Every revision of the schema, oldest first; this code works on the last."""
CURRENT: Final = REVISIONS[-1]
REVISION_TABLE: Final = "register_revision"
GUARDED: Final = (
    "register_link", "register_version", "register_file", "register_deed", "register_blob", "register_step",
)  # fmt: skip

METADATA: Final = MetaData()


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _number(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False, autoincrement=False) for name in names]


LINK: Final = Table(
    "register_link",
    METADATA,
    *_text("dossier"),
    *_number("seq"),
    *_text("previous", "head"),
    PrimaryKeyConstraint("dossier", "seq"),
    UniqueConstraint("dossier", "previous", name="register_link_follows"),
    UniqueConstraint("head", name="register_link_head"),
)
VERSION: Final = Table(
    "register_version",
    METADATA,
    *_text("dossier"),
    *_number("number", "seq"),
    *_text("format", "engine", "as_of", "effective", "profile_digest", "library_digest", "text_digest"),
    *_number("base"),
    *_text("who", "when", "why", "locks", "inputs"),
    PrimaryKeyConstraint("dossier", "number"),
    ForeignKeyConstraint(["dossier", "seq"], ["register_link.dossier", "register_link.seq"]),
)
FILE: Final = Table(
    "register_file",
    METADATA,
    *_text("dossier"),
    *_number("number", "nth"),
    *_text("name", "type", "key", "language", "role", "digest"),
    *_number("size"),
    PrimaryKeyConstraint("dossier", "number", "nth"),
    ForeignKeyConstraint(["dossier", "number"], ["register_version.dossier", "register_version.number"]),
)
DEED: Final = Table(
    "register_deed",
    METADATA,
    *_text("dossier"),
    *_number("number", "nth", "seq"),
    *_text("state", "who", "when", "on", "why"),
    PrimaryKeyConstraint("dossier", "number", "nth"),
    ForeignKeyConstraint(["dossier", "number"], ["register_version.dossier", "register_version.number"]),
    ForeignKeyConstraint(["dossier", "seq"], ["register_link.dossier", "register_link.seq"]),
)
BLOB: Final = Table(
    "register_blob",
    METADATA,
    *_text("digest"),
    *_number("size"),
    *_text("coding"),
    Column("data", LargeBinary, nullable=False),
    Column("data_digest", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("digest"),
)
STEP: Final = Table(
    "register_step",
    METADATA,
    *_text("dossier"),
    *_number("seq"),
    *_text("step", "who", "when", "why", "digest", "record"),
    PrimaryKeyConstraint("dossier", "seq"),
    ForeignKeyConstraint(["dossier", "seq"], ["register_link.dossier", "register_link.seq"]),
)
"""Steps that were witnessed: ``dossier`` is the name of their chain, ``record`` the canonical JSON that its head covers."""
