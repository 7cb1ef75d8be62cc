"""Measures of balance agree with their definitions written out, and with published values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.measures.spread import (
    coefficient_of_variation,
    gini,
    jain,
    max_deviation,
    max_over_min,
    overall_range,
    theil,
)

GOLDEN = np.array([300.0, 400.0, 500.0, 800.0])
LOADS = st.lists(st.integers(0, 3000), min_size=1, max_size=12).map(lambda x: np.array(x, float))


def test_golden_values() -> None:
    assert max_deviation(GOLDEN) == pytest.approx(0.60)
    assert overall_range(GOLDEN) == pytest.approx(1.00)
    assert coefficient_of_variation(GOLDEN) == pytest.approx(0.374166, abs=5e-7)
    assert max_over_min(GOLDEN) == pytest.approx(2.6667, abs=5e-5)
    assert gini(GOLDEN) == pytest.approx(0.20)
    assert theil(GOLDEN).total == pytest.approx(0.066749, abs=5e-7)
    assert jain(GOLDEN) == pytest.approx(0.877193, abs=5e-7)


@given(LOADS, st.data())
def test_gini_is_its_double_sum(values: np.ndarray, data: st.DataObject) -> None:
    weights = np.array(
        data.draw(st.lists(st.integers(1, 9), min_size=values.size, max_size=values.size)), float
    )
    mean = (weights * values).sum() / weights.sum()
    pairs = (weights[:, None] * weights[None, :] * np.abs(values[:, None] - values[None, :])).sum()
    expected = pairs / (2 * weights.sum() ** 2 * mean) if mean else 0.0
    assert gini(values, weights) == pytest.approx(expected, abs=1e-9)


@given(LOADS, st.data())
def test_theil_within_is_the_mean_of_the_groups_own_by_their_share(
    values: np.ndarray, data: st.DataObject
) -> None:
    group = np.array(data.draw(st.lists(st.integers(0, 2), min_size=values.size, max_size=values.size)))
    split = theil(values, group)
    own = sum(
        values[group == g].sum() / values.sum() * theil(values[group == g]).total
        for g in np.unique(group)
        if values[group == g].sum()
    )
    assert split.within == pytest.approx(own, abs=1e-9)
    assert split.within + split.between == pytest.approx(split.total, abs=1e-9)


@given(LOADS)
def test_jain_is_one_over_one_plus_cv_squared(values: np.ndarray) -> None:
    assert jain(values) == pytest.approx(1 / (1 + coefficient_of_variation(values) ** 2))


@given(LOADS, st.permutations(range(12)))
def test_order_plays_no_part(values: np.ndarray, order: list[int]) -> None:
    shuffled = values[[n for n in order if n < values.size]]
    for measure in (gini, jain, coefficient_of_variation, max_deviation, overall_range):
        assert measure(shuffled) == pytest.approx(measure(values))


@given(st.integers(1, 900), st.integers(1, 9))
def test_equal_loads_have_no_spread(load: int, grids: int) -> None:
    equal = np.full(grids, float(load))
    assert gini(equal) == pytest.approx(0, abs=1e-12)
    assert theil(equal).total == pytest.approx(0, abs=1e-12)
    assert coefficient_of_variation(equal) == max_deviation(equal) == 0
    assert max_over_min(equal) == jain(equal) == pytest.approx(1)


def test_nothing_counted_has_no_spread_and_an_empty_grid_has_the_greatest() -> None:
    nothing = np.zeros(3)
    assert gini(nothing) == theil(nothing).total == coefficient_of_variation(nothing) == 0
    assert max_over_min(np.array([0.0, 5.0])) == math.inf
    assert coefficient_of_variation(np.array([0.0, 10.0])) == 1.0
