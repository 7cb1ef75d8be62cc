"""Factors of logged on modelled hours: the least sum, what is told, and what cannot be told apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from domain.errors import InvalidValueError
from optimizer.staffing.calibration import TELLS, calibrated

THOUGHT = 0.5


@given(st.lists(st.floats(0.3, 2.5), min_size=3, max_size=3), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_tasks_that_are_logged_by_themselves_come_back(factors: list[float], seed: int) -> None:
    dice = np.random.default_rng(seed)
    modelled = np.kron(np.eye(3), np.ones((12, 1))) * dice.uniform(50, 900, (36, 1))
    fit = calibrated(modelled @ np.array(factors), modelled, thought=THOUGHT)
    assert fit.told.all()
    assert fit.factor == pytest.approx(factors, rel=1e-3)
    assert fit.error_after <= min(fit.error_before + 1e-9, 1e-3)


@given(st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_no_other_factors_have_a_smaller_sum(seed: int) -> None:
    dice = np.random.default_rng(seed)
    modelled = dice.uniform(10, 900, (30, 2))
    logged = modelled @ dice.uniform(0.5, 1.8, 2) * dice.lognormal(0, 0.1, 30)
    fit = calibrated(logged, modelled, thought=THOUGHT)
    size = modelled.sum(axis=1)
    plain = np.linalg.lstsq(modelled / np.sqrt(size)[:, None], logged / np.sqrt(size), rcond=None)
    noise = float(plain[1][0]) / 28

    def total(x: np.ndarray) -> float:
        return float(((logged - modelled @ x) ** 2 / size).sum() / noise + ((x - 1) ** 2).sum() / THOUGHT**2)

    if fit.told.all():
        assert fit.factor == pytest.approx(minimize(total, np.ones(2), method="Nelder-Mead").x, rel=1e-3)
    else:
        assert (fit.factor[~fit.told] == 1).all()


def test_tasks_that_go_together_everywhere_are_not_told_apart() -> None:
    dice = np.random.default_rng(1)
    visits = dice.uniform(50, 900, 40)
    modelled = np.column_stack([visits, 0.1 * visits, np.zeros(40)])
    logged = modelled @ np.array([1.4, 1.0, 1.0]) * dice.lognormal(0, 0.1, 40)
    fit = calibrated(logged, modelled, thought=THOUGHT)
    assert fit.told.tolist() == [True, False, False]
    assert fit.factor[1:].tolist() == [1.0, 1.0]
    assert fit.factor[0] == pytest.approx(1.4, rel=0.03)
    assert fit.spread[0] <= TELLS * THOUGHT < fit.spread[1]


def test_a_single_row_tells_less_than_the_catalogue_and_nothing_changes() -> None:
    fit = calibrated(np.array([900.0]), np.array([[300.0, 100.0, 50.0]]), thought=THOUGHT)
    assert not fit.told.any()
    assert fit.factor.tolist() == [1.0, 1.0, 1.0]
    assert fit.error_after == fit.error_before == pytest.approx(0.5)


def test_a_log_of_places_without_hours_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        calibrated(np.array([5.0]), np.zeros((1, 3)), thought=THOUGHT)
