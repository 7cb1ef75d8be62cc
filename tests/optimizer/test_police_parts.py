"""Police grids of small station areas agree with trying every way to cut them, and keep every law."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from optimizer.staffing.dealt_heads import dealt_heads
from optimizer.staffing.police_parts import least_officers, least_red, police_parts
from optimizer.staffing.station_ground import StationGround
from tests.optimizer.station_areas import RULES, every_cut, station_areas

WIDE = replace(RULES, red=5000, amber=5000, target_low=5000)
"""Rules under which no community is divided and nobody has too many."""


def weights(ground: StationGround, plan: np.ndarray) -> tuple[int, int]:
    """The heaviest part, and the lightest as a negative number: smaller is better in both."""
    people = np.bincount(plan, ground.people)
    return int(people.max()), -int(people.min())


@settings(deadline=None, max_examples=15)
@given(station_areas(), st.integers(2, 4))
def test_people_are_as_alike_as_in_the_best_of_all_cuts(ground: StationGround, officers: int) -> None:
    silent = replace(ground, calls=np.zeros(ground.people.size))
    every = [weights(ground, plan) for plan in every_cut(ground, officers)]
    found = police_parts(silent, officers, WIDE)
    if not every:
        assert found is None
        return
    assert found is not None
    heaviest, lightest = weights(ground, found)
    step = 0.01 * ground.people.sum() / officers + 1
    assert heaviest <= min(heavy for heavy, _ in every) + step
    fit = [light for heavy, light in every if heavy <= heaviest]
    assert lightest <= min(fit) + step


@settings(deadline=None, max_examples=15)
@given(station_areas(), st.integers(2, 3))
def test_people_and_calls_give_way_by_the_least_share_that_both_can_have(
    ground: StationGround, officers: int
) -> None:
    every = list(every_cut(ground, officers))
    found = police_parts(ground, officers, WIDE)
    if not every:
        assert found is None
        return
    assert found is not None
    bounds = [best_bounds(load, every) for load in (ground.people, ground.calls)]
    least = min(given_way(ground, plan, bounds) for plan in every)
    assert given_way(ground, found, bounds) <= least + 0.03


def best_bounds(load: np.ndarray, every: list[np.ndarray]) -> tuple[float, float]:
    """The lightest and the heaviest part where this is as light as can be, and then that as heavy."""
    sums = [np.bincount(plan, load) for plan in every]
    most = min(float(part.max()) for part in sums)
    return max(float(part.min()) for part in sums if part.max() == most), most


def given_way(ground: StationGround, plan: np.ndarray, bounds: list[tuple[float, float]]) -> float:
    """By which share of a mean people or calls of a plan are beyond their own best bounds."""
    beyond = []
    for load, (low, high) in zip((ground.people, ground.calls), bounds, strict=True):
        part = np.bincount(plan, load)
        beyond.append(max(part.max() - high, low - part.min(), 0.0) / part.mean())
    return float(max(beyond))


@settings(deadline=None, max_examples=30)
@given(station_areas(most_pieces=3), st.integers(1, 6))
def test_every_police_grid_keeps_the_law(ground: StationGround, officers: int) -> None:
    found = police_parts(ground, officers, RULES)
    if found is None:
        return
    town = nx.Graph(zip(ground.tail.tolist(), ground.head.tolist(), strict=True))
    town.add_nodes_from(range(ground.people.size))
    assert np.unique(found).tolist() == list(range(officers))
    assert np.bincount(found, ground.people).max() <= RULES.red
    for part in range(officers):
        assert nx.is_connected(town.subgraph(np.flatnonzero(found == part).tolist()))
    for community in np.unique(ground.community):
        parts = np.unique(found[ground.community == community])
        if parts.size > 1:  # it has several officers: who shares ground with them does so whole
            beside = set(ground.community[np.isin(found, parts)].tolist()) - {community}
            assert all(np.unique(found[ground.community == other]).size == 1 for other in beside)


@settings(deadline=None, max_examples=15)
@given(station_areas())
def test_the_smallest_change_is_the_smallest(ground: StationGround) -> None:
    officers = 2
    least = min((weights(ground, plan)[0] for plan in every_cut(ground, officers)), default=None)
    if least is None or least <= RULES.red:
        return
    assert police_parts(ground, officers, RULES) is None
    assert least_red(ground, officers, RULES) == least
    needed = least_officers(ground, officers + 1, RULES)
    fits = [
        count
        for count in range(officers + 1, ground.people.size + 1)
        if any(weights(ground, plan)[0] <= RULES.red for plan in every_cut(ground, count))
    ]
    assert needed == min(fits, default=None)


def test_a_community_of_several_officers_is_divided_and_the_villages_stay_whole() -> None:
    ground = StationGround(
        community=np.array([0, 0, 0, 0, 1, 2]), people=np.array([200, 150, 180, 170, 150, 160]),
        calls=np.zeros(6), x=1000.0 * np.arange(6), y=np.zeros(6), tail=np.arange(5), head=np.arange(1, 6),
    )  # fmt: skip
    found = police_parts(ground, 3, replace(RULES, even=0.1))
    assert found is not None
    assert found.tolist() == [0, 0, 1, 1, 2, 2]
    assert police_parts(ground, 1, RULES) is None  # 1,010 people are too many for one
    with pytest.raises(InvalidValueError, match=r"value\.police-ground"):
        replace(ground, people=np.ones(3))


def test_heads_are_dealt_to_the_least_first_and_then_by_highest_averages() -> None:
    people, ones = np.array([900.0, 500.0, 100.0]), np.ones(3, np.int64)
    assert dealt_heads(2, ones, 3 * ones, people).tolist() == [1, 1, 0]
    assert dealt_heads(5, ones, 3 * ones, people).tolist() == [3, 1, 1]
    assert dealt_heads(20, ones, 3 * ones, people).tolist() == [3, 3, 3]
    assert dealt_heads(4, 0 * ones, 9 * ones, people).tolist() == [3, 1, 0]
