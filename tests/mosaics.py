"""Towns made of crooked blocks, for tests that need ground without needing a city."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

YANLIANG_METRES = 4545
"""CGCS2000 / 3-degree Gauss-Kruger, central meridian 108° E: the projection of Yanliang."""


def mosaic(columns: int, rows: int, *, side_m: float = 60.0, seed: int = 1) -> gpd.GeoSeries:
    """Return columns × rows crooked quadrilaterals that share their borders exactly, in EPSG:4545.

    Position = column * rows + row.
    """
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(columns + 1) * side_m, np.arange(rows + 1) * side_m, indexing="ij")
    shift = rng.uniform(-0.3, 0.3, (2, columns + 1, rows + 1)) * side_m
    corner = np.stack([x + shift[0] + 620_000, y + shift[1] + 3_837_000], axis=-1)
    rings = np.stack(
        [corner[:-1, :-1], corner[1:, :-1], corner[1:, 1:], corner[:-1, 1:], corner[:-1, :-1]], axis=2
    )
    return gpd.GeoSeries(shapely.polygons(rings.reshape(-1, 5, 2)), crs=YANLIANG_METRES)
