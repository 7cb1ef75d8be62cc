"""Queues give the published values, and the simulation what the formulae say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from optimizer.staffing.queues import answered, blocked, queue_length, seats, waits
from optimizer.staffing.stress import Flow, Level, stressed
from optimizer.staffing.stress_kernels import served

loads = st.tuples(st.integers(1, 30), st.floats(0.01, 0.98)).map(lambda pair: (pair[0], pair[0] * pair[1]))


@pytest.mark.parametrize(
    ("servers", "load", "chance", "waiting"),
    [(1, 0.5, 0.5, 0.5), (2, 1.5, 0.642857, 1.928571), (3, 2.5, 0.702247, 3.511236)],
)
def test_golden_values_of_waiting(servers: int, load: float, chance: float, waiting: float) -> None:
    assert waits(servers, load) == pytest.approx(chance, abs=1e-6)
    assert queue_length(servers, load) == pytest.approx(waiting, abs=1e-6)


def test_golden_value_of_blocking() -> None:
    assert blocked(2, 1.5) == pytest.approx(0.310345, abs=1e-6)


@given(loads)
def test_waiting_is_the_textbook_sum(pair: tuple[int, float]) -> None:
    servers, load = pair
    last = load**servers / math.factorial(servers) * servers / (servers - load)
    wanted = last / (sum(load**k / math.factorial(k) for k in range(servers)) + last)
    assert waits(servers, load) == pytest.approx(wanted, rel=1e-9)


@given(calls=st.floats(0.1, 400), minutes=st.floats(0.5, 9), share=st.floats(0.05, 0.99))
def test_seats_are_the_fewest_that_answer_in_time(calls: float, minutes: float, share: float) -> None:
    found = seats(calls, minutes * 60, within_s=20, share=share)
    load = calls * minutes / 60
    assert answered(found, load, minutes * 60, 20) >= share
    assert found == 1 or answered(found - 1, load, minutes * 60, 20) < share


def test_a_queue_that_grows_without_end_says_so() -> None:
    assert waits(2, 2.0) == 1
    assert queue_length(2, 2.5) == math.inf
    assert answered(2, 2.0, 60, 20) == 0
    assert seats(0, 60, within_s=20, share=0.8) == 0
    with pytest.raises(InvalidValueError, match=r"value\.seats"):
        seats(10, 60, within_s=20, share=1)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_everybody_is_served_in_turn_by_who_is_free_first(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    arrival = np.sort(np.array(data.draw(st.lists(st.floats(0, 50), min_size=size, max_size=size))))
    service = np.array(data.draw(st.lists(st.floats(0.1, 9), min_size=size, max_size=size)))
    station = np.array(data.draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)))
    first = np.array([0, 2, 3])
    done = served(arrival, service, station, first, np.zeros(3))
    free: dict[int, list[float]] = {0: [0.0, 0.0], 1: [0.0]}
    for n in range(size):
        mine = free[int(station[n])]
        start = max(arrival[n], min(mine))
        assert done[n] == pytest.approx(start + service[n])
        mine[mine.index(min(mine))] = start + service[n]


def single(load: float, servers: int, *, duty_share: float = 1.0) -> Flow:
    """One grid whose events take 10 minutes, around the clock, nothing going on."""
    nothing = Level(servers=np.array([1]), minutes=1.0, deadline=np.inf, onward=0.0)
    grid = Level(servers=np.array([servers]), minutes=10.0, deadline=np.inf, onward=0.0)
    return Flow(
        yearly=np.array([load / 10 * 1440 * 365]), levels=(grid, nothing, nothing),
        above=(np.zeros(1, np.int64), np.zeros(1, np.int64)), duty_minutes=1440.0, duty_days=365,
        duty_share=duty_share,
    )  # fmt: skip


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (2, 1.5), (3, 2.5)])
def test_the_simulation_waits_as_long_as_the_formula(servers: int, load: float) -> None:
    found = stressed(single(load, servers), runs=12, seed=3)
    assert found.queue[0] == pytest.approx(queue_length(servers, load), rel=0.04)
    assert found.busy[0] == pytest.approx(load / servers, rel=0.02)
    assert found.waiting.mean == pytest.approx(queue_length(servers, load) / load * 10, rel=0.04)
    assert found.on_time.mean == 1


def test_the_same_seed_gives_the_same_year_and_another_another() -> None:
    one, again, other = (stressed(single(0.5, 1), runs=3, seed=seed) for seed in (1, 1, 2))
    assert one.waiting == again.waiting
    assert one.waiting != other.waiting


def flow(yearly: list[float], *, onward: float = 0.5, desks: int = 1) -> Flow:
    size = len(yearly)
    return Flow(
        yearly=np.array(yearly),
        levels=(
            Level(servers=np.full(size, 1), minutes=15.0, deadline=480.0, onward=onward),
            Level(servers=np.full(1, desks), minutes=40.0, deadline=480.0, onward=onward),
            Level(servers=np.full(1, 1), minutes=60.0, deadline=480.0, onward=0.0),
        ),
        above=(np.zeros(size, np.int64), np.zeros(1, np.int64)),
        duty_minutes=480.0, duty_days=250, duty_share=0.8,
    )  # fmt: skip


def test_loads_of_all_levels_follow_from_the_rates() -> None:
    """250 days of 480 minutes: 4,000 events of 15 minutes are half of them; half of all go on."""
    grids, communities, streets = flow([4000, 400]).loads
    assert grids == pytest.approx([0.5, 0.05])
    assert communities == pytest.approx([2200 * 40 / 120_000])
    assert streets == pytest.approx([1100 * 60 / 120_000])


def test_more_events_are_closed_later_and_a_second_desk_helps() -> None:
    calm, busy = (stressed(flow([n, n]), runs=8, seed=1) for n in (1000, 3500))
    helped = stressed(flow([3500, 3500], desks=3), runs=8, seed=1)
    assert calm.on_time.mean > busy.on_time.mean
    assert helped.on_time.mean > busy.on_time.mean
    assert busy.by_grid.shape == (2, 2)


def test_nobody_on_duty_closes_nothing_and_no_event_is_no_failure() -> None:
    idle = flow([500, 0])
    empty = Level(servers=np.array([0, 1]), minutes=15.0, deadline=480.0, onward=0.0)
    none = Flow(
        yearly=idle.yearly, levels=(empty, *idle.levels[1:]),
        above=idle.above, duty_minutes=480.0, duty_days=250, duty_share=0.8,
    )  # fmt: skip
    found = stressed(none, runs=2, seed=1)
    assert found.by_grid[0].tolist() == [0, 1]
    assert none.loads[0].tolist() == [math.inf, 0]
