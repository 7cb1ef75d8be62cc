"""Random spanning trees, and the plans that come from cutting them where the households balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.random_kernels import below

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True)
def members_from(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    label: NDArray[np.int32],
    first: int,
    other: int,
    found: NDArray[np.int32],
    stamp: NDArray[np.int64],
    mark: int,
) -> int:
    """Collect in `found` the nodes reached from `first` through its label and `other`; return how many."""
    own = label[first]
    found[0] = first
    stamp[first] = mark
    size, at = 1, 0
    while at < size:
        node = found[at]
        at += 1
        for e in range(indptr[node], indptr[node + 1]):
            near = indices[e]
            if stamp[near] != mark and (label[near] == own or label[near] == other):
                stamp[near] = mark
                found[size] = near
                size += 1
    return size


@njit(cache=True)
def random_tree(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    members: NDArray[np.int32],
    size: int,
    stamp: NDArray[np.int64],
    mark: int,
    parent: NDArray[np.int32],
    order: NDArray[np.int32],
    stream: NDArray[np.uint64],
) -> None:
    """Draw a uniform spanning tree of the members by loop-erased walks.

    Wilson 1996, doi:10.1145/237814.237880.

    Members carry `mark` in `stamp`; those in the tree carry `mark + 1` afterwards. `order` lists
    them so that every parent stands before its children; the root, `order[0]`, has parent -1.
    """
    inside = mark + 1
    root = members[below(stream, size)]
    parent[root] = -1
    stamp[root] = inside
    order[0] = root
    filled = 1
    for i in range(size):
        node = members[i]
        while stamp[node] != inside:  # walk; the last step out of each node is what remains
            degree = indptr[node + 1] - indptr[node]
            near = indices[indptr[node] + below(stream, degree)]
            while stamp[near] != mark and stamp[near] != inside:
                near = indices[indptr[node] + below(stream, degree)]
            parent[node] = near
            node = near
        node = members[i]
        start = filled
        while stamp[node] != inside:
            stamp[node] = inside
            order[filled] = node
            filled += 1
            node = parent[node]
        low, high = start, filled - 1
        while low < high:
            order[low], order[high] = order[high], order[low]
            low += 1
            high -= 1


@njit(cache=True)
def _best_cut(
    order: NDArray[np.int32],
    size: int,
    parent: NDArray[np.int32],
    households: NDArray[np.int64],
    grids: int,
    below_h: NDArray[np.int64],
    below_n: NDArray[np.int32],
) -> tuple[int, int, float]:
    """Return the node whose subtree is best cut off, the grids it takes, and how far it is off.

    Off is measured in grids' worth of households per grid of the smaller side. Each side gets at
    least one and at most as many grids as it has nodes, so that any tree can be cut.
    """
    for i in range(size):
        below_h[order[i]] = households[order[i]]
        below_n[order[i]] = 1
    for i in range(size - 1, 0, -1):
        node = order[i]
        below_h[parent[node]] += below_h[node]
        below_n[parent[node]] += below_n[node]
    total = below_h[order[0]]
    mean = max(total / grids, 1e-9)
    best, best_grids, best_off = -1, 0, np.inf
    for i in range(1, size):
        node = order[i]
        least = max(1, grids - (size - below_n[node]))
        most = min(grids - 1, below_n[node])
        share = int(np.floor(below_h[node] / mean + 0.5))
        share = min(max(share, least), most)
        off = abs(below_h[node] - share * mean) / (mean * min(share, grids - share))
        off += 1e-6 * abs(2 * share - grids)
        if off < best_off:
            best, best_grids, best_off = node, share, off
    return best, best_grids, best_off


@njit(cache=True)
def split_by_trees(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    households: NDArray[np.int64],
    label: NDArray[np.int32],
    first_node: int,
    grids: int,
    next_label: int,
    tries: int,
    good: float,
    stream: NDArray[np.uint64],
) -> int:
    """Split the connected nodes that share the label of `first_node` into so many connected grids.

    The label itself is kept by one of them, the others take `next_label`, `next_label + 1`, …
    Always succeeds where there are at least as many nodes as grids. Returns the next free label.
    """
    size_all = label.size
    stamp = np.zeros(size_all, np.int64)
    members = np.empty(size_all, np.int32)
    order = np.empty(size_all, np.int32)
    parent = np.empty(size_all, np.int32)
    chosen = np.empty(size_all, np.int32)
    below_h = np.empty(size_all, np.int64)
    below_n = np.empty(size_all, np.int32)
    mark = 1
    pending = [(np.int64(first_node), np.int64(grids))]
    while len(pending) > 0:
        seat, want = pending.pop()
        if want == 1:
            continue
        own = label[seat]
        size = members_from(indptr, indices, label, seat, own, members, stamp, mark)
        best_off, best_grids, chosen_size, rest_seat = np.inf, 0, 0, -1
        for _ in range(tries):
            random_tree(indptr, indices, members, size, stamp, mark, parent, order, stream)
            node, share, off = _best_cut(order, size, parent, households, want, below_h, below_n)
            if off < best_off:
                best_off, best_grids = off, share
                # the subtree is what hangs below: parents stand first
                chosen_size = 0
                rest_seat = order[0]
                for i in range(size):
                    at = order[i]
                    if at == node or (parent[at] >= 0 and stamp[parent[at]] == mark + 2):
                        stamp[at] = mark + 2
                        chosen[chosen_size] = at
                        chosen_size += 1
            mark += 3
            for i in range(size):
                stamp[members[i]] = mark
            if best_off <= good:
                break
        for i in range(chosen_size):
            label[chosen[i]] = next_label
        pending.append((np.int64(chosen[0]), np.int64(best_grids)))
        pending.append((np.int64(rest_seat), np.int64(want - best_grids)))
        next_label += 1
        mark += 3
    return next_label
