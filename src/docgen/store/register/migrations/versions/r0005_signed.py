"""What a search asks of a contract as a whole: the states of its versions, and the last one that was signed.

The columns are filled by whoever opens the register, in the transaction of this migration, as the tables of revision 4 are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_TABLE = "register_use_dossier"


def upgrade() -> None:
    """Add the columns."""
    for name in ("states", "signed_on", "ended_on", "effective", "ends"):
        op.add_column(_TABLE, sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column(_TABLE, sa.Column("signed", sa.Integer, nullable=False, server_default="0"))
