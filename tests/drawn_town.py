"""A hand-drawn town of sixty blocks in four communities, as a dataset."""

from __future__ import annotations

from dataclasses import replace

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


def town_with_estates() -> Dataset:
    """The drawn town with two estates of four blocks in its first quarter, two numbered buildings a block::

    A A . B .     A 翠竹园, buildings 1–8 row by row from the north-west; B 槐荫园, 1–4 from the
    A A . B .     north. Both must stay whole.
    """
    town = drawn_town()
    units = town.graph.units
    estate_of = np.full(len(units), -1, np.int32)
    estate_of[[0, 1, 10, 11]], estate_of[[3, 13]] = 0, 1
    units = replace(units, estate_codes=("E1", "E2"), estate_of=estate_of)
    names = {0: "翠竹园", 1: "槐荫园"}
    rows = [
        (f"{estate}-{2 * n + twin + 1}", f"{2 * n + twin + 1}号楼", f"E{estate + 1}", units.codes[unit])
        for estate in names
        for n, unit in enumerate(np.flatnonzero(estate_of == estate))
        for twin in range(2)
    ]
    buildings = gpd.GeoDataFrame(rows, columns=["code", "name", "estate", "unit"])
    estates = gpd.GeoDataFrame(
        {"code": ["E1", "E2"], "name": list(names.values()), "kind": ["large", "large"]},
        geometry=[shapely.union_all(town.footprints[estate_of == estate]) for estate in names],
        crs=CRS,
    )
    shapes = town.footprints[[units.codes.index(unit) for unit in buildings["unit"]]]
    buildings = buildings.assign(kind="large").set_geometry(shapely.centroid(shapes), crs=CRS)
    graph = replace(town.graph, units=units)
    assert town.today is not None
    return replace(
        town, graph=graph, today=replace(town.today, unit_set=units.digest),
        layers={**town.layers, "buildings": buildings, "estates": estates},
    )  # fmt: skip


def _roads() -> gpd.GeoDataFrame:
    """One road across the middle from west to east."""
    west, south = ORIGIN[0], ORIGIN[1] - 3 * BLOCK_M
    line = shapely.LineString([(west, south), (west + 10 * BLOCK_M, south)])
    return gpd.GeoDataFrame({"code": ["R1"], "name": ["中路"], "kind": ["main"]}, geometry=[line], crs=CRS)
