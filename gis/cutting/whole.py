"""What is kept whole, as layers: estates with their ground, and the parts of buildings with their floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from gis.cutting.estates import ground_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.units import UnitSet
    from gis.cutting.source import SourceRows

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]

STAIRWELL, FLOORS = "stairwell", "floors"


def whole_layers(
    rows: SourceRows, units: UnitSet, footprints: Geometries, own: Ints, crs: str
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers `estates` and `building-parts`, each where there is one.

    `building-parts` has a row for each unit that is a stairwell or some floors: its unit's code, the
    `name` of the row that it was, `building`, and `floor_from`, `floor_to` where it is floors.
    """
    found = {}
    if rows.estates.codes:
        found["estates"] = gpd.GeoDataFrame(
            {"code": rows.estates.codes, "name": rows.estates.names, "kind": rows.estates.kinds},
            geometry=ground_of(rows.estates, units.estate_of, footprints),
            crs=crs,
        )
    mine = np.flatnonzero(own >= 0)
    if mine.size:
        table = rows.layer.table.iloc[mine[np.argsort(own[mine])]]
        floors = table["floor_from"].notna().to_numpy()
        unit = np.sort(own[mine])
        found["building-parts"] = gpd.GeoDataFrame(
            {
                "code": [units.codes[n] for n in unit],
                "name": table["feature"].to_numpy(),
                "kind": np.where(floors, FLOORS, STAIRWELL),
                "building": table["building"].to_numpy(),
                "floor_from": table["floor_from"].astype("Int64").to_numpy(),
                "floor_to": table["floor_to"].astype("Int64").to_numpy(),
            },
            geometry=footprints[unit],
            crs=crs,
        )
    return found
