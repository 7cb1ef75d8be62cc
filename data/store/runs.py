"""Runs: what was asked, how far it is, and the checkpoints it resumes from."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from data.store.folders import now
from data.store.leases import check_lease
from data.store.own_standards import last_change
from data.store.records import PartRecord, RunRecord, Signals
from data.store.tables import run_parts, runs
from domain.errors import ConflictError, UnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from data.store.connection import Database
    from data.store.records import Lease, Progress, RunState

_ACTIVE = runs.c.state.in_(("queued", "running"))


class Runs:
    """Every run of the store. Anybody may ask for one and stop it; only the lease holder works."""

    def __init__(self, database: Database) -> None:
        """Keep runs and their parts in the database."""
        self._database = database

    def submit(
        self, dataset: str, settings: Mapping[str, object], *, name: str = "", priority: int = 0
    ) -> RunRecord:
        """Queue a run by the standards of now; on return it is on the disk and outlives a crash."""
        run = secrets.token_hex(6)
        with self._database.writing() as connection:
            connection.execute(
                insert(runs).values(
                    id=run, dataset=dataset, name=name, settings=dict(settings),
                    standards=last_change(connection, dataset), state="queued",
                    priority=priority, cancel=False, starts=0, seq=0, parts=0, parts_done=0,
                    parts_proven=0, value=None, proposals=0, proposals_asked=0, elapsed_s=0.0,
                    stopped_by="", result=None, outcome={}, queued=now(), started="", ended="",
                )
            )  # fmt: skip
        return self.get(run)

    def cancel(self, run: str) -> None:
        """Ask a run to stop and keep the best so far; one that never began ends at once."""
        with self._database.writing() as connection:
            mine = (runs.c.id == run) & _ACTIVE
            connection.execute(update(runs).where(mine).values(cancel=True))
            unbegun = mine & (runs.c.state == "queued") & (runs.c.seq == 0)
            connection.execute(
                update(runs).where(unbegun).values(state="stopped", stopped_by="user", ended=now())
            )

    def get(self, run: str) -> RunRecord:
        """Return a run by its id."""
        with self._database.reading() as connection:
            row = connection.execute(select(runs).where(runs.c.id == run)).mappings().first()
        if row is None:
            raise UnknownError("run", id=run)
        return RunRecord(**row)

    def of(self, dataset: str, *, limit: int = 50) -> tuple[RunRecord, ...]:
        """Return the runs on a dataset, the newest first."""
        newest = select(runs).where(runs.c.dataset == dataset).order_by(runs.c.queued.desc(), runs.c.id)
        with self._database.reading() as connection:
            return tuple(RunRecord(**row) for row in connection.execute(newest.limit(limit)).mappings())

    def active(self) -> tuple[RunRecord, ...]:
        """Return the runs that have not ended, the one to work on first at the front."""
        order = (runs.c.priority.desc(), runs.c.queued, runs.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(select(runs).where(_ACTIVE).order_by(*order)).mappings()
            return tuple(RunRecord(**row) for row in rows)

    def parts(self, run: str, *, after: int = 0) -> tuple[PartRecord, ...]:
        """Return the parts that changed after a sequence number, without checkpoints, in order."""
        columns = [column for column in run_parts.c if column.name not in {"run", "state"}]
        chosen = select(*columns).where(run_parts.c.run == run, run_parts.c.seq > after)
        with self._database.reading() as connection:
            rows = connection.execute(chosen.order_by(run_parts.c.seq)).mappings()
            return tuple(PartRecord(**row) for row in rows)

    def checkpoints(self, run: str) -> Mapping[int, bytes]:
        """Return the last checkpoint of each part that has one."""
        chosen = select(run_parts.c.part, run_parts.c.state).where(
            run_parts.c.run == run, run_parts.c.state.is_not(None)
        )
        with self._database.reading() as connection:
            return {row.part: row.state for row in connection.execute(chosen.order_by(run_parts.c.part))}

    def start(self, run: str, lease: Lease) -> RunRecord:
        """Take a run up, or up again."""
        with self._database.writing() as connection:
            check_lease(connection, lease)
            first = func.coalesce(func.nullif(runs.c.started, ""), now())
            connection.execute(
                update(runs)
                .where((runs.c.id == run) & _ACTIVE)
                .values(state="running", starts=runs.c.starts + 1, started=first)
            )
        return self.get(run)

    def pause(self, run: str, lease: Lease) -> None:
        """Put a run back in its place in the queue; its checkpoints stay."""
        with self._database.writing() as connection:
            check_lease(connection, lease)
            connection.execute(
                update(runs).where((runs.c.id == run) & (runs.c.state == "running")).values(state="queued")
            )

    def checkpoint(
        self, run: str, lease: Lease, *, seen: int, parts: Sequence[PartRecord], progress: Progress
    ) -> Signals:
        """Keep how far a run is, and learn what changed around it.

        The parts are numbered on from `seen`; a part without a checkpoint keeps the one it has.
        A run that gets on counts its starts anew.

        Raises
        ------
        ConflictError
            When the lease is lost or somebody else has numbered on from `seen`.
        """
        with self._database.writing() as connection:
            check_lease(connection, lease)
            changed = connection.execute(
                update(runs)
                .where((runs.c.id == run) & (runs.c.seq == seen) & (runs.c.state == "running"))
                .values(seq=seen + len(parts), starts=1, **asdict(progress))
            )
            if changed.rowcount != 1:
                raise ConflictError("run-changed", run=run, seen=seen)
            for seq, part in enumerate(parts, start=seen + 1):
                _keep_part(connection, run, seq, part)
            return _signals(connection, run)

    def signals(self, run: str) -> Signals:
        """Return what a runner must know between slices."""
        with self._database.reading() as connection:
            return _signals(connection, run)

    def end(
        self,
        run: str,
        lease: Lease,
        *,
        state: RunState,
        stopped_by: str = "",
        result: str | None = None,
        outcome: Mapping[str, object] | None = None,
    ) -> None:
        """Close a run; its checkpoints are no longer needed, its last picture stays."""
        with self._database.writing() as connection:
            check_lease(connection, lease)
            connection.execute(
                update(runs)
                .where((runs.c.id == run) & _ACTIVE)
                .values(state=state, stopped_by=stopped_by, result=result, outcome=outcome or {}, ended=now())
            )
            connection.execute(update(run_parts).where(run_parts.c.run == run).values(state=None))


def _keep_part(connection: Connection, run: str, seq: int, part: PartRecord) -> None:
    told = asdict(part) | {"seq": seq, "run": run}
    mine = (run_parts.c.run == run) & (run_parts.c.part == part.part)
    changes = {key: value for key, value in told.items() if key != "state" or value is not None}
    if not connection.execute(update(run_parts).where(mine).values(**changes)).rowcount:
        connection.execute(insert(run_parts).values(**told))


def _signals(connection: Connection, run: str) -> Signals:
    mine = connection.execute(select(runs.c.seq, runs.c.cancel).where(runs.c.id == run)).one()
    waiting = connection.scalar(select(func.max(runs.c.priority)).where(_ACTIVE & (runs.c.id != run)))
    return Signals(seq=mine.seq, cancel=mine.cancel, waiting_priority=waiting)
