"""Groups along a walk: as cheap as the best of all ways to cut, and inside the bounds where that can be."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.redraw.walk import Sizes, cut_along, walked


def priced(
    weight: list[int], price: list[float], cuts: tuple[int, ...], sizes: Sizes, balance: float
) -> tuple[int, float]:
    """What is outside the bounds, and the cost, of a row cut before these items."""
    ends = [0, *cuts, len(weight)]
    held = [sum(weight[a:b]) for a, b in pairwise(ends)]
    beyond = sum(max(sizes.low - w, w - sizes.high, 0) for w in held)
    return beyond, sum(balance * ((w - sizes.target) / sizes.target) ** 2 for w in held) + sum(
        price[c] for c in cuts
    )


ROWS = st.integers(1, 9).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 20), min_size=n, max_size=n),
        st.lists(st.floats(-50, 50), min_size=n, max_size=n),
    )
)


@settings(deadline=None, max_examples=150)
@given(ROWS, st.tuples(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12)))
def test_no_way_to_cut_is_better(row: tuple[list[int], list[float]], bounds: tuple[int, int, int]) -> None:
    (weight, price), (low, more, most) = row, bounds
    sizes = Sizes(low=low, high=low + more + most, target=low + more)
    of = cut_along(np.array(weight), np.array(price), sizes, balance=100.0)
    cuts = tuple((np.flatnonzero(np.diff(of)) + 1).tolist())
    found = priced(weight, price, cuts, sizes, 100.0)
    numbers = [min(number, len(weight)) for number in sizes.numbers(sum(weight))]
    ways = {
        k: min(priced(weight, price, way, sizes, 100.0) for way in combinations(range(1, len(weight)), k - 1))
        for k in numbers
    }
    least = min(way[0] for way in ways.values())
    chosen = next(k for k in numbers if ways[k][0] == least)
    assert len(cuts) + 1 == chosen
    assert found == pytest.approx(ways[chosen])


@settings(deadline=None, max_examples=100)
@given(ROWS, st.data())
def test_as_many_groups_as_are_asked_for(row: tuple[list[int], list[float]], data: st.DataObject) -> None:
    weight, price = row
    groups = data.draw(st.integers(1, len(weight)))
    sizes = Sizes(low=0, high=sum(weight), target=1)
    of = cut_along(np.array(weight), np.array(price), sizes, balance=100.0, groups=groups)
    assert np.unique(of).tolist() == list(range(groups))
    assert (np.diff(of) >= 0).all()


@settings(deadline=None)
@given(st.integers(1, 3000))
def test_ten_households_make_the_nearest_number_of_groups_that_is_allowed(households: int) -> None:
    numbers = Sizes(low=8, high=12, target=10).numbers(households)
    allowed = [k for k in range(1, households + 1) if 8 * k <= households <= 12 * k]
    if allowed:
        assert sorted(numbers) == allowed
        assert abs(numbers[0] - households / 10) == min(abs(k - households / 10) for k in allowed)
    else:
        assert households < 8 or households in (13, 14, 15)
        assert numbers == (1,)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=7))
def test_a_walk_is_little_longer_than_the_shortest(places: list[tuple[int, int]]) -> None:
    at = np.array(places, np.float64)

    def metres(order: tuple[int, ...]) -> float:
        return float(np.hypot(*np.diff(at[list(order)], axis=0).T).sum())

    order = walked(at[:, 0], at[:, 1])
    assert sorted(order.tolist()) == list(range(len(places)))
    shortest = min(map(metres, permutations(range(len(places)))))
    assert metres(tuple(order.tolist())) <= 1.5 * shortest + 1e-9
