"""A made district of crooked blocks of any size, as a dataset, in seconds."""

from __future__ import annotations

import math
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from domain.graph import PlanningGraph
from domain.ground import GroundInfo, Total
from domain.plan import Grid, Plan
from domain.units import COMMUNITY, STREET, Count, Level, UnitSet
from gis.dataset import Dataset

CRS = "EPSG:4547"
X, Y, SIDE = 480_000.0, 3_800_000.0, 70.0


class Shape(NamedTuple):
    """How a district is divided: blocks across and up of a grid of today, grids of a community."""

    grid: tuple[int, int]
    community: tuple[int, int]
    communities: tuple[int, int]

    @property
    def grids(self) -> int:
        """How many grids there are."""
        return math.prod(self.community) * math.prod(self.communities)

    @property
    def units(self) -> int:
        """How many units there are."""
        return self.grids * math.prod(self.grid)


TOWN = Shape(grid=(4, 4), community=(3, 2), communities=(6, 5))
"""180 grids of 16 units."""
MANY = Shape(grid=(2, 2), community=(7, 5), communities=(20, 20))
"""14,000 grids of 4 units."""
CITY = Shape(grid=(5, 4), community=(5, 6), communities=(10, 10))
"""60,000 units in 3,000 grids of 20, communities of 600."""


def made_district(shape: Shape, *, homes: int = 400) -> Dataset:
    """A district so divided, about so many households to a grid."""
    steps = [np.array(part) for part in (shape.grid, shape.community, shape.communities)]
    columns, rows = (int(side) for side in np.prod(steps, axis=0))
    dice = np.random.default_rng(1)
    place = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij"), axis=-1)
    corner = np.array([X, Y]) + SIDE * (place + dice.uniform(-0.25, 0.25, place.shape))
    column, row = (side.ravel() for side in np.indices((columns, rows)))
    of_grid = _labels(column, row, steps[0], rows)
    of_community = _labels(column, row, steps[0] * steps[1], rows)
    mean = homes / math.prod(shape.grid)
    households = dice.integers(round(0.6 * mean), round(1.4 * mean) + 1, column.size)
    graph = _graph(corner, households, of_community)
    totals = Total(into=int(households.sum()), on_units=int(households.sum()), listed=0)
    return Dataset(
        info=GroundInfo(
            name="made", title="测速区", title_en="Made", crs=CRS, households="households", sample=True,
            totals={"households": totals},
        ),
        graph=graph,
        footprints=_blocks(corner, 1, 1),
        today=Plan(unit_set=graph.units.digest, grid_of=of_grid, grids=_grids(of_grid, of_community)),
        layers={"communities": _communities(corner, steps[0] * steps[1])},
    )  # fmt: skip


def _labels(column: np.ndarray, row: np.ndarray, size: np.ndarray, rows: int) -> np.ndarray:
    """The areas of so many blocks across and up, numbered column by column."""
    return ((column // size[0]) * (rows // size[1]) + row // size[1]).astype(np.int32)


def _grids(of_grid: np.ndarray, of_community: np.ndarray) -> tuple[Grid, ...]:
    """Grids coded by their community and a serial number in it."""
    _, first = np.unique(of_grid, return_index=True)
    home = of_community[first]
    serial = np.zeros(home.size, np.int64)
    order = np.argsort(home, kind="stable")
    starts = np.searchsorted(home[order], home[order])
    serial[order] = np.arange(home.size) - starts + 1
    pairs = zip(home.tolist(), serial.tolist(), strict=True)
    return tuple(Grid(code=f"610114001{n + 1:03d}{s:03d}", type="town") for n, s in pairs)


def _graph(corner: np.ndarray, households: np.ndarray, of_community: np.ndarray) -> PlanningGraph:
    columns, rows = corner.shape[0] - 1, corner.shape[1] - 1
    unit = np.arange(columns * rows).reshape(columns, rows)
    upright = np.linalg.norm(corner[:, 1:] - corner[:, :-1], axis=2)  # sides between columns
    level = np.linalg.norm(corner[1:] - corner[:-1], axis=2)  # sides between rows
    tail = np.concatenate([unit[:-1].ravel(), unit[:, :-1].ravel()])
    head = np.concatenate([unit[1:].ravel(), unit[:, 1:].ravel()])
    border = np.concatenate([upright[1:-1].ravel(), level[:, 1:-1].ravel()])
    order = np.lexsort((head, tail))
    outer = np.zeros(unit.shape)
    outer[0] += upright[0]
    outer[-1] += upright[-1]
    outer[:, 0] += level[:, 0]
    outer[:, -1] += level[:, -1]
    blocks = _blocks(corner, 1, 1)
    middle = shapely.get_coordinates(shapely.point_on_surface(blocks))
    return PlanningGraph(
        units=_units(households, of_community), x=middle[:, 0], y=middle[:, 1], area_m2=shapely.area(blocks),
        outer_border_m=outer.ravel(), tail=tail[order], head=head[order], border_m=border[order],
        passable=np.ones(tail.size, np.bool_), follows_m=np.zeros(tail.size),
    )  # fmt: skip


def _units(households: np.ndarray, of_community: np.ndarray) -> UnitSet:
    areas = int(of_community.max()) + 1
    community = Level(
        key=COMMUNITY, codes=tuple(f"610114001{n + 1:03d}" for n in range(areas)),
        names=tuple(f"社区{n + 1}" for n in range(areas)), kinds=("town",) * areas, of_unit=of_community,
    )  # fmt: skip
    street = Level(
        key=STREET, codes=("610114001",), names=("街道",), kinds=("street",),
        of_unit=np.zeros(households.size, np.int32),
    )  # fmt: skip
    return UnitSet(
        codes=tuple(f"u{n:06d}" for n in range(households.size)), counts=households.reshape(-1, 1),
        columns=(Count(name="households", basis="常住户", date="2025-06-30"),),
        footprint=np.arange(households.size), levels=(community, street),
    )  # fmt: skip


def _blocks(corner: np.ndarray, wide: int, tall: int) -> np.ndarray:
    """Areas of so many blocks, column by column, that share every corner of their borders."""
    around = [
        *[(n, 0) for n in range(wide)],
        *[(wide, n) for n in range(tall)],
        *[(n, tall) for n in range(wide, 0, -1)],
        *[(0, n) for n in range(tall, -1, -1)],
    ]
    columns, rows = corner.shape[0] - 1, corner.shape[1] - 1
    left, low = np.meshgrid(np.arange(0, columns, wide), np.arange(0, rows, tall), indexing="ij")
    rings = np.stack([corner[left + a, low + b] for a, b in around], axis=2)
    return np.asarray(shapely.polygons(rings.reshape(-1, len(around), 2)))


def _communities(corner: np.ndarray, size: np.ndarray) -> gpd.GeoDataFrame:
    shapes = _blocks(corner, *size.tolist())
    names = {"code": [f"610114001{n + 1:03d}" for n in range(len(shapes))], "kind": ["town"] * len(shapes)}
    return gpd.GeoDataFrame(
        {**names, "name": [f"社区{n + 1}" for n in range(len(shapes))]}, geometry=shapes, crs=CRS
    )
