"""Who answers calls of police grids agrees with calls played one by one, and with what waiting lines say."""

from __future__ import annotations

import numpy as np
import pytest

from domain.errors import InvalidValueError
from optimizer.staffing.police_response import Watch, answered, with_one_away
from optimizer.staffing.queues import waits
from optimizer.staffing.stress import Flow, Level, stressed

MINUTES = np.array([[3.0, 7.0, 9.0], [6.0, 2.0, 5.0], [8.0, 4.0, 3.0]])
BUSY = Watch(calls=np.array([1.2, 0.7, 0.9]), officers=np.array([2, 1, 1]), minutes=MINUTES, rate=1.5)


def test_simulated_years_wait_and_are_busy_as_the_hypercube_says_within_three_per_cent() -> None:
    found = answered(BUSY)
    assert found is not None
    hours = 365 * 24.0
    one = np.ones(1, np.int64)
    desk = Level(servers=one, minutes=1.0, deadline=1.0, onward=0.0)
    flow = Flow(
        yearly=np.array([BUSY.calls.sum() * hours]),
        levels=(Level(servers=4 * one, minutes=40.0, deadline=1e9, onward=0.0), desk, desk),
        above=(np.zeros(1, np.int64), np.zeros(1, np.int64)), duty_minutes=24 * 60.0, duty_days=365,
        duty_share=1.0,
    )  # fmt: skip
    years = stressed(flow, runs=60, seed=3)
    assert years.events > 1_000_000
    assert years.waiting.mean == pytest.approx(found.wait, rel=0.03)
    assert years.busy[0] == pytest.approx(found.busy @ BUSY.officers / 4, rel=0.03)


def played(watch: Watch, calls: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Busy shares and mean minutes by police grid, and the share that waits, of calls played one by one."""
    draw = np.random.default_rng(5)
    zone_of = np.repeat(np.arange(watch.calls.size), watch.officers)
    at = np.cumsum(draw.exponential(1 / watch.calls.sum(), calls))
    place = draw.choice(watch.calls.size, calls, p=watch.calls / watch.calls.sum())
    free, busy = np.zeros(zone_of.size), np.zeros(zone_of.size)
    minutes, turn, waited = np.zeros((calls,)), np.zeros(watch.calls.size, int), 0
    for n, (now, here, service) in enumerate(
        zip(at, place, draw.exponential(1 / watch.rate, calls), strict=True)
    ):
        ready = np.flatnonzero(free <= now)
        if ready.size:
            near = np.where(zone_of[ready] == here, -1.0, watch.minutes[zone_of[ready], here])
            alike = ready[near == near.min()]
            unit = int(alike[turn[here] % alike.size])
            turn[here] += 1
        else:
            waited, unit = waited + 1, int(free.argmin())
        free[unit] = max(now, free[unit]) + service
        busy[unit] += service
        minutes[n] = watch.minutes[zone_of[unit], here]
    share = np.bincount(zone_of, busy / at[-1]) / watch.officers
    return share, np.bincount(place, minutes) / np.bincount(place), waited / calls


def test_busy_shares_and_minutes_of_each_police_grid_agree_with_calls_played_one_by_one() -> None:
    found = answered(BUSY)
    assert found is not None
    assert found.exact
    busy, minutes, waiting = played(BUSY, 120_000)
    assert busy == pytest.approx(found.busy, rel=0.03)
    assert minutes == pytest.approx(found.minutes, rel=0.03)
    assert waiting == pytest.approx(found.waits, rel=0.03)


def test_many_officers_are_answered_by_larsons_approximation_near_the_exact_one() -> None:
    draw = np.random.default_rng(2)
    spots = draw.uniform(0, 10, (13, 2))
    minutes = 1.0 + np.hypot(*(spots[:, None] - spots[None]).T)
    watch = Watch(calls=draw.uniform(0.4, 0.9, 13), officers=np.ones(13), minutes=minutes, rate=1.5)
    found = answered(watch)
    assert found is not None
    assert not found.exact
    busy, way, _ = played(watch, 60_000)
    assert busy == pytest.approx(found.busy, abs=0.03)
    assert way == pytest.approx(found.minutes, rel=0.1)
    assert way @ watch.calls == pytest.approx(found.minutes @ watch.calls, rel=0.05)
    assert found.answers.sum(axis=1) == pytest.approx(np.ones(13))


def test_one_officer_is_a_waiting_line_of_one() -> None:
    alone = answered(Watch(calls=[0.5], officers=[1], minutes=[[4.0]], rate=1.0))
    assert alone is not None
    assert (alone.busy[0], alone.waits, alone.minutes[0]) == pytest.approx((0.5, 0.5, 4.0))
    assert alone.wait == pytest.approx(60.0)  # ρ / (μ − λ) = 0.5 / 0.5 h
    assert alone.waits == pytest.approx(waits(1, 0.5))


def test_officers_of_one_police_grid_are_equally_busy_and_everybody_serves_all_calls() -> None:
    found = answered(BUSY)
    assert found is not None
    assert found.busy @ BUSY.officers == pytest.approx(BUSY.calls.sum() / BUSY.rate)
    assert found.waits == pytest.approx(waits(4, BUSY.calls.sum() / BUSY.rate))
    turned = answered(
        Watch(calls=BUSY.calls[::-1], officers=BUSY.officers[::-1], minutes=MINUTES[::-1, ::-1], rate=1.5)
    )
    assert turned is not None
    assert turned.busy[::-1] == pytest.approx(found.busy)
    assert turned.minutes[::-1] == pytest.approx(found.minutes)


def test_with_one_away_others_answer_and_with_too_many_calls_nobody_is_told_to() -> None:
    left = with_one_away(BUSY, 1)
    assert left is not None
    found, before = answered(left), answered(BUSY)
    assert found is not None
    assert before is not None
    assert found.answers[1, 1] == 0
    assert found.busy[1] == 0
    assert found.minutes[1] > before.minutes[1]
    assert found.waits > before.waits
    twice = with_one_away(left, 2)
    assert twice is not None
    assert answered(twice) is not None
    last = with_one_away(twice, 0)
    assert last is not None
    assert answered(last) is None  # 2.8 calls an hour are fewer than 2 × 1.5, and more than 1 × 1.5
    assert with_one_away(Watch(calls=[0.1], officers=[1], minutes=[[1.0]], rate=1.0), 0) is None


def test_without_calls_everybody_is_free() -> None:
    found = answered(Watch(calls=np.zeros(3), officers=BUSY.officers, minutes=MINUTES, rate=1.5))
    assert found is not None
    assert found.minutes.tolist() == [3.0, 2.0, 3.0]
    assert (found.waits, found.wait, found.busy.sum()) == (0.0, 0.0, 0.0)
    with pytest.raises(InvalidValueError, match=r"value\.police-watch"):
        Watch(calls=np.zeros(3), officers=np.zeros(3), minutes=MINUTES, rate=1.5)
