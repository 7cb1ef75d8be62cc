"""Country: natural villages by how far houses stand apart, and the open land that goes with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from domain.graph import connected_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]

NONE = -1
CLOSE = 3  # share of the gap within which houses are joined first: a matter of speed alone


def natural_villages(
    houses: Geometries,
    community: Ints,
    households: Ints,
    standards: Standards,
    barriers: Geometries | None = None,
) -> Ints:
    """Number the natural villages that houses stand in, by community and from the north; int64.

    Houses of one community that stand no farther apart than `ground.country.village-gap`, from one to
    the next and on one side of a barrier, are one village. Fewer households than
    `ground.country.village-least` are no village: they go, all of them, with the nearest one of their
    community; where there is none, with the largest.
    """
    if not len(houses):
        return np.empty(0, np.int64)
    a, b = _near(houses, community, standards["ground.country.village-gap"], barriers)
    village = connected_pieces(len(houses), a.astype(np.int32), b.astype(np.int32)).astype(np.int64)
    held = np.bincount(village, households)
    small = held[village] < standards["ground.country.village-least"]
    for which in np.unique(community[small]):
        mine, real = (
            np.flatnonzero(small & (community == which)),
            np.flatnonzero(~small & (community == which)),
        )
        if not real.size:  # the largest of them is the village
            largest = mine[np.lexsort((village[mine], -held[village[mine]]))[0]]
            real = mine[village[mine] == village[largest]]
        (one, other), metres = shapely.STRtree(houses[real]).query_nearest(
            houses[mine], all_matches=False, return_distance=True
        )
        order = np.lexsort((one, metres, village[mine[one]]))
        stray, first = np.unique(village[mine[one[order]]], return_index=True)
        joins = village[real[other[order[first]]]]
        village[mine] = joins[np.searchsorted(stray, village[mine])]
    return _numbered(village, houses, community)


def _near(
    houses: Geometries, community: Ints, gap_m: float, barriers: Geometries | None
) -> tuple[Ints, Ints]:
    """Pairs of houses of one community that join all that stand within a distance of each other.

    None has a barrier between. Houses much nearer are joined first; of the others only pairs are
    measured that these have not joined already.
    """
    tree, low = shapely.STRtree(houses), shapely.bounds(houses) + np.array([-gap_m, -gap_m, gap_m, gap_m])
    a, b = tree.query(houses, predicate="dwithin", distance=gap_m / CLOSE)
    close = _open(houses, *_pairs(a, b, community), gap_m, barriers)
    part = connected_pieces(len(houses), close[0].astype(np.int32), close[1].astype(np.int32))
    a, b = tree.query(shapely.box(*low.T))
    a, b = _pairs(a, b, community)
    apart = part[a] != part[b]
    a, b = a[apart], b[apart]
    near = shapely.dwithin(houses[a], houses[b], gap_m)
    far = _open(houses, a[near], b[near], gap_m, barriers)
    return np.append(close[0], far[0]), np.append(close[1], far[1])


def _pairs(a: Ints, b: Ints, community: Ints) -> tuple[Ints, Ints]:
    """Each pair once, of one community."""
    kept = (a < b) & (community[a] == community[b])
    return a[kept], b[kept]


def _open(
    houses: Geometries, a: Ints, b: Ints, gap_m: float, barriers: Geometries | None
) -> tuple[Ints, Ints]:
    """Leave out pairs with a barrier between."""
    if barriers is None or not len(barriers):
        return a, b
    tree = shapely.STRtree(barriers)
    beside = np.zeros(len(houses), np.bool_)
    beside[tree.query(houses, predicate="dwithin", distance=gap_m)[0]] = True
    asked = np.flatnonzero(beside[a] & beside[b])
    between = shapely.shortest_line(houses[a[asked]], houses[b[asked]])
    over = asked[tree.query(between, predicate="intersects")[0]]
    return np.delete(a, over), np.delete(b, over)


def _numbered(village: Ints, houses: Geometries, community: Ints) -> Ints:
    """Number villages by community, then from north to south by their northernmost house."""
    place = shapely.point_on_surface(houses)
    order = np.lexsort((shapely.get_x(place), -shapely.get_y(place), community))
    _, first, inverse = np.unique(village[order], return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(first.size)
    found = np.empty(village.size, np.int64)
    found[order] = rank[inverse]
    return found


def cores(pieces: Geometries, houses: Geometries) -> Geometries:
    """Return the middle of the houses on each piece, a point inside it where there are none."""
    house, piece = shapely.STRtree(pieces).query(houses, predicate="intersects")
    number = np.bincount(piece, minlength=len(pieces))
    inside = shapely.point_on_surface(pieces)
    x, y = (
        np.where(
            number > 0,
            np.bincount(piece, axis(houses)[house], len(pieces)) / np.maximum(number, 1),
            axis(inside),
        )
        for axis in (shapely.get_x, shapely.get_y)
    )
    return np.asarray(shapely.points(x, y), np.object_)


def grown(middle: Geometries, open_: tuple[Ints, Ints], within: Ints, group: Ints) -> Ints:
    """Return the group of each piece, open ones (−1) given to the group that is nearest over land.

    Groups grow over `open_` pairs of neighbours among pieces of one label `within`, from `middle` to
    middle, so that they meet on the lines that part the pieces: roads, ditches, edges of fields. What
    no group reaches stays −1.
    """
    size, (tail, head) = len(middle), open_
    kept = within[tail] == within[head]
    tail, head = tail[kept], head[kept]
    ways = np.concatenate([np.column_stack([tail, head]), np.column_stack([head, tail])])
    away = np.tile(shapely.distance(middle[tail], middle[head]) + 1.0, 2)
    # open land is entered from a group or from open land, never across another group's
    into_open = group[ways[:, 1]] < 0
    net = csr_matrix((away[into_open], (ways[into_open, 0], ways[into_open, 1])), shape=(size, size))
    sources = np.flatnonzero(group >= 0)
    found = group.copy()
    if sources.size and net.nnz:
        reach, _, source = dijkstra(net, indices=sources, min_only=True, return_predecessors=True)
        reached = np.isfinite(reach)
        found[reached] = group[source[reached]]
    return found


def fused(open_: tuple[Ints, Ints], label: Ints) -> Ints:
    """Return for each piece the first piece that it hangs together with under one label; int64."""
    tail, head = open_
    same = label[tail] == label[head]
    part = connected_pieces(label.size, tail[same].astype(np.int32), head[same].astype(np.int32))
    first = np.unique(part, return_index=True)[1]
    return first[part]
