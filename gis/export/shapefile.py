"""A layer as a shapefile of the exchange profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyogrio import raw

from gis.export.dbf import dbf_bytes

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gis.export.layers import Layer


def write_shapefile(layer: Layer, path: Path, *, crs: str, encoding: str, dated: date) -> None:
    """Write `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg`; `path` ends in `.shp`, shapes are in `crs`.

    Shapes and index are GDAL's, the table is ours: see `gis.export.dbf`.
    """
    table = dbf_bytes(layer.fields, layer.columns, encoding=encoding, dated=dated)
    raw.write(
        str(path),
        shapely.to_wkb(layer.shapes),
        field_data=[np.arange(len(layer.shapes))],
        fields=["FID"],
        driver="ESRI Shapefile",
        geometry_type="Polygon",
        crs=crs,
        encoding="UTF-8",
    )
    path.with_suffix(".dbf").write_bytes(table)
    path.with_suffix(".cpg").write_bytes(encoding.upper().encode())
