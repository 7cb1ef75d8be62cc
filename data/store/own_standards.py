"""Own standards: planning numbers that the project of a dataset has in the place of shipped ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from data.store.folders import now
from data.store.records import StandardsChange
from data.store.tables import own_standards
from domain.errors import ConflictError
from domain.own_standards import OwnNumber

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from data.store.connection import Database


class OwnStandardsTable:
    """Changes of standards, one after the other; none is ever altered: each state can be had again."""

    def __init__(self, database: Database) -> None:
        """Keep changes in the database."""
        self._database = database

    def put(
        self, dataset: str, numbers: Mapping[str, OwnNumber | None], *, seen: int, who: str,
        undoes: int | None = None,
    ) -> int:  # fmt: skip
        """Keep a change and return its number; a key without a number has the shipped one again.

        Raises
        ------
        ConflictError
            When somebody else changed standards after the change that the caller has seen.
        """
        with self._database.writing() as connection:
            newest = last_change(connection, dataset)
            if newest != seen:
                raise ConflictError("standards", seen=seen, newest=newest)
            time = now()
            rows = [
                {
                    "dataset": dataset, "n": newest + 1, "key": key,
                    "value": None if number is None else number.value,
                    "source": "" if number is None else number.source,
                    "undoes": undoes, "who": who, "at": time,
                }
                for key, number in numbers.items()
            ]  # fmt: skip
            connection.execute(insert(own_standards), rows)
        return newest + 1

    def changes(self, dataset: str) -> tuple[StandardsChange, ...]:
        """Return every change of a dataset's standards, the first first."""
        order = (own_standards.c.n, own_standards.c.key)
        with self._database.reading() as connection:
            rows = connection.execute(
                select(own_standards).where(own_standards.c.dataset == dataset).order_by(*order)
            ).all()
        found: dict[int, StandardsChange] = {}
        for row in rows:
            number = None if row.value is None else OwnNumber(value=row.value, source=row.source)
            change = found.get(row.n)
            numbers = {**(change.numbers if change else {}), row.key: number}
            found[row.n] = StandardsChange(
                n=row.n, numbers=numbers, undoes=row.undoes, who=row.who, at=row.at
            )
        return tuple(found.values())


def last_change(connection: Connection, dataset: str) -> int:
    """Return the number of the last change of a dataset's standards, 0 before the first."""
    mine = own_standards.c.dataset == dataset
    return connection.scalar(select(func.max(own_standards.c.n)).where(mine)) or 0
