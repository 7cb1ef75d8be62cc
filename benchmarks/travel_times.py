"""What travel costs to find, and how far straight lines with a detour are off.

    python benchmarks/travel_times.py [CAMBRIDGE]

Yanliang is built in; CAMBRIDGE is a dataset folder made by its profile. A made city of 60,000 places
on a grid of 40,000 streets, with 100 facilities, shows the cost.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import shapely

from data.reference import shipped_standards
from gis.dataset_folder import read_dataset
from gis.travel.facilities import minutes_to
from gis.travel.minutes import travel
from scenarios.cases import build_case

STANDARDS = shipped_standards()
PLACES, STREETS, SIDE, FACILITIES = 60_000, 142, 120.0, 100


def compared(name: str, dataset: object, kind: str) -> None:
    """Print one line: minutes on the roads against straight ones."""
    start = time.perf_counter()
    found = minutes_to(dataset, kind, STANDARDS)  # type: ignore[arg-type]
    took = time.perf_counter() - start
    units = dataset.graph  # type: ignore[attr-defined]
    layer = dataset.layers["facilities"]  # type: ignore[attr-defined]
    there = shapely.point_on_surface(layer[layer["kind"] == kind].geometry.to_numpy())
    at = np.asarray(shapely.points(units.x, units.y), object)
    straight = travel(at, np.ones(at.size), there, None, STANDARDS).minutes
    both = found.travel.by_road & (straight.min(axis=0) > 1)
    ratio = found.travel.minutes[:, both] / straight[:, both]
    low, middle, high = np.percentile(ratio, (10, 50, 90))
    print(f"| {name} | {len(found.names)} × {at.size} | {took:.1f} | {low:.2f} | {middle:.2f} | {high:.2f} |")


def made() -> None:
    """Print the cost of a made city."""
    edge = STREETS * SIDE
    across = [shapely.LineString([(0, n * SIDE), (edge, n * SIDE)]) for n in range(STREETS + 1)]
    along = [shapely.LineString([(n * SIDE, 0), (n * SIDE, edge)]) for n in range(STREETS + 1)]
    pieces = shapely.get_parts(shapely.node(shapely.MultiLineString([*across, *along])))
    generator = np.random.default_rng(1)
    at = np.asarray(shapely.points(generator.uniform(0, edge, (PLACES, 2))), object)
    there = np.asarray(shapely.points(generator.uniform(0, edge, (FACILITIES, 2))), object)
    start = time.perf_counter()
    travel(at, np.full(PLACES, 1.3), there, (pieces, ["lane"] * pieces.size), STANDARDS)
    took = time.perf_counter() - start
    print(f"\n{PLACES} places, {pieces.size} streets, {FACILITIES} facilities: {took:.1f} s")


if __name__ == "__main__":
    print("| ground | ways | s | 10 % | median | 90 % |\n|---|--:|--:|--:|--:|--:|")
    compared("Yanliang, community centres", build_case("yanliang"), "community-centre")
    if len(sys.argv) > 1:
        compared("Cambridge, fire stations", read_dataset(Path(sys.argv[1])), "fire-station")
    made()
