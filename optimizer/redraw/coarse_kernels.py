"""Neighbours joined in pairs, so that a large graph becomes one of half as many nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.random_kernels import below

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True)
def join_pairs(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    households: NDArray[np.int64],
    heaviest: int,
    stream: NDArray[np.uint64],
) -> tuple[int, NDArray[np.int32]]:
    """Return how many nodes are left and the new node of each: pairs with the longest common border.

    Nodes are taken in random order, none grows beyond the heaviest (Karypis & Kumar 1998,
    doi:10.1137/S1064827595287997).
    """
    n = households.size
    order = np.arange(n, dtype=np.int32)
    for i in range(n - 1, 0, -1):
        j = below(stream, i + 1)
        order[i], order[j] = order[j], order[i]
    joined = np.full(n, -1, np.int32)
    count = 0
    for node in order:
        if joined[node] >= 0:
            continue
        mate, longest = -1, 0
        for e in range(indptr[node], indptr[node + 1]):
            near = indices[e]
            if joined[near] < 0 and households[node] + households[near] <= heaviest and border[e] > longest:
                mate, longest = near, border[e]
        joined[node] = count
        if mate >= 0:
            joined[mate] = count
        count += 1
    return count, joined
