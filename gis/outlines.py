"""Outlines of grids and upper areas: unions of footprints whose shared borders stay shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

WGS84 = "EPSG:4326"


def unions(footprints: NDArray[np.object_], label: NDArray[np.int32], areas: int) -> NDArray[np.object_]:
    """One polygon (or multipolygon) for each label 0 … areas − 1, empty where no unit has it.

    Units labelled −1 are left out. The footprints must be a coverage: equal vertices along shared
    borders, which the union then drops.
    """
    held = np.flatnonzero(label >= 0)
    order = held[np.argsort(label[held], kind="stable")]
    starts = np.searchsorted(label[order], np.arange(areas + 1))
    merged = np.full(areas, shapely.MultiPolygon(), dtype=object)
    for area in range(areas):
        members = order[starts[area] : starts[area + 1]]
        if members.size:
            merged[area] = shapely.coverage_union_all(footprints[members])
    return merged


def lonlat(shapes: NDArray[np.object_], crs: str, *, tolerance_m: float = 0.0) -> gpd.GeoSeries:
    """Shapes in longitude and latitude for display, shared borders simplified alike.

    `tolerance_m` is that of a Visvalingam-Whyatt simplification over the whole coverage; 0 keeps
    every vertex. Never feed the result back into measuring.
    """
    if tolerance_m > 0:
        shapes = shapely.coverage_simplify(shapes, tolerance_m)
    return gpd.GeoSeries(shapes, crs=crs).to_crs(WGS84)
