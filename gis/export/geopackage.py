"""All layers in one GeoPackage, loss-free."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
from pyogrio import raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from gis.export.fields import Field
    from gis.export.handover import Value
    from gis.export.layers import Layer

CLOCK = "OGR_CURRENT_DATE"
DTYPES: dict[str, Any] = {"text": object, "whole": np.int64, "real": np.float64, "date": "datetime64[D]"}
BLANK = {"text": "", "whole": 0, "real": 0.0, "date": "NaT"}


def write_geopackage(layers: Iterable[Layer], path: Path, *, crs: str, dated: date) -> None:
    """Write every layer under its own name, shapes in `crs`; the file's own date is `dated`."""
    with _clock_at(dated):
        for n, layer in enumerate(layers):
            multi = bool((shapely.get_type_id(layer.shapes) == shapely.GeometryType.MULTIPOLYGON).any())
            arrays = [_array(f, column) for f, column in zip(layer.fields, layer.columns, strict=True)]
            raw.write(
                str(path),
                shapely.to_wkb(layer.shapes),
                field_data=[values for values, _ in arrays],
                field_mask=[unknown for _, unknown in arrays],
                fields=[f.name for f in layer.fields],
                layer=layer.name,
                driver="GPKG",
                geometry_type="MultiPolygon" if multi else "Polygon",
                promote_to_multi=multi,
                crs=crs,
                append=n > 0,
            )


def _array(field: Field, column: tuple[Value, ...]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """A column in the type of its field, and where it is unknown."""
    unknown = np.array([value is None for value in column], np.bool_)
    filled = [BLANK[field.kind] if value is None else value for value in column]
    return np.array(filled, DTYPES[field.kind]), unknown


@contextmanager
def _clock_at(dated: date) -> Iterator[None]:
    """Let GDAL stamp its files with a date that is given, so that equal exports are equal bytes."""
    before = pyogrio.get_gdal_config_option(CLOCK)
    pyogrio.set_gdal_config_options({CLOCK: f"{dated.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({CLOCK: before})
