"""Which versions hold a wording, a bit for each contract, and the days of versions in the order of their numbers.

The table is filled by whoever opens the register, in the transaction of this migration, as the tables of revision 4 are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, and the index in which days are looked for."""
    op.create_table(
        "register_use_plane",
        *(sa.Column(name, sa.Integer, nullable=False, autoincrement=False) for name in ("wording", "number", "block")),
        sa.Column("bits", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("wording", "number", "block"),
        sqlite_with_rowid=False,
    )
    days = ("number", "dossier", "signed_on", "ended_on", "ends", "day")
    op.create_index("register_use_version_days", "register_use_version", days)
