"""Footprints: ground that units share, counted once for each grid that stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.plan import Plan

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def ground_m2(graph: PlanningGraph, plan: Plan) -> Floats:
    """Return the area of each unit's footprint, once for each grid that has units on it, else 0.

    The first unit of a grid on a footprint has it; float64, shape (units,).
    """
    area = np.zeros(int(graph.units.footprint.max(initial=0)) + 1)
    np.maximum.at(area, graph.units.footprint, graph.area_m2)
    assigned, first = _standing(graph, plan)
    ground = np.zeros(len(graph.units))
    unit = assigned[first]
    ground[unit] = area[graph.units.footprint[unit]]
    return ground


def perimeter_m(graph: PlanningGraph, plan: Plan) -> Floats:
    """Return the border of each grid: that of its footprints together; float64, shape (grids,).

    A footprint that several grids stand on has its whole border in each of them.
    """
    footprint, size = graph.units.footprint.astype(np.int64), int(graph.units.footprint.max(initial=0)) + 1
    assigned, first = _standing(graph, plan)
    unit = assigned[first]
    stands = plan.grid_of[unit].astype(np.int64) * size + footprint[unit]
    around = np.bincount(footprint, graph.outer_border_m, size)
    ends = footprint[graph.tail], footprint[graph.head]
    for end in ends:
        around += np.bincount(end, graph.border_m, size)
    total = np.bincount(stands // size, around[stands % size], len(plan))
    # each border, once for each grid that stands on its first side; inside where it stands on both
    order = np.argsort(stands % size, kind="stable")
    grids = np.bincount(stands % size, minlength=size)
    start = np.cumsum(grids) - grids
    times = grids[ends[0]]
    border = np.repeat(np.arange(ends[0].size), times)
    place = np.arange(border.size) - np.repeat(np.cumsum(times) - times, times)
    grid = stands[order[start[ends[0][border]] + place]] // size
    inside = np.isin(grid * size + ends[1][border], stands)
    total -= 2 * np.bincount(grid[inside], graph.border_m[border[inside]], len(plan))
    return np.maximum(total, 0.0)


def _standing(graph: PlanningGraph, plan: Plan) -> tuple[Ints, Ints]:
    """Return assigned units, and among them the first of each grid on each footprint."""
    assigned = np.flatnonzero(plan.grid_of >= 0)
    size = int(graph.units.footprint.max(initial=0)) + 1
    key = plan.grid_of[assigned].astype(np.int64) * size + graph.units.footprint[assigned]
    return assigned, np.unique(key, return_index=True)[1]
