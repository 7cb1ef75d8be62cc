"""Today's lines: a start for new ones, and which must move where only grids over the limit may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.frozen import frozen_array
from domain.graph import connected_pieces
from optimizer.redraw.apportion import most_even
from optimizer.redraw.part import stream_of
from optimizer.redraw.tree_kernels import split_by_trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.standards import GridType
    from optimizer.redraw.ground import Ground


def fragments(ground: Ground, today: Plan) -> NDArray[np.int32]:
    """Number the connected pieces of today's grids within a community, node by node; int32.

    A grid in several pieces or communities, and ground without a grid, are no lines that could
    stand, so each piece counts by itself. A node of several grids goes with most of its households.
    """
    grid = today.grid_of[ground.units]
    key = ground.node_of.astype(np.int64) * (len(today) + 1) + grid + 1
    pairs, place = np.unique(key, return_inverse=True)
    # households first; of nodes without any, the number of units decides
    weight = np.bincount(place, _households_of_units(ground)) + 1e-6 * np.bincount(place)
    node, label = pairs // (len(today) + 1), pairs % (len(today) + 1)
    order = np.lexsort((label, -weight, node))
    first = np.unique(node[order], return_index=True)[1]
    grid_of_node = label[order][first]
    same = grid_of_node[ground.tail] == grid_of_node[ground.head]
    return connected_pieces(ground.nodes, ground.tail[same], ground.head[same])


def _households_of_units(ground: Ground) -> NDArray[np.float64]:
    """Share each node's households evenly among its units: enough to tell where most of it lies."""
    units = np.bincount(ground.node_of, minlength=ground.nodes)
    shared: NDArray[np.float64] = (ground.households / units)[ground.node_of]
    return shared


