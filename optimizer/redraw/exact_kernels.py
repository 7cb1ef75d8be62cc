"""Every plan of a small piece of ground, tried one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.tally_kernels import LOADS, TERMS, beyond_law, cost_of, count_grids, tally_plan

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True)
def _whole(members: int, near: NDArray[np.int64]) -> bool:
    """Say whether a set of nodes, given as bits, is one connected piece."""
    reached = members & -members
    before = 0
    while reached != before:
        fresh = reached & ~before
        before = reached
        node = 0
        while fresh:
            if fresh & 1:
                reached |= near[node] & members
            fresh >>= 1
            node += 1
    return reached == members


@njit(cache=True)
def _next(label: NDArray[np.int32], top: NDArray[np.int32], grids: int) -> bool:
    """Step to the next labelling in which labels appear in order and all are used; False after the last."""
    n = label.size
    at = n - 1
    while at > 0:
        if label[at] <= top[at - 1] and label[at] < grids - 1:
            label[at] += 1
            top[at] = max(top[at - 1], label[at])
            missing = grids - 1 - top[at]
            if missing <= n - 1 - at:
                for i in range(at + 1, n):
                    left = n - 1 - i
                    label[i] = grids - 1 - left if left < missing else 0
                    top[i] = max(top[i - 1], label[i])
                return True
            label[at] -= 1
        at -= 1
    return False


@njit(cache=True)
def best_of_all(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    households: NDArray[np.int64],
    moment: NDArray[np.int64],
    seats: NDArray[np.int64],
    loads: NDArray[np.int64],
    limits: NDArray[np.int64],
    old_indptr: NDArray[np.int32],
    old_label: NDArray[np.int32],
    old_households: NDArray[np.int64],
    old_grids: int,
    grids: int,
    bounds: NDArray[np.int64],
    weights: NDArray[np.float64],
    best: NDArray[np.int32],
) -> tuple[int, int]:
    """Fill `best` with the best connected plan; return its households beyond the law and the least deviation.

    The deviation is Σ |grids · h − total| over grids, the least of any plan. At most 62 nodes.
    """
    n = households.size
    near = np.zeros(n, np.int64)
    for node in range(n):
        for e in range(indptr[node], indptr[node + 1]):
            near[node] |= np.int64(1) << indices[e]
    label = np.zeros(n, np.int32)
    for i in range(grids):
        label[n - grids + i] = i
    top = label.copy()
    totals = np.zeros((grids, LOADS + loads.shape[1]), np.int64)
    sizes = np.zeros(grids, np.int64)
    overlap = np.zeros((grids, old_grids), np.int64)
    tally = np.zeros(TERMS, np.int64)
    best_beyond, best_cost, least = -1, np.inf, -1
    going = True
    while going:
        whole = True
        for grid in range(grids):
            members = np.int64(0)
            for node in range(n):
                if label[node] == grid:
                    members |= np.int64(1) << node
            if not _whole(members, near):
                whole = False
                break
        if whole:
            count_grids(
                label,
                households,
                moment,
                loads,
                old_indptr,
                old_label,
                old_households,
                totals,
                sizes,
                overlap,
            )
            tally_plan(indptr, indices, border, label, totals, overlap, bounds, limits, seats, tally)
            beyond, cost = beyond_law(tally, bounds), cost_of(tally, bounds, weights)
            if best_beyond < 0 or beyond < best_beyond or (beyond == best_beyond and cost < best_cost):
                best_beyond, best_cost = beyond, cost
                best[:] = label
            off = 0
            for grid in range(grids):
                off += abs(grids * totals[grid, 0] - households.sum())
            if least < 0 or off < least:
                least = off
        going = _next(label, top, grids)
    return best_beyond, least
