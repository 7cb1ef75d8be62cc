"""What is kept whole: estates and parts of buildings as layers, and what had to be said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from domain.outcome import Problem
from gis.cutting.estates import NATURAL_VILLAGE, ground_of

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


def whole_notes(rows: SourceRows, units: UnitSet, households: str) -> tuple[Problem, ...]:
    """Tell how many estates, villages and stacks there are, and which do not stand as they should.

    An estate in several communities cannot be one grid; one without ground has its households
    counted on its neighbours'; a building above the whole-estate limit of which no stairwells are
    known cannot be cut (单体超限).
    """
    estates, lots = rows.estates, rows.lots
    if not estates.codes and not lots.stacked.any():
        return _uncut(rows, households)
    village = np.array(estates.kinds) == NATURAL_VILLAGE
    found = [
        Problem(
            code="cut.estates", severity="note", layer="units",
            facts={
                "estates": int((~village).sum()), "villages": int(village.sum()),
                "stacked": int(lots.stacked.sum()),
            },
        )
    ]  # fmt: skip
    inside = units.estate_of >= 0
    pairs = np.unique(np.column_stack([units.estate_of, units.communities.of_unit])[inside], axis=0)
    number = np.bincount(pairs[:, 0], minlength=len(estates.codes))
    for n in np.flatnonzero(number != 1).tolist():
        code = "estate.communities" if number[n] else "estate.no-ground"
        names = "、".join(units.communities.names[c] for c in pairs[pairs[:, 0] == n, 1])
        found.append(
            Problem(
                code=code, severity="warning", layer="estates", feature=estates.codes[n], value=names,
                facts={"name": estates.names[n]},
            )
        )  # fmt: skip
    return (*found, *_uncut(rows, households))


def _uncut(rows: SourceRows, households: str) -> tuple[Problem, ...]:
    """Tell buildings that alone reach the whole-estate limit and cannot be cut."""
    held = rows.lots.sums(rows.layer.table[households].to_numpy(np.int64))
    limit = np.append(rows.whole_limits, np.iinfo(np.int64).max)[rows.places.community]
    lots = np.flatnonzero((held >= limit) & ~rows.lots.stacked)
    table, first = rows.layer.table, rows.lots.first_row
    return tuple(
        Problem(
            code="building.no-stairwells", severity="warning", layer=rows.layer.spec.name,
            feature=table["building"].iloc[first[lot]] or table["feature"].iloc[first[lot]],
            facts={"households": int(held[lot]), "limit": int(limit[lot])},
        )
        for lot in lots.tolist()
    )  # fmt: skip
