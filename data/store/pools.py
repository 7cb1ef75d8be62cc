"""Pools: of each dataset how many heads of each kind there are in each community today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from data.store.tables import pools
from domain.posts import Pool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store.connection import Database


class Pools:
    """Heads of today of every dataset of the store; counts at places, nobody by name."""

    def __init__(self, database: Database) -> None:
        """Keep pools in the database."""
        self._database = database

    def put(self, dataset: str, pool: Sequence[Pool]) -> None:
        """Keep the heads of a dataset in the place of those before; entries of one kind at a place add up."""
        heads: dict[tuple[str, str], int] = {}
        for entry in pool:
            heads[entry.community, entry.type] = heads.get((entry.community, entry.type), 0) + entry.heads
        rows = [
            {"dataset": dataset, "community": community, "type": kind, "heads": count}
            for (community, kind), count in heads.items()
            if count
        ]
        with self._database.writing() as connection:
            connection.execute(delete(pools).where(pools.c.dataset == dataset))
            if rows:
                connection.execute(insert(pools), rows)

    def of(self, dataset: str) -> tuple[Pool, ...]:
        """Return the heads of a dataset by community and kind; none where nobody said who is there."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(pools.c.community, pools.c.type, pools.c.heads)
                .where(pools.c.dataset == dataset)
                .order_by(pools.c.community, pools.c.type)
            ).mappings()
            return tuple(Pool(**row) for row in rows)
