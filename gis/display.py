"""Features for the screen, as GeoJSON: simplified, in longitude and latitude, never measured."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from domain.errors import UnknownError
from gis.outlines import lonlat, unions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.scenario import Scenario
    from gis.dataset import Dataset

TOLERANCE_M: Final = 2.0
"""How far a line on the screen may stand from the true one."""
DIGITS: Final = 6
"""Decimals of a degree kept: 0.1 m."""


def band_features(dataset: Dataset, scenario: Scenario, only: Sequence[int] | None = None) -> bytes:
    """Outlines of a scenario's grids of grids that hold ground, with code, community, households, band."""
    plan = scenario.plan
    rows = [row for row in scenario.scorecard.per_grid if only is None or row.grid in only]
    place = np.full(len(plan) + 1, -1, np.int32)
    place[[row.grid for row in rows]] = np.arange(len(rows))
    shown = unions(dataset.footprints, place[plan.grid_of], len(rows))
    table = gpd.GeoDataFrame(
        {
            "grid": [row.grid for row in rows],
            "code": [row.code for row in rows],
            "community": [row.community for row in rows],
            "households": [row.households for row in rows],
            "band": [row.band for row in rows],
        },
        geometry=lonlat(shown, dataset.info.crs, tolerance_m=TOLERANCE_M).to_numpy(),
    )
    return _features(table[~table.geometry.is_empty])


def group_features(dataset: Dataset, groups: Sequence[Sequence[int]]) -> bytes:
    """Outlines of groups of units, each named by its place in the list, counted from 1."""
    label = np.full(len(dataset.footprints), -1, np.int32)
    for n, units in reversed(list(enumerate(groups))):
        label[list(units)] = n
    shapes = unions(dataset.footprints, label, len(groups))
    table = gpd.GeoDataFrame(
        {"name": [str(n) for n in range(1, len(groups) + 1)]},
        geometry=lonlat(shapes, dataset.info.crs, tolerance_m=TOLERANCE_M).to_numpy(),
    )
    return _features(table[~table.geometry.is_empty])


def layer_features(dataset: Dataset, name: str) -> bytes:
    """One layer of a dataset with its code, name and kind, and the area of a repair."""
    if name not in dataset.layers:
        raise UnknownError("layer", layer=name, known=", ".join(sorted(dataset.layers)))
    layer = dataset.layers[name]
    shown = layer[[c for c in ("code", "name", "kind", "area_m2") if c in layer.columns]].copy()
    lines = layer.geometry.simplify(TOLERANCE_M)
    return _features(gpd.GeoDataFrame(shown, geometry=lonlat(lines.to_numpy(), dataset.info.crs).to_numpy()))


def _features(table: gpd.GeoDataFrame) -> bytes:
    """A FeatureCollection with coordinates rounded to `DIGITS`, as text; what is unknown is null."""
    rounded = shapely.transform(table.geometry.to_numpy(), lambda at: np.round(at, DIGITS))
    facts = table.drop(columns=table.geometry.name).astype(object)
    rows = facts.where(facts.notna(), None).to_dict("records")
    told = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    features = ",".join(
        f'{{"type":"Feature","properties":{row},"geometry":{shape or "null"}}}'
        for row, shape in zip(told, shapely.to_geojson(rounded).tolist(), strict=True)
    )
    return f'{{"type":"FeatureCollection","features":[{features}]}}'.encode()
