"""Whereabouts: whether coordinates can be what their CRS says, and how far apart layers lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS

if TYPE_CHECKING:
    import geopandas as gpd

Bounds = tuple[float, float, float, float]

DEGREES = "EPSG:4326"
TURN, QUARTER = 180.5, 90.5
SMALL = 360.0  # no town lies so near to the origin of a projection in metres
MARGIN = 1.0  # degrees around the area that a CRS is meant for
DEGREE_KM = 111.2


def impossible_for(crs: CRS, bounds: Bounds) -> str:
    """Say why coordinates cannot be of a CRS: `not-degrees`, `not-metres`, `swapped`; or nothing.

    `bounds` are west, south, east, north as they stand in the file.
    """
    x, y = max(abs(bounds[0]), abs(bounds[2])), max(abs(bounds[1]), abs(bounds[3]))
    if crs.is_geographic and (x > TURN or y > QUARTER):
        return "swapped" if x <= QUARTER and y <= TURN else "not-degrees"
    return "not-metres" if crs.is_projected and max(x, y) <= SMALL else ""


def outside_area(shapes: gpd.GeoSeries, crs: str) -> bool:
    """Whether a layer's middle lies outside the area that a CRS is meant for."""
    area = CRS.from_user_input(crs).area_of_use
    return area is not None and area.west < area.east and _beyond(shapes, crs).max() > MARGIN


def beyond_km(shapes: gpd.GeoSeries, crs: str) -> float:
    """Kilometres from a layer's middle to the area that a CRS is meant for."""
    return float(np.hypot(*_beyond(shapes, crs)) * DEGREE_KM)


def _beyond(shapes: gpd.GeoSeries, crs: str) -> np.ndarray:
    """Degrees of longitude and latitude by which a layer's middle lies outside an area; 0 where unknown."""
    area = CRS.from_user_input(crs).area_of_use
    west, south, east, north = shapes.to_crs(DEGREES).total_bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    if area is None or not np.isfinite(middle).all():
        return np.zeros(2)
    low, high = np.array([area.west, area.south]), np.array([area.east, area.north])
    return np.asarray(np.maximum(np.maximum(low - middle, middle - high), 0.0))


def apart_km(shapes: gpd.GeoSeries, ground: gpd.GeoSeries) -> float:
    """Kilometres between the bounds of a layer and the ground, in one CRS in metres; 0 if they meet."""
    west, south, east, north = shapes.total_bounds
    left, low, right, high = ground.total_bounds
    gap = np.array([max(left - east, west - right, 0.0), max(low - north, south - high, 0.0)])
    return float(np.hypot(*gap) / 1000) if np.isfinite(gap).all() else float("inf")
