"""Whereabouts: whether coordinates can be what their CRS says, and which CRS would put them right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

Bounds = tuple[float, float, float, float]

DEGREES = "EPSG:4326"
TURN, QUARTER = 180.5, 90.5
SMALL = 360.0  # no town lies so near to the origin of a projection in metres
MARGIN = 1.0  # degrees around the area that a CRS is meant for
ROOM = 0.5  # of its size, around the ground, for what may still belong to it
# CGCS2000 zones: first central meridian, degrees between them, first code, with the zone's number or not.
ZONES = ((75, 3, 4534), (75, 3, 4513), (75, 6, 4502), (75, 6, 4491))
LAST = 135
UNZONED = (4490, 3857)


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
    if area is None:
        return False
    west, south, east, north = shapes.to_crs(DEGREES).total_bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    inside = (
        area.west - MARGIN <= lon <= area.east + MARGIN and area.south - MARGIN <= lat <= area.north + MARGIN
    )
    return bool(np.isfinite([lon, lat]).all() and area.west < area.east and not inside)


def apart_km(shapes: gpd.GeoSeries, ground: gpd.GeoSeries) -> float:
    """Kilometres between the bounds of a layer and the ground, in one CRS in metres; 0 if they meet."""
    west, south, east, north = shapes.total_bounds
    left, low, right, high = ground.total_bounds
    gap = np.array([max(left - east, west - right, 0.0), max(low - north, south - high, 0.0)])
    return float(np.hypot(*gap) / 1000) if np.isfinite(gap).all() else float("inf")


def fitting(bounds: Bounds, ground: gpd.GeoSeries) -> tuple[str, ...]:
    """Names of known systems in which coordinates as they stand would lie on the ground."""
    west, south, east, north = ground.to_crs(DEGREES).total_bounds
    room_x, room_y = ROOM * (east - west), ROOM * (north - south)
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    return tuple(
        name
        for name, lon, lat in _readings(x, y, (west + east) / 2)
        if west - room_x <= lon <= east + room_x and south - room_y <= lat <= north + room_y
    )


def _readings(x: float, y: float, about: float) -> Iterator[tuple[str, float, float]]:
    """Yield longitude and latitude of a place in each system for the ground, also with its axes swapped."""
    zones = [
        code + n
        for first, wide, code in ZONES
        for n, meridian in enumerate(range(first, LAST + 1, wide))
        if abs(meridian - about) <= wide
    ]
    for code in (*zones, *UNZONED):
        into = Transformer.from_crs(code, DEGREES, always_xy=True)
        for name, a, b in ((f"EPSG:{code}", x, y), (f"EPSG:{code} (y, x)", y, x)):
            try:
                lon, lat = into.transform(a, b, errcheck=True)
            except ProjError:
                continue
            yield name, lon, lat
