"""Steps of clauses and approvals of positions, each a link in a chain of its own, guarded like everything else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TABLE = "register_step"
_SAYS = "the register is append-only"


def upgrade() -> None:
    """Make the table and its guards."""
    texts = ("step", "who", "when", "why", "digest", "record")
    op.create_table(
        _TABLE,
        sa.Column("dossier", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("dossier", "seq"),
        sa.ForeignKeyConstraint(["dossier", "seq"], ["register_link.dossier", "register_link.seq"]),
    )
    for statement in _on_postgres() if op.get_bind().dialect.name == "postgresql" else _on_sqlite():
        op.execute(statement)


def _on_sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    there = f"EXISTS (SELECT 1 FROM {_TABLE} WHERE dossier = NEW.dossier AND seq = NEW.seq)"  # noqa: S608
    return [
        f"CREATE TRIGGER {_TABLE}_no_update BEFORE UPDATE ON {_TABLE} {refuse}",
        f"CREATE TRIGGER {_TABLE}_no_delete BEFORE DELETE ON {_TABLE} {refuse}",
        f"CREATE TRIGGER {_TABLE}_no_replace BEFORE INSERT ON {_TABLE} WHEN {there} {refuse}",
    ]


def _on_postgres() -> list[str]:
    return [
        f"CREATE TRIGGER {_TABLE}_no_{what.lower()} BEFORE {what} ON {_TABLE} "
        f"FOR EACH {'STATEMENT' if what == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION register_refuse()"
        for what in ("UPDATE", "DELETE", "TRUNCATE")
    ]
