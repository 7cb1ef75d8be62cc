"""Making the largest diameter of a plan smaller: no two units of a grid farther apart than a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.border_kernels import note_unit, stays_whole
from optimizer.redraw.random_kernels import below, uniform
from optimizer.redraw.shift_kernels import carry
from optimizer.redraw.tally_kernels import HARD_LOW, LOADS, outside, outside_loads

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HOT, _COLD = 1.2, 0.12


@njit(cache=True)
def widest(grid_of: NDArray[np.int32], distance: NDArray[np.float64]) -> float:
    """Return the largest distance between two units of one grid."""
    far = 0.0
    for u in range(grid_of.size):
        for v in range(u):
            if grid_of[u] == grid_of[v] and distance[u, v] > far:
                far = distance[u, v]
    return far


@njit(cache=True)
def _count_far(
    grid_of: NDArray[np.int32], distance: NDArray[np.float64], limit: float, far: NDArray[np.int32]
) -> int:
    """Fill `far` with how many units of each grid are beyond the limit from each unit; return the pairs."""
    far[:] = 0
    pairs = 0
    for u in range(grid_of.size):
        for v in range(grid_of.size):
            if distance[u, v] > limit:
                far[u, grid_of[v]] += 1
                if grid_of[u] == grid_of[v]:
                    pairs += 1
    return pairs // 2


@njit(cache=True)
def _missed(
    total: NDArray[np.int64],
    moved: NDArray[np.int64],
    sign: int,
    bounds: NDArray[np.int64],
    limits: NDArray[np.int64],
) -> int:
    """Return by how much a grid misses its bounds once `moved` has come or gone."""
    h = total[0] + sign * moved[0]
    missed = outside(h, bounds[HARD_LOW], bounds[HARD_LOW + 1])
    return int(missed + outside_loads(total, moved, sign, limits))


@njit(cache=True)
def narrow(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    back: NDArray[np.int32],
    tail: NDArray[np.int32],
    distance: NDArray[np.float64],
    households: NDArray[np.int64],
    moment: NDArray[np.int64],
    loads: NDArray[np.int64],
    limits: NDArray[np.int64],
    grids: int,
    bounds: NDArray[np.int64],
    price: float,
    limit: float,
    length: int,
    grid_of: NDArray[np.int32],
    stream: NDArray[np.uint64],
) -> int:
    """Move units until no grid has a pair beyond the limit and all keep their bounds; return the proposals.

    Minus the proposals where `length` of them did not do. Works on `grid_of`: a unit at a border
    goes over with a chance that falls with the pairs beyond the limit and, at `price` a household,
    with what misses the bounds; the search cools. Grids stay whole at every step.
    """
    n = grid_of.size
    far, totals = np.zeros((n, grids), np.int32), np.zeros((grids, LOADS + loads.shape[1]), np.int64)
    moved = np.zeros(LOADS + loads.shape[1], np.int64)
    sizes = np.zeros(grids, np.int64)
    stamp, queue, mark = np.zeros(n, np.int64), np.empty(n, np.int32), 1
    pairs = _count_far(grid_of, distance, limit, far)
    for u in range(n):
        carry(u, 1, households, moment, loads, totals[grid_of[u]])
        sizes[grid_of[u]] += 1
    missed = 0
    for grid in range(grids):
        missed += _missed(totals[grid], moved, 0, bounds, limits)
    listed, place = np.empty(indices.size, np.int32), np.full(indices.size, -1, np.int32)
    cuts = 0
    for u in range(n):
        cuts = note_unit(u, indptr, indices, back, grid_of, listed, place, cuts)
    cooling = np.log(_COLD / _HOT)
    for done in range(length):
        if pairs == 0 and missed == 0:
            return done
        if cuts == 0:
            break
        e = listed[below(stream, cuts)]
        node = tail[e]
        giver, taker = grid_of[node], grid_of[indices[e]]
        if sizes[giver] == 1:
            continue
        moved[:] = 0
        carry(node, 1, households, moment, loads, moved)
        worse = (
            _missed(totals[giver], moved, -1, bounds, limits)
            - _missed(totals[giver], moved, 0, bounds, limits)
            + _missed(totals[taker], moved, 1, bounds, limits)
            - _missed(totals[taker], moved, 0, bounds, limits)
        )
        farther = far[node, taker] - far[node, giver]
        cost = farther + price * worse
        if cost > 0 and uniform(stream) >= np.exp(-cost / (_HOT * np.exp(cooling * done / length))):
            continue
        mark += 3
        if not stays_whole(node, indptr, indices, grid_of, stamp, mark, queue):
            continue
        grid_of[node] = taker
        sizes[giver] -= 1
        sizes[taker] += 1
        totals[giver] -= moved
        totals[taker] += moved
        missed += worse
        pairs += farther
        for u in range(n):
            if distance[u, node] > limit:
                far[u, giver] -= 1
                far[u, taker] += 1
        cuts = note_unit(node, indptr, indices, back, grid_of, listed, place, cuts)
    return -length
