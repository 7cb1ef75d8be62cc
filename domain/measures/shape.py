"""How compact an area is, from its size, its border and its own spread alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def polsby_popper(area_m2: Floats, perimeter_m: Floats) -> Floats:
    """Return 4πA/P²: 1 for a circle; 0 where there is no perimeter (Polsby & Popper 1991)."""
    return _ratio(4 * np.pi * area_m2, perimeter_m**2)


def schwartzberg(area_m2: Floats, perimeter_m: Floats) -> Floats:
    """Return the perimeter of the circle of equal area over the perimeter, √PP (Schwartzberg 1966)."""
    return np.sqrt(polsby_popper(area_m2, perimeter_m))


def reock(area_m2: Floats, circle_radius_m: Floats) -> Floats:
    """Return the area over that of the smallest enclosing circle (Reock 1961)."""
    return _ratio(area_m2, np.pi * circle_radius_m**2)


def hull_ratio(area_m2: Floats, hull_area_m2: Floats) -> Floats:
    """Return the area over that of the convex hull."""
    return _ratio(area_m2, hull_area_m2)


def moment_compactness(area_m2: Floats, moment_m4: Floats) -> Floats:
    """Return A²/(2πI): 1 for a circle (Li, Goodchild & Church 2013).

    I is the second moment of area about the centroid. Unlike the ratios above it hardly changes
    with the roughness of a border: prefer it along rivers and coasts.
    """
    return _ratio(area_m2**2, 2 * np.pi * moment_m4)


def second_moment_m4(area_m2: Floats, x: Floats, y: Floats, group: NDArray[np.int32], groups: int) -> Floats:
    """Return the second moment of area of each group of pieces about its own centroid, in m⁴.

    Each piece counts as a square of its area at its point (parallel-axis theorem, A²/6 for the
    square about its own centre); exact for squares. Pieces of group −1 are left out.
    """
    inside = group >= 0
    label, area, east, north = group[inside], area_m2[inside], x[inside], y[inside]
    total = _sums(label, area, groups)
    centre_x = _ratio(_sums(label, area * east, groups), total)
    centre_y = _ratio(_sums(label, area * north, groups), total)
    squared = (east - centre_x[label]) ** 2 + (north - centre_y[label]) ** 2
    return _sums(label, area * squared + area**2 / 6, groups)


def _sums(group: NDArray[np.int32], values: Floats, groups: int) -> Floats:
    return np.bincount(group, values, groups).astype(np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide, 0 where the divisor is 0."""
    return np.divide(above, below, out=np.zeros_like(above, dtype=np.float64), where=below > 0)
