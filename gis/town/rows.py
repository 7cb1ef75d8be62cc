"""Buildings in rows: what stands on a plot, how deep, how wide, how far apart, and how high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.town.turning import turn_matrix, turned

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lattice:
    """Places for buildings `width` wide, in the plot's own direction, centred in its room."""

    left: float
    low: float
    columns: int
    rows: int
    width: float
    style: Style

    @classmethod
    def in_room(cls, room: shapely.Polygon, width: float, style: Style) -> _Lattice:
        """Fit as many columns and rows as the room's bounds hold; none in an empty room."""
        if room.is_empty:
            return cls(left=0.0, low=0.0, columns=0, rows=0, width=width, style=style)
        west, south, east, north = room.bounds
        spacing = style.row_m - style.depth_m
        columns = max(int((east - west + style.gap_m) / (width + style.gap_m)), 0)
        rows = max(int((north - south + spacing) / style.row_m), 0)
        return cls(
            left=west + (east - west - columns * (width + style.gap_m) + style.gap_m) / 2,
            low=south + (north - south - rows * style.row_m + spacing) / 2,
            columns=columns,
            rows=rows,
            width=width,
            style=style,
        )

    def boxes(self, row: NDArray[np.int64], column: NDArray[np.int64]) -> NDArray[np.float64]:
        """Corners of the places in turned coordinates; shape (places, 4, 2)."""
        x = self.left + column * (self.width + self.style.gap_m)
        y = self.low + row * self.style.row_m
        wide, deep = self.width, self.style.depth_m
        corners = [(x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep)]
        return np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1)

    def row_cuts(self) -> NDArray[np.float64]:
        """Lines half-way between rows, those below the first and above the last included."""
        spacing = self.style.row_m - self.style.depth_m
        return np.array(self.low + np.arange(self.rows + 1) * self.style.row_m - spacing / 2, np.float64)

    def column_cuts(self) -> NDArray[np.float64]:
        """Lines half-way between columns, as `row_cuts`."""
        pitch = self.width + self.style.gap_m
        return np.array(self.left + np.arange(self.columns + 1) * pitch - self.style.gap_m / 2, np.float64)


def lay_rows(plot: shapely.Polygon, style: Style, angle_deg: float, rng: Generator) -> Rows:
    """Lay buildings of a style in rows on a plot, as many as stand clear of its edge."""
    room = turned(plot, -angle_deg).buffer(-style.setback_m, join_style="mitre")
    modules = int(rng.integers(style.modules[0], style.modules[1] + 1))
    lattice = _Lattice.in_room(room, modules * style.module_m, style)
    row, column = (grid.ravel() for grid in np.mgrid[0 : lattice.rows, 0 : lattice.columns])
    boxes = lattice.boxes(row, column)
    shapely.prepare(room)
    stands = shapely.contains(room, shapely.polygons(boxes)) & (rng.random(row.size) < style.share)
    row, column = row[stands], column[stands]
    usual = rng.integers(style.floors[0], style.floors[1] + 1)
    floors = np.clip(usual + rng.integers(-1, 2, row.size), style.floors[0], style.floors[1])
    stairwells = np.full(row.size, modules if style.homes else 0, np.int64)
    return Rows(
        corners=np.round(boxes[stands] @ turn_matrix(angle_deg), 2),
        row=row,
        column=column,
        row_cuts=lattice.row_cuts(),
        column_cuts=lattice.column_cuts(),
        stairwells=stairwells,
        floors=floors.astype(np.int64),
        dwellings=stairwells * (floors * style.per_floor if style.per_floor > 1 else style.per_floor),
    )