@dataclass(slots=True, eq=False)
class _Cluster:
    """Fragments that are redrawn as one: which they are, and the households of their nodes, largest first."""

    members: set[int]
    nodes: list[int]

    @property
    def households(self) -> int:
        """All households of the cluster."""
        return sum(self.nodes)

    def joined(self, other: _Cluster) -> _Cluster:
        """Return both as one."""
        return _Cluster(self.members | other.members, sorted(self.nodes + other.nodes, reverse=True))

    def grids(self, kind: GridType) -> tuple[int, int, int]:
        """Return households beyond the limits and outside the norm, and the fewest grids for both."""
        most = min(len(self.nodes), self.households // max(kind.norm_low, 1) + 2)
        tries = ((most_even(self.nodes, k), k) for k in range(1, most + 1))
        return min(
            (_missed(sizes, kind.hard_low, kind.hard_high), _missed(sizes, kind.norm_low, kind.norm_high), k)
            for sizes, k in tries
        )


def _missed(sizes: Sequence[int], low: int, high: int) -> int:
    """Households by which sizes miss a band."""
    return sum(max(low - size, 0, size - high) for size in sizes)


def over_limit(
    ground: Ground, fragment_of: NDArray[np.int32], kind: GridType
) -> tuple[NDArray[np.int32], tuple[int, ...]]:
    """Return the region of each node and the grids of each region: whatever is within limits stays as it is.

    A fragment above the hard limit is cut into the fewest grids that the norm allows. One below
    joins the neighbour with which the fewest households miss the limits and the norm, then the
    fewest grids are needed and the fewest households come along. A whole community too small for
    one grid stays.
    """
    households = np.bincount(fragment_of, ground.households).astype(np.int64)
    nodes = [ground.households[fragment_of == n] for n in range(households.size)]
    clusters = {n: _Cluster({n}, sorted(mine.tolist(), reverse=True)) for n, mine in enumerate(nodes)}
    beside: dict[int, set[int]] = {n: set() for n in clusters}
    for a, b in zip(fragment_of[ground.tail].tolist(), fragment_of[ground.head].tolist(), strict=True):
        if a != b:
            beside[a].add(b)
            beside[b].add(a)
    for n in np.lexsort((np.arange(households.size), households)).tolist():
        while clusters[n].households < kind.hard_low:
            near = sorted({b for a in clusters[n].members for b in beside[a]} - clusters[n].members)
            if not near:
                break
            other = min(near, key=lambda m: _preference(clusters[n], clusters[m], kind))
            merged = clusters[n].joined(clusters[other])
            for member in merged.members:
                clusters[member] = merged
    firsts = sorted({min(c.members) for c in clusters.values()})
    number = {first: position for position, first in enumerate(firsts)}
    region_of = np.array([number[min(clusters[f].members)] for f in range(households.size)], np.int32)
    grids = tuple(_grids_of(clusters[first], kind) for first in firsts)
    return region_of[fragment_of], grids


def _preference(own: _Cluster, other: _Cluster, kind: GridType) -> tuple[int, int, int, int, int]:
    beyond, outside, grids = own.joined(other).grids(kind)
    extra = grids - len(own.members) - len(other.members)
    return beyond, outside, extra, other.households, min(other.members)


def _grids_of(cluster: _Cluster, kind: GridType) -> int:
    """A lone fragment within limits, or too small with nobody to join, stays one grid."""
    if len(cluster.members) == 1 and cluster.households <= kind.hard_high:
        return 1
    return cluster.grids(kind)[2]


def fitted(
    ground: Ground,
    fragment_of: NDArray[np.int32],
    region_of: NDArray[np.int32],
    region_grids: tuple[int, ...],
    code: str,
) -> NDArray[np.int32]:
    """Return today's fragments with just enough joined or cut that each region has its number of grids.

    The smallest joins its smallest neighbour, the largest is cut in halves; grids are numbered
    region by region. int32, shape (nodes,).
    """
    inside = region_of[ground.tail] == region_of[ground.head]
    tail, head = ground.tail[inside], ground.head[inside]
    label = connected_pieces(
        ground.nodes,
        tail[fragment_of[tail] == fragment_of[head]],
        head[fragment_of[tail] == fragment_of[head]],
    ).copy()
    stream = stream_of(0, code)
    for region, grids in enumerate(region_grids):
        nodes = np.flatnonzero(region_of == region)
        _join_smallest(label, nodes, (ground.households, tail, head), grids)
        _cut_largest(label, nodes, (ground.households, tail, head), grids, stream)
    order = np.lexsort((np.arange(label.size), region_of))
    _, first, place = np.unique(label[order], return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int32)
    rank[np.argsort(first)] = np.arange(first.size)
    numbered = np.empty(label.size, np.int32)
    numbered[order] = rank[place]
    return numbered


# Households of nodes, and the borders between them.
_Town = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.int32]"]


def _join_smallest(
    label: NDArray[np.int32],
    nodes: NDArray[np.int64],
    town: _Town,
    grids: int,
) -> None:
    households, tail, head = town
    weight = np.bincount(label[nodes], households[nodes], minlength=int(label.max()) + 1)
    left = np.unique(label[nodes]).tolist()
    while len(left) > grids:
        smallest = min(left, key=lambda n: (weight[n], n))
        near = np.concatenate([label[head[label[tail] == smallest]], label[tail[label[head] == smallest]]])
        into = min(set(near.tolist()) - {smallest}, key=lambda n: (weight[n], n))
        label[label == smallest] = into
        weight[into] += weight[smallest]
        left.remove(smallest)


def _cut_largest(
    label: NDArray[np.int32],
    nodes: NDArray[np.int64],
    town: _Town,
    grids: int,
    stream: NDArray[np.uint64],
) -> None:
    households, tail, head = town
    one, other = np.concatenate([tail, head]), np.concatenate([head, tail])
    indices = frozen_array(other[np.lexsort((other, one))], np.int32)
    counted = np.cumsum(np.bincount(one, minlength=label.size))
    indptr = frozen_array(np.concatenate([[0], counted]), np.int32)
    held = frozen_array(households, np.int64)
    while np.unique(label[nodes]).size < grids:
        weight = np.bincount(label[nodes], households[nodes])
        weight[np.bincount(label[nodes]) < 2] = -1  # noqa: PLR2004 -- one node cannot be cut
        first = nodes[label[nodes] == int(weight.argmax())][0]
        split_by_trees(indptr, indices, held, label, int(first), 2, int(label.max()) + 1, 24, 0.02, stream)
