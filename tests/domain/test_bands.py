"""Counts of grids that fit a total are those that trying every count finds."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

import domain.bands
from data.reference import shipped_standards
from domain.bands import band_of, fitting_counts, nearest_dividable
from domain.errors import InvalidValueError


def fits(total: int, low: int, high: int) -> list[int]:
    """Every count of grids, tried one by one, whose sizes can all lie inside the bounds."""
    return [k for k in range(1, total + 2) if k * low <= total <= k * high]


@given(st.integers(0, 400), st.integers(1, 60), st.integers(0, 60))
def test_fitting_counts_are_those_found_by_trying_all(total: int, low: int, width: int) -> None:
    fewest, most = fitting_counts(total, low, low + width)
    assert list(range(fewest, most + 1)) == fits(total, low, low + width)


@given(st.integers(0, 400), st.integers(1, 60), st.integers(0, 60))
def test_the_nearest_dividable_total_is_the_nearest_of_all(total: int, low: int, width: int) -> None:
    high = low + width
    dividable = [t for t in range(total + low + 1) if fits(t, low, high)]
    assert nearest_dividable(total, low, high) == min(dividable, key=lambda t: (abs(t - total), t))


def test_the_yanliang_ranges_follow_on_both_bases() -> None:
    assert fitting_counts(141_989, 300, 500) == (284, 473)
    assert fitting_counts(115_000, 300, 500) == (230, 383)


@pytest.mark.parametrize("total", [0, 1, 299, 501, 599])
def test_totals_that_no_count_fits_are_below_300_and_501_to_599(total: int) -> None:
    fewest, most = fitting_counts(total, 300, 500)
    assert fewest > most


@pytest.mark.parametrize("total", [300, 500, 600, 1000, 1120, 60_000])
def test_other_totals_can_be_divided(total: int) -> None:
    fewest, most = fitting_counts(total, 300, 500)
    assert fewest <= most
    assert nearest_dividable(total, 300, 500) == total


def test_without_a_lower_limit_every_count_up_to_one_household_a_grid_fits() -> None:
    assert fitting_counts(12, 0, 5) == (3, 12)


def test_impossible_bounds_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="norm-range"):
        fitting_counts(100, 50, 40)


def test_bands_change_exactly_at_the_limits() -> None:
    town = shipped_standards().grid_type("town")
    expected = {
        199: "over", 200: "acceptable", 299: "acceptable", 300: "ok", 500: "ok",
        501: "acceptable", 800: "acceptable", 801: "over",
    }  # fmt: skip
    assert {n: band_of(n, town) for n in expected} == expected


def test_a_small_community_as_one_grid_is_never_red_but_a_big_one_is() -> None:
    town = shipped_standards().grid_type("town")
    assert band_of(0, town, whole_community=True) == "acceptable"
    assert band_of(801, town, whole_community=True) == "over"


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(domain.bands).failed == 0
