"""The drawn town with nets of two departments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from gis.dataset import Dataset

ROUNDS, BEATS = "rounds", "beats"


def netted_town() -> Dataset:
    """The drawn town with two nets: `rounds` cut every quarter in two, `beats` are single blocks."""
    town = drawn_town()
    column = np.arange(60) % 10
    layers = {
        f"net-{name}": gpd.GeoDataFrame(
            {"code": [f"{name}{n}" for n in range(of.max() + 1)], "name": "", "kind": ""},
            geometry=[shapely.union_all(town.footprints[of == n]) for n in range(of.max() + 1)],
            crs=town.info.crs,
        )
        for name, of in ((ROUNDS, np.digitize(column, [2, 5, 7])), (BEATS, np.arange(60)))
    }
    return replace(town, layers={**town.layers, **layers})
