"""What a compact plan is held against: never above the best there is, and near it on real ground."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from domain.errors import SolverError
from optimizer.redraw.bare import BareGraph, inertia_km2
from optimizer.redraw.centre_kernels import part_cost
from optimizer.redraw.centres import least_inertia
from scenarios.graph_file import read_graph
from scenarios.partition import Cut, Partition, partition
from tests.optimizer.small_graphs import every_plan, small_graphs
from tests.shared import real_data


def to_nearest(graph: BareGraph, plan: np.ndarray) -> float:
    """Measure as the search does: to the best unit of the graph, which on real ground is one of the part."""
    squared = (graph.x[:, None] - graph.x) ** 2 + (graph.y[:, None] - graph.y) ** 2
    return sum(float((squared[:, plan == p] @ graph.weight[plan == p]).min()) for p in np.unique(plan))


@given(graph=small_graphs())
@settings(max_examples=25, deadline=None)
def test_no_plan_is_below_the_bound_and_the_search_finds_the_best(graph: BareGraph) -> None:
    mean = graph.weight.sum() / 3
    low, high = int(mean * 0.5), int(mean * 1.6)
    plans = list(every_plan(graph, 3, low, high))
    assume(plans)
    best = min(inertia_km2(graph, plan) for plan in plans)
    nearest = min(to_nearest(graph, plan) for plan in plans)
    asked = Cut(parts=3, low=low, high=high, objective="inertia", bound=True, proposals=20_000)
    found = partition(graph, asked)
    assert isinstance(found, Partition)
    assert found.bound is not None
    assert found.bound <= best + 1e-12
    assert found.objective >= best - 1e-12
    assert to_nearest(graph, np.array(found.part_of_node)) == pytest.approx(nearest, rel=1e-3)


@given(graph=small_graphs())
@settings(max_examples=20, deadline=None)
def test_the_corners_counted_again_are_not_all_above_the_best(graph: BareGraph) -> None:
    mean = graph.weight.sum() / 2
    low, high = int(mean * 0.6), int(mean * 1.4) + 1
    plans = list(every_plan(graph, 2, low, high))
    assume(plans)
    ceiling = 1e6 * max(inertia_km2(graph, plan) for plan in plans) + 1.0
    bound, corners = least_inertia(graph, parts=2, low=low, high=high, ceiling=ceiling, corners=8)
    weight = graph.weight.astype(np.float64)
    recounted = []
    for corner in corners:
        total = float(corner.worth @ weight)
        costs = np.array([
            part_cost(int(j), float(price), weight, graph.x, graph.y, corner.worth, low, high)
            for j, price in zip(corner.seats, corner.prices, strict=True)
        ])  # fmt: skip
        for cell, count in enumerate(corner.counts):
            total += float(np.sort(costs[corner.cell == cell])[:count].sum())
        recounted.append(total)
    best = 1e6 * min(inertia_km2(graph, plan) for plan in plans)
    assert bound <= best + 1e-6
    assert min(recounted, default=ceiling) <= best + 1e-6


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "parts"), [("tract_NE", 3), ("tract_NM", 3)])
def test_the_gap_of_a_state_is_small(name: str, parts: int) -> None:
    graph = read_graph(real_data("bench") / "instances" / f"{name}.json")
    asked = Cut(
        parts=parts, tolerance=0.005, objective="inertia", bound=True, effort="quick", proposals=2_000_000
    )
    found = partition(graph, asked)
    assert isinstance(found, Partition)
    assert found.gap is not None
    assert 0 <= found.gap <= 0.012


def test_a_search_that_finds_no_plan_says_so() -> None:
    ring = BareGraph(
        codes=tuple("abcd"), weight=np.array([1, 3, 1, 3]), x=np.arange(4.0), y=np.zeros(4),
        tail=np.array([0, 1, 2, 0], np.int32), head=np.array([1, 2, 3, 3], np.int32),
    )  # fmt: skip
    with pytest.raises(SolverError):
        partition(ring, Cut(parts=3, low=2, high=3, objective="inertia", proposals=500))
