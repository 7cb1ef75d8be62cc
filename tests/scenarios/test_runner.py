"""Runs go on whoever is killed, stop when told, and let the urgent ones pass."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from data.store import Store
from domain.settings import RedrawSettings
from scenarios.running.budget import budget_of
from scenarios.running.crew import crew
from scenarios.running.runner import Runner
from scenarios.running.runner_process import RunnerProcess
from scenarios.running.runs import StoreRuns
from scenarios.running.schedule import run_parts
from tests.store import DATASET
from tests.tiny_engine import TINY, TinyWork, tiny_digest, tiny_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.store.records import RunRecord

ROOT = Path(__file__).parents[2]
ENDLESS = 10**10


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path)
    store.register(DATASET)
    return store


def submit(store: Store, *, proposals: int = 20_000, seed: int = 1, priority: int = 0) -> str:
    settings = RedrawSettings(task="norm", proposals=proposals, seed=seed)
    district = store.datasets.all()[0].id
    return StoreRuns(store).submit(district, settings, priority=priority).id


def until(true: Callable[[], object], *, seconds: float = 20.0) -> float:
    """Wait until something holds; the seconds it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - began


def ended(store: Store, run: str) -> RunRecord:
    until(lambda: store.runs.get(run).ended_already)
    return store.runs.get(run)


def plan_of(store: Store, run: str) -> str:
    result = ended(store, run).result
    assert result is not None
    return store.scenarios.get(result).plan_digest


def uninterrupted(proposals: int) -> str:
    parts = tiny_parts()
    budget = budget_of(TINY, parts, effort="normal", proposals=proposals)
    with crew(1) as hands:
        return tiny_digest(parts, run_parts(TINY, parts, seed=1, budget=budget, crew=hands).states)


@contextmanager
def runner(store: Store) -> Iterator[None]:
    """A runner in this process, with one hand."""
    end = threading.Event()
    work = Runner(store, lambda run: TinyWork(settings=RedrawSettings(**run.settings)), workers=1)
    thread = threading.Thread(target=work.serve, args=(end.is_set,))
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def runner_process(home: Path, *, workers: int) -> Iterator[RunnerProcess]:
    """A runner as the desk keeps it."""
    command = [sys.executable, "-m", "tests.scenarios.tiny_runner", "runner", str(home), str(workers)]
    process = RunnerProcess(command)
    try:
        yield process
    finally:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
        process.stop()
        assert psutil.wait_procs(family, timeout=5)[1] == []


def test_a_run_is_worked_on_and_everybody_sees_how_far_it_is(store: Store) -> None:
    desk, run = StoreRuns(store), submit(store)
    with runner(store):
        record = ended(store, run)
    assert (record.state, record.stopped_by, record.parts, record.parts_done) == (
        "done",
        "proposals",
        4,
        4,
    )
    assert (record.parts_proven, record.proposals_asked) == (1, 20_000)
    assert plan_of(store, run) == uninterrupted(20_000)
    picture = desk.picture(run)
    assert sorted(picture.units.tolist()) == list(range(82))
    assert picture.grid_of.min() == 100
    assert desk.picture(run, after=picture.seq).units.size == 0


def test_a_killed_runner_is_replaced_and_ends_with_the_same_plan(tmp_path: Path, store: Store) -> None:
    total = 4_000_000
    run = submit(store, proposals=total)
    with runner_process(tmp_path, workers=2) as process:
        until(lambda: store.runs.get(run).proposals > total // 8)
        first = process.pid
        psutil.Process(first).kill()
        before = store.runs.get(run)
        assert not before.ended_already
        plan = plan_of(store, run)
        assert process.pid != first
    assert plan == uninterrupted(total)


def test_a_person_stops_a_run_within_two_seconds_and_has_a_plan(tmp_path: Path, store: Store) -> None:
    run = submit(store, proposals=ENDLESS)
    with runner_process(tmp_path, workers=2):
        until(lambda: store.runs.get(run).parts_done >= 1 and store.runs.get(run).proposals)
        StoreRuns(store).cancel(run)
        assert until(lambda: store.runs.get(run).ended_already) < 2.0
    record = store.runs.get(run)
    assert (record.state, record.stopped_by) == ("stopped", "user")
    assert record.result is not None


def test_an_urgent_run_passes_and_the_other_goes_on_where_it_was(store: Store) -> None:
    slow = submit(store, proposals=3_000_000)
    with runner(store):
        until(lambda: store.runs.get(slow).proposals)
        urgent = submit(store, proposals=1000, priority=1)
        assert ended(store, urgent).state == "done"
        assert not store.runs.get(slow).ended_already
        assert plan_of(store, slow) == uninterrupted(3_000_000)


def test_a_run_without_a_plan_and_a_run_that_breaks_say_so_and_the_next_is_taken_up(store: Store) -> None:
    hopeless, broken, sound = (submit(store, seed=seed, proposals=100) for seed in (-1, -2, 1))
    with runner(store):
        assert ended(store, sound).state == "done"
    assert store.runs.get(hopeless).state == "infeasible"
    failed = store.runs.get(broken)
    assert (failed.state, failed.outcome["code"]) == ("failed", "run.failed")


def test_a_run_that_kills_its_runner_again_and_again_is_given_up(store: Store) -> None:
    run = submit(store)
    lease = store.leases.acquire()
    assert lease is not None
    for _ in range(3):
        store.runs.start(run, lease)
    store.leases.release(lease)
    with runner(store):
        assert ended(store, run).outcome["code"] == "run.gave-up"


def test_a_desk_that_is_killed_takes_its_runner_and_its_workers_with_it(tmp_path: Path, store: Store) -> None:
    run = submit(store, proposals=ENDLESS)
    command = [sys.executable, "-m", "tests.scenarios.tiny_runner", "desk", str(tmp_path), "2"]
    desk = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert desk.stdout is not None
    child = psutil.Process(int(desk.stdout.readline()))
    until(lambda: store.runs.get(run).proposals)
    family = [child, *child.children(recursive=True)]
    assert len(family) >= 3
    desk.kill()
    desk.wait()
    assert psutil.wait_procs(family, timeout=5)[1] == []
    assert store.leases.holder() is None
    assert store.runs.get(run).state == "queued"


def test_a_second_runner_waits_for_the_lease(tmp_path: Path, store: Store) -> None:
    with runner(store):
        until(lambda: store.leases.holder() is not None)
        assert Store(tmp_path).leases.acquire() is None
    assert store.leases.acquire() is not None
