"""Versions of a district's figures: each names a dataset, none is ever changed or taken away."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from data.store.records import VersionRecord
from data.store.tables import versions
from domain.errors import ConflictError, UnknownError

if TYPE_CHECKING:
    from data.store.connection import Database


class Versions:
    """Every series of versions of the store."""

    def __init__(self, database: Database) -> None:
        """Keep versions in the database."""
        self._database = database

    def append(self, version: VersionRecord) -> None:
        """Keep one more version; on return it is on the disk.

        Raises
        ------
        ConflictError
            When its number is not the next one: somebody else's version came first.
        """
        last = select(func.max(versions.c.n)).where(versions.c.series == version.series)
        with self._database.writing() as connection:
            following = (connection.scalar(last) or 0) + 1
            if version.n != following:
                raise ConflictError("version-number", series=version.series, n=version.n, next=following)
            connection.execute(insert(versions).values(**asdict(version)))

    def of(self, series: str) -> tuple[VersionRecord, ...]:
        """Return the versions of a series, the newest first; none where there is no such series."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(versions).where(versions.c.series == series).order_by(versions.c.n.desc())
            ).mappings()
            return tuple(
                VersionRecord(**{**row, "merged": tuple(row["merged"]), "changes": tuple(row["changes"])})
                for row in rows
            )

    def get(self, series: str, n: int | None = None) -> VersionRecord:
        """Return a version by its number, the newest without one."""
        found = self.of(series)
        if not found:
            raise UnknownError("series", name=series)
        for version in found:
            if n in (None, version.n):
                return version
        raise UnknownError("version", name=series, n=n or 0)

    def series(self) -> tuple[str, ...]:
        """Return the names of all series, in order."""
        with self._database.reading() as connection:
            return tuple(connection.scalars(select(versions.c.series).distinct().order_by(versions.c.series)))
