"""The hypercube agrees with what is known of waiting lines, and its approximation with it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from optimizer.staffing.hypercube import correction, responses


def orders(places: int, units: int, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return np.array([draw.permutation(units) for _ in range(places)])


@pytest.mark.parametrize(("units", "load", "waits"), [(1, 0.5, 0.5), (2, 1.5, 0.642857), (3, 2.5, 0.702247)])
@pytest.mark.parametrize("exact", [True, False])
def test_the_hypercube_is_busy_as_its_waiting_line(
    units: int, load: float, waits: float, *, exact: bool
) -> None:
    rates = np.array([0.4, 0.3, 0.1, 0.2]) * load
    found = responses(rates, orders(4, units, 3), 1.0, exact=exact)
    assert found.exact is exact
    assert found.load.sum() == pytest.approx(load)
    assert found.waits == pytest.approx(waits, abs=5e-7)
    assert found.answers.sum(axis=1) == pytest.approx(np.ones(4))
    assert rates @ found.answers == pytest.approx(found.load, abs=1e-9 if exact else 0.02 * load)


def test_two_units_agree_with_the_balance_solved_by_hand() -> None:
    a, b = 0.5, 0.25
    found = responses(np.array([a, b]), np.array([[0, 1], [1, 0]]), 1.0)
    # p0 (a+b) = p1 + p2;  p1 (1+a+b) = a p0 + p12;  p2 (1+a+b) = b p0 + p12;  2 p12 = (a+b)(p1+p2)
    t = a + b
    p12 = t * t / 2
    p1, p2 = (a + p12) / (1 + t), (b + p12) / (1 + t)
    tail = p12 * (t / 2) / (1 - t / 2)
    whole = 1 + p1 + p2 + p12 + tail
    assert found.load == pytest.approx(np.array([p1, p2]) / whole + (p12 + tail) / whole)
    assert found.answers[0, 0] == pytest.approx((1 + p2 + (p12 + tail) / 2) / whole)


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 6), st.floats(0.1, 0.9), st.integers(0, 50))
def test_the_approximation_is_near_the_exact_loads(units: int, use: float, seed: int) -> None:
    rates = np.random.default_rng(seed).uniform(0.5, 1.5, 12)
    rates *= use * units / rates.sum()
    order = orders(12, units, seed)
    near, exact = (responses(rates, order, 1.0, exact=e) for e in (False, True))
    assert not near.exact
    assert near.waits == pytest.approx(exact.waits)
    assert near.load.sum() == pytest.approx(exact.load.sum())
    assert np.abs(near.load - exact.load).max() < 0.03
    assert near.answers.sum(axis=1) == pytest.approx(np.ones(12))


def simulated(rates: np.ndarray, order: np.ndarray, calls: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Busy shares, answers and waits of calls played one by one, with service of mean 1 in one line."""
    draw = np.random.default_rng(11)
    at = np.cumsum(draw.exponential(1 / rates.sum(), calls))
    place = draw.choice(len(rates), calls, p=rates / rates.sum())
    free_at, busy = np.zeros(order.shape[1]), np.zeros(order.shape[1])
    answers, waited = np.zeros(order.shape), 0
    for now, here, service in zip(at, place, draw.exponential(1.0, calls), strict=True):
        free = [unit for unit in order[here] if free_at[unit] <= now]
        waited += not free
        unit = free[0] if free else int(free_at.argmin())
        free_at[unit] = max(now, free_at[unit]) + service
        busy[unit] += service
        answers[here, unit] += 1
    return busy / at[-1], answers / answers.sum(axis=1, keepdims=True), waited / calls


def test_calls_played_one_by_one_agree_within_three_per_cent() -> None:
    rates, order = np.array([0.9, 0.4, 0.6, 0.5]), orders(4, 4, 2)
    load, answers, waits = simulated(rates, order, 150_000)
    found = responses(rates, order, 1.0)
    assert load == pytest.approx(found.load, rel=0.03)
    assert answers == pytest.approx(found.answers, abs=0.03)
    assert waits == pytest.approx(found.waits, rel=0.03)


def test_the_first_correction_is_that_of_a_unit_drawn_alone() -> None:
    assert correction(4, 2.0)[0] == pytest.approx(1.0)
    assert (np.diff(correction(6, 3.0)) != 0).all()


def test_more_calls_than_units_serve_are_refused() -> None:
    with pytest.raises(InvalidValueError, match=r"value\.queue-grows"):
        responses(np.array([2.0]), np.array([[0, 1]]), 1.0)
    with pytest.raises(InvalidValueError, match=r"value\.queue"):
        responses(np.array([1.0]), np.array([[0, 0]]), 1.0)
