"""Turning ground by an angle to the same figures on every machine.

The last digit of a library's sine differs from one processor to the next, and a town is laid out by
thousands of comparisons, any of which could then fall the other way. So sines are taken from their
series in whole fractions, and are the nearest number there is.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import atan2, degrees, factorial, radians
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from shapely import Geometry, affinity

if TYPE_CHECKING:
    from numpy.typing import NDArray

AnyGeometry = TypeVar("AnyGeometry", bound=Geometry)

TERMS: Final = 16
"""Terms of each series: the first one left out is below 10⁻¹⁸ for angles up to 180°."""


def turned(geometry: AnyGeometry, angle_deg: float) -> AnyGeometry:
    """Return a geometry turned about the origin, counter-clockwise, by an angle in [−180°, 180°]."""
    cos, sin = map(float, _cos_sin(radians(angle_deg)))
    found: AnyGeometry = affinity.affine_transform(geometry, [cos, -sin, sin, cos, 0.0, 0.0])
    return found


def turn_matrix(angle_deg: float) -> NDArray[np.float64]:
    """Return the matrix by which `points @ matrix` turns points about the origin; shape (2, 2)."""
    cos, sin = map(float, _cos_sin(radians(angle_deg)))
    return np.array([[cos, sin], [-sin, cos]])


def direction_deg(east: float, north: float) -> float:
    """Return the angle of a direction from east, counter-clockwise, in [−180°, 180°]."""
    guess = atan2(north, east)
    cos, sin = _cos_sin(guess)
    x, y = Fraction(float(east)), Fraction(float(north))
    missed = (y * cos - x * sin) / (x * cos + y * sin)  # Newton's step: the guess is right to its last digit
    return degrees(float(guess + missed))


@cache
def _cos_sin(angle: float) -> tuple[Fraction, Fraction]:
    """Return the cosine and the sine of an angle in [−π, π], by their series."""
    terms = [Fraction(angle) ** n / factorial(n) for n in range(2 * TERMS)]
    alternating = [-term if n // 2 % 2 else term for n, term in enumerate(terms)]
    return sum(alternating[::2], Fraction()), sum(alternating[1::2], Fraction())
