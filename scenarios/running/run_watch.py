"""The runner's eye on one run: what it writes down between slices, and what makes it stop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic

import numpy as np

from data.store.records import PartRecord, Progress
from scenarios.running.checkpoints import pack
from scenarios.running.engine import P, S

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.store.records import Lease, RunRecord, Signals
    from data.store.runs import Runs
    from scenarios.running.budget import Budget
    from scenarios.running.lanes import StopReason
    from scenarios.running.schedule import Mark
    from scenarios.running.schedule import Progress as Changes
    from scenarios.running.work import Work

WRITE_S = 0.5
LOOK_S = 0.25


class Watch(Generic[P, S]):
    """Progress of a run, kept at most twice a second, and the signals that come back."""

    def __init__(
        self,
        runs: Runs,
        record: RunRecord,
        lease: Lease,
        *,
        work: Work[P, S],
        parts: Sequence[P],
        budget: Budget,
        ending: Callable[[], bool],
    ) -> None:
        """Watch over a run that has just been taken up."""
        self._runs, self._record, self._lease, self._work = runs, record, lease, work
        self._parts, self._budget, self._ending = parts, budget, ending
        first = np.cumsum([work.first_grid, *(part.grids for part in parts)])
        self._first_grid = first.tolist()
        self._began = self._written = self._looked = time.monotonic()
        self._signals: Signals = runs.signals(record.id)
        self._marks: dict[int, Mark[S]] = {}
        self._unwritten: set[int] = set()
        self._resumable: dict[int, Mark[S]] = {}

    def hear(self, changes: Changes[S]) -> None:
        """Take in what changed, and write it down if the last time is long enough ago."""
        self._marks |= changes.changed
        self._unwritten |= set(changes.changed) | set(changes.resumable)
        self._resumable |= changes.resumable
        if time.monotonic() - self._written >= WRITE_S:
            self.write()

    def write(self) -> None:
        """Keep everything that has not been written yet."""
        self._written = time.monotonic()
        parts = [self._part(number) for number in sorted(self._unwritten)]
        self._signals = self._runs.checkpoint(
            self._record.id,
            self._lease,
            seen=self._signals.seq,
            parts=parts,
            progress=self._progress(),
        )
        self._looked = self._written
        self._unwritten.clear()
        self._resumable.clear()

    def stop(self) -> StopReason | None:
        """Return why to stop now: the desk is closing, a person said so, another run is before, time."""
        if time.monotonic() - self._looked >= LOOK_S:
            self._signals = self._runs.signals(self._record.id)
            self._looked = time.monotonic()
        before = self._signals.waiting_priority
        limit_s = self._work.settings.seconds
        if self._ending():
            return "pause"
        if self._signals.cancel:
            return "user"
        if before is not None and before > self._record.priority:
            return "pause"
        return "time" if limit_s is not None and self._elapsed_s() >= limit_s else None

    def _elapsed_s(self) -> float:
        return self._record.elapsed_s + time.monotonic() - self._began

    def _progress(self) -> Progress:
        marks = self._marks.values()
        return Progress(
            parts=len(self._parts),
            parts_done=sum(mark.done for mark in marks),
            parts_proven=sum(mark.proven for mark in marks),
            value=sum(mark.value for mark in marks) if marks else None,
            proposals=sum(mark.given for mark in marks),
            proposals_asked=self._budget.total,
            elapsed_s=self._elapsed_s(),
        )

    def _part(self, number: int) -> PartRecord:
        part, mark = self._parts[number], self._marks[number]
        grids = self._work.engine.grid_of(part, mark.state) + self._first_grid[number]
        kept = self._resumable.get(number)
        return PartRecord(
            part=number,
            seq=0,
            code=part.code,
            proposals=mark.given,
            value=mark.value,
            done=mark.done,
            proven=mark.proven,
            units=part.units.astype("<i4").tobytes(),
            grids=grids.astype("<i4").tobytes(),
            state=None if kept is None else pack(kept.state, kept.given),
        )
