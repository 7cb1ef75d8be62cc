"""The lease: one runner a home, and a new one as soon as the old is gone."""

from __future__ import annotations

import os
import secrets
import socket
import time
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import delete, insert, select, update

from data.store.records import Lease
from data.store.tables import lease as table
from domain.errors import ConflictError

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, RowMapping

    from data.store.connection import Database

STALE_S = 10.0
_ONLY = 1


class Leases:
    """The right to run, held by at most one process at a time."""

    def __init__(self, database: Database) -> None:
        """Keep the lease in the database."""
        self._database = database

    def acquire(self) -> Lease | None:
        """Take the lease for this process, or return None while another one lives and holds it.

        A holder is gone when its heart has not beaten for ten seconds, or at once when it ran on
        this machine and its process is no more. The token grows with every holder, so that a
        holder who was only asleep cannot write again.
        """
        owner, process = secrets.token_hex(8), psutil.Process(os.getpid())
        with self._database.writing() as connection:
            row = connection.execute(select(table)).mappings().first()
            if row is not None and not _gone(row):
                return None
            token = row["token"] + 1 if row is not None else 1
            connection.execute(delete(table))
            connection.execute(
                insert(table).values(
                    id=_ONLY,
                    token=token,
                    owner=owner,
                    host=socket.gethostname(),
                    pid=process.pid,
                    born=process.create_time(),
                    heartbeat=time.time(),
                )
            )
        return Lease(token=token, owner=owner)

    def beat(self, lease: Lease) -> bool:
        """Say that the holder lives; False when the lease is no longer its own."""
        with self._database.writing() as connection:
            changed = connection.execute(update(table).where(_held(lease)).values(heartbeat=time.time()))
            return changed.rowcount == 1

    def release(self, lease: Lease) -> None:
        """Give the lease back, so that the next runner need not wait; the token stays spent."""
        with self._database.writing() as connection:
            connection.execute(update(table).where(_held(lease)).values(owner="", heartbeat=0.0))

    def holder(self) -> int | None:
        """Return the process id of the living holder, or None."""
        with self._database.reading() as connection:
            row = connection.execute(select(table)).mappings().first()
        return None if row is None or _gone(row) else int(row["pid"])


def check_lease(connection: Connection, lease: Lease) -> None:
    """Let only the holder write.

    Raises
    ------
    ConflictError
        When the lease went to another process.
    """
    mine = select(table.c.token).where(_held(lease)).with_for_update()
    if connection.scalar(mine) is None:
        raise ConflictError("lease-lost", token=lease.token)


def _held(lease: Lease) -> ColumnElement[bool]:
    return (table.c.token == lease.token) & (table.c.owner == lease.owner)


def _gone(row: RowMapping) -> bool:
    """Whether a holder gave up, fell silent, or died on this machine."""
    if abs(time.time() - row["heartbeat"]) > STALE_S:
        return True
    if row["host"] != socket.gethostname():
        return False
    try:
        born = psutil.Process(row["pid"]).create_time()
    except psutil.NoSuchProcess:
        return True
    return bool(abs(born - row["born"]) > 1.0)
