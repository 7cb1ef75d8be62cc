"""The tables of the store."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

ID = String(32)
DIGEST = String(64)
TIME = String(32)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

folders = Table(
    "folders",
    metadata,
    Column("id", DIGEST, primary_key=True),
    Column("kept", TIME, nullable=False),
)

folder_files = Table(
    "folder_files",
    metadata,
    Column("folder", ForeignKey("folders.id"), primary_key=True),
    Column("name", String(255), primary_key=True),
    Column("object", DIGEST, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

datasets = Table(
    "datasets",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("digest", DIGEST, nullable=False),
    Column("folder", ForeignKey("folders.id"), nullable=False),
    Column("kept", TIME, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("series", String(255), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("dataset", ForeignKey("datasets.id"), nullable=False),
    Column("round", Text, nullable=False),
    Column("date", TIME, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", TIME, nullable=False),
    Column("back_to", Integer),
    Column("merged", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
)

returns = Table(
    "returns",
    metadata,
    Column("series", String(255), primary_key=True),
    Column("round", String(255), primary_key=True),
    Column("community", String(64), primary_key=True),
    Column("faults", Integer, nullable=False),
    Column("came", TIME, nullable=False),
    Column("at", TIME, nullable=False),
)

pools = Table(
    "pools",
    metadata,
    Column("dataset", ForeignKey("datasets.id"), primary_key=True),
    Column("community", String(64), primary_key=True),
    Column("type", String(64), primary_key=True),
    Column("heads", Integer, nullable=False),
)

own_standards = Table(
    "own_standards",
    metadata,
    Column("dataset", ForeignKey("datasets.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("key", String(128), primary_key=True),
    Column("value", Float),
    Column("source", Text, nullable=False),
    Column("undoes", Integer),
    Column("who", Text, nullable=False),
    Column("at", TIME, nullable=False),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", ID, primary_key=True),
    Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
    Column("parent", ForeignKey("scenarios.id")),
    Column("name", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("baseline", Boolean(create_constraint=False), nullable=False),
    Column("plan_digest", DIGEST, nullable=False),
    Column("recipe", DIGEST, nullable=False),
    Column("folder", ForeignKey("folders.id"), nullable=False, index=True),
    Column("kept", TIME, nullable=False),
    Column("changed", TIME, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("scenario", ForeignKey("scenarios.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kept", TIME, nullable=False),
)

edits = Table(
    "edits",
    metadata,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("op", String(16), nullable=False),
    Column("grid", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("units", JSON, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", TIME, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", ID, primary_key=True),
    Column("dataset", ForeignKey("datasets.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("standards", Integer, nullable=False, server_default="0"),
    Column("state", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("cancel", Boolean(create_constraint=False), nullable=False),
    Column("starts", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("parts_done", Integer, nullable=False),
    Column("parts_proven", Integer, nullable=False),
    Column("value", Float),
    Column("proposals", BigInteger, nullable=False),
    Column("proposals_asked", BigInteger, nullable=False),
    Column("elapsed_s", Float, nullable=False),
    Column("stopped_by", String(16), nullable=False),
    Column("result", ForeignKey("scenarios.id")),
    Column("outcome", JSON, nullable=False),
    Column("queued", TIME, nullable=False),
    Column("started", TIME, nullable=False),
    Column("ended", TIME, nullable=False),
    Index("ix_runs_state_priority", "state", "priority"),
)

run_parts = Table(
    "run_parts",
    metadata,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("proposals", BigInteger, nullable=False),
    Column("value", Float, nullable=False),
    Column("done", Boolean(create_constraint=False), nullable=False),
    Column("proven", Boolean(create_constraint=False), nullable=False),
    Column("units", LargeBinary, nullable=False),
    Column("grids", LargeBinary, nullable=False),
    Column("state", LargeBinary),
    UniqueConstraint("run", "seq"),
)

lease = Table(
    "lease",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("token", Integer, nullable=False),
    Column("owner", ID, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("born", Float, nullable=False),
    Column("heartbeat", Float, nullable=False),
)
