"""In which area of a layer the units of a dataset lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from gis.dataset import Dataset


def areas_at_units(dataset: Dataset, layer: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return the row of the area that holds each unit's inner point, or is nearest to it."""
    inner = np.asarray(shapely.points(dataset.graph.x, dataset.graph.y), object)
    nearest = shapely.STRtree(layer.geometry.to_numpy()).query_nearest(inner, all_matches=False)[1]
    return np.asarray(nearest, np.int64)
