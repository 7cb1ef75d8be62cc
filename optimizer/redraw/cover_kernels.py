"""All connected sets of a few nodes within bounds, and whether some of them cover the ground once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE, FOUND, UNKNOWN = 0, 1, 2
_ONE = np.int64(1)


@njit(cache=True)
def _lowest(members: int) -> int:
    """Return the lowest node of a set given as bits."""
    node = 0
    while not members >> node & 1:
        node += 1
    return node


@njit(cache=True)
def _fits(total: NDArray[np.int64], bounds: NDArray[np.int64]) -> bool:
    """Say whether all workloads of a set are within their bounds."""
    for load in range(total.size):
        if total[load] < bounds[load, 0] or total[load] > bounds[load, 1]:
            return False
    return True


@njit(cache=True)
def connected_sets(
    root: int, near: NDArray[np.int64], loads: NDArray[np.int64], bounds: NDArray[np.int64],
    found: NDArray[np.int64], count: int, steps: int,
) -> tuple[int, int]:  # fmt: skip
    """Append all connected sets within bounds whose lowest node is `root`.

    Returned are how many sets there are now, −1 where `found` is too short or the steps are too few,
    and the steps left. Neighbours are bits; loads, shape (nodes, workloads), are never negative.
    """
    nodes, kinds = loads.shape
    members, open_, left = np.empty((3, nodes + 2), np.int64)
    totals = np.empty((nodes + 2, kinds), np.int64)
    before = (_ONE << root) - 1
    members[0], left[0], totals[0] = _ONE << root, before, loads[root]
    open_[0] = near[root] & ~before
    depth = 0
    while depth >= 0:
        steps -= 1
        if steps < 0:
            return -1, steps
        if open_[depth] == 0:  # every neighbour was taken or left for good: each set comes up once
            if _fits(totals[depth], bounds):
                if count == found.size:
                    return -1, steps
                found[count] = members[depth]
                count += 1
            depth -= 1
            continue
        node = _lowest(open_[depth])
        bit = _ONE << node
        open_[depth] &= ~bit
        left[depth] |= bit
        light = True
        for load in range(kinds):
            totals[depth + 1, load] = totals[depth, load] + loads[node, load]
            light &= totals[depth + 1, load] <= bounds[load, 1]
        if light:  # with the node; without it the search goes on where it is
            members[depth + 1] = members[depth] | bit
            left[depth + 1] = left[depth] & ~bit
            open_[depth + 1] = (open_[depth] | near[node]) & ~left[depth] & ~members[depth]
            depth += 1
    return count, steps


@njit(cache=True)
def _divisible(
    ground: np.int64, parts: int, near: NDArray[np.int64], loads: NDArray[np.int64], bounds: NDArray[np.int64]
) -> bool:
    """Say whether the workloads of each piece of the ground allow so many parts over all pieces."""
    least, most = np.int64(0), np.int64(0)
    while ground:
        piece, fresh = np.int64(0), ground & -ground
        total = np.zeros(loads.shape[1], np.int64)
        nodes = 0
        while fresh:
            node = _lowest(fresh)
            piece |= _ONE << node
            nodes += 1
            for load in range(total.size):
                total[load] += loads[node, load]
            fresh = (fresh | near[node]) & ground & ~piece
        few, many = 1, nodes
        for load in range(total.size):
            if bounds[load, 1] > 0:
                few = max(few, -(-total[load] // bounds[load, 1]))
            elif total[load] > 0:
                return False
            if bounds[load, 0] > 0:
                many = min(many, total[load] // bounds[load, 0])
        if few > many:
            return False
        least, most = least + few, most + many
        ground &= ~piece
    return bool(least <= parts <= most)


@njit(cache=True)
def cover_once(
    near: NDArray[np.int64], loads: NDArray[np.int64], bounds: NDArray[np.int64], parts: int,
    most_sets: int, steps: int, chosen: NDArray[np.int64],
) -> int:  # fmt: skip
    """Fill `chosen` with `parts` connected sets within bounds that cover all nodes once, at most 62 of them.

    FOUND; NONE where no such sets exist; UNKNOWN where sets or steps are more than may be tried.
    """
    nodes = near.size
    sets = np.empty(most_sets, np.int64)
    first = np.zeros(nodes + 1, np.int64)
    for root in range(nodes):
        count, steps = connected_sets(root, near, loads, bounds, sets, first[root], steps)
        if count < 0:
            return UNKNOWN
        first[root + 1] = count
    failed: set[tuple[np.int64, np.int64]] = set()
    ground = np.empty(parts + 1, np.int64)
    at = np.empty(parts + 1, np.int64)
    ground[0] = (_ONE << nodes) - 1
    at[0] = first[0]
    depth = 0
    while depth >= 0:
        root = _lowest(ground[depth])
        rest, left = np.int64(-1), np.int64(parts - depth - 1)
        while at[depth] < first[root + 1]:
            taken = sets[at[depth]]
            at[depth] += 1
            steps -= 1
            if taken & ~ground[depth]:
                continue
            chosen[depth] = taken
            rest = ground[depth] & ~taken
            if rest == 0 and left == 0:
                return FOUND
            steps -= nodes
            if rest and left and (rest, left) not in failed and _divisible(rest, left, near, loads, bounds):
                break
            rest = np.int64(-1)
        if steps < 0:
            return UNKNOWN
        if rest == -1:
            failed.add((ground[depth], left + 1))
            depth -= 1
        else:
            depth += 1
            ground[depth], at[depth] = rest, first[_lowest(rest)]
    return NONE
