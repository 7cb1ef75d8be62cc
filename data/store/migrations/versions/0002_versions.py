"""Versions of a district's figures, one after the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of versions."""
    op.create_table(
        "versions",
        sa.Column("series", sa.String(length=255), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dataset", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("back_to", sa.Integer(), nullable=True),
        sa.Column("merged", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_versions_dataset"),
        sa.PrimaryKeyConstraint("series", "n", name="pk_versions"),
    )
