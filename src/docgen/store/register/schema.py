"""The tables of the register as the newest revision has them, for SQLAlchemy Core.

The migrations make them; a test compares both. Rows are never changed: triggers refuse it. Only the tables that
are derived (``DERIVED``) change: they say again, in a form that can be searched, what the others hold.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
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


# ------------------------------------------------------------------ derived
USE_DOSSIER: Final = Table(
    "register_use_dossier",
    METADATA,
    Column("id", Integer, primary_key=True),
    *_text("dossier", "client"),
    *(Column(name, Text, nullable=False, server_default="") for name in ("states", "signed_on", "ended_on", "effective", "ends")),
    Column("signed", Integer, nullable=False, server_default="0"),
    UniqueConstraint("dossier", name="register_use_dossier_name"),
)
"""A short number for each dossier, the client of its last version, a letter for the state of each version, and the last
version that was ever signed with its days: whoever asks which version is in force finds it here nearly always."""
USE_VERSION: Final = Table(
    "register_use_version",
    METADATA,
    *_number("dossier", "number"),
    *_text("client", "sought", "state", "day", "signed_on", "ended_on", "effective", "ends"),
    PrimaryKeyConstraint("dossier", "number"),
    Index("register_use_version_days", "number", "dossier", "signed_on", "ended_on", "ends", "day"),
    sqlite_with_rowid=False,
)
"""What a search asks of a version. ``sought`` is its dossier and its client without accents and capitals; ``day`` is that
of its signature, until then that of its recording; ``ended_on`` the day on which it was superseded or terminated."""
USE_WORDING: Final = Table(
    "register_use_wording",
    METADATA,
    Column("id", Integer, primary_key=True),
    *_text("clause"),
    *_number("revision"),
    *_text("position", "kind", "owner", "deviations", "type", "language", "text"),
    UniqueConstraint(
        "clause", "revision", "position", "kind", "owner", "deviations", "type", "language", "text",
        name="register_use_wording_once",
    ),
)  # fmt: skip
"""A clause as it stands in documents of one type and language; each once, however many contracts hold it."""
USE: Final = Table(
    "register_use",
    METADATA,
    *_number("wording", "dossier"),
    *_text("key"),
    *_number("first", "last"),
    PrimaryKeyConstraint("wording", "dossier", "key", "first"),
    Index("register_use_of_dossier", "dossier"),
    sqlite_with_rowid=False,
)
"""A wording stands in one document (``key``) of the versions ``first`` to ``last`` of a dossier."""
USE_PLANE: Final = Table(
    "register_use_plane",
    METADATA,
    *_number("wording", "number", "block"),
    Column("bits", LargeBinary, nullable=False),
    PrimaryKeyConstraint("wording", "number", "block"),
    sqlite_with_rowid=False,
)
"""Which dossiers hold a wording in the version of this number: bit n of a block (from the lowest of its first byte) is the n-th
dossier of it. The same as ``USE``, in the form in which very many are counted at once."""
DERIVED: Final = (USE_PLANE, USE, USE_WORDING, USE_VERSION, USE_DOSSIER)
