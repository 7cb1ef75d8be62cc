"""What a proposal would do: where a tree is cut, who goes the other way, how borders change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.random_kernels import below, uniform
from optimizer.redraw.shift_kernels import outside_pair
from optimizer.redraw.tally_kernels import HARD, HARD_LOW, NORM, NORM_LOW, SQUARES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOOKS = 32


@njit(cache=True)
def chosen_cut(
    households: NDArray[np.int64],
    members: NDArray[np.int32],
    order: NDArray[np.int32],
    parent: NDArray[np.int32],
    below_h: NDArray[np.int64],
    loads: NDArray[np.int64],
    below_l: NDArray[np.int64],
    size: int,
    bounds: NDArray[np.int64],
    limits: NDArray[np.int64],
    weights: NDArray[np.float64],
    heat: float,
    stream: NDArray[np.uint64],
) -> int:
    """Return the unit whose branch of the tree is cut off, with a chance of exp(-cost / heat).

    It is the one with the largest of noisy keys; `below_h` is filled with the households of branches,
    `below_l` with their further workloads.
    """
    for i in range(size):
        below_h[members[i]] = households[members[i]]
        for load in range(limits.shape[0]):
            below_l[members[i], load] = loads[members[i], load]
    for i in range(size - 1, 0, -1):
        below_h[parent[order[i]]] += below_h[order[i]]
        for load in range(limits.shape[0]):
            below_l[parent[order[i]], load] += below_l[order[i], load]
    whole = below_h[order[0]]
    chosen, chosen_key = -1, -np.inf
    for i in range(1, size):
        s = below_h[order[i]]
        t = whole - s
        off = (
            weights[HARD] * outside_pair(s, t, bounds, HARD_LOW)
            + weights[NORM] * outside_pair(s, t, bounds, NORM_LOW)
            + weights[SQUARES] * (s * s + t * t)
        )
        for load in range(limits.shape[0]):
            s = below_l[order[i], load]
            t = below_l[order[0], load] - s
            off += weights[HARD] * outside_pair(s, t, limits[load], 0)
        key = -off / heat - np.log(-np.log(uniform(stream) + 1e-300) + 1e-300)
        if key > chosen_key:
            chosen, chosen_key = order[i], key
    return int(chosen)


@njit(cache=True)
def cut_gained(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    grid_of: NDArray[np.int32],
    members: NDArray[np.int32],
    size: int,
    stamp: NDArray[np.int64],
    mark: int,
    giver: int,
    taker: int,
) -> int:
    """Return how much longer the cut border is with two grids cut anew; what bears `mark` is the taker's."""
    gained = 0
    for i in range(size):
        at = members[i]
        for f in range(indptr[at], indptr[at + 1]):
            near = indices[f]
            if near > at and (grid_of[near] == giver or grid_of[near] == taker):
                if grid_of[near] != grid_of[at]:
                    gained -= border[f]
                if (stamp[near] == mark) != (stamp[at] == mark):
                    gained += border[f]
    return int(gained)


@njit(cache=True)
def partner(
    tail: NDArray[np.int32],
    indices: NDArray[np.int32],
    grid_of: NDArray[np.int32],
    listed: NDArray[np.int32],
    cuts: int,
    node: int,
    taker: int,
    stream: NDArray[np.uint64],
) -> int:
    """Return a unit of the taker that could go the other way for `node`, -1 where none was seen."""
    giver = grid_of[node]
    for _ in range(_LOOKS):
        e = listed[below(stream, cuts)]
        if grid_of[tail[e]] == taker and grid_of[indices[e]] == giver and indices[e] != node:
            return int(tail[e])
    return -1


@njit(cache=True)
def cut_longer(
    node: int,
    taker: int,
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    grid_of: NDArray[np.int32],
) -> int:
    """Return how much longer the cut border is once a unit goes over."""
    longer = 0
    for f in range(indptr[node], indptr[node + 1]):
        beside = grid_of[indices[f]]
        if beside == grid_of[node]:
            longer += border[f]
        elif beside == taker:
            longer -= border[f]
    return int(longer)
