"""Shapes from one CRS to another, always x before y."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj.exceptions import CRSError

from domain.errors import InvalidValueError
from gis.transforming import transformer

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Transformer


def reprojected(shapes: NDArray[np.object_], source: str, target: str) -> NDArray[np.object_]:
    """Return the shapes in `target`, vertex by vertex, so that shared borders stay shared.

    Coordinates are x (east, longitude) before y (north, latitude) whatever the CRS itself says.

    Raises
    ------
    InvalidValueError
        Nobody knows the CRS.
    """
    if source == target:
        return shapes
    way = _way(source, target)

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(way.transform(xy[:, 0], xy[:, 1]))

    moved: NDArray[np.object_] = shapely.transform(shapes, move)
    return moved


def _way(source: str, target: str) -> Transformer:
    try:
        return transformer(source, target)
    except CRSError as error:
        raise InvalidValueError("export-crs", crs=target) from error
