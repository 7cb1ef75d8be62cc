"""Classes hold every value once, divide as their name says, and at limits that can be printed."""

from __future__ import annotations

import doctest
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios.classes
from scenarios.classes import NONE, SAMPLE, SCHEMES, Classes, Scheme, changes, classified, rounded_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

amounts = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4))
columns = st.lists(st.one_of(amounts, st.just(float("nan"))), min_size=1, max_size=60)


@settings(deadline=None)  # the first one loads the library
@given(columns, st.sampled_from(SCHEMES), st.integers(3, 5), st.data())
def test_every_value_is_in_the_one_class_whose_limits_hold_it(
    column: list[float], scheme: Scheme, size: int, data: st.DataObject
) -> None:
    centred = data.draw(st.booleans())
    values = np.array(column)
    found = classified(values, scheme, size, centred=centred)
    assert len(found) <= size + (centred and size % 2 == 0)
    assert sum(found.counts) == int((~np.isnan(values)).sum())
    for value, at in zip(values, found.of, strict=True):
        inner = found.limits[1:-1]
        oracle = NONE if np.isnan(value) else sum(limit < value for limit in inner)
        assert at == oracle


@settings(deadline=None)  # the first one loads the library
@given(columns, st.sampled_from(SCHEMES), st.integers(3, 5))
def test_classes_about_a_middle_mirror_each_other(column: list[float], scheme: Scheme, size: int) -> None:
    found = classified(np.array(column), scheme, size, centred=True)
    inner = found.limits[1:-1]
    assert [-limit for limit in reversed(inner)] == list(inner)
    assert len(found) % 2 == 1 or not len(found)


@settings(deadline=None)
@given(columns, st.sampled_from(SCHEMES), st.integers(3, 5))
def test_what_stays_is_in_the_middle_and_both_ways_are_divided_alike(
    column: list[float], scheme: Scheme, size: int
) -> None:
    values = np.array(column)
    found = changes(values, scheme, size)
    if np.isnan(values).all():
        assert len(found) == 0
        return
    middle = len(found) // 2
    for value, at in zip(values, found.of, strict=True):
        assert np.isnan(value) or np.sign(value) == np.sign(at - middle)
    mirrored = changes(-values, scheme, size)
    assert mirrored.counts == tuple(reversed(found.counts)) or set(np.abs(values)) & set(found.limits)


@settings(deadline=None)
@given(st.sets(st.integers(0, 900), min_size=6, max_size=11), st.integers(3, 4))
def test_natural_breaks_are_the_best_of_all_ways_to_divide(numbers: set[int], size: int) -> None:
    values = np.array(sorted(numbers), np.float64)
    found = classified(values, "natural", size)
    ways = [
        [values[a:b] for a, b in zip((0, *cuts), (*cuts, values.size), strict=True)]
        for cuts in combinations(range(1, values.size), size - 1)
    ]
    best = min(spread(way) for way in ways)
    parts = [values[found.of == n] for n in range(len(found))]
    assert spread(parts) == pytest.approx(best)


def test_limits_are_what_can_be_printed() -> None:
    fine = classified(np.random.default_rng(3).gamma(2, 0.3, 90), "quantiles", 5)
    assert [rounded_limit(limit) for limit in fine.limits[1:-1]] == list(fine.limits[1:-1])
    whole = classified(np.random.default_rng(4).integers(0, 70, 90).astype(float), "natural", 5)
    assert all(limit == int(limit) for limit in whole.limits)


def spread(parts: Sequence[NDArray[np.float64]]) -> float:
    """Return the sum of squares about the mean of each part."""
    return float(sum(((part - part.mean()) ** 2).sum() for part in parts if part.size))


def test_equal_counts_and_equal_steps_are_what_they_say() -> None:
    values = np.arange(1.0, 101.0)
    assert classified(values, "quantiles", 4).counts == (25, 25, 25, 25)
    skew = values**2
    steps = np.diff(classified(skew, "equal", 5).limits)
    assert steps == pytest.approx(np.full(5, 9999 / 5), rel=0.01)


def test_few_different_values_have_a_class_each_and_nothing_has_none() -> None:
    found = classified(np.array([3.0, 3.0, 8.0, np.nan]), "quantiles", 5)
    assert (found.limits, found.counts, found.of.tolist()) == ((3.0, 3.0, 8.0), (2, 1), [0, 0, 1, NONE])
    same = classified(np.full(9, 4.2), "natural", 5)
    assert (len(same), same.counts) == (1, (9,))
    empty: Classes = classified(np.full(3, np.nan), "equal", 5)
    assert (len(empty), empty.limits, empty.of.tolist()) == (0, (), [NONE] * 3)


def test_natural_breaks_of_very_many_values_are_the_same_each_time_and_nearly_the_best() -> None:
    values = np.random.default_rng(7).gamma(3, 100, 4 * SAMPLE)
    once, again = classified(values, "natural", 5), classified(values, "natural", 5)
    assert once.limits == again.limits
    fine = classified(values[:SAMPLE], "natural", 5)
    parts = [values[once.of == n] for n in range(5)]
    other = [values[np.searchsorted(fine.limits[1:-1], values) == n] for n in range(5)]
    assert spread(parts) <= 1.02 * spread(other)


def test_the_examples_hold() -> None:
    assert doctest.testmod(scenarios.classes).failed == 0
