"""Metres of road of each unit by kind of road: every metre on one unit, none on two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gis.travel.roads import road_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gis.dataset import Dataset

STEP_M: Final = 50.0
"""Roads are divided into pieces no longer than this, each given to the unit nearest to its middle."""


def metres_by_kind(dataset: Dataset) -> Mapping[str, NDArray[np.float64]]:
    """Return metres of road by kind, arrays of shape (units,); nothing where roads were not read.

    Roads run along the borders of units, so lengths inside footprints would count many metres twice
    and others never; pieces given whole to one unit add up to the roads as drawn.
    """
    roads = dataset.layers.get("roads")
    if roads is None or not len(roads):
        return {}
    lines, of = road_lines(roads.geometry.to_numpy())
    kinds = roads["kind"].to_numpy(dtype=object)[of]
    count = np.maximum(np.ceil(shapely.length(lines) / STEP_M), 1).astype(np.int64)
    line = np.repeat(np.arange(lines.size), count)
    number = np.arange(line.size) - np.repeat(np.cumsum(count) - count, count)
    middle = shapely.line_interpolate_point(lines[line], (number + 0.5) / count[line], normalized=True)
    metres = (shapely.length(lines) / count)[line]
    unit = shapely.STRtree(dataset.footprints).query_nearest(middle, all_matches=False)[1]
    return {
        str(kind): np.bincount(unit[at], metres[at], len(dataset.footprints)).astype(float)
        for kind in sorted(set(kinds))
        for at in [kinds[line] == kind]
    }
