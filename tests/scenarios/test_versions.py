"""A plan goes along when the ground is cut anew: nothing is lost, and what had to be decided is listed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import FormatError
from domain.plan import Grid, Plan
from domain.shares import shared_out
from gis.dataset import Dataset
from gis.link import link
from scenarios.versions.migrate import migrate
from tests.drawn_town import ORIGIN
from tests.recut import merged, recut, refined
from tests.scenarios.plans_carried import SEEDS, STANDARDS, agrees, carried, plan_by_chance, planned, town


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8), SEEDS)
def test_shares_add_up_and_are_less_than_one_off(totals: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    group = np.sort(np.concatenate([np.arange(len(totals)), rng.integers(0, len(totals), 20)]))
    weight = rng.uniform(0.1, 5, group.size)
    shares = shared_out(np.array(totals), group, weight)
    assert np.bincount(group, shares).astype(int).tolist() == totals
    exact = np.array(totals)[group] * weight / np.bincount(group, weight)[group]
    assert (np.abs(shares - exact) < 1).all()


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_plan_carried_onto_its_own_ground_is_itself(seed: int) -> None:
    plan = plan_by_chance(town(), seed)
    found = carried(town(), town(), plan)
    assert found.scenario.plan.grid_of.tolist() == plan.grid_of.tolist()
    assert found.scenario.plan.grids == plan.grids
    assert found.scenario.provenance.plan_digest == plan.digest(town().graph.units)
    told_of = (*found.carried.decisions, *found.carried.emptied, *found.carried.parted)
    assert not told_of
    assert found.changes.same == 60


@given(SEEDS, st.lists(st.integers(0, 59), min_size=1, max_size=30, unique=True))
@settings(max_examples=15, deadline=None)
def test_onto_a_refinement_and_back_is_itself(seed: int, halved: list[int]) -> None:
    old, plan = town(), plan_by_chance(town(), seed)
    fine, of = refined(old, np.sort(np.array(halved)), seed=seed)
    there = carried(old, fine, plan)
    assert there.scenario.plan.grid_of.tolist() == plan.grid_of[of].tolist()
    assert (there.changes.split, there.changes.same) == (len(halved), 60 - len(halved))
    back = migrate(fine, old, there.scenario, STANDARDS, name="C")
    assert back.scenario.provenance.plan_digest == plan.digest(old.graph.units)
    assert back.scenario.plan.grids == plan.grids
    assert not there.carried.decisions
    assert not back.carried.decisions
    for one, ground in ((there, old), (back, fine)):
        agrees(one, ground)


@given(SEEDS, st.integers(2, 20))
@settings(max_examples=15, deadline=None)
def test_merging_within_grids_keeps_every_grid(seed: int, parts: int) -> None:
    """Units are merged by chance inside their grid and community."""
    old, plan = town(), plan_by_chance(town(), seed)
    inside = old.graph.units.communities.of_unit.astype(np.int64) * 100 + plan.grid_of + 1
    label = inside * 1000 + np.random.default_rng(seed).integers(0, parts, 60)
    new, into = merged(old, label)
    found = carried(old, new, plan)
    assert found.scenario.plan.grid_of[into].tolist() == plan.grid_of.tolist()
    assert not found.carried.decisions
    agrees(found, old)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_any_new_cut_conserves_and_goes_by_the_largest_share(seed: int) -> None:
    """Against a slow oracle: pairs of neighbours merged whatever their grids."""
    rng = np.random.default_rng(seed)
    old, plan = town(), plan_by_chance(town(), seed)
    label = np.arange(60)
    for border in rng.permutation(old.graph.tail.size)[:12]:
        a, b = old.graph.tail[border], old.graph.head[border]
        if old.graph.units.communities.of_unit[a] == old.graph.units.communities.of_unit[b]:
            label[label == label[a]] = label[b]
    new, into = merged(old, label)
    found, households = carried(old, new, plan), old.graph.units.count("households")
    listed = {one.unit for one in found.carried.decisions}
    for unit in range(len(new.footprints)):
        mine = np.flatnonzero(into == unit)
        sums = {
            g: int(households[mine[plan.grid_of[mine] == g]].sum()) for g in set(plan.grid_of[mine].tolist())
        }
        assert sums[int(found.scenario.plan.grid_of[unit])] == max(sums.values())
        assert (unit in listed) == (len(sums) > 1)
    agrees(found, old)


def test_a_unit_over_two_grids_is_listed_with_both_shares() -> None:
    """Blocks 3 (grid a, 60 households) and 4 (grid b, 90) of the first row become one."""
    label = np.arange(60)
    label[3] = 4
    new, into = merged(town(), label)
    today = town().today
    assert today is not None
    found = carried(town(), new, today)
    (one,) = found.carried.decisions
    assert (one.unit, one.grid, one.other, one.reason) == (into[4], 1, 0, "share")
    assert (one.share, one.other_share, one.households) == (0.6, 0.4, 150)
    rows = {row.code: (row.before, row.moved, row.after) for row in found.grids}
    assert rows[today.grids[0].code][1] == rows[today.grids[0].code][0] - 60
    assert (found.changes.merged, found.changes.same) == (2, 58)


def test_ground_that_changed_community_joins_a_grid_there() -> None:
    """Block 5, of the second quarter and grid d, is given to the first: grid b lies beside it."""
    old, today = town(), town().today
    assert today is not None
    of = np.arange(60)
    of[5] = 4
    new = recut(old, old.footprints, of, old.graph.units.counts)
    found = carried(old, new, today)
    (one,) = found.carried.decisions
    assert (one.unit, one.grid, one.other, one.reason) == (5, 1, 3, "community")
    locked = replace(today, grids=tuple(replace(g, locked=n == 1) for n, g in enumerate(today.grids)))
    (kept,) = carried(old, new, locked).carried.decisions
    assert (kept.grid, kept.reason) == (3, "community-kept")


def test_new_ground_joins_its_neighbour_and_lost_ground_is_told() -> None:
    """A block is built on west of the first; the last is given up: its 30 households are outside."""
    old, today = town(), town().today
    assert today is not None
    west = shapely.box(ORIGIN[0] - 100, ORIGIN[1] - 100, ORIGIN[0], ORIGIN[1])
    shapes = np.append(old.footprints[:59], [west])
    counts = np.append(old.graph.units.counts[:59], [[240]], axis=0)
    found = carried(old, recut(old, shapes, np.append(np.arange(59), 0), counts), today)
    (one,) = found.carried.decisions
    assert (one.unit, one.grid, one.reason, one.households) == (59, 0, "new-ground", 240)
    assert (found.changes.gone, found.changes.new, found.on_new_ground) == (1, 1, 240)
    assert int(found.cross.outside.sum()) == 30 == found.old_total - int(found.cross.households.sum())


def test_floors_of_a_building_keep_their_grids_when_the_building_is_cut_anew() -> None:
    """One block becomes three floors, then four: three by code and order, four by share of all."""
    old = town()
    units = old.graph.units

    def stacked(floors: int, name: str) -> Dataset:
        of = np.append(np.zeros(floors, np.int64), np.arange(1, 60))
        counts = np.append(np.full((floors, 1), 30), units.counts[1:], axis=0)
        codes = tuple(f"a{name}{n}" for n in range(floors)) + units.codes[1:]
        stack = type(units)(
            codes=codes, counts=counts, columns=units.columns, footprint=of,
            levels=tuple(replace(level, of_unit=level.of_unit[of]) for level in units.levels),
        )  # fmt: skip
        graph = link(stack, old.footprints[of], standards=STANDARDS)
        return Dataset(info=old.info, graph=graph, footprints=old.footprints[of], today=None)

    three, again, four = stacked(3, "x"), stacked(3, "y"), stacked(4, "z")
    grid_of = np.append([0, 1, 1], np.zeros(59)).astype(np.int32)
    plan = Plan(
        unit_set=three.graph.units.digest, grid_of=grid_of,
        grids=(Grid(code="g0", type="town"), Grid(code="g1", type="town")),
    )  # fmt: skip
    assert carried(three, again, plan).scenario.plan.grid_of.tolist() == grid_of.tolist()
    found = carried(three, four, plan)
    assert found.scenario.plan.grid_of[:4].tolist() == [1, 1, 1, 1]
    assert [one.unit for one in found.carried.decisions] == [0, 1, 2, 3]
    agrees(found, three)


def test_the_wrong_ground_is_refused() -> None:
    today = town().today
    assert today is not None
    scenario = planned(town(), today)
    far = replace(town(), footprints=shapely.transform(town().footprints, lambda xy: xy + 1e5))
    with pytest.raises(FormatError, match="no-common-ground"):
        migrate(town(), far, scenario, STANDARDS, name="B")
    with pytest.raises(FormatError, match="other-dataset"):
        migrate(far, town(), scenario, STANDARDS, name="B")
