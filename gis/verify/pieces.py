"""Whether a grid is one piece of ground: by its units and their borders, and by its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import networkx as nx
import shapely

from gis.verify.ground import FOOTPRINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shapely import Geometry

    from gis.verify.ground import Ground
    from gis.verify.reading import Received

LEAST_BORDER_M: Final = 1.0


def spare_pieces(received: Received, ground: Ground) -> Iterator[str]:
    """Yield each grid whose units are not joined by borders that may be passed, with its spare pieces.

    Units are joined by a passable border of more than a metre, by a declared bridge, or by standing
    on one footprint. A piece of declared exclaves (飞地) alone is not counted.
    """
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(ground.grid_of)
    bridges = {frozenset(pair) for pair in received.bridges}
    passable = [
        (a, b)
        for a, b, metres, may_pass in received.borders
        if may_pass and (metres > LEAST_BORDER_M or frozenset((a, b)) in bridges)
    ]
    for a, b in (*passable, *received.bridges, *_stacked(ground)):
        if a in ground.grid_of and ground.grid_of[a] == ground.grid_of.get(b):
            joined.add_edge(a, b)
    pieces: dict[str, int] = {}
    for piece in nx.connected_components(joined):
        if not piece <= received.exclaves:
            grid = ground.grid_of[next(iter(piece))]
            pieces[grid] = pieces.get(grid, 0) + 1
    yield from (f"{grid} in {n} pieces" for grid, n in sorted(pieces.items()) if n > 1)


def spare_parts(shape: Geometry, grid: str, received: Received, ground: Ground) -> int:
    """Return how many parts of a grid's shape nothing joins to the rest.

    Parts are joined by a bridge between their units or by one unit that has ground in both; a part
    of exclaves alone is not counted.
    """
    parts = [part for part in shapely.get_parts(shape) if part.area > 0]
    if len(parts) < 2:  # noqa: PLR2004 -- two parts or more stand apart
        return 0
    tree = shapely.STRtree(parts)
    joined: nx.Graph[int] = nx.Graph()
    joined.add_nodes_from(range(len(parts)))
    of_unit = {}
    for unit in ground.members[grid]:
        points = shapely.point_on_surface(shapely.get_parts(ground.shape_of_unit[unit]))
        of_unit[unit] = sorted(set(tree.query(points, predicate="intersects")[1].tolist()))
        nx.add_path(joined, of_unit[unit])
    for a, b in received.bridges:
        if of_unit.get(a) and of_unit.get(b):
            joined.add_edge(of_unit[a][0], of_unit[b][0])
    exclaves = {n for unit, at in of_unit.items() if unit in received.exclaves for n in at}
    held = {n for unit, at in of_unit.items() if unit not in received.exclaves for n in at}
    counted = [piece for piece in nx.connected_components(joined) if not piece <= exclaves - held]
    return max(len(counted) - 1, 0)


def _stacked(ground: Ground) -> Iterator[tuple[str, str]]:
    """Yield neighbours of each stack of units on one footprint."""
    below: dict[object, str] = {}
    for unit, record in ground.units.items():
        footprint = record.get(FOOTPRINT)
        if footprint is None:
            continue
        if footprint in below:
            yield below[footprint], unit
        below[footprint] = unit
