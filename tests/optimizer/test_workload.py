"""Hours follow households, events and streets: drawing lines creates no work but travel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from optimizer.staffing.workload import Demand, passes_a_day, street_metres, worker_hours, workload
from tests.strategies import block_town, plan_of

STANDARDS = shipped_standards()


def demand(
    households: list[float], *, events: float = 0.0, rounds: float | None = None, **classes: object
) -> Demand:
    """Demand of a town of blocks: streets alike everywhere, events alike per block."""
    size = len(households)
    return Demand(
        households=np.array(households, float),
        classes=classes,
        events=np.full(size, events / size),
        street_m=np.full(size, 200.0),
        patrol_rounds=rounds,
    )


def test_a_town_grid_of_400_households_carries_767_hours() -> None:
    """Ten blocks, 0.1 km²; 10 % visited monthly, one patrol hour a day, 470 events a year."""
    town = block_town(5, 2, [40] * 10)
    found = workload(town, plan_of(town, [0] * 10, 1), demand([40.0] * 10, events=470, rounds=1), STANDARDS)
    assert round(float(found.hours[0])) == 767
    assert round(float(found.fte[0]), 2) == 0.72
    assert float(found.event_h[0]) == pytest.approx(117.5)
    assert float(found.patrol_h[0]) == pytest.approx(250)
    assert float(found.visit_h[0]) == pytest.approx(1200 * 19.5 / 60)


@pytest.mark.parametrize(("homes", "expected"), [(115_000, 190), (141_989, 216)])
@pytest.mark.parametrize("grids", [180, 360])
def test_yanliang_asks_for_190_to_216_however_it_is_cut(homes: int, expected: int, grids: int) -> None:
    """500,000 events in three years and 180 patrol rounds on 360 blocks at 250 m² a household."""
    blocks = 360
    town = block_town(24, 15, [0] * blocks)
    dense = np.full(blocks, 10_000.0 / 250.0)
    plan = plan_of(town, [block * grids // blocks for block in range(blocks)], grids)
    found = workload(town, plan, demand(dense.tolist(), events=500_000 / 3, rounds=180), STANDARDS)
    per_home = float((found.visit_h + found.travel_h).sum() / dense.sum())
    fte = (per_home * homes + float((found.event_h + found.patrol_h).sum())) / worker_hours(STANDARDS)
    assert fte == pytest.approx(expected, abs=1.0)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_redrawing_the_same_ground_changes_travel_alone(data: st.DataObject) -> None:
    households = data.draw(st.lists(st.integers(0, 300), min_size=12, max_size=12))
    town = block_town(4, 3, households, [0] * 4 + [1] * 8, kinds=("town", "town"))
    asked = demand([float(h) for h in households], events=90, rounds=2, shops=np.arange(12.0))
    cuts = st.lists(st.integers(0, 3), min_size=12, max_size=12)
    before, after = (workload(town, plan_of(town, data.draw(cuts), 4), asked, STANDARDS) for _ in range(2))
    for cause in ("visit_h", "event_h", "patrol_h"):
        assert getattr(before, cause).sum() == pytest.approx(getattr(after, cause).sum())


def test_cutting_a_grid_in_two_equal_halves_changes_no_hour() -> None:
    """The door-to-door walk depends on the density alone, so halves walk as far as the whole."""
    town = block_town(4, 2, [50] * 8)
    asked = demand([50.0] * 8, events=40, rounds=1)
    whole = workload(town, plan_of(town, [0] * 8, 1), asked, STANDARDS)
    halves = workload(town, plan_of(town, [0, 0, 1, 1] * 2, 2), asked, STANDARDS)
    assert halves.hours.sum() == pytest.approx(whole.hours.sum())


def test_villages_walk_farther_and_find_more_people_at_home() -> None:
    kinds = ("town", "village")
    town = block_town(2, 1, [100, 100], [0, 1], kinds=kinds)
    found = workload(town, plan_of(town, [0, 1], 2), demand([100.0, 100.0]), STANDARDS)
    assert found.visit_h[1] < found.visit_h[0]
    ratio = (STANDARDS["workload.detour.village"] / STANDARDS["workload.answer.village"]) / (
        STANDARDS["workload.detour.town"] / STANDARDS["workload.answer.town"]
    )
    assert found.travel_h[1] / found.travel_h[0] == pytest.approx(ratio)


def test_a_counted_class_replaces_its_share() -> None:
    town = block_town(2, 1, [100, 100])
    plan = plan_of(town, [0, 0], 1)
    shared = workload(town, plan, demand([100.0, 100.0]), STANDARDS)
    counted = workload(town, plan, demand([100.0, 100.0], monthly=np.array([20.0, 20.0])), STANDARDS)
    extra_visits = 20 * (STANDARDS["workload.visits.monthly"] - STANDARDS["workload.visits.ordinary"])
    assert float((counted.visit_h - shared.visit_h)[0]) == pytest.approx(extra_visits * 19.5 / 60)


def test_floors_above_each_other_are_walked_to_once() -> None:
    town = block_town(2, 1, [100, 100])
    tower = replace(town, units=replace(town.units, footprint=np.zeros(2)))
    asked = demand([100.0, 100.0])
    flat, high = (
        float(workload(g, plan_of(g, [0, 0], 1), asked, STANDARDS).travel_h[0]) for g in (town, tower)
    )
    assert high == pytest.approx(flat / 2**0.5)


def test_without_known_rounds_every_metre_is_passed_as_the_standard_says() -> None:
    assert passes_a_day(demand([1.0, 1.0]), STANDARDS) == STANDARDS["workload.patrol-passes"]
    assert passes_a_day(demand([1.0, 1.0], rounds=2), STANDARDS) == pytest.approx(2 * 4800 / 400)


def test_streets_are_shared_by_both_sides_and_lanes_are_assumed_where_none_is_drawn() -> None:
    town = block_town(3, 1, [1, 1, 1], [0, 0, 1])
    assert street_metres(town).tolist() == [200.0, 200.0, 200.0]
    followed = replace(town, follows_m=np.array([100.0, 0.0]))
    assert street_metres(followed).tolist() == [50.0, 50.0, 200.0]


def test_negative_counts_are_refused() -> None:
    with pytest.raises(InvalidValueError):
        demand([-1.0])
