"""Travel, coverage and queues have their closed-form values."""

from __future__ import annotations

from math import exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from domain.measures.service import (
    coverage,
    erlang_b,
    erlang_c,
    queue_length,
    response_time_s,
    travel_from_centre,
    waiting_beyond,
)


def test_golden_values_of_queues() -> None:
    assert queue_length(1, 0.5) == pytest.approx(0.5)
    assert erlang_c(2, 1.5) == pytest.approx(0.642857, abs=5e-7)
    assert queue_length(2, 1.5) == pytest.approx(1.928571, abs=5e-7)
    assert erlang_c(3, 2.5) == pytest.approx(0.702247, abs=5e-7)
    assert queue_length(3, 2.5) == pytest.approx(3.511236, abs=5e-7)
    assert erlang_b(2, 1.5) == pytest.approx(0.310345, abs=5e-7)


@given(st.integers(1, 12), st.floats(0.01, 0.99))
def test_erlang_c_is_its_textbook_sum(servers: int, busy: float) -> None:
    load = servers * busy
    last = load**servers / factorial(servers) * servers / (servers - load)
    expected = last / (sum(load**k / factorial(k) for k in range(servers)) + last)
    assert erlang_c(servers, load) == pytest.approx(expected)


def test_one_server_keeps_its_callers_waiting_exponentially() -> None:
    assert waiting_beyond(1, 0.5, 60, 0) == pytest.approx(0.5)
    assert waiting_beyond(1, 0.5, 60, 120) == pytest.approx(0.5 * exp(-1))


def test_a_queue_that_grows_without_end_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="unstable-queue"):
        erlang_c(3, 3.0)


def test_travel_over_a_square_is_near_its_integral() -> None:
    """Mean distance from the centre of a square of side 1 km is 382.6 m, the corner at 707.1 m."""
    side = np.arange(5, 1000, 10.0)
    x, y = (axis.ravel() for axis in np.meshgrid(side, side))
    travel = travel_from_centre(x, y, np.ones(x.size, np.int64), np.zeros(x.size, np.int32), 1)
    assert travel.mean_m[0] == pytest.approx(382.6, abs=0.1)
    assert travel.max_m[0] == pytest.approx(707.1, abs=8)


def test_travel_weighs_households_and_leaves_out_empty_ground_and_no_grid() -> None:
    """Households 30 and 10 a kilometre apart: the centre lies 250 m from the larger."""
    x = np.array([0.0, 1000.0, 9000.0, 5000.0])
    travel = travel_from_centre(
        x, np.zeros(4), np.array([30, 10, 0, 7]), np.array([0, 0, 0, -1], np.int32), 2
    )
    assert travel.mean_m.tolist() == [pytest.approx(375), 0]
    assert travel.max_m.tolist() == [750, 0]


def test_coverage_and_response() -> None:
    assert coverage(np.array([1.0, 9.0]), np.array([300.0, 69.0]), 5) == pytest.approx(0.813, abs=5e-4)
    assert coverage(np.empty(0), np.empty(0), 5) == 1
    assert response_time_s(600, 1.5, 30) == 430
