"""Apportionment is the cheapest one there is, checked by trying them all."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.bands import nearest_dividable
from domain.standards import GridType
from optimizer.norms import fitting
from optimizer.redraw.apportion import Options, divide, norm_range, options, together

TOWN = GridType(
    key="town", norm_low=300, norm_high=500, target=400, hard_low=200, hard_high=800, whole_limit=600
)
VILLAGE = GridType(
    key="village", norm_low=100, norm_high=300, target=200, hard_low=30, hard_high=400, whole_limit=200
)


@st.composite
def choices(draw: st.DrawFn) -> Options:
    """Any costs, convex or not, of one to four numbers of grids."""
    cost = draw(st.lists(st.integers(0, 20).map(float), min_size=1, max_size=4))
    none = np.zeros(len(cost))
    return Options(least=draw(st.integers(1, 3)), cost=np.array(cost), beyond=none, outside=none)


@given(st.lists(choices(), min_size=1, max_size=4), st.data())
def test_no_division_among_communities_is_cheaper(pieces: list[Options], data: st.DataObject) -> None:
    least, most = sum(p.least for p in pieces), sum(p.most for p in pieces)
    grids = data.draw(st.integers(least, most))

    def price(division: tuple[int, ...]) -> float:
        return sum(float(p.cost[k - p.least]) for p, k in zip(pieces, division, strict=True))

    every = product(*(range(p.least, p.most + 1) for p in pieces))
    cheapest = min(price(division) for division in every if sum(division) == grids)
    found = divide(pieces, grids)
    assert sum(found) == grids
    assert price(found) == cheapest == together(pieces).cost[grids - least]


@given(st.integers(0, 3000), st.integers(1, 12))
def test_even_sizes_are_the_best_any_division_has(households: int, room: int) -> None:
    found = options(households, room, TOWN, room)
    for k in range(1, room + 1):
        size, larger = divmod(households, k)
        sizes = [size + 1] * larger + [size] * (k - larger)
        beyond = sum(max(200 - h, 0, h - 800) for h in sizes)
        assert found.beyond[k - 1] == beyond
    assert found.legal[0] <= found.best <= found.legal[1]


@given(st.integers(0, 4000), st.integers(0, 300), st.integers(0, 400))
def test_a_total_fits_a_norm_exactly_when_its_even_size_does(households: int, low: int, width: int) -> None:
    high = low + width + 1
    fits = [k for k in range(1, 60) if low * k <= households <= high * k]
    fewest, most = fitting(households, low, high, 59)
    assert list(range(fewest, most + 1)) == fits
    if low >= 80:  # the oracle below tries up to 59 grids
        reachable = {total for k in range(1, 60) for total in range(low * k, high * k + 1)}
        nearest = nearest_dividable(households, low, high)
        assert nearest in reachable
        assert abs(nearest - households) == min(abs(total - households) for total in reachable)


def test_a_community_of_1120_households_gets_three_grids_and_one_of_560_is_unavoidable() -> None:
    assert options(1120, 50, TOWN, 50).best == 3
    assert fitting(560, 300, 500, 50) == (1, 0)
    assert nearest_dividable(560, 300, 500) == 600
    assert nearest_dividable(261, 300, 500) == 300


def test_a_community_below_the_minimum_is_one_grid_whatever_its_total() -> None:
    assert {options(total, 50, TOWN, 50).best for total in (0, 1, 150, 299)} == {1}


@pytest.mark.parametrize(("total", "low", "high"), [(141_989, 284, 473), (115_000, 230, 383)])
def test_the_norm_of_yanliang_on_both_bases(total: int, low: int, high: int) -> None:
    """阎良: 141,989 dwelling records, 115,000 homes visited, 300–500 each."""
    town = shipped_standards().grid_type("town")
    found = norm_range([total], [town], town)
    assert (found.flat_low, found.flat_high) == (low, high) == (found.low, found.high)


def test_the_nested_answer_adds_up_communities_and_counts_the_unavoidable() -> None:
    found = norm_range([1120, 560, 250, 90], [TOWN, TOWN, VILLAGE, VILLAGE], TOWN)
    assert (found.flat_low, found.flat_high) == (5, 6)
    assert found.grids == 3 + 2 + 1 + 1
    assert found.unavoidable == 2
    assert (found.low, found.high) == (3 + 2 + 1 + 1, 3 + 2 + 2 + 1)
