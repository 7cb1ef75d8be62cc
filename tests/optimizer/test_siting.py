"""Sites and seats are the best of all that there are, and who goes without is listed."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from optimizer.models.siting import fewest_sites, most_covered, p_center, p_median
from optimizer.models.spread_posts import spread_posts

quick = settings(deadline=None, max_examples=25)
towns = st.tuples(st.integers(2, 7), st.integers(1, 5), st.integers(0, 10_000))


def town(places: int, sites: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ways, some of them missing, and people, some places without."""
    draw = np.random.default_rng(seed)
    ways = draw.integers(0, 20, (places, sites)).astype(float)
    ways[draw.random(ways.shape) < 0.15] = np.inf
    return ways, draw.integers(0, 5, places).astype(float)


def choices(sites: int, most: int) -> list[tuple[int, ...]]:
    return [c for k in range(1, most + 1) for c in combinations(range(sites), k)]


@quick
@given(towns, st.integers(1, 3))
def test_the_median_leaves_fewest_without_and_then_has_the_shortest_ways(
    size: tuple[int, int, int], sites: int
) -> None:
    ways, people = town(*size)

    def worth(chosen: tuple[int, ...]) -> tuple[float, float]:
        near = ways[:, chosen].min(axis=1)
        served = np.isfinite(near)
        return float(people[~served].sum()), float((people[served] * near[served]).sum())

    found = p_median(ways, people, sites)
    best = min(worth(c) for c in [*choices(size[1], min(sites, size[1]))])
    assert (people[found.missed].sum(), found.value) == pytest.approx(best)
    assert len(found.open) <= sites


@quick
@given(towns, st.integers(1, 3))
def test_the_centre_has_the_shortest_farthest_way(size: tuple[int, int, int], sites: int) -> None:
    ways, people = town(*size)
    counted = (people > 0) & np.isfinite(ways).any(axis=1)
    worst = [ways[counted][:, c].min(axis=1).max(initial=0) for c in choices(size[1], min(sites, size[1]))]
    if counted.any() and np.isinf(min(worst)):
        with pytest.raises(InvalidValueError, match=r"value\.too-few-sites"):
            p_center(ways, people, sites)
    elif counted.any():
        found = p_center(ways, people, sites)
        assert found.value == min(worst)
        assert len(found.open) <= sites


@quick
@given(towns, st.integers(0, 20))
def test_the_fewest_sites_reach_everybody_who_can_be_reached(
    size: tuple[int, int, int], reach: float
) -> None:
    ways, people = town(*size)
    counted = (people > 0) & (ways <= reach).any(axis=1)
    enough = [c for c in choices(size[1], size[1]) if (ways[counted][:, c] <= reach).any(axis=1).all()]
    found = fewest_sites(ways, people, reach)
    assert found.value == (min(map(len, enough)) if counted.any() else 0)
    assert not set(found.missed) & set(np.flatnonzero(counted))


@quick
@given(towns, st.integers(0, 20), st.integers(1, 3))
def test_the_most_covered_is_the_most_of_all_choices(
    size: tuple[int, int, int], reach: float, sites: int
) -> None:
    ways, people = town(*size)
    best = max(people[(ways[:, c] <= reach).any(axis=1)].sum() for c in choices(size[1], min(sites, size[1])))
    found = most_covered(ways, people, reach, sites)
    assert found.value == best
    assert people[found.missed].sum() == people.sum() - best


@quick
@given(st.integers(0, 10_000), st.integers(1, 2))
def test_seats_are_the_best_of_all_ways_to_fill_them(seed: int, cap: int) -> None:
    draw = np.random.default_rng(seed)
    heads, needed = draw.integers(0, 3, 2), draw.integers(0, 3, 3)
    ways = draw.integers(1, 9, (2, 3)).astype(float)
    every = [range(min(int(heads[i]), int(needed[j])) + 1) for i, j in product(range(2), range(3))]
    tables = (np.array(t).reshape(2, 3) for t in product(*every))
    best = min(
        (int((needed - t.sum(axis=0)).sum()), float((ways * t).sum()))
        for t in tables
        if (t.sum(axis=1) <= cap * heads).all() and (t.sum(axis=0) <= needed).all()
    )
    found = spread_posts(heads, ways, needed, cap=cap)
    assert (found.short.sum(), found.way) == best
    assert (found.seats.sum(axis=0) + found.short == needed).all()


def test_138_specialists_serve_180_grids_within_their_cap_and_the_rest_is_listed() -> None:
    draw = np.random.default_rng(4)
    homes, grids = draw.random((105, 2)), draw.random((180, 2))
    heads = np.bincount(draw.integers(0, 105, 138), minlength=105)
    ways = np.hypot(*(homes[:, None] - grids[None]).transpose(2, 0, 1))
    found = spread_posts(heads, ways, np.full(180, 2), cap=2)
    assert found.short.sum() == 360 - 138 * 2
    assert spread_posts(heads, ways, np.full(180, 2), cap=3).short.sum() == 0
    for place, count in enumerate(heads):
        dealt = found.dealt(place, int(count))
        assert all(len(mine) <= 2 and len(set(mine)) == len(mine) for mine in dealt)
        assert sum(map(len, dealt)) == found.seats[place].sum()


def test_what_is_no_table_of_ways_is_refused() -> None:
    with pytest.raises(InvalidValueError, match=r"value\.siting"):
        p_median(np.array([[-1.0]]), np.ones(1), 1)
    with pytest.raises(InvalidValueError, match=r"value\.siting"):
        spread_posts(np.ones(2, int), np.ones((1, 1)), np.ones(1, int), cap=1)
