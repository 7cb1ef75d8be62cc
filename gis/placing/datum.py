"""Datums of Chinese web maps: GCJ-02 and BD-09 to and from the coordinates that they hide, in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

TRUE: tuple[str, ...] = ("", "wgs84", "cgcs2000")

AXIS_M, ECCENTRICITY = 6_378_245.0, 0.00669342162296594323  # Krassowsky 1940
BOX = (72.004, 0.8293, 137.8347, 55.8271)  # nothing outside is shifted
TURNS = 10  # of the fixed point; each gains two to three digits
BAIDU = np.pi * 3000 / 180


def to_gcj(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude, shape (n, 2), as GCJ-02 has them."""
    lon, lat = places.T
    x, y = lon - 105, lat - 35
    wave = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + wave
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + wave
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    phi = np.radians(lat)
    magic = 1 - ECCENTRICITY * np.sin(phi) ** 2
    north = north * 180 / (AXIS_M * (1 - ECCENTRICITY) / (magic * np.sqrt(magic)) * np.pi)
    east = east * 180 / (AXIS_M / np.sqrt(magic) * np.cos(phi) * np.pi)
    inside = (lon >= BOX[0]) & (lon <= BOX[2]) & (lat >= BOX[1]) & (lat <= BOX[3])
    return places + np.where(inside, [east, north], 0).T


def to_bd(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude as BD-09 has them."""
    x, y = to_gcj(places).T
    far = np.hypot(x, y) + 0.00002 * np.sin(y * BAIDU)
    turn = np.arctan2(y, x) + 0.000003 * np.cos(x * BAIDU)
    return np.column_stack([far * np.cos(turn) + 0.0065, far * np.sin(turn) + 0.006])


def _undone(
    shift: Callable[[NDArray[np.float64]], NDArray[np.float64]], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the places that a shift takes to the given ones, by fixed-point iteration."""
    found = places.copy()
    for _ in range(TURNS):
        found += places - shift(found)
    return found


def true_places(places: NDArray[np.float64], datum: str) -> NDArray[np.float64]:
    """Return longitude and latitude, shape (n, 2), freed of the shift of a datum."""
    return _undone({"gcj02": to_gcj, "bd09": to_bd}[datum], places) if datum not in TRUE else places


def true_shapes(shapes: NDArray[np.object_], datum: str) -> NDArray[np.object_]:
    """Return shapes in longitude and latitude, freed of the shift of a datum; heights are left out."""
    return np.asarray(shapely.transform(shapes, lambda places: true_places(places, datum)), object)
