"""How long an import of Yanliang's 60,721 buildings takes: `python benchmarks/import_yanliang.py`.

The layers of the built-in case are written as GeoPackage files, and imported by a profile as loose
footprints with estates, streets, roads, rail and water, in a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scenarios.cases import build_case

LAYERS = ("buildings", "communities", "streets", "estates", "roads", "rail", "water")
PROFILE = """
format = 1
name = "yanliang-again"
title = "阎良"
title_en = "Yanliang"
crs = "{crs}"
households = "dwellings"
[layers.buildings]
role = "units-source"
file = "buildings.gpkg"
code = "code"
estate = "estate"
stairwells = "stairwells"
counts = [{{ name = "dwellings", field = "dwellings", basis = "户室", date = "2023" }}]
[layers.communities]
role = "community"
file = "communities.gpkg"
code = "code"
title = "name"
kind = "kind"
[layers.streets]
role = "street"
file = "streets.gpkg"
code = "code"
title = "name"
[layers.roads]
role = "roads"
file = "roads.gpkg"
kind = "kind"
[layers.rail]
role = "rail"
file = "rail.gpkg"
[layers.water]
role = "water"
file = "water.gpkg"
"""


def main() -> None:
    """Print buildings, seconds and memory."""
    town = build_case("yanliang")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in LAYERS:
            town.layers[name].to_file(folder / f"{name}.gpkg", driver="GPKG")
        (folder / "p.toml").write_text(PROFILE.format(crs=town.info.crs), encoding="utf-8")
        start = time.perf_counter()
        asked = ["import", folder / "p.toml", "--root", folder, "--out", folder / "out"]
        subprocess.run([sys.executable, "-m", "cli", *asked], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own command line
        took = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"{len(town.layers['buildings'])} buildings: {took:.1f} s, {most:.2f} GB")


if __name__ == "__main__":
    main()
