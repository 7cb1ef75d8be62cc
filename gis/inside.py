"""Which units lie inside a shape that somebody drew on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gis.outlines import WGS84
from gis.transforming import transformer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gis.dataset import Dataset

LEAST_POINTS: Final = 4
"""A triangle, closed."""


def units_inside(dataset: Dataset, ring: Sequence[Sequence[float]]) -> NDArray[np.int32]:
    """Return the units whose inner point lies in a closed ring of [lon, lat], ascending; int32.

    A ring that crosses itself holds what lies in any of its loops; one without area holds nothing.
    """
    if len(ring) < LEAST_POINTS:
        return np.empty(0, np.int32)
    longitude, latitude = np.asarray(ring, np.float64).T
    to_ground = transformer(WGS84, dataset.info.crs)
    drawn = shapely.Polygon(np.column_stack(to_ground.transform(longitude, latitude)))
    area = shapely.buffer(shapely.make_valid(drawn), 0)  # what is no area falls away
    shapely.prepare(area)
    return np.flatnonzero(shapely.contains_xy(area, dataset.graph.x, dataset.graph.y)).astype(np.int32)
