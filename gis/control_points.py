"""A picture without a place is placed by points that are known on it and on the ground."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import Transformer

from domain.errors import FormatError, InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS: Final = ("column", "row", "x", "y")
FEWEST: Final = 3
WEB: Final = "EPSG:3857"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoint:
    """A point by its place on the picture, in pixels from the upper left, and on the ground."""

    column: float
    row: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """How pixels lie on the ground: x = a·column + b·row + c, y = d·column + e·row + f, in EPSG:3857.

    `misfit_m` tells for each point by how many metres of ground it is missed.
    """

    coefficients: tuple[float, float, float, float, float, float]
    misfit_m: tuple[float, ...]


def read_points(path: Path) -> tuple[ControlPoint, ...]:
    """Return the points of a CSV file with the columns `COLUMNS`.

    Raises
    ------
    FormatError
        When a column is missing, or something in a row is no number.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    points = []
    for n, row in enumerate(rows, start=2):
        try:
            points.append(ControlPoint(**{name: float(row[name]) for name in COLUMNS}))
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError("points", file=path.name, row=n, columns=", ".join(COLUMNS)) from error
    return tuple(points)


def placed(points: Sequence[ControlPoint], crs: str) -> Placement:
    """Return the affine placement that misses the points least, by the sum of squares.

    Three points are met exactly; more of them show how well they agree.

    Raises
    ------
    InvalidValueError
        When there are fewer than three points, or they lie on one line.
    """
    if len(points) < FEWEST:
        raise InvalidValueError("few-points", points=len(points), fewest=FEWEST)
    x, y = Transformer.from_crs(crs, WEB, always_xy=True).transform(
        [point.x for point in points], [point.y for point in points]
    )
    pixels = np.array([[point.column, point.row, 1.0] for point in points])
    ground = np.column_stack([x, y])
    if np.linalg.matrix_rank(pixels) < FEWEST:
        raise InvalidValueError("points-on-a-line", points=len(points))
    solution, *_ = np.linalg.lstsq(pixels, ground, rcond=None)
    missed = np.hypot(*(pixels @ solution - ground).T) * _ground_per_web_metre(float(np.mean(ground[:, 1])))
    (a, d), (b, e), (c, f) = solution.tolist()
    return Placement(coefficients=(a, b, c, d, e, f), misfit_m=tuple(missed.tolist()))


def _ground_per_web_metre(northing: float) -> float:
    """Return metres of ground for one metre of EPSG:3857 at a northing: the cosine of its latitude."""
    return 1.0 / math.cosh(northing / 6_378_137.0)
