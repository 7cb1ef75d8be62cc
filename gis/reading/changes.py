"""Changes: what an import did to the shapes of its layers, as shapes, so that a map can show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """Ground that a feature gained or lost, or, where `shape` is a point, the place of what was mended.

    `what` is `make-valid`, `gap` (gained), `overlap` (lost), `level-gained` or `level-lost`.
    """

    layer: str
    feature: str
    what: str
    area_m2: float
    shape: shapely.Geometry


def changes_of(
    layer: str, features: Sequence[str], what: str, shapes: NDArray[np.object_], listed_m2: float
) -> list[Change]:
    """Return a change for each feature whose shape is larger than `listed_m2`."""
    areas = shapely.area(shapes)
    return [
        Change(layer=layer, feature=features[n], what=what, area_m2=float(areas[n]), shape=shapes[n])
        for n in np.flatnonzero(areas > listed_m2).tolist()
    ]


def layer_of_changes(changes: Iterable[Change], crs: str) -> gpd.GeoDataFrame:
    """Return changes as a layer: `code` of the feature, `name` of its layer, `kind`, `area_m2`."""
    found = list(changes)
    columns = {
        "code": [change.feature for change in found],
        "name": [change.layer for change in found],
        "kind": [change.what for change in found],
        "area_m2": [change.area_m2 for change in found],
    }
    return gpd.GeoDataFrame(columns, geometry=[change.shape for change in found], crs=crs)
