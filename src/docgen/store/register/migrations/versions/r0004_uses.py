"""Tables derived from the locks, in which clauses are looked for.

They are filled by whoever opens the register, in the transaction of this migration: what they hold is defined by
``docgen.store.register.deriving``, not by the schema, and can be derived anew at any time.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False, autoincrement=False) for name in names]


def upgrade() -> None:
    """Make the tables of uses."""
    _dossier_and_version()
    wording = ("position", "kind", "owner", "deviations", "type", "language", "text")
    op.create_table(
        "register_use_wording",
        sa.Column("id", sa.Integer, primary_key=True),
        *_text("clause"),
        *_number("revision"),
        *_text(*wording),
        sa.UniqueConstraint("clause", "revision", *wording, name="register_use_wording_once"),
    )
    op.create_table(
        "register_use",
        *_number("wording", "dossier"),
        *_text("key"),
        *_number("first", "last"),
        sa.PrimaryKeyConstraint("wording", "dossier", "key", "first"),
        sqlite_with_rowid=False,
    )
    op.create_index("register_use_of_dossier", "register_use", ["dossier"])


def _dossier_and_version() -> None:
    op.create_table(
        "register_use_dossier",
        sa.Column("id", sa.Integer, primary_key=True),
        *_text("dossier", "client"),
        sa.UniqueConstraint("dossier", name="register_use_dossier_name"),
    )
    op.create_table(
        "register_use_version",
        *_number("dossier", "number"),
        *_text("client", "sought", "state", "day", "signed_on", "ended_on", "effective", "ends"),
        sa.PrimaryKeyConstraint("dossier", "number"),
        sqlite_with_rowid=False,
    )
