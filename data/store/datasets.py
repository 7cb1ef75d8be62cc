"""Datasets: checked ground, each content once."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from data.store.folders import now
from data.store.records import DatasetRecord
from data.store.tables import datasets
from domain.errors import FormatError, UnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store.connection import Database
    from data.store.folders import Folder, Folders

ABOUT = "dataset.json"
ID_LENGTH = 12


class Datasets:
    """Every dataset of the store."""

    def __init__(self, database: Database, folders: Folders) -> None:
        """Keep the rows in the database and the files as folders."""
        self._database, self._folders = database, folders

    def register(self, files: Mapping[str, bytes]) -> DatasetRecord:
        """Keep a dataset's files and return its record; the same files give the same dataset."""
        if ABOUT not in files:
            raise FormatError("no-dataset", file=ABOUT)
        about = json.loads(files[ABOUT])
        info = about["info"]
        folder = self._folders.put(files)
        record = DatasetRecord(
            id=folder[:ID_LENGTH],
            name=info["name"],
            title=info["title"],
            title_en=info["title_en"],
            digest=about["digest"],
            folder=folder,
            kept=now(),
        )
        with self._database.writing() as connection:
            row = connection.execute(select(datasets).where(datasets.c.id == record.id)).mappings().first()
            if row is not None:
                return DatasetRecord(**row)
            connection.execute(insert(datasets).values(**asdict(record)))
        return record

    def all(self) -> tuple[DatasetRecord, ...]:
        """Return every dataset, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(datasets).order_by(datasets.c.kept.desc(), datasets.c.id)
            ).mappings()
            return tuple(DatasetRecord(**row) for row in rows)

    def get(self, dataset: str) -> DatasetRecord:
        """Return a dataset by its id."""
        with self._database.reading() as connection:
            row = connection.execute(select(datasets).where(datasets.c.id == dataset)).mappings().first()
        if row is None:
            raise UnknownError("dataset", id=dataset)
        return DatasetRecord(**row)

    def by_digest(self, digest: str) -> DatasetRecord:
        """Return the newest dataset of this digest: what a scenario's `dataset` names."""
        for record in self.all():
            if record.digest == digest:
                return record
        raise UnknownError("dataset", digest=digest)

    def files(self, dataset: str) -> Folder:
        """Return the files of a dataset."""
        return self._folders.get(self.get(dataset).folder)
