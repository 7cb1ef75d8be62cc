"""Heads of today of each dataset."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of pools."""
    op.create_table(
        "pools",
        sa.Column("dataset", sa.String(length=32), nullable=False),
        sa.Column("community", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_pools_dataset_datasets"),
        sa.PrimaryKeyConstraint("dataset", "community", "type", name="pk_pools"),
    )
