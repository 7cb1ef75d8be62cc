"""Drafts: every stroke of a hand, in order, kept for good."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from data.store.folders import now
from data.store.records import DraftRecord
from data.store.tables import drafts, edits
from domain.draft import Edit
from domain.errors import ConflictError, UnknownError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.store.connection import Database


class Drafts:
    """Every draft of the store; edits are appended and never changed."""

    def __init__(self, database: Database) -> None:
        """Keep drafts and edits in the database."""
        self._database = database

    def open(self, scenario: str, *, name: str) -> DraftRecord:
        """Begin a draft on a scenario."""
        draft = secrets.token_hex(6)
        with self._database.writing() as connection:
            connection.execute(insert(drafts).values(id=draft, scenario=scenario, name=name, kept=now()))
        return self.get(draft)

    def append(self, draft: str, edit: Edit) -> None:
        """Keep one more edit; on return it is on the disk.

        Raises
        ------
        ConflictError
            When its number is not the next one: somebody else's edit came first.
        """
        with self._database.writing() as connection:
            following = _last(connection, draft) + 1
            if edit.n != following:
                raise ConflictError("edit-number", draft=draft, n=edit.n, next=following)
            connection.execute(insert(edits).values(draft=draft, **asdict(edit)))

    def edits(self, draft: str, *, after: int = 0) -> tuple[Edit, ...]:
        """Return the edits after a number, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(edits).where(edits.c.draft == draft, edits.c.n > after).order_by(edits.c.n)
            ).mappings()
            return tuple(
                Edit(
                    n=row["n"],
                    op=row["op"],
                    grid=row["grid"],
                    type=row["type"],
                    units=tuple(row["units"]),
                    before=tuple(row["before"]),
                    after=tuple(row["after"]),
                    who=row["who"],
                    at=row["at"],
                )
                for row in rows
            )

    def of(self, scenario: str) -> tuple[DraftRecord, ...]:
        """Return the drafts on a scenario, the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(drafts)
                .where(drafts.c.scenario == scenario)
                .order_by(drafts.c.kept.desc(), drafts.c.id)
            ).mappings()
            return tuple(DraftRecord(**row, edits=_last(connection, row["id"])) for row in rows.all())

    def get(self, draft: str) -> DraftRecord:
        """Return a draft by its id."""
        with self._database.reading() as connection:
            row = connection.execute(select(drafts).where(drafts.c.id == draft)).mappings().first()
            if row is None:
                raise UnknownError("draft", id=draft)
            return DraftRecord(**row, edits=_last(connection, draft))


def _last(connection: Connection, draft: str) -> int:
    """The number of a draft's last edit, 0 before the first."""
    return connection.scalar(select(func.max(edits.c.n)).where(edits.c.draft == draft)) or 0
