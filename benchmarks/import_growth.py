"""How long an import takes as a district grows: `python benchmarks/import_growth.py 6000 60000`.

A made district of blocks between streets, sixteen buildings a block, forty blocks a community,
today's grids of ten blocks, is written as GeoPackage files and imported by a profile, each size in
a process of its own. Printed are seconds of each step, the largest memory, and the exponent of
growth between the first size and each other.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from data.reference import shipped_standards  # noqa: E402 -- after the path is set
from gis.cutting.assemble import dataset_of  # noqa: E402
from gis.reading.check import check_layers  # noqa: E402
from gis.reading.profile import load_profile  # noqa: E402
from gis.reading.read import read_layers  # noqa: E402

CRS = "EPSG:4547"
X, Y = 480_000.0, 3_800_000.0
BLOCK, STREET = 160.0, 20.0
A_SIDE = 4  # buildings along one side of a block
TALL, WIDE = 5, 8  # blocks of a community; half as wide, half as tall: a grid has ten
PROFILE = """
format = 1
name = "grown"
title = "测速区"
title_en = "Grown"
crs = "EPSG:4547"
wholes = [{ key = "street", code = "001", name = "街道" }]
[layers.buildings]
role = "units-source"
file = "buildings.gpkg"
code = "id"
counts = [{ name = "households", field = "homes", basis = "户室", date = "2025-06-30" }]
[layers.communities]
role = "community"
file = "communities.gpkg"
code = "id"
title = "id"
kind_value = "town"
[layers.today]
role = "today"
file = "today.gpkg"
code = "id"
kind_value = "town"
[layers.roads]
role = "roads"
file = "roads.gpkg"
"""


def draw(folder: Path, buildings: int) -> Path:
    """Write a district of about so many buildings and return its profile."""
    communities = max(1, round(buildings / (A_SIDE**2 * TALL * WIDE)))
    across = max(1, round(math.sqrt(communities * TALL / WIDE)))
    columns, rows = across * WIDE, math.ceil(communities / across) * TALL
    dice = np.random.default_rng(1)
    step = BLOCK / A_SIDE
    column, row = np.meshgrid(np.arange(columns * A_SIDE), np.arange(rows * A_SIDE))
    left = X + (column // A_SIDE) * BLOCK + STREET / 2 + (column % A_SIDE) * (BLOCK - STREET) / A_SIDE
    low = Y + (row // A_SIDE) * BLOCK + STREET / 2 + (row % A_SIDE) * (BLOCK - STREET) / A_SIDE
    left, low = (side.ravel() + dice.uniform(2, 6, side.size) for side in (left, low))
    homes = dice.choice([1, 2, 6, 12, 24], left.size, p=[0.3, 0.2, 0.2, 0.2, 0.1])
    _write(
        folder, "buildings", shapely.box(left, low, left + step / 2, low + step / 2),
        id=[f"b{n:06d}" for n in range(left.size)], homes=homes,
    )  # fmt: skip
    _write(folder, "communities", *_areas(columns // WIDE, rows // TALL, WIDE, TALL, "c"))
    _write(folder, "today", *_areas(columns // 2, rows // TALL, 2, TALL, "g"))
    right, top = X + columns * BLOCK, Y + rows * BLOCK
    upright = [((X + n * BLOCK, Y), (X + n * BLOCK, top)) for n in range(1, columns)]
    level = [((X, Y + n * BLOCK), (right, Y + n * BLOCK)) for n in range(1, rows)]
    _write(folder, "roads", shapely.linestrings([*upright, *level]))
    path = folder / "grown.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


def _areas(columns: int, rows: int, wide: int, tall: int, letter: str) -> tuple[np.ndarray, list[str]]:
    """Rectangles of so many blocks, their lines a few metres off the middle of the streets."""
    column, row = (side.ravel() for side in np.meshgrid(np.arange(columns), np.arange(rows)))
    left, low, right, high = (
        origin + (place + more) * size * BLOCK + 4.0 * (place + more > 0) * (place + more < last)
        for more in (0, 1)
        for origin, place, size, last in ((X, column, wide, columns), (Y, row, tall, rows))
    )
    return shapely.box(left, low, right, high), [f"{letter}{n:05d}" for n in range(column.size)]


def _write(folder: Path, name: str, shapes: np.ndarray, id: object = None, **columns: object) -> None:  # noqa: A002 -- the field's name
    table = gpd.GeoDataFrame({**({} if id is None else {"id": id}), **columns}, geometry=shapes, crs=CRS)
    table.to_file(folder / f"{name}.gpkg", driver="GPKG")


def measured(buildings: int) -> dict[str, float]:
    """Import a district of so many buildings; return seconds of each step and gigabytes at most."""
    with tempfile.TemporaryDirectory() as room:
        path, standards = draw(Path(room), buildings), shipped_standards()
        marks = [time.perf_counter()]
        profile = load_profile(path)
        raw = read_layers(profile, [path.parent])
        marks.append(time.perf_counter())
        layers = check_layers(raw, profile, standards)
        marks.append(time.perf_counter())
        dataset = dataset_of(profile, layers, standards)
        marks.append(time.perf_counter())
    read, check, cut = np.diff(marks).tolist()
    held = int(dataset.graph.units.count("households").sum())
    assert held == int(layers.layers["buildings"].table["households"].sum())
    return {
        "buildings": len(layers.layers["buildings"].table), "units": len(dataset.graph.units),
        "read": read, "check": check, "cut and link": cut, "all": marks[-1] - marks[0],
        "GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }  # fmt: skip


def main() -> None:
    """Print a row for each size."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("sizes", type=int, nargs="*", default=[6000, 60_000])
    ask.add_argument("--one", type=int, help="measure one size and print it as JSON")
    asked = ask.parse_args()
    warnings.simplefilter("ignore")
    if asked.one:
        print(json.dumps(measured(asked.one)))
        return
    print("| buildings | units | read s | check s | cut and link s | all s | GB | exponent |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    first: dict[str, float] = {}
    for size in asked.sizes:
        told = subprocess.run(  # noqa: S603 -- this very script
            [sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True
        )
        row: dict[str, float] = json.loads(told.stdout)
        first = first or row
        wider = math.log(row["buildings"] / first["buildings"])
        growth = f"{math.log(row['all'] / first['all']) / wider:.2f}" if wider else ""
        cells = [f"{row[key]:.1f}" for key in ("read", "check", "cut and link", "all", "GB")]
        print(f"| {row['buildings']:.0f} | {row['units']:.0f} | {' | '.join(cells)} | {growth} |", flush=True)


if __name__ == "__main__":
    main()
