"""How long a whole city takes: `python benchmarks/city.py 50 700 14000`, each a number of grids.

A made city of crooked blocks: twenty to a grid of today, two hundred to a community, five
communities to a street, ten to thirty households in most blocks and none in some. It is imported,
redrawn, evaluated, exported and verified by the commands, each in a process of its own, as often
as sizes are given. Printed are seconds and the largest memory of a command with its children, and
the exponent of growth of all redrawing from the first size to each other.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

CRS = "EPSG:4547"
X, Y, SIDE = 480_000.0, 3_800_000.0, 70.0
GRID, COMMUNITY, STREET = (4, 5), (20, 10), (20, 50)  # blocks across and up
PROFILE = """
format = 1
name = "made"
title = "测速市"
title_en = "Made"
crs = "EPSG:4547"
[layers.blocks]
role = "units-source"
file = "blocks.gpkg"
code = "id"
as_units = true
counts = [{ name = "households", field = "homes", basis = "户室", date = "2025-06-30" }]
[layers.streets]
role = "street"
file = "streets.gpkg"
code = "id"
title = "id"
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
"""


def draw(folder: Path, grids: int) -> tuple[Path, int]:
    """Write a city of about so many grids; return its profile and how many blocks it has."""
    streets = max(1, round(grids * math.prod(GRID) / math.prod(STREET)))
    across = max(1, round(math.sqrt(streets * STREET[1] / STREET[0])))
    columns, rows = across * STREET[0], -(-streets // across) * STREET[1]
    dice = np.random.default_rng(1)
    place = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij"), axis=-1)
    corner = np.array([X, Y]) + SIDE * (place + dice.uniform(-0.25, 0.25, place.shape))
    homes = dice.integers(10, 31, columns * rows) * (dice.random(columns * rows) > 0.05)
    for name, size in (("blocks", (1, 1)), ("today", GRID), ("communities", COMMUNITY), ("streets", STREET)):
        shapes = _areas(corner, *size)
        more = {"homes": homes} if name == "blocks" else {}
        codes = [f"{name[0]}{n:06d}" for n in range(len(shapes))]
        table = gpd.GeoDataFrame({"id": codes, **more}, geometry=shapes, crs=CRS)
        table.to_file(folder / f"{name}.gpkg", driver="GPKG")
    path = folder / "made.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return path, columns * rows


def _areas(corner: np.ndarray, wide: int, tall: int) -> np.ndarray:
    """Areas of so many blocks across and up, that share every corner of their borders."""
    columns, rows = corner.shape[0] - 1, corner.shape[1] - 1
    around = [
        *[(n, 0) for n in range(wide)],
        *[(wide, n) for n in range(tall)],
        *[(n, tall) for n in range(wide, 0, -1)],
        *[(0, n) for n in range(tall, -1, -1)],
    ]
    left, low = np.meshgrid(np.arange(0, columns, wide), np.arange(0, rows, tall), indexing="ij")
    rings = np.stack([corner[left + a, low + b] for a, b in around], axis=2)
    return shapely.polygons(rings.reshape(-1, len(around), 2))


def timed(*words: str | Path | int) -> tuple[float, float]:
    """Run a command; return its seconds, and the gigabytes of its largest process."""
    start = time.perf_counter()
    run = subprocess.Popen(  # noqa: S603 -- the project's own command
        [str(Path(sys.executable).with_name("gridwright")), *map(str, words)], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(run.pid, 0)
    if status:
        raise SystemExit(f"{words[0]}: {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, used.ru_maxrss / 2**20


def measured(grids: int, effort: str) -> dict[str, float]:
    """Take a city of so many grids through all commands."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        city, plan, out = (folder / name for name in ("city", "plan", "out"))
        profile, blocks = draw(folder, grids)
        steps = {
            "import": timed("import", profile, "--out", city),
            "redraw": timed("redraw", city, "--norm", "--effort", effort, "--out", plan),
            "evaluate": timed("evaluate", plan, "--dataset", city),
            "export": timed("export", plan, "--dataset", city, "--audience", "internal", "--out", out),
            "verify": timed("verify", out),
        }
    return {
        "blocks": blocks, **{name: seconds for name, (seconds, _) in steps.items()},
        "all": sum(seconds for seconds, _ in steps.values()), "GB": max(gb for _, gb in steps.values()),
    }  # fmt: skip


def main() -> None:
    """Print a row for each size."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("sizes", type=int, nargs="*", default=[50, 700])
    ask.add_argument("--effort", default="normal")
    asked = ask.parse_args()
    columns = ("import", "redraw", "evaluate", "export", "verify", "all", "GB")
    print(f"| grids | blocks | {' | '.join(columns)} | exponent |")
    print("|--:" * (len(columns) + 3) + "|")
    first: dict[str, float] = {}
    for size in asked.sizes:
        row = measured(size, asked.effort)
        first = first or row
        wider = math.log(row["blocks"] / first["blocks"])
        growth = f"{math.log(row['redraw'] / first['redraw']) / wider:.2f}" if wider else ""
        cells = [f"{row[name]:.1f}" for name in columns]
        print(f"| {size} | {row['blocks']:.0f} | {' | '.join(cells)} | {growth} |", flush=True)


if __name__ == "__main__":
    main()
