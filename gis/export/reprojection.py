"""Shapes from one CRS to another, always x before y."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    transformer = _transformer(source, target)

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    moved: NDArray[np.object_] = shapely.transform(shapes, move)
    return moved


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    try:
        return pyproj.Transformer.from_crs(source, target, always_xy=True)
    except CRSError as error:
        raise InvalidValueError("export-crs", crs=target) from error
