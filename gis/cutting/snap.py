"""Snap: administrative lines that run beside a road or a railway give way to it before anything is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]


def snapped_lines(
    network: Geometries, coverages: Sequence[Geometries], distance_m: float
) -> tuple[Geometries, tuple[float, ...]]:
    """Return the lines to cut with: the network, and of each coverage's lines what lies apart from it.

    The lines of each coverage in turn (communities first, then today's grids) are cut off where they
    run within `distance_m` of the network; every end made so is joined to the nearest point of the
    network by a straight line. What is left joins the network that the next coverage is snapped to.
    The second value holds for each coverage the metres of its lines that gave way.
    """
    gave_way = []
    for areas in coverages:
        lines = _borders(areas)
        apart = _apart(network, lines, distance_m)
        gave_way.append(float(shapely.length(lines).sum() - shapely.length(apart).sum()))
        if len(apart):
            network = np.concatenate([network, apart, _ties(network, apart, distance_m)])
    return network, tuple(gave_way)


def _borders(areas: Geometries) -> Geometries:
    """The border lines of a coverage, each once, as long lines."""
    merged = shapely.line_merge(shapely.union_all(shapely.boundary(areas)))
    return np.asarray(shapely.get_parts(merged), np.object_)


def _apart(network: Geometries, lines: Geometries, distance_m: float) -> Geometries:
    """What of the lines lies farther than `distance_m` from the network."""
    near = shapely.STRtree(network).query(lines, predicate="dwithin", distance=distance_m)
    apart = []
    for n, line in enumerate(lines):
        beside = network[near[1][near[0] == n]]
        strip = shapely.union_all(shapely.buffer(beside, distance_m, quad_segs=4)) if beside.size else None
        apart.append(line if strip is None else shapely.difference(line, strip))
    parts = shapely.get_parts(np.array(apart, np.object_))
    parts = parts[~shapely.is_empty(parts)]
    merged = shapely.line_merge(shapely.union_all(parts))
    return np.asarray(shapely.get_parts(merged), np.object_)


def _ties(network: Geometries, apart: Geometries, distance_m: float) -> Geometries:
    """Straight lines from the ends that were cut off to the nearest point of the network."""
    ends = np.concatenate([shapely.get_point(apart, 0), shapely.get_point(apart, -1)])
    ends = ends[~shapely.is_missing(ends)]
    tree = shapely.STRtree(network)
    of_end, of_line = tree.query_nearest(ends, max_distance=1.1 * distance_m, all_matches=False)
    return np.asarray(shapely.shortest_line(ends[of_end], network[of_line]), np.object_)
