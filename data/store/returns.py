"""Returns of collection rounds: of each community how its last workbook was, never the workbook itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from data.store.records import ReturnRecord
from data.store.tables import returns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store.connection import Database


class Returns:
    """What came back of every round of the store."""

    def __init__(self, database: Database) -> None:
        """Keep returns in the database."""
        self._database = database

    def put(self, series: str, round_: str, records: Sequence[ReturnRecord]) -> None:
        """Keep the returns of a round, each in the place of an earlier one of its community."""
        mine = (returns.c.series == series) & (returns.c.round == round_)
        codes = [record.community for record in records]
        if not codes:
            return
        with self._database.writing() as connection:
            connection.execute(delete(returns).where(mine & returns.c.community.in_(codes)))
            connection.execute(
                insert(returns), [{"series": series, "round": round_, **asdict(record)} for record in records]
            )

    def of(self, series: str, round_: str) -> tuple[ReturnRecord, ...]:
        """Return what came back of a round, in the order of the communities' codes."""
        fields = (returns.c.community, returns.c.faults, returns.c.came, returns.c.at)
        mine = (returns.c.series == series) & (returns.c.round == round_)
        with self._database.reading() as connection:
            rows = connection.execute(select(*fields).where(mine).order_by(returns.c.community)).mappings()
            return tuple(ReturnRecord(**row) for row in rows)

    def rounds(self, series: str) -> tuple[str, ...]:
        """Return the rounds of a series of which anything came back, the one read last first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(returns.c.round)
                .where(returns.c.series == series)
                .order_by(returns.c.at.desc(), returns.c.round)
            )
            return tuple(dict.fromkeys(row.round for row in rows))
