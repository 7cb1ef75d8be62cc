"""Cut the planning units into vector tiles that a browser can draw by the ten thousand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gis.tile_encoding import EXTENT, encode_tile, lattice_rings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

WORLD_M: Final = 2 * math.pi * 6_378_137.0
"""Side of the Web Mercator square (EPSG:3857), metres."""
FINEST_ZOOM: Final = 15
"""At this zoom one lattice step is 0.3 m of Mercator, 0.24 m of ground at 36° N; closer views magnify it."""
BUFFER: Final = 64 / EXTENT
"""How far a tile reaches over its edge, in tiles, so that a 3-pixel outline is whole at the seam."""
SCREEN_TILE_PX: Final = 512
READABLE_UNIT_PX: Final = 12
"""The width of the median unit on the screen from which its own outline helps more than it clutters."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TileSet:
    """The vector tiles of one unit set.

    Attributes
    ----------
    tiles
        Mapbox Vector Tile bytes (version 2, one layer) by (zoom, column, row), rows from the north.
    layer
        Name of the layer; a feature's id is the position of its unit, and it has no other property.
    min_zoom, max_zoom
        Every unit is in the tiles of every zoom between them.
    outline_zoom
        The zoom from which outlines of single units are worth drawing.
    bounds
        West, south, east, north in degrees (EPSG:4326).
    """

    tiles: Mapping[tuple[int, int, int], bytes]
    layer: str
    min_zoom: int
    max_zoom: int
    outline_zoom: int
    bounds: tuple[float, float, float, float]


def cut_tiles(
    footprints: gpd.GeoSeries,
    *,
    layer: str = "units",
    min_zoom: int | None = None,
    max_zoom: int = FINEST_ZOOM,
) -> TileSet:
    """Cut polygons, in any declared CRS, into tiles; position in the series becomes the feature id.

    Borders shared by neighbours stay shared: every vertex is rounded on one world-wide lattice per
    zoom before tiles are cut from it. A unit too small for the lattice becomes its smallest square,
    so that no unit is missing at any zoom. The same footprints give the same bytes. Without `min_zoom`
    the coarsest tiles show everything at once.

    Raises
    ------
    ValueError
        The series declares no CRS (from geopandas).
    """
    ground = footprints.to_crs(3857)
    shapes = shapely.orient_polygons(shapely.force_2d(ground.to_numpy()), exterior_cw=True)
    west, south, east, north = (float(v) for v in footprints.to_crs(4326).total_bounds)
    widest_m = float(np.ptp(shapely.total_bounds(shapes).reshape(2, 2), axis=0).max())
    if min_zoom is None:
        min_zoom = min(max_zoom, max(0, math.floor(math.log2(WORLD_M / max(widest_m, 1.0)))))
    tiles = {
        place: data
        for zoom in range(min_zoom, max_zoom + 1)
        for place, data in _tiles_of_zoom(shapes, zoom, layer)
    }
    return TileSet(
        tiles=tiles,
        layer=layer,
        min_zoom=min_zoom,
        max_zoom=max_zoom,
        outline_zoom=_outline_zoom(shapes),
        bounds=(west, south, east, north),
    )


def _outline_zoom(shapes: NDArray[np.object_]) -> int:
    """Return the zoom at which the median unit is `READABLE_UNIT_PX` wide."""
    width_m = math.sqrt(max(float(np.median(shapely.area(shapes))), 1.0))
    return math.ceil(math.log2(READABLE_UNIT_PX * WORLD_M / (SCREEN_TILE_PX * width_m)))


def _tiles_of_zoom(
    shapes: NDArray[np.object_], zoom: int, layer: str
) -> Iterator[tuple[tuple[int, int, int], bytes]]:
    """Yield the tiles of one zoom, by column and row."""
    unit, column, row = _touched(shapes, zoom)
    order = np.lexsort((unit, row, column))
    unit, column, row = unit[order], column[order], row[order]
    pieces = _trimmed(shapes[unit], column, row, zoom)
    kept = ~shapely.is_empty(pieces)
    unit, column, row, pieces = unit[kept], column[kept], row[kept], pieces[kept]
    origin = np.column_stack([column, row]) * EXTENT
    rings = lattice_rings(pieces, WORLD_M / (2**zoom * EXTENT), WORLD_M / 2, origin)
    starts = np.flatnonzero(np.diff(column, prepend=-1) | np.diff(row, prepend=-1))
    for first, last in zip(starts, np.append(starts[1:], len(unit)), strict=True):
        place = (zoom, int(column[first]), int(row[first]))
        yield place, encode_tile(layer, unit[first:last], rings, int(first), int(last))


def _touched(
    shapes: NDArray[np.object_], zoom: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return (unit, column, row) for every tile that a unit's box touches, buffer included."""
    west, south, east, north = (shapely.bounds(shapes) / (WORLD_M / 2**zoom)).T
    half = 2**zoom / 2
    ends = (half + west - BUFFER, half + east + BUFFER, half - north - BUFFER, half - south + BUFFER)
    left, right, top, bottom = (np.clip(np.floor(v).astype(np.int64), 0, 2**zoom - 1) for v in ends)
    wide, high = right - left + 1, bottom - top + 1
    unit = np.repeat(np.arange(len(shapes)), wide * high)
    within = np.arange(len(unit)) - np.repeat(np.cumsum(wide * high) - wide * high, wide * high)
    return unit, left[unit] + within % wide[unit], top[unit] + within // wide[unit]


def _trimmed(
    shapes: NDArray[np.object_], column: NDArray[np.int64], row: NDArray[np.int64], zoom: int
) -> NDArray[np.object_]:
    """Return the shapes, those that reach beyond the neighbouring tiles cut to the buffered tile.

    Cutting happens on true coordinates; most units are smaller than a tile and stay whole.
    """
    side_m = WORLD_M / 2**zoom
    west, north = column * side_m - WORLD_M / 2, WORLD_M / 2 - row * side_m
    box = shapely.bounds(shapes)
    far = (
        (box[:, 0] < west - side_m)
        | (box[:, 2] > west + 2 * side_m)
        | (box[:, 3] > north + side_m)
        | (box[:, 1] < north - 2 * side_m)
    )
    over_m = BUFFER * side_m
    windows = shapely.box(
        west[far] - over_m, north[far] - side_m - over_m, west[far] + side_m + over_m, north[far] + over_m
    )
    trimmed = shapes.copy()
    trimmed[far] = shapely.orient_polygons(shapely.intersection(shapes[far], windows), exterior_cw=True)
    return trimmed
