"""Cells: a population raster as areas with counts, as far as the district reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Transformer

from gis.counting.pairs import overlapping
from gis.files.raster import crs_of_raster, read_raster

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]
    Reals = NDArray[np.float64]

EDGE = 8
"""Points on each side of the district's box when it is put into the raster's CRS."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Cells that hold somebody: their shapes in the CRS of the district, and how many of theirs are inside.

    `counts` is the count of a cell times the exact share of it that lies in the district; float64.
    """

    shapes: Geometries
    counts: Reals


def cells_of(path: Path, district: Geometries, crs: str) -> Cells:
    """Return the cells of a raster that meet the areas of a district, which do not overlap.

    Raises
    ------
    RasterError
        As `read_raster`.
    """
    west, south, east, north = shapely.total_bounds(district)
    there = Transformer.from_crs(crs, crs_of_raster(path), always_xy=True)
    raster = read_raster(path, there.transform_bounds(west, south, east, north, densify_pts=EDGE))
    row, column = np.nonzero(raster.values > 0)
    a, _, c, _, e, f = raster.transform
    boxes = shapely.box(c + a * column, f + e * (row + 1), c + a * (column + 1), f + e * row)
    back = Transformer.from_crs(raster.crs, crs, always_xy=True)
    corners = shapely.get_coordinates(boxes)
    moved = np.column_stack(back.transform(corners[:, 0], corners[:, 1]))
    shapes = shapely.set_coordinates(boxes, moved)
    pairs = overlapping(shapes, district)
    inside = pairs.on_rows(pairs.part, shapes.size)
    met = np.flatnonzero(inside > 0)
    counts = raster.values[row[met], column[met]] * np.minimum(inside[met], 1.0)
    return Cells(shapes=shapes[met], counts=counts)
