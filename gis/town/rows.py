"""Buildings in rows: what stands on a plot, how deep, how wide, how far apart, and how high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import affinity

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a use is built, in metres: `modules` stairwells (or bays) of `module_m` make one building.

    A stairwell holds `per_floor` dwellings on each floor; `share` is the part of the places that
    is built on.
    """

    kind: str
    plot_m2: float
    depth_m: float
    module_m: float
    modules: tuple[int, int]
    row_m: float
    gap_m: float
    floors: tuple[int, int]
    per_floor: int = 0
    setback_m: float = 9.0
    share: float = 1.0

    @property
    def homes(self) -> bool:
        """Whether people live here."""
        return self.per_floor > 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Buildings on one plot: a lattice of places in the plot's own direction.

    Attributes
    ----------
    corners
        Corners in ground coordinates; float64, shape (buildings, 4, 2).
    row, column
        Place in the lattice, north and east of its origin; the lattice's lines between rows and
        columns are at `row_cuts` and `column_cuts` in turned coordinates.
    stairwells, floors, dwellings
        What each building holds; int64.
    """

    corners: NDArray[np.float64]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    row_cuts: NDArray[np.float64]
    column_cuts: NDArray[np.float64]
    stairwells: NDArray[np.int64]
    floors: NDArray[np.int64]
    dwellings: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of buildings."""
        return int(self.row.size)


def lay_rows(plot: shapely.Polygon, style: Style, angle_deg: float, rng: Generator) -> Rows:
    """Lay buildings of a style in rows on a plot, as many as stand clear of its edge."""
    turned = affinity.rotate(plot, -angle_deg, origin=(0.0, 0.0))
    room = turned.buffer(-style.setback_m, join_style="mitre")
    modules = int(rng.integers(style.modules[0], style.modules[1] + 1))
    width = modules * style.module_m
    if room.is_empty:
        return _none()
    west, south, east, north = room.bounds
    columns = max(int((east - west + style.gap_m) / (width + style.gap_m)), 0)
    spacing = style.row_m - style.depth_m
    rows = max(int((north - south + spacing) / style.row_m), 0)
    if not columns * rows:
        return _none()
    left = west + (east - west - columns * (width + style.gap_m) + style.gap_m) / 2
    low = south + (north - south - rows * style.row_m + spacing) / 2
    row, column = (grid.ravel() for grid in np.mgrid[0:rows, 0:columns])
    x, y = left + column * (width + style.gap_m), low + row * style.row_m
    shapely.prepare(room)
    stands = shapely.contains(room, shapely.box(x, y, x + width, y + style.depth_m))
    stands &= rng.random(stands.size) < style.share
    row, column, x, y = row[stands], column[stands], x[stands], y[stands]
    corners = np.stack(
        [
            np.stack([x + i * width, y + j * style.depth_m], axis=-1)
            for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))
        ],
        axis=1,
    )
    usual = rng.integers(style.floors[0], style.floors[1] + 1)
    floors = np.clip(usual + rng.integers(-1, 2, row.size), style.floors[0], style.floors[1])
    stairwells = np.full(row.size, modules if style.homes else 1, np.int64)
    return Rows(
        corners=_turned(corners, angle_deg),
        row=row,
        column=column,
        row_cuts=np.array(low + np.arange(rows + 1) * style.row_m - spacing / 2, np.float64),
        column_cuts=np.array(
            left + np.arange(columns + 1) * (width + style.gap_m) - style.gap_m / 2, np.float64
        ),
        stairwells=stairwells,
        floors=floors.astype(np.int64),
        dwellings=stairwells * (floors * style.per_floor if style.per_floor > 1 else style.per_floor),
    )


def _turned(corners: NDArray[np.float64], angle_deg: float) -> NDArray[np.float64]:
    """Turn corners back from the plot's direction to the ground."""
    angle = np.radians(angle_deg)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned: NDArray[np.float64] = np.round(corners @ turn, 2)
    return turned


def _none() -> Rows:
    """No building at all."""
    empty, line = np.empty(0, np.int64), np.empty(0)
    return Rows(
        corners=np.empty((0, 4, 2)), row=empty, column=empty, row_cuts=line, column_cuts=line,
        stairwells=empty, floors=empty, dwellings=empty,
    )  # fmt: skip
