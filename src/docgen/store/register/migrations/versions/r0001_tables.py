"""The tables of the register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False, autoincrement=False) for name in names]


def upgrade() -> None:
    """Make links, versions, files, deeds and blobs."""
    _link_and_version()
    _of_a_version()
    op.create_table(
        "register_blob",
        *_text("digest"),
        *_number("size"),
        *_text("coding"),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )


def _link_and_version() -> None:
    op.create_table(
        "register_link",
        *_text("dossier"),
        *_number("seq"),
        *_text("previous", "head"),
        sa.PrimaryKeyConstraint("dossier", "seq"),
        sa.UniqueConstraint("dossier", "previous", name="register_link_follows"),
        sa.UniqueConstraint("head", name="register_link_head"),
    )
    op.create_table(
        "register_version",
        *_text("dossier"),
        *_number("number", "seq"),
        *_text("format", "engine", "as_of", "effective", "profile_digest", "library_digest", "text_digest"),
        *_number("base"),
        *_text("who", "when", "why", "locks", "inputs"),
        sa.PrimaryKeyConstraint("dossier", "number"),
        sa.ForeignKeyConstraint(["dossier", "seq"], ["register_link.dossier", "register_link.seq"]),
    )


def _of_a_version() -> None:
    of_version = ["register_version.dossier", "register_version.number"]
    op.create_table(
        "register_file",
        *_text("dossier"),
        *_number("number", "nth"),
        *_text("name", "type", "key", "language", "role", "digest"),
        *_number("size"),
        sa.PrimaryKeyConstraint("dossier", "number", "nth"),
        sa.ForeignKeyConstraint(["dossier", "number"], of_version),
    )
    op.create_table(
        "register_deed",
        *_text("dossier"),
        *_number("number", "nth", "seq"),
        *_text("state", "who", "when", "on", "why"),
        sa.PrimaryKeyConstraint("dossier", "number", "nth"),
        sa.ForeignKeyConstraint(["dossier", "number"], of_version),
        sa.ForeignKeyConstraint(["dossier", "seq"], ["register_link.dossier", "register_link.seq"]),
    )
