"""Folders without places: a map from names to objects, itself named by its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from data.store.tables import folder_files, folders
from domain.digest import recipe_digest
from domain.errors import FormatError, UnknownError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.objects import Objects
    from data.store.connection import Database


class Folder(Mapping[str, bytes]):
    """Named files, read from the store one by one as they are asked for, and checked as they are read."""

    def __init__(self, objects: Objects, digests: Mapping[str, str]) -> None:
        """Say which object each name stands for."""
        self._objects = objects
        self.digests = dict(sorted(digests.items()))

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return self._objects.get(self.digests[name])

    def __iter__(self) -> Iterator[str]:
        """Yield the names in order."""
        return iter(self.digests)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self.digests)

    def __contains__(self, name: object) -> bool:
        """Say whether there is a file of this name, without reading it."""
        return name in self.digests


class Folders:
    """Every folder of the store."""

    def __init__(self, database: Database, objects: Objects) -> None:
        """Keep names in the database and bytes among the objects."""
        self._database, self._objects = database, objects

    def put(self, files: Mapping[str, bytes]) -> str:
        """Keep named files and return the folder's digest; the same files give the same folder."""
        for name in files:
            _check(name)
        kept = {name: (self._objects.put(data), len(data)) for name, data in sorted(files.items())}
        folder = recipe_digest({name: digest for name, (digest, _) in kept.items()})
        with self._database.writing() as connection:
            if not connection.scalar(select(func.count()).where(folders.c.id == folder)):
                _insert(connection, folder, kept)
        return folder

    def get(self, folder: str) -> Folder:
        """Return a folder by its digest."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(folder_files.c.name, folder_files.c.object).where(folder_files.c.folder == folder)
            ).all()
        if not rows:
            raise UnknownError("folder", digest=folder)
        return Folder(self._objects, {row.name: row.object for row in rows})


def _insert(connection: Connection, folder: str, kept: Mapping[str, tuple[str, int]]) -> None:
    connection.execute(insert(folders).values(id=folder, kept=now()))
    connection.execute(
        insert(folder_files),
        [
            {"folder": folder, "name": name, "object": digest, "bytes": size}
            for name, (digest, size) in kept.items()
        ],
    )


def _check(name: str) -> None:
    """Refuse a name that would lead out of a folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or str(path) != name:
        raise FormatError("file-name", name=name)


def now() -> str:
    """The time, UTC, ISO 8601 to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
