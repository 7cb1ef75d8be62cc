"""Counts find their unit: by the point they stand at and the lines as they were drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.cutting.faces import containing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Points that counts stand at, and the community and present grid that the original lines give them.

    `community` and `grid` are positions of areas, −1 where a point lies in none; int64. `estate`,
    where it is told, is the estate of each (−1 for none).
    """

    at: Geometries
    community: Ints
    grid: Ints
    estate: Ints | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """The unit of each place, −1 where it is only listed, and how many metres away its unit lies."""

    unit: Ints
    metres: NDArray[np.float64]


def places_of(shapes: Geometries, communities: Geometries, grids: Geometries | None) -> Places:
    """Return a point inside each shape with its community and present grid by the original lines."""
    at = shapely.point_on_surface(shapes)
    grid = containing(at, grids) if grids is not None else np.zeros(len(at), np.int64)
    return Places(at=at, community=containing(at, communities), grid=grid)


def placed(
    places: Places, units: Geometries, community: Ints, grid: Ints, estate: Ints | None = None
) -> Placed:
    """Give each place its unit; `community`, `grid` and `estate` are those of the units.

    A place goes to the unit that contains it where the labels agree, else to the nearest unit of its
    estate (where that is told), community and present grid, else to the nearest of both, else to the
    nearest of its present grid. So every present grid keeps on units exactly what it holds on the
    original lines. A place outside every present grid is listed.
    """
    if (grid < 0).all():  # no grids today: one that is everywhere
        grid = np.zeros_like(grid)
    unit = containing(places.at, units)
    agrees = (unit >= 0) & (community[unit] == places.community) & (grid[unit] == places.grid)
    labels = [(places.grid, grid), (places.community, community)]
    if places.estate is not None and estate is not None:
        agrees &= estate[unit] == places.estate
        labels.append((places.estate, estate))
    unit[~agrees] = -1
    metres = np.zeros(unit.size)
    for exact in range(len(labels), 0, -1):
        left = np.flatnonzero((unit < 0) & (places.grid >= 0))
        kin = np.column_stack([of_place for of_place, _ in labels[:exact]])[left]
        of_unit = np.column_stack([of_unit for _, of_unit in labels[:exact]])
        for pair in np.unique(kin, axis=0):
            mine = left[(kin == pair).all(axis=1)]
            near = np.flatnonzero((of_unit == pair).all(axis=1))
            if near.size:
                found = shapely.STRtree(units[near]).query_nearest(places.at[mine], all_matches=False)[1]
                unit[mine] = near[found]
                metres[mine] = shapely.distance(places.at[mine], units[unit[mine]])
    return Placed(unit=unit, metres=metres)
