"""What changes when households go over from one grid to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np  # noqa: TC002 -- compiled functions read their globals
from numba import njit

from optimizer.redraw.tally_kernels import (
    CROSSED,
    HARD,
    HARD_LOW,
    INERTIA,
    LOADS,
    MOMENTS,
    NORM,
    NORM_LOW,
    SQUARES,
    TERMS,
    outside,
    outside_loads,
    spread,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True)
def outside_pair(one: int, other: int, bounds: NDArray[np.int64], low: int) -> int:
    """Return by how many households two grids miss the band that starts at place `low` of the bounds."""
    return int(outside(one, bounds[low], bounds[low + 1]) + outside(other, bounds[low], bounds[low + 1]))


@njit(cache=True)
def _row_best(row: NDArray[np.int64], change: NDArray[np.int64], sign: int) -> int:
    """Return the largest entry of a row of the overlap table after a change."""
    best = 0
    for i in range(row.size):
        value = row[i] + sign * change[i]
        if value > best:
            best = value
    return int(best)


@njit(cache=True)
def carry(
    node: int,
    sign: int,
    households: NDArray[np.int64],
    moment: NDArray[np.int64],
    loads: NDArray[np.int64],
    moved: NDArray[np.int64],
) -> None:
    """Add what a unit takes along to what has moved."""
    moved[0] += sign * households[node]
    if moment.shape[0] > 0:
        moved[MOMENTS] += sign * moment[node, 0]
        moved[MOMENTS + 1] += sign * moment[node, 1]
    for load in range(loads.shape[1]):
        moved[LOADS + load] += sign * loads[node, load]


@njit(cache=True)
def shift_terms(
    giver: int,
    taker: int,
    moved: NDArray[np.int64],
    change: NDArray[np.int64],
    totals: NDArray[np.int64],
    overlap: NDArray[np.int64],
    row_best: NDArray[np.int64],
    bounds: NDArray[np.int64],
    limits: NDArray[np.int64],
    seats: NDArray[np.int64],
    tally: NDArray[np.int64],
    after: NDArray[np.int64],
) -> None:
    """Fill `after` with the tally once `moved` has gone over, borders excepted.

    `moved` holds households, moments and further workloads, `change` the households by old grid.
    """
    h, g, m = totals[giver, 0], totals[taker, 0], moved[0]
    for term in range(TERMS):
        after[term] = tally[term]
    after[HARD] += outside_pair(h - m, g + m, bounds, HARD_LOW) - outside_pair(h, g, bounds, HARD_LOW)
    if limits.shape[0] > 0:
        after[HARD] += outside_loads(totals[giver], moved, -1, limits) - outside_loads(
            totals[giver], moved, 0, limits
        )
        after[HARD] += outside_loads(totals[taker], moved, 1, limits) - outside_loads(
            totals[taker], moved, 0, limits
        )
    after[NORM] += outside_pair(h - m, g + m, bounds, NORM_LOW) - outside_pair(h, g, bounds, NORM_LOW)
    after[SQUARES] += 2 * m * (g - h + m)
    if overlap.shape[1] > 0:
        after[CROSSED] += row_best[giver] - _row_best(overlap[giver], change, -1)
        after[CROSSED] += row_best[taker] - _row_best(overlap[taker], change, 1)
    if seats.shape[0] > 0:
        after[INERTIA] += spread(totals[giver] - moved, seats) - spread(totals[giver], seats)
        after[INERTIA] += spread(totals[taker] + moved, seats) - spread(totals[taker], seats)


@njit(cache=True)
def shift(
    giver: int,
    taker: int,
    moved: NDArray[np.int64],
    change: NDArray[np.int64],
    totals: NDArray[np.int64],
    overlap: NDArray[np.int64],
    row_best: NDArray[np.int64],
) -> None:
    """Carry what has moved into the tables of grids."""
    for i in range(moved.size):
        totals[giver, i] -= moved[i]
        totals[taker, i] += moved[i]
    for i in range(overlap.shape[1]):
        overlap[giver, i] -= change[i]
        overlap[taker, i] += change[i]
    if overlap.shape[1] > 0:
        row_best[giver] = overlap[giver].max()
        row_best[taker] = overlap[taker].max()
