"""The revisions of the schema of the register, for alembic."""
