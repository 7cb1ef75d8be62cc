"""What came back of each collection round."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of returns."""
    op.create_table(
        "returns",
        sa.Column("series", sa.String(length=255), nullable=False),
        sa.Column("round", sa.String(length=255), nullable=False),
        sa.Column("community", sa.String(length=64), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("came", sa.String(length=32), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("series", "round", "community", name="pk_returns"),
    )
