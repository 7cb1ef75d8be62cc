"""One database, many processes: how transactions begin so that no acknowledged write is lost."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError

from domain.errors import ConflictError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_S = 10.0
_WRITES = "gridwright_writes"


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file, whatever characters its path holds."""
    return URL.create("sqlite", database=str(path)).render_as_string()


class Database:
    """An engine with two doors, `reading` and `writing`; each is one transaction."""

    def __init__(self, url: str) -> None:
        """Open the database at a SQLAlchemy URL."""
        sqlite = url.startswith("sqlite")
        self.engine: Engine = create_engine(
            url,
            json_serializer=lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True),
            connect_args={"timeout": BUSY_S} if sqlite else {},
            pool_pre_ping=not sqlite,
        )
        if sqlite:
            event.listen(self.engine, "connect", _prepare)
            event.listen(self.engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the database."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes are on the disk when the block has ended without an error.

        Raises
        ------
        ConflictError
            When what is written is there already, or the database stays locked for ten seconds.
        """
        try:
            with self.engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
                yield connection
        except IntegrityError as error:
            raise ConflictError("already-there", reason=str(error.orig)) from error
        except OperationalError as error:
            if "locked" not in str(error.orig):
                raise
            raise ConflictError("store-busy", seconds=BUSY_S) from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Set a new SQLite connection up: our own BEGIN, durable commits, foreign keys.

    The rollback journal is truncated and flushed at each commit. The write-ahead log is not used:
    before SQLite 3.51.3 two processes that checkpoint it at once may damage it, and Python ships
    older ones.
    """
    raw: Any = connection
    raw.isolation_level = None
    for pragma in (
        f"busy_timeout = {int(BUSY_S * 1000)}",
        "journal_mode = TRUNCATE",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        raw.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Begin a write at once as one, so that two never read the same state before they write."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
