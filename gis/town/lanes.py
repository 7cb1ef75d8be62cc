"""Village roads: along the edges of fields, from each settlement to a main road and to its neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from gis.town.belonging import on_lines
from gis.town.skeleton import GRID_M, Line, on_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gis.town.fabric import Fabric
    from gis.town.layout import Layout


def village_roads(layout: Layout, fabric: Fabric) -> list[Line]:
    """Return roads without a name that lead along edges of the fabric, never over rail or water."""
    points, tail, head = _network(fabric)
    dry = ~on_lines(points, layout.skeleton.barriers)
    kept = dry[tail] & dry[head]
    tail, head = tail[kept], head[kept]
    metres = np.hypot(*(points[tail] - points[head]).T)
    size = len(points)
    graph = coo_array(
        (np.tile(metres, 2), (np.append(tail, head), np.append(head, tail))), shape=(size, size)
    ).tocsr()
    centres = layout.country.centres
    reachable = np.unique(np.append(tail, head))
    gate = reachable[cKDTree(points[reachable]).query(centres)[1]]
    main = np.array([road.line for road in layout.skeleton.roads], np.object_)
    to_main = np.flatnonzero(on_lines(points, main) & dry)
    _, towards_main, _ = dijkstra(graph, indices=to_main, min_only=True, return_predecessors=True)
    used = {edge for node in gate for edge in _path(towards_main, int(node))}
    reach, back = dijkstra(graph, indices=gate, return_predecessors=True, limit=6000.0)
    between = reach[:, gate]
    np.fill_diagonal(between, np.inf)
    for n, neighbour in enumerate(between.argmin(axis=1)):
        used.update(_path(back[n], int(gate[neighbour])))
    walked = np.array(sorted(used), np.int64).reshape(-1, 2)
    lines = shapely.line_merge(shapely.MultiLineString(list(points[walked])))
    return [Line(name="", kind="secondary", line=on_grid(line)) for line in shapely.get_parts(lines)]


def _network(fabric: Fabric) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """The points and straight edges of all faces, each once."""
    every, of = shapely.get_coordinates(shapely.boundary(fabric.faces), return_index=True)
    cells, node = np.unique(np.round(every / GRID_M).astype(np.int64), axis=0, return_inverse=True)
    along = of[:-1] == of[1:]
    pairs = np.unique(np.sort(np.column_stack([node[:-1][along], node[1:][along]]), axis=1), axis=0)
    return (cells * GRID_M).astype(np.float64), pairs[:, 0], pairs[:, 1]


def _path(towards: NDArray[np.int32], node: int) -> Sequence[tuple[int, int]]:
    """The edges from a node back to where its shortest path began."""
    edges = []
    while (before := int(towards[node])) >= 0:
        edges.append((min(node, before), max(node, before)))
        node = before
    return edges
