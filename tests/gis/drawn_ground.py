"""A town drawn into files: two crossing roads, two communities, three grids, sixteen parcels a block."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CRS = "EPSG:4547"
X, Y = 500_000.0, 4_000_000.0
SIDE = 400.0
PROFILE = """
format = 1
name = "drawn"
title = "示例"
title_en = "Drawn"
crs = "EPSG:4547"

[[wholes]]
key = "street"
code = "001"
name = "街道"

[layers.parcels]
role = "units-source"
file = "parcels.gpkg"
code = "id"
[[layers.parcels.counts]]
name = "households"
field = "homes"
basis = "户室"
date = "2025-06-30"

[layers.communities]
role = "community"
file = "communities.gpkg"
code = "id"
title = "name"
kind_value = "town"

[layers.today]
role = "today"
file = "today.gpkg"
code = "id"
kind_value = "town"

[layers.roads]
role = "roads"
file = "roads.gpkg"

[layers.rail]
role = "rail"
file = "rail.gpkg"
kind = "sort"
barriers = ["main"]
"""


def draw(folder: Path, *, heavy: int = 3, shuffle: int | None = None) -> Path:
    """Write the files and their profile into a folder and return the profile's path.

    ::

        +-------+|------+   the community line | runs 6 m east of the road, the grid line - 6 m
        |  g1   ||      |   south of it; a main railway crosses the town from west to east
        |=======||==rail|   through the northern blocks, where only the road leads over it;
        |   .   ||  g3  |   every parcel of the south-west block holds `heavy` homes, all others
        +---.---+|      |   one; every street is 20 m wide
        |  g2   ||      |
        +-------++------+
    """
    west, east = box(0, 0, 206, SIDE), box(206, 0, SIDE, SIDE)
    write(folder, "communities", {"id": ["c1", "c2"], "name": ["西", "东"]}, [west, east], shuffle=shuffle)
    grids = [box(0, 194, 206, SIDE), box(0, 0, 206, 194), east]
    write(folder, "today", {"id": ["g1", "g2", "g3"]}, grids, shuffle=shuffle)
    roads = [line((200, 0), (200, SIDE)), line((0, 200), (SIDE, 200))]
    write(folder, "roads", {"id": [1, 2]}, roads, shuffle=shuffle)
    write(folder, "rail", {"sort": ["main"]}, [line((0, 300), (SIDE, 300))], shuffle=shuffle)
    lots = [(x, y) for x in steps() for y in steps()]
    homes = [heavy if x < 200 and y < 200 else 1 for x, y in lots]
    parcels = [box(x, y, x + 45, y + 45) for x, y in lots]
    write(
        folder,
        "parcels",
        {"id": [f"p{n:02d}" for n in range(len(lots))], "homes": homes},
        parcels,
        shuffle=shuffle,
    )
    path = folder / "drawn.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


def steps() -> list[float]:
    """Corners of the parcels along one side: four of 45 m in each block, 10 m off the roads."""
    return [start + 45.0 * n for start in (10.0, 210.0) for n in range(4)]


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """A rectangle of the town."""
    return shapely.box(X + x0, Y + y0, X + x1, Y + y1)


def line(a: tuple[float, float], b: tuple[float, float]) -> shapely.LineString:
    """A straight line of the town."""
    return shapely.LineString([(X + a[0], Y + a[1]), (X + b[0], Y + b[1])])


def write(
    folder: Path,
    name: str,
    columns: Mapping[str, Sequence[object]],
    shapes: list[shapely.Geometry],
    *,
    shuffle: int | None = None,
    crs: str | None = CRS,
) -> None:
    """Write one layer, its rows in an order of chance where `shuffle` is a seed."""
    table = gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)
    if shuffle is not None:
        table = table.iloc[np.random.default_rng(shuffle).permutation(len(table))]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")  # left out on purpose
        table.to_file(folder / f"{name}.gpkg", driver="GPKG")
