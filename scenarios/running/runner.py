"""The runner: one process of a home takes the runs up, one after the other, and never loses one."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import BrokenExecutor, wait
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from domain.errors import ConflictError, GridwrightError, RunError
from domain.outcome import Infeasible
from scenarios.running.budget import budget_of
from scenarios.running.checkpoints import unpack
from scenarios.running.crew import crew
from scenarios.running.run_watch import Watch
from scenarios.running.schedule import run_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.store import Store
    from data.store.records import Lease, RunRecord, RunState
    from scenarios.running.crew import Crew
    from scenarios.running.work import Work

    WorkFor = Callable[[RunRecord], Work[Any, Any]]

log = logging.getLogger(__name__)

IDLE_S = 0.25
BEAT_S = 2.0
MOST_STARTS = 3


class Runner:
    """Takes up the runs of a store while it holds the lease, each from where it was left."""

    def __init__(
        self,
        store: Store,
        work_for: WorkFor,
        *,
        workers: int,
        scheduler: str = "",
        warm: Callable[[], object] | None = None,
    ) -> None:
        """Work on a store's runs with so many hands; `work_for` says what a run asks.

        Every hand does `warm` once before the first run, so that nobody waits for it to load.
        """
        self._store, self._work_for = store, work_for
        self._workers, self._scheduler, self._warm = workers, scheduler, warm

    def serve(self, ending: Callable[[], bool]) -> None:
        """Work until `ending` says so; without the lease, wait for it."""
        while not ending():
            try:
                lease = self._store.leases.acquire()
                if lease is None:
                    time.sleep(IDLE_S)
                    continue
                with _heart(self._store, lease) as beats:
                    self._serve_with(lease, lambda: ending() or not beats())
            except ConflictError as error:
                log.warning("start over", extra={"code": error.code})

    def _serve_with(self, lease: Lease, ending: Callable[[], bool]) -> None:
        """Work while the lease is held, with new hands whenever one was lost."""
        while not ending():
            try:
                with crew(self._workers, scheduler=self._scheduler) as hands:
                    warming = [hands.executor.submit(self._warm) for _ in range(hands.lanes) if self._warm]
                    wait(warming)
                    while not ending():
                        waiting = self._store.runs.active()
                        if waiting:
                            self.take_up(waiting[0], lease, hands, ending)
                        else:
                            time.sleep(IDLE_S)
            except BrokenExecutor:
                log.warning("worker lost")

    def take_up(self, run: RunRecord, lease: Lease, hands: Crew, ending: Callable[[], bool]) -> None:
        """Work on a run until it ends or has to wait; whatever goes wrong with it is its own end."""
        record = self._store.runs.start(run.id, lease)
        try:
            self._work_on(record, lease, hands, ending)
        except (BrokenExecutor, ConflictError):
            raise  # the run stays as it is, to be taken up again
        except GridwrightError as error:
            self._fail(record, lease, error)
        except Exception as error:
            log.exception("run failed", extra={"run": record.id})
            self._fail(record, lease, RunError("failed", reason=f"{type(error).__name__}: {error}"))

    def _work_on(self, record: RunRecord, lease: Lease, hands: Crew, ending: Callable[[], bool]) -> None:
        """Prepare, draw and finish a run."""
        if record.starts > MOST_STARTS:
            raise RunError("gave-up", starts=MOST_STARTS)
        runs, work = self._store.runs, self._work_for(record)
        parts = work.prepare()
        if isinstance(parts, Infeasible):
            runs.end(record.id, lease, state="infeasible", outcome=asdict(parts))
            return
        asked = work.settings
        timed = asked.seconds is not None
        budget = budget_of(work.engine, parts, effort=asked.effort, proposals=asked.proposals, timed=timed)
        watch = Watch(runs, record, lease, work=work, parts=parts, budget=budget, ending=ending)
        kept = {n: unpack(work.engine.state, data) for n, data in runs.checkpoints(record.id).items()}
        outcome = run_parts(
            work.engine,
            parts,
            seed=asked.seed,
            budget=budget,
            crew=hands,
            stop=watch.stop,
            on_progress=watch.hear,
            resumed=kept,
        )
        watch.write()
        if outcome.stopped_by == "pause":
            runs.pause(record.id, lease)
            return
        scenario = self._store.scenarios.register(work.finish(outcome))
        state: RunState = "stopped" if outcome.stopped_by == "user" else "done"
        runs.end(record.id, lease, state=state, stopped_by=outcome.stopped_by, result=scenario.id)

    def _fail(self, record: RunRecord, lease: Lease, error: GridwrightError) -> None:
        told = {"code": error.code, "facts": error.facts}
        self._store.runs.end(record.id, lease, state="failed", outcome=told)


@contextmanager
def _heart(store: Store, lease: Lease) -> Iterator[Callable[[], bool]]:
    """Keep the lease alive in the background; yield whether it still is; give it back at the end."""
    stopped, lost = threading.Event(), threading.Event()

    def beat() -> None:
        while not stopped.wait(BEAT_S):
            try:
                if not store.leases.beat(lease):
                    lost.set()
            except ConflictError:  # the database was busy; the next beat will do
                log.warning("heartbeat late")

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield lambda: not lost.is_set()
    finally:
        stopped.set()
        thread.join()
        store.leases.release(lease)
