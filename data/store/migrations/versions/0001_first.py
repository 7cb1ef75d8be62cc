"""The first schema: everything that is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    _folders()
    _scenarios()
    _runs()


def _folders() -> None:
    """Named objects, and the datasets that they make."""
    op.create_table(
        "folders",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_folders"),
    )
    op.create_table(
        "folder_files",
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("object", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["folder"], ["folders.id"], name="fk_folder_files_folder"),
        sa.PrimaryKeyConstraint("folder", "name", name="pk_folder_files"),
    )
    op.create_table(
        "datasets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["folder"], ["folders.id"], name="fk_datasets_folder"),
        sa.PrimaryKeyConstraint("id", name="pk_datasets"),
    )


def _scenarios() -> None:
    """Scenarios, drafts and the log of edits."""
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("dataset", sa.String(length=32), nullable=False),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("plan_digest", sa.String(length=64), nullable=False),
        sa.Column("recipe", sa.String(length=64), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("kept", sa.String(length=32), nullable=False),
        sa.Column("changed", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_scenarios_dataset"),
        sa.ForeignKeyConstraint(["folder"], ["folders.id"], name="fk_scenarios_folder"),
        sa.ForeignKeyConstraint(["parent"], ["scenarios.id"], name="fk_scenarios_parent"),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
    )
    op.create_index("ix_scenarios_dataset", "scenarios", ["dataset"], unique=False)
    op.create_index("ix_scenarios_folder", "scenarios", ["folder"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scenario", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kept", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["scenario"], ["scenarios.id"], name="fk_drafts_scenario"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_scenario", "drafts", ["scenario"], unique=False)
    op.create_table(
        "edits",
        sa.Column("draft", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("op", sa.String(length=16), nullable=False),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_edits_draft"),
        sa.PrimaryKeyConstraint("draft", "n", name="pk_edits"),
    )


def _runs() -> None:
    """Runs, their parts, and who may work on them."""
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("dataset", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("parts_done", sa.Integer(), nullable=False),
        sa.Column("parts_proven", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("proposals", sa.BigInteger(), nullable=False),
        sa.Column("proposals_asked", sa.BigInteger(), nullable=False),
        sa.Column("elapsed_s", sa.Float(), nullable=False),
        sa.Column("stopped_by", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("queued", sa.String(length=32), nullable=False),
        sa.Column("started", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.id"], name="fk_runs_dataset"),
        sa.ForeignKeyConstraint(["result"], ["scenarios.id"], name="fk_runs_result"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_dataset", "runs", ["dataset"], unique=False)
    op.create_index("ix_runs_state_priority", "runs", ["state", "priority"], unique=False)
    op.create_table(
        "run_parts",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("proposals", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("units", sa.LargeBinary(), nullable=False),
        sa.Column("grids", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_run_parts_run"),
        sa.PrimaryKeyConstraint("run", "part", name="pk_run_parts"),
        sa.UniqueConstraint("run", "seq", name="uq_run_parts_run_seq"),
    )
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("born", sa.Float(), nullable=False),
        sa.Column("heartbeat", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lease"),
    )
