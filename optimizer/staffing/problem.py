"""From a plan and its hours to the problem of staffing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.plan import community_of_grid
from domain.posts import Limits, StaffingProblem, post_types, prices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from domain.posts import Pool
    from domain.standards import Standards
    from optimizer.staffing.workload import Workload

MONTHS_A_YEAR = 12


def staffing_problem(
    graph: PlanningGraph,
    plan: Plan,
    load: Workload,
    standards: Standards,
    *,
    pool: tuple[Pool, ...] = (),
    limits: Limits | None = None,
) -> StaffingProblem:
    """Return the problem of staffing all grids of a plan that have units, in the plan's order."""
    of_grid = community_of_grid(plan, graph.units)
    filled = np.flatnonzero(of_grid >= 0)
    tail, head = adjoining_grids(graph, plan, filled, of_grid)
    lost = standards["staffing.recruit-first-months"] / MONTHS_A_YEAR
    return StaffingProblem(
        grids=tuple(plan.grids[grid].code for grid in filled.tolist()),
        communities=graph.units.communities.codes,
        community_of=of_grid[filled],
        hours=load.hours[filled],
        worker_hours=load.worker_hours,
        tail=tail,
        head=head,
        distance_m=community_distances(graph),
        transfer_most_m=standards["staffing.transfer-most-m"],
        types=post_types(standards),
        prices=prices(standards),
        pool=pool,
        limits=limits or Limits(),
        first_year_loss=lost * (1.0 - standards["staffing.recruit-first-factor"]),
    )


def adjoining_grids(
    graph: PlanningGraph, plan: Plan, filled: NDArray[np.intp], of_grid: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return pairs of grids of one community that touch along a passable border.

    The pairs are positions in `filled`, each pair once, sorted.
    """
    place = np.full(len(plan) + 1, -1, np.int32)
    place[filled] = np.arange(filled.size, dtype=np.int32)
    ends = np.stack([plan.grid_of[graph.tail], plan.grid_of[graph.head]])[:, graph.passable]
    ends = ends[:, (ends >= 0).all(axis=0) & (ends[0] != ends[1])]
    ends = ends[:, of_grid[ends[0]] == of_grid[ends[1]]]
    pairs = np.unique(np.sort(place[ends], axis=0), axis=1)
    return pairs[0], pairs[1]


def community_distances(graph: PlanningGraph) -> NDArray[np.float64]:
    """Return metres between the centres of area of communities; shape (communities, communities)."""
    of_unit, size = graph.units.communities.of_unit, len(graph.units.communities.codes)
    area = np.maximum(np.bincount(of_unit, graph.area_m2, size), 1e-9)
    x = np.bincount(of_unit, graph.area_m2 * graph.x, size) / area
    y = np.bincount(of_unit, graph.area_m2 * graph.y, size) / area
    return np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
