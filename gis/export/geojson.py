"""A layer as GeoJSON of RFC 7946: longitude and latitude, outer rings against the clock."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gis.export.reprojection import reprojected

if TYPE_CHECKING:
    from pathlib import Path

    from gis.export.layers import Layer

WGS84: Final = "EPSG:4326"
DECIMALS: Final = 9  # of a degree: a tenth of a millimetre


def write_geojson(layer: Layer, path: Path, *, crs: str) -> None:
    """Write the layer, whose shapes are in `crs`, in EPSG:4326; dates are ISO texts, unknown is null."""
    placed = reprojected(layer.shapes, crs, WGS84)
    rounded = shapely.transform(placed, lambda lonlat: np.round(lonlat, DECIMALS))
    oriented = shapely.orient_polygons(rounded, exterior_cw=False)
    names = [f.name for f in layer.fields]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        head = {"type": "FeatureCollection", "name": layer.name}
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [')
        for n, shape in enumerate(oriented):
            feature = {
                "type": "Feature",
                "properties": {name: column[n] for name, column in zip(names, layer.columns, strict=True)},
                "geometry": shapely.geometry.mapping(shape),
            }
            file.write(",\n" * (n > 0) or "\n")
            file.write(json.dumps(feature, ensure_ascii=False))
        file.write("\n]}\n")
