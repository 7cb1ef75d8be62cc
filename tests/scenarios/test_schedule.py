"""A redraw comes out the same whoever works on it, in whatever slices, and wherever it was broken off."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.running.budget import Budget, budget_of
from scenarios.running.checkpoints import pack, unpack
from scenarios.running.crew import crew
from scenarios.running.lanes import stop_after
from scenarios.running.schedule import run_parts
from tests.tiny_engine import TINY, TinyState, advance, begin, tiny_digest, tiny_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.running.crew import Crew
    from scenarios.running.lanes import StopReason
    from scenarios.running.schedule import Outcome, Progress

ROOT = Path(__file__).parents[2]
PARTS = tiny_parts()


@pytest.fixture(scope="module")
def two() -> Iterator[Crew]:
    with crew(2) as hands:
        yield hands


@pytest.fixture(scope="module")
def one() -> Iterator[Crew]:
    with crew(1) as hands:
        yield hands


def straight(total: int, *, seed: int = 1) -> str:
    """The oracle: each part begun and advanced once by its whole share."""
    weights = [TINY.proposals_for("normal", part) for part in PARTS]
    states = [
        part_state if part_state.proven else advance(part, part_state, total * weight // sum(weights))
        for part, weight in zip(PARTS, weights, strict=True)
        for part_state in [begin(part, seed)]
    ]
    return tiny_digest(PARTS, states)


def digest(outcome: Outcome[TinyState]) -> str:
    return tiny_digest(PARTS, outcome.states)


def test_one_hand_two_hands_and_no_schedule_at_all_agree(one: Crew, two: Crew) -> None:
    budget = budget_of(TINY, PARTS, effort="normal")
    outcomes = [run_parts(TINY, PARTS, seed=1, budget=budget, crew=hands) for hands in (one, two)]
    assert {digest(outcome) for outcome in outcomes} == {straight(budget.total)}
    assert {(o.stopped_by, o.proposals) for o in outcomes} == {("proposals", budget.total)}
    assert outcomes[0].trace == outcomes[1].trace
    assert outcomes[0].trace[-1].parts_done == len(PARTS)


def test_another_seed_gives_another_plan(one: Crew) -> None:
    budget = budget_of(TINY, PARTS, effort="quick")
    plans = {digest(run_parts(TINY, PARTS, seed=seed, budget=budget, crew=one)) for seed in (1, 2, 3)}
    assert len(plans) == 3


@settings(max_examples=15, deadline=None)
@given(breaks=st.lists(st.integers(1, 6), max_size=4), timed=st.booleans())
def test_work_broken_off_and_resumed_comes_out_the_same(breaks: list[int], *, timed: bool) -> None:
    budget = budget_of(TINY, PARTS, effort="quick", proposals=60_000, timed=timed)
    kept: dict[int, bytes] = {}

    def keep(progress: Progress[TinyState]) -> None:
        kept.update({n: pack(mark.state, mark.given) for n, mark in progress.resumable.items()})

    with crew(1) as hands:
        for slices in [*breaks, None]:
            ticks = count()
            pause: StopReason | None = "pause"
            outcome = run_parts(
                TINY,
                PARTS,
                seed=1,
                budget=budget,
                crew=hands,
                stop=lambda: pause if slices is not None and next(ticks) > slices else None,  # noqa: B023 -- called within the turn
                on_progress=keep,
                resumed={n: unpack(TinyState, data) for n, data in kept.items()},
            )
    assert digest(outcome) == straight(60_000)


def test_what_a_clock_ended_can_be_done_again_by_its_proposals(two: Crew) -> None:
    budget = budget_of(TINY, PARTS, effort="thorough", proposals=400_000_000, timed=True)
    began = time.monotonic()
    outcome = run_parts(TINY, PARTS, seed=1, budget=budget, crew=two, stop=stop_after(1.5))
    assert time.monotonic() - began < 3.5
    assert outcome.stopped_by == "time"
    assert 0 < outcome.proposals < 400_000_000
    again = budget_of(TINY, PARTS, effort="quick", proposals=outcome.proposals)
    assert digest(run_parts(TINY, PARTS, seed=1, budget=again, crew=two)) == digest(outcome)


def test_a_person_stops_work_within_two_seconds_and_keeps_a_whole_plan(two: Crew) -> None:
    budget = budget_of(TINY, PARTS, effort="thorough", proposals=400_000_000)
    asked: list[float] = []

    def stop() -> StopReason | None:
        if time.monotonic() - began > 1.0:
            asked.append(time.monotonic())
            return "user"
        return None

    began = time.monotonic()
    outcome = run_parts(TINY, PARTS, seed=1, budget=budget, crew=two, stop=stop)
    assert time.monotonic() - asked[0] < 2.0
    assert outcome.stopped_by == "user"
    begun = sum(TINY.value(part, begin(part, 1)) for part in PARTS)
    assert sum(map(TINY.value, PARTS, outcome.states)) < begun


def test_proven_parts_end_the_work(one: Crew) -> None:
    budget = budget_of(TINY, PARTS[:1], effort="normal")
    outcome = run_parts(TINY, PARTS[:1], seed=1, budget=budget, crew=one)
    assert (outcome.stopped_by, int(outcome.states[0].made[0])) == ("proven", 0)


@given(
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=9),
    total=st.integers(0, 10**9),
    timed=st.booleans(),
)
def test_levels_rise_to_the_whole_and_shares_never_exceed_it(
    weights: list[int], total: int, *, timed: bool
) -> None:
    budget = Budget(total=total, weights=tuple(weights), timed=timed)
    assert list(budget.levels) == sorted(budget.levels)
    assert budget.levels[-1] == total
    shares = [np.array(budget.shares(level)) for level in budget.levels]
    assert all((later >= sooner).all() for sooner, later in pairwise(shares))
    assert sum(budget.shares(total)) <= total


def test_a_state_comes_back_from_its_checkpoint() -> None:
    state = advance(PARTS[1], begin(PARTS[1], 1), 50)
    back, made = unpack(TinyState, pack(state, 50))
    assert made == 50
    assert advance(PARTS[1], back, 50).grid_of.tolist() == advance(PARTS[1], state, 50).grid_of.tolist()
    assert (back.proven, back.stream.dtype) == (False, np.dtype(np.uint64))


def test_workers_end_with_a_parent_that_is_killed() -> None:
    script = (
        "import sys, time\n"
        "from scenarios.running.crew import crew\n"
        "import os\n"
        "if __name__ == '__main__':\n"
        "    with crew(2) as hands:\n"
        "        pids = {hands.executor.submit(os.getpid).result() for _ in range(9)}\n"
        "        print(*pids, flush=True)\n"
        "        time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    workers = [int(pid) for pid in process.stdout.readline().split()]
    process.kill()
    process.wait()
    assert workers
    assert psutil.wait_procs([psutil.Process(p) for p in workers if psutil.pid_exists(p)], timeout=5)[1] == []


def test_workers_know_neither_store_nor_ground(two: Crew) -> None:
    known = two.executor.submit(_modules).result()
    assert os.getpid() != known[0]
    assert known[1] & {"sqlalchemy", "geopandas", "shapely", "dash", "flask"} == set()


def _modules() -> tuple[int, set[str]]:
    return os.getpid(), {name.split(".")[0] for name in sys.modules}
