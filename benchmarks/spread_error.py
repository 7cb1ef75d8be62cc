"""How far spread counts are off where the truth is known: Cambridge's dwellings by parcel.

    python benchmarks/spread_error.py DATA

DATA holds Cambridge's open data. The dwellings of each neighbourhood are spread over its parcels by
each way of weighing, summed on planning units, and compared with those that the parcels really hold.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import shapely

from data.reference import shipped_standards
from domain.shares import shared_out
from gis.counting.errors import Spread
from gis.counting.pairs import overlapping, standing
from gis.cutting.assemble import dataset_of
from gis.cutting.faces import containing
from gis.reading.check import check_layers
from gis.reading.profile import load_profile
from gis.reading.read import read_layers

PROFILE = Path(__file__).parents[1] / "data" / "profiles" / "cambridge.toml"
WAYS = ("rows", "area")


def main(root: Path) -> None:
    """Print the table."""
    profile, standards = load_profile(PROFILE), shipped_standards()
    layers = check_layers(read_layers(profile, [root]), profile, standards)
    ground = dataset_of(profile, layers, standards)
    rows = layers.of_role("units-source")[0].table
    areas = layers.of_role("community")[0].table.geometry.to_numpy()
    shapes, truth = rows.geometry.to_numpy(), rows[profile.households].to_numpy(np.int64)
    unit = containing(shapely.point_on_surface(shapes), ground.footprints)
    inside = containing(shapely.point_on_surface(shapes), areas)
    known = (inside >= 0) & (unit >= 0)
    totals = np.bincount(inside[known], truth[known], areas.size).astype(np.int64)
    real = np.bincount(unit[known], truth[known], len(ground.graph.units))
    weights = {"rows": np.ones(truth.size), "area": shapely.area(shapes)}
    pairs = {"rows": standing(shapes, areas), "area": overlapping(shapes, areas)}
    ways = {
        way: pairs[way].on_rows(
            pairs[way].shares(weights[way], areas.size) * totals[pairs[way].area], truth.size
        )
        for way in WAYS
    }
    print("| weighed by | units | mean error | told | within 1 | within 2 |\n|---|--:|--:|--:|--:|--:|")
    for way in WAYS:
        pair = pairs[way]
        given = shared_out(totals, pair.area, pair.shares(weights[way], areas.size))
        value = pair.on_rows(given.astype(float), truth.size).astype(np.int64)
        others = tuple(ways[other] for other in WAYS if other != way)
        spread = Spread(
            source=inside, total=np.append(totals, 0)[inside].astype(float), value=value, others=others
        )
        told = spread.on_units(value, unit, real.size)
        off = np.abs(np.bincount(unit[unit >= 0], value[unit >= 0], real.size) - real)
        within = [(off <= k * told).mean() for k in (1, 2)]
        means = f"{off.mean():.1f} | {told.mean():.1f}"
        print(f"| {way} | {real.size} | {means} | {within[0]:.0%} | {within[1]:.0%} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
