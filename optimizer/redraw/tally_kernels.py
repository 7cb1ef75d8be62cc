"""What a plan of one part adds up to, kept exact in whole numbers while units move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np  # noqa: TC002 -- compiled functions read their globals
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

# places in the tally of a plan
HARD, NORM, SQUARES, CUT, CROSSED, INERTIA = 0, 1, 2, 3, 4, 5
TERMS = 6
# places in the bounds
HARD_LOW, HARD_HIGH, NORM_LOW, NORM_HIGH, CROSSING_CAP = 0, 1, 2, 3, 4
# columns of the totals of grids: households, their moments along x and y, further workloads
MOMENTS, LOADS = 1, 3
_CAP_OUTRANKS = 1_000_000
# places lie in a frame from -FRAME to FRAME along both axes, cut into cells
FRAME, CELLS = 131_072, 256
CELL = 2 * FRAME // CELLS


@njit(cache=True)
def outside(households: int, low: int, high: int) -> int:
    """Return by how many households a grid misses a band."""
    if households < low:
        return low - households
    if households > high:
        return households - high
    return 0


@njit(cache=True)
def outside_loads(
    total: NDArray[np.int64], moved: NDArray[np.int64], sign: int, limits: NDArray[np.int64]
) -> int:
    """Return by how much a grid misses the bounds of its further workloads once `moved` has come or gone."""
    missed = 0
    for load in range(limits.shape[0]):
        missed += outside(total[LOADS + load] + sign * moved[LOADS + load], limits[load, 0], limits[load, 1])
    return missed


@njit(cache=True)
def over_cap(tally: NDArray[np.int64], bounds: NDArray[np.int64]) -> int:
    """Return how many households cross an old border above the cap."""
    if bounds[CROSSING_CAP] < 0:
        return 0
    return int(max(tally[CROSSED] - bounds[CROSSING_CAP], 0))


@njit(cache=True)
def beyond_law(tally: NDArray[np.int64], bounds: NDArray[np.int64]) -> int:
    """Return how many households break a law: beyond the hard limits, or crossing above the cap.

    Those above the cap count a million times, so that no plan inside it is given up for one beyond.
    """
    return int(tally[HARD] + _CAP_OUTRANKS * over_cap(tally, bounds))


@njit(cache=True)
def cost_of(tally: NDArray[np.int64], bounds: NDArray[np.int64], weights: NDArray[np.float64]) -> float:
    """Weigh a tally: what breaks a law, then each term by its weight."""
    cost = weights[HARD] * (tally[HARD] + over_cap(tally, bounds))
    for term in range(NORM, TERMS):
        cost += weights[term] * tally[term]
    return float(cost)


@njit(cache=True)
def spread(total: NDArray[np.int64], seats: NDArray[np.int64]) -> int:
    """Return the part of a grid's moment of inertia that depends on its centre, whole.

    The centre is the unit nearest to the centre of gravity: `seats` holds its place for each cell of
    the frame, row by row.
    """
    if total[0] <= 0:
        return 0
    gx, gy = total[1] / total[0], total[2] / total[0]
    cell = (int(gy) + FRAME) // CELL * CELLS + (int(gx) + FRAME) // CELL
    x, y = seats[cell, 0], seats[cell, 1]
    return int(total[0] * (x * x + y * y) - 2 * (x * total[1] + y * total[2]))


@njit(cache=True)
def count_grids(
    grid_of: NDArray[np.int32],
    households: NDArray[np.int64],
    moment: NDArray[np.int64],
    loads: NDArray[np.int64],
    old_indptr: NDArray[np.int32],
    old_label: NDArray[np.int32],
    old_households: NDArray[np.int64],
    totals: NDArray[np.int64],
    sizes: NDArray[np.int64],
    overlap: NDArray[np.int64],
) -> None:
    """Fill the tables of grids: columns of `totals` are households, their moments and further workloads.

    `overlap` counts the households of each grid (row) by the old grid they come from (column).
    """
    totals[:] = 0
    sizes[:] = 0
    overlap[:] = 0
    for node in range(grid_of.size):
        grid = grid_of[node]
        sizes[grid] += 1
        totals[grid, 0] += households[node]
        if moment.shape[0] > 0:
            totals[grid, MOMENTS] += moment[node, 0]
            totals[grid, MOMENTS + 1] += moment[node, 1]
        for load in range(loads.shape[1]):
            totals[grid, LOADS + load] += loads[node, load]
        if overlap.shape[1] > 0:
            for i in range(old_indptr[node], old_indptr[node + 1]):
                overlap[grid, old_label[i]] += old_households[i]


@njit(cache=True)
def tally_plan(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    grid_of: NDArray[np.int32],
    totals: NDArray[np.int64],
    overlap: NDArray[np.int64],
    bounds: NDArray[np.int64],
    limits: NDArray[np.int64],
    seats: NDArray[np.int64],
    tally: NDArray[np.int64],
) -> None:
    """Fill the tally of a plan from its tables."""
    tally[:] = 0
    for grid in range(totals.shape[0]):
        h = totals[grid, 0]
        tally[HARD] += outside(h, bounds[HARD_LOW], bounds[HARD_HIGH])
        tally[HARD] += outside_loads(totals[grid], totals[grid], 0, limits)
        tally[NORM] += outside(h, bounds[NORM_LOW], bounds[NORM_HIGH])
        tally[SQUARES] += h * h
        if seats.shape[0] > 0:
            tally[INERTIA] += spread(totals[grid], seats)
        if overlap.shape[1] > 0:
            tally[CROSSED] += overlap[grid].sum() - overlap[grid].max()
    for node in range(grid_of.size):
        for e in range(indptr[node], indptr[node + 1]):
            if indices[e] > node and grid_of[node] != grid_of[indices[e]]:
                tally[CUT] += border[e]
