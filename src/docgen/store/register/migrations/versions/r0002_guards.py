"""Rows stay as they were written: triggers refuse any change; blobs know the digest of their stored bytes.

SQLite replaces a row (INSERT OR REPLACE) without asking triggers on deletion, so there a second row
with a key that is taken is refused too.
"""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEYS = {
    "register_link": (("dossier", "seq"), ("dossier", "previous"), ("head",)),
    "register_version": (("dossier", "number"),),
    "register_file": (("dossier", "number", "nth"),),
    "register_deed": (("dossier", "number", "nth"),),
    "register_blob": (("digest",),),
}
_SAYS = "the register is append-only"


def upgrade() -> None:
    """Add the digest of the stored bytes, then the guards."""
    op.add_column("register_blob", sa.Column("data_digest", sa.Text, nullable=False, server_default=""))
    _digests()
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION register_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$"
        )
    for table, keys in _KEYS.items():
        for statement in _on_postgres(table) if postgres else _on_sqlite(table, keys):
            op.execute(statement)


def _digests() -> None:
    bind = op.get_bind()
    blob = sa.table("register_blob", sa.column("digest"), sa.column("data"), sa.column("data_digest"))
    for digest in bind.scalars(sa.select(blob.c.digest)).all():
        data = bytes(bind.scalars(sa.select(blob.c.data).where(blob.c.digest == digest)).one())
        bind.execute(sa.update(blob).where(blob.c.digest == digest).values(data_digest=sha256(data).hexdigest()))


def _on_sqlite(table: str, keys: tuple[tuple[str, ...], ...]) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    same = " OR ".join(" AND ".join(f"{name} = NEW.{name}" for name in key) for key in keys)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refuse}",
    ]


def _on_postgres(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
        f"FOR EACH {'STATEMENT' if what == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION register_refuse()"
        for what in ("UPDATE", "DELETE", "TRUNCATE")
    ]
