"""A project's own standards, and by which of them a run draws."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of own standards; runs so far were asked for by the shipped ones."""
    op.create_table(
        "own_standards",
        sa.Column("dataset", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_own_standards_dataset_datasets"),
        sa.PrimaryKeyConstraint("dataset", "n", "key", name="pk_own_standards"),
    )
    with op.batch_alter_table("runs") as runs:
        runs.add_column(sa.Column("standards", sa.Integer(), nullable=False, server_default="0"))
