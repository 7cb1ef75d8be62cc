"""The coach never advises what a law forbids, and no single stroke beats its best advice."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.redraw.coach import advise
from optimizer.redraw.coach_kernels import EVERY
from tests.optimizer.towns import TOWN, asked, plans_of_block_town
from tests.strategies import block_town, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from optimizer.redraw.coach import Advice

LOW, HIGH, LEAST, MOST = TOWN.norm_low, TOWN.norm_high, TOWN.hard_low, TOWN.hard_high


@st.composite
def drawn(draw: st.DrawFn) -> tuple[PlanningGraph, Plan]:
    """A town of at most twelve blocks and a legal plan of it, in grids of up to ten."""
    width, height, grids = draw(st.integers(2, 4)), draw(st.integers(2, 3)), draw(st.integers(2, 3))
    size = width * height
    graph = block_town(width, height, draw(st.lists(st.integers(0, 300), min_size=size, max_size=size)))
    plans = [plan for plan in plans_of_block_town(width, height, grids) if np.bincount(plan).max() <= EVERY]
    return graph, plan_of(graph, list(plans[draw(st.integers(0, len(plans) - 1))]), grids)


def missed(graph: PlanningGraph, plan: Plan) -> tuple[int, int]:
    """Squares of households beyond the limits and outside the norm, as defined."""
    held = plan.totals(graph.units.count("households")).tolist()
    beyond = [max(LEAST - h, h - MOST, 0) ** 2 for h in held]
    outside = [max(LOW - h, h - HIGH, 0) ** 2 for h in held]
    return sum(beyond), sum(outside)


def moves_of(advice: tuple[Advice, ...]) -> list[Advice]:
    """The advice that moves ground."""
    return [each for each in advice if each.action == "move"]


def single_strokes(graph: PlanningGraph, plan: Plan, grid: int) -> Iterator[Plan]:
    """Every legal stroke from or to a grid, by definition."""
    town: nx.Graph[int] = nx.Graph(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    town.add_nodes_from(range(len(graph.units)))
    for giver in range(len(plan)):
        members = np.flatnonzero(plan.grid_of == giver).tolist()
        for taker in range(len(plan)):
            if giver == taker or grid not in (giver, taker):
                continue
            for size in range(1, len(members)):
                for units in combinations(members, size):
                    after = plan.moved(np.array(units, np.int32), taker)
                    parts = [np.flatnonzero(after.grid_of == g).tolist() for g in (giver, taker)]
                    if all(nx.is_connected(town.subgraph(part)) for part in parts):
                        yield after


def ends_at(advice: Advice, plan: Plan) -> Plan:
    """Return the plan after all strokes of an advice."""
    for stroke in advice.strokes:
        plan = plan.moved(stroke.units, stroke.taker)
    return plan


@settings(deadline=None, max_examples=60)
@given(drawn(), st.data())
def test_no_single_stroke_beats_the_best_advice(
    town: tuple[PlanningGraph, Plan], data: st.DataObject
) -> None:
    graph, plan = town
    grid = data.draw(st.integers(0, len(plan) - 1))
    best = min((missed(graph, after) for after in single_strokes(graph, plan, grid)), default=(0, 0))
    found = moves_of(advise(asked(graph, task="norm"), plan, grid, most=5))
    if best < missed(graph, plan):
        assert missed(graph, ends_at(found[0], plan)) <= best
    for advice in found:
        assert missed(graph, ends_at(advice, plan)) == (advice.after.limit, advice.after.norm)
        assert missed(graph, plan) == (advice.before.limit, advice.before.norm)


@settings(deadline=None, max_examples=60)
@given(drawn(), st.data())
def test_every_stroke_of_a_chain_leaves_all_grids_in_one_piece(
    town: tuple[PlanningGraph, Plan], data: st.DataObject
) -> None:
    graph, plan = town
    grid = data.draw(st.integers(0, len(plan) - 1))
    map_of: nx.Graph[int] = nx.Graph(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    for advice in moves_of(advise(asked(graph, task="norm"), plan, grid, most=5)):
        assert grid in (advice.strokes[0].giver, advice.strokes[0].taker)
        now, gone = plan, set[int]()
        for stroke in advice.strokes:
            assert not gone & set(stroke.units.tolist())
            gone |= set(stroke.units.tolist())
            assert (now.grid_of[stroke.units] == stroke.giver).all()
            now = now.moved(stroke.units, stroke.taker)
            for g in range(len(now)):
                assert nx.is_connected(map_of.subgraph(np.flatnonzero(now.grid_of == g).tolist()))


def test_three_strokes_bring_a_row_into_the_norm() -> None:
    r"""Twelve blocks of 100 households in a row; the ends have seven and one, the middle four.

    ``a a a a a a a b b b b c``
    """
    graph = block_town(12, 1, [100] * 12)
    plan = plan_of(graph, [0] * 7 + [1] * 4 + [2], 3)
    (best, *_) = advise(asked(graph, task="norm"), plan, 0)
    after = ends_at(best, plan)
    assert (best.action, best.reason, best.before.over, best.after.outside) == ("move", "over", 1, 0)
    assert sorted(after.totals(graph.units.count("households")).tolist()) in (
        [300, 400, 500],
        [400, 400, 400],
    )


def test_a_community_with_too_few_grids_is_told_to_split_its_largest() -> None:
    graph = block_town(12, 1, [100] * 12)
    plan = plan_of(graph, [0] * 2 + [1] * 10, 2)
    advice = advise(asked(graph, task="norm"), plan, 0)
    assert (advice[0].action, advice[0].grid) == ("split", 1)
    assert advice[0].after.limit == 0


def test_a_community_with_too_many_grids_is_told_to_merge_the_small_one_with_its_smallest_neighbour() -> None:
    graph = block_town(10, 1, [40] * 10)
    plan = plan_of(graph, [0] * 4 + [1] * 2 + [2] * 4, 3)
    advice = advise(asked(graph, task="norm"), plan, 1)
    assert (advice[0].action, advice[0].grid, advice[0].after.outside) == ("merge", 0, 2)


def test_a_grid_that_needs_nothing_gets_no_advice() -> None:
    graph = block_town(8, 1, [100] * 8)
    assert advise(asked(graph, task="norm"), plan_of(graph, [0] * 4 + [1] * 4, 2), 0) == ()


def test_locked_grids_neither_give_nor_take() -> None:
    graph = block_town(12, 1, [100] * 12)
    plan = plan_of(graph, [0] * 7 + [1] * 4 + [2], 3)
    locked = replace(plan, grids=(plan.grids[0], replace(plan.grids[1], locked=True), plan.grids[2]))
    problem = asked(graph, task="norm")
    assert advise(problem, locked, 1) == ()
    touched = {g for a in advise(problem, locked, 0) for s in a.strokes for g in (s.giver, s.taker)}
    assert 1 not in touched


def test_an_estate_goes_whole_or_stays() -> None:
    graph = block_town(8, 1, [100] * 8)
    estate = np.array([-1, -1, -1, -1, 0, 0, -1, -1], np.int32)
    problem = asked(graph, task="norm", together=estate)
    plan = plan_of(graph, [0] * 6 + [1] * 2, 2)
    strokes = [stroke for advice in advise(problem, plan, 0) for stroke in advice.strokes]
    assert strokes
    assert all({4, 5} <= set(s.units.tolist()) or not {4, 5} & set(s.units.tolist()) for s in strokes)


def test_large_grids_are_advised_too() -> None:
    """Grids of more nodes than can all be tried: 8 × 8 blocks, three quarters of them in one grid."""
    graph = block_town(8, 8, [12] * 64)
    plan = plan_of(graph, [0] * 48 + [1] * 16, 2)
    (best, *_) = advise(asked(graph, task="norm"), plan, 0)
    assert len(best.strokes) == 1
    assert best.after.outside == 0
