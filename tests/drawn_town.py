"""A hand-drawn town of sixty blocks in four communities, as a dataset."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from domain.ground import GroundInfo, Total
from domain.plan import Grid, Plan
from gis.dataset import Dataset
from tests.strategies import BLOCK_M, block_town

CRS = "EPSG:4545"
ORIGIN = (612_700.0, 3_838_000.0)
HOUSEHOLDS = [
    90, 80, 70, 60, 90, 120, 40, 50, 60, 70,
    85, 75, 95, 65, 55, 110, 45, 60, 70, 80,
    60, 90, 80, 70, 60, 100, 50, 40, 60, 50,
    70, 60, 50, 80, 90, 20, 30, 40, 20, 30,
    60, 50, 70, 60, 50, 30, 20, 30, 40, 20,
    40, 80, 50, 60, 70, 20, 40, 30, 20, 30,
]  # fmt: skip


def drawn_town() -> Dataset:
    """Ten by six blocks of 100 m; communities are the quarters, the south-east one is a village.

    Today's grids (letters) follow habit: `a` and `b` share the first quarter very unevenly::

        a a a a b | d d d d d        社区1 (001) | 社区2 (002)
        a a a a b | d d d d d
        a a a a b | d d d d d
        ----------+----------
        c c c c c | e e e f f        社区3 (003) | 村4 (004, village)
        c c c c c | e e e f f
        c c c c c | e e e f f
    """
    column, row = np.arange(60) % 10, np.arange(60) // 10
    community = (row >= 3) * 2 + (column >= 5)
    graph = block_town(
        10, 6, HOUSEHOLDS, community.tolist(), kinds=("town", "town", "town", "village"), origin=ORIGIN
    )
    today = np.select(
        [community == 1, community == 2, (community == 0) & (column < 4), community == 0, column < 8],
        [3, 2, 0, 1, 4],
        default=5,
    )
    left, top = ORIGIN[0] + column * BLOCK_M, ORIGIN[1] - row * BLOCK_M
    footprints = shapely.box(left, top - BLOCK_M, left + BLOCK_M, top)
    codes = ("610114001001001", "610114001001002", "610114001003001", "610114001002001", "610114001004001",
             "610114001004002")  # fmt: skip
    types = ("town", "town", "town", "town", "village", "village")
    total = int(sum(HOUSEHOLDS))
    return Dataset(
        info=GroundInfo(
            name="drawn-town",
            title="手绘小镇",
            title_en="Drawn town",
            crs=CRS,
            households="households",
            sample=True,
            totals={"households": Total(into=total, on_units=total, listed=0)},
        ),
        graph=graph,
        footprints=footprints,
        today=Plan(
            unit_set=graph.units.digest,
            grid_of=today,
            grids=tuple(Grid(code=c, type=t) for c, t in zip(codes, types, strict=True)),
        ),
        layers={"roads": _roads()},
    )


def _roads() -> gpd.GeoDataFrame:
    """One road across the middle from west to east."""
    west, south = ORIGIN[0], ORIGIN[1] - 3 * BLOCK_M
    line = shapely.LineString([(west, south), (west + 10 * BLOCK_M, south)])
    return gpd.GeoDataFrame({"code": ["R1"], "name": ["中路"], "kind": ["main"]}, geometry=[line], crs=CRS)
