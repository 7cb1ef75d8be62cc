"""The rules say what an independent definition says, and by exactly how much."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.graph import PlanningGraph  # noqa: TC001 -- hypothesis reads the annotations
from domain.plan import Grid, Plan
from optimizer.rules import (
    Assigned,
    Bands,
    Contiguous,
    CountIs,
    CrossingCap,
    EstatesWhole,
    HardLimits,
    InsideCommunity,
    LinesKept,
    WithinNorm,
    audit,
    rules_of,
)
from tests.optimizer.towns import TOWN, asked
from tests.strategies import block_town, plan_of, planned_towns

if TYPE_CHECKING:
    from optimizer.rules import Rule

NONE = np.empty(0, np.int32)


def excesses(rule: Rule, town: PlanningGraph, plan: Plan) -> dict[int, float]:
    return {found.grid: found.excess for found in rule.violations(town, plan)}


@given(planned_towns())
def test_contiguity_agrees_with_networkx(town: tuple[PlanningGraph, Plan]) -> None:
    graph, plan = town
    oracle = nx.Graph(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    oracle.add_nodes_from(range(len(graph.units)))
    spare = {
        grid: nx.number_connected_components(oracle.subgraph(members)) - 1
        for grid in range(len(plan))
        if (members := np.flatnonzero(plan.grid_of == grid).tolist())
    }
    assert excesses(Contiguous(exclaves=NONE), graph, plan) == {g: n for g, n in spare.items() if n}


@given(planned_towns())
def test_sizes_agree_with_sums_by_hand(town: tuple[PlanningGraph, Plan]) -> None:
    graph, plan = town
    households = graph.units.count("households")
    sums = {g: sum(int(households[u]) for u in np.flatnonzero(plan.grid_of == g)) for g in range(len(plan))}
    bands = Bands(households=households, types=(TOWN,))
    assert excesses(WithinNorm(bands=bands), graph, plan) == {
        g: max(300 - h, h - 500) for g, h in sums.items() if not 300 <= h <= 500
    }
    unassigned = int((plan.grid_of < 0).sum())
    assert sum(found.excess for found in Assigned().violations(graph, plan)) == unassigned


@given(planned_towns(), st.integers(0, 300), st.integers(0, 300))
def test_wider_bounds_never_add_violations(town: tuple[PlanningGraph, Plan], less: int, more: int) -> None:
    graph, plan = town
    households = graph.units.count("households")
    wide = replace(
        TOWN, norm_low=300 - less, norm_high=500 + more,
        hard_low=min(200, 300 - less), hard_high=max(800, 500 + more),
    )  # fmt: skip
    for rule in (WithinNorm, HardLimits):
        tight, loose = (rule(bands=Bands(households=households, types=(kind,))) for kind in (TOWN, wide))
        assert len(audit([loose], graph, plan)) <= len(audit([tight], graph, plan))


def test_two_pieces_that_touch_at_a_point_are_two_and_an_exclave_is_not_counted() -> None:
    """Rook, not queen.

    ::

        a b
        b a
    """
    town = block_town(2, 2, [100] * 4)
    plan = plan_of(town, [0, 1, 1, 0], 2)
    assert excesses(Contiguous(exclaves=NONE), town, plan) == {0: 1.0, 1: 1.0}
    assert excesses(Contiguous(exclaves=np.array([3], np.int32)), town, plan) == {1: 1.0}


def test_a_grid_does_not_continue_across_a_barrier() -> None:
    town = block_town(3, 1, [100] * 3)
    railway = replace(town, passable=np.array([True, False]))
    plan = plan_of(railway, [0, 0, 0], 1)
    assert excesses(Contiguous(exclaves=NONE), railway, plan) == {0: 1.0}


def test_a_grid_across_a_community_line_is_told_with_its_units_abroad() -> None:
    town = block_town(4, 1, [100] * 4, [0, 0, 0, 1])
    assert excesses(InsideCommunity(), town, plan_of(town, [0, 0, 0, 0], 1)) == {0: 1.0}
    assert excesses(InsideCommunity(), town, plan_of(town, [0, 0, 0, 1], 2)) == {}


def test_a_small_community_in_one_grid_is_amber_and_unavoidable_but_never_red() -> None:
    """One community of 150 households, whole: 整建制单格; in two grids both are red."""
    town = block_town(2, 1, [100, 50])
    bands = Bands(households=town.units.count("households"), types=(TOWN,))
    whole, cut = plan_of(town, [0, 0], 1), plan_of(town, [0, 1], 2)
    assert excesses(HardLimits(bands=bands), town, whole) == {}
    assert excesses(HardLimits(bands=bands), town, cut) == {0: 100.0, 1: 150.0}
    (found,) = WithinNorm(bands=bands).violations(town, whole)
    assert (found.excess, found.unit, found.strength, found.unavoidable) == (
        150.0,
        "households",
        "norm",
        True,
    )


def test_an_exclusive_grid_has_no_norm_and_does_not_count() -> None:
    town = block_town(3, 1, [400, 5, 400])
    plan = Plan(
        unit_set=town.units.digest,
        grid_of=np.array([0, 1, 2]),
        grids=(Grid(code="a", type="town"), Grid(code="x", type="exclusive"), Grid(code="b", type="town")),
    )
    problem = asked(town, task="count", grids=2, today=plan)
    assert audit(rules_of(problem), town, plan) == ()
    assert excesses(CountIs(grids=3), town, plan) == {-1: 1.0}


def test_a_small_estate_in_two_grids_is_cut_needlessly_and_a_large_one_is_not() -> None:
    """Four blocks in a row, one estate on the middle two: 599 households stay whole, 600 need not."""
    for households, found in (([10, 300, 299, 10], 1), ([10, 300, 300, 10], 0)):
        bare = block_town(4, 1, households)
        units = replace(bare.units, estate_codes=("e",), estate_of=np.array([-1, 0, 0, -1]))
        town = replace(bare, units=units)
        rule = EstatesWhole(households=units.count("households"), types=(TOWN,))
        assert len(list(rule.violations(town, plan_of(town, [0, 0, 1, 1], 2)))) == found
        assert excesses(rule, town, plan_of(town, [0, 1, 1, 2], 3)) == {}


def test_a_locked_grid_that_lost_or_gained_units_is_told() -> None:
    town = block_town(4, 1, [100] * 4)
    today = plan_of(town, [0, 0, 1, 1], 2)
    locked = replace(today, grids=(replace(today.grids[0], locked=True), today.grids[1]))
    rule = LinesKept(today=locked)
    assert excesses(rule, town, plan_of(town, [1, 1, 0, 0], 2)) == {}
    assert excesses(rule, town, plan_of(town, [1, 1, 1, 0], 2)) == {1: 1.0}
    assert list(excesses(rule, town, plan_of(town, [1, 0, 0, 0], 2)).values()) == [3.0]


@given(planned_towns(), st.data())
def test_crossing_agrees_with_counting_by_hand(town: tuple[PlanningGraph, Plan], data: st.DataObject) -> None:
    graph, plan = town
    size = len(graph.units)
    today = plan_of(graph, data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)), 3)
    cap = data.draw(st.integers(0, 100)) / 100
    households = graph.units.count("households")
    parts = np.zeros((len(plan) + 1, 3), np.int64)
    np.add.at(parts, (plan.grid_of, today.grid_of), households)
    crossed = int((parts.sum(axis=1) - parts.max(axis=1))[:-1].sum())
    excess = crossed - int(parts[:-1].sum()) * round(cap * 100) // 100
    rule = CrossingCap(households=households, today=today, cap=cap)
    assert excesses(rule, graph, plan) == ({-1: float(excess)} if excess > 0 else {})


def test_a_hundred_of_a_thousand_households_that_join_another_grid_are_fifty_above_a_cap_of_a_twentieth() -> (
    None
):
    """A row: a a b; the 600 of a give their last 100 to the 400 of b. A pure split crosses nothing."""
    town = block_town(3, 1, [500, 100, 400])
    today = plan_of(town, [0, 0, 1], 2)
    rule = CrossingCap(households=town.units.count("households"), today=today, cap=0.05)
    assert excesses(rule, town, plan_of(town, [0, 1, 1], 2)) == {-1: 50.0}
    assert excesses(rule, town, plan_of(town, [0, 1, 2], 3)) == {}
