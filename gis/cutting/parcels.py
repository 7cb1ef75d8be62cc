"""Parcels: a block too heavy for one unit is cut along parcel lines into compact groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

LEAST_M2, SEEN_M = 1.0, 0.02


def grouped(xy: Floats, weight: Ints, limit: int) -> Ints:
    """Number compact groups of points whose weights sum to at most `limit`; a heavier point stands alone.

    Recursive bisection: a group over the limit is cut across its longer axis, where the weights on
    both sides come nearest to whole numbers of limits.
    """
    group = np.zeros(len(xy), np.int64)
    waiting, made = [np.arange(len(xy))], 0
    while waiting:
        mine = waiting.pop()
        total = int(weight[mine].sum())
        if total <= limit or mine.size == 1:
            group[mine] = made
            made += 1
            continue
        off = xy[mine] - xy[mine].mean(axis=0)
        axis = np.linalg.svd(off, full_matrices=False)[2][0]
        axis = axis if (axis[0], axis[1]) > (0.0, 0.0) else -axis
        line = mine[np.argsort(off @ axis, kind="stable")]
        parts = -(-total // limit)
        goal = total * (parts // 2) / parts
        at = 1 + int(np.argmin(np.abs(np.cumsum(weight[line])[:-1] - goal)))
        waiting += [line[at:], line[:at]]
    return group


def parted(
    block: shapely.Geometry, parcels: Geometries, weight: Ints, limit: int, step_m: float
) -> Geometries:
    """Return the pieces of a block, one per group of parcels, that together cover it.

    Ground that no parcel holds (half the street, gaps) goes to the group with the nearest edge.
    """
    cells = shapely.intersection(parcels, block)
    real = shapely.area(cells) > LEAST_M2
    cells, weight = cells[real], weight[real]
    if cells.size < 2:  # noqa: PLR2004 -- nothing to part
        return np.array([block], np.object_)
    xy = shapely.get_coordinates(shapely.point_on_surface(cells))
    return _grown(block, cells, grouped(xy, weight, limit), step_m)


def divided(
    block: shapely.Geometry, parcels: Geometries, group: Ints, step_m: float
) -> tuple[Geometries, Ints]:
    """Return the pieces of a block, one per given group of its parcels, and the group of each.

    Groups with no parcel in the block have no piece; where all are such, the first has the block.
    """
    cells = shapely.intersection(parcels, block)
    real = shapely.area(cells) > LEAST_M2
    there, within = np.unique(group[real], return_inverse=True)
    if there.size < 2:  # noqa: PLR2004 -- nothing to divide
        return np.array([block], np.object_), there if there.size else group[:1]
    return _grown(block, cells[real], within, step_m), there


def _grown(block: shapely.Geometry, cells: Geometries, group: Ints, step_m: float) -> Geometries:
    """Put the cells of each group together and give the rest of the block to the nearest edge."""
    groups = np.array([shapely.union_all(cells[group == n]) for n in range(group.max() + 1)], np.object_)
    if len(groups) == 1:
        return np.array([block], np.object_)
    rest = shapely.difference(block, shapely.union_all(groups))
    near = _nearest(groups, rest, block, step_m)
    return np.asarray(shapely.union(groups, shapely.intersection(near, rest)), np.object_)


def _nearest(
    groups: Geometries, rest: shapely.Geometry, block: shapely.Geometry, step_m: float
) -> Geometries:
    """Return the ground nearest to each group, by Voronoi cells of points along its edges beside `rest`.

    Edges that only touch other groups play no part: the nearest edge of any place in the rest is
    seen from it across the rest alone.
    """
    edges = shapely.segmentize(shapely.boundary(groups), step_m)
    points, owner = shapely.get_coordinates(edges, return_index=True)
    points, first = np.unique(np.round(points, 2), axis=0, return_index=True)
    shapely.prepare(rest)
    beside = shapely.dwithin(np.asarray(shapely.points(points), np.object_), rest, SEEN_M)
    points, owner = points[beside], owner[first][beside]
    if len(points) < 2:  # noqa: PLR2004 -- Voronoi cells need two
        return np.full(len(groups), shapely.Polygon(), np.object_)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=block, ordered=True)
    )
    return np.array([shapely.coverage_union_all(cells[owner == n]) for n in range(len(groups))], np.object_)
