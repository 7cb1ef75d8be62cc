"""Pairs: which rows share which area, and by how much of each."""

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
    Reals = NDArray[np.float64]

AREA = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """Areas and the rows that share them: position of both, and the share of the row that lies in the area.

    `part` is a share of the row's own area, 1 where it stands in the area as a whole; arrays of one
    length, in the order of areas, then of rows.
    """

    area: Ints
    row: Ints
    part: Reals

    def shares(self, weight: Reals, areas: int) -> Reals:
        """Return the share of its area that each pair has by the weights of rows; equal ones without any.

        float64; the shares of every area that has rows add up to one.
        """
        mine = self.part * weight[self.row]
        sums = np.bincount(self.area, mine, areas)
        mine = np.where(sums[self.area] > 0, mine, 1.0)
        again = np.bincount(self.area, mine, areas).astype(float)
        shares: Reals = mine / again[self.area]
        return shares

    def on_rows(self, values: Reals, rows: int) -> Reals:
        """Sum values of pairs by row; float64, shape (rows,)."""
        return np.bincount(self.row, values, rows).astype(float)


def standing(rows: Geometries, areas: Geometries) -> Pairs:
    """Return each row with the one area that its inner point stands in; rows outside all have none."""
    area = containing(shapely.point_on_surface(rows), areas)
    row = np.flatnonzero(area >= 0)
    order = row[np.argsort(area[row], kind="stable")]
    return Pairs(area=area[order], row=order, part=np.ones(order.size))


def overlapping(rows: Geometries, areas: Geometries) -> Pairs:
    """Return each row that is an area with every area it overlaps, and with which share of it.

    Rows that are no areas stand in one, as in `standing`.
    """
    if not (shapely.get_dimensions(rows) == AREA).all():
        return standing(rows, areas)
    area, row = shapely.STRtree(rows).query(areas, predicate="intersects")
    own = shapely.area(rows)
    both = shapely.area(shapely.intersection(areas[area], rows[row]))
    order = np.lexsort((row, area))
    order = order[both[order] > 0]
    return Pairs(
        area=area[order].astype(np.int64), row=row[order].astype(np.int64), part=both[order] / own[row[order]]
    )
