"""The schema comes up to date when the store is opened, once, whoever opens it first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from domain.errors import FormatError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store.connection import Database

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6772_6964  # any number will do, as long as every Gridwright takes the same


def bring_up(database: Database) -> None:
    """Run the migrations that are missing, in one transaction that keeps others out.

    Raises
    ------
    FormatError
        When the database was made by a newer version.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with database.reading() as connection:
        if _revision(connection) == scripts.get_current_head():
            return
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = _revision(connection)
        if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
            raise FormatError("store-too-new", found=found, known=str(scripts.get_current_head()))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    """The revision a database stands at, or None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()
