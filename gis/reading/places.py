"""Places: the geometry of a table that holds coordinates or WKT in its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from domain.outcome import Problem

if TYPE_CHECKING:
    from gis.reading.layer_spec import LayerSpec


def places_of(table: pd.DataFrame, spec: LayerSpec) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Return a table with its places as geometry; cells that hold something else are errors.

    An empty cell is a row without a place, which the check tells. Coordinates are those of the
    declared CRS, x (or longitude) and y (or latitude).
    """
    if spec.wkt:
        texts = table[spec.wkt].astype("string")
        shapes = shapely.from_wkt([text or None for text in texts.fillna("")], on_invalid="ignore")
        wrong = texts.notna() & (texts.str.strip() != "") & shapely.is_missing(shapes)
        problems = _told(texts, wrong, spec, spec.wkt)
        return gpd.GeoDataFrame(table, geometry=shapes), problems
    problems = []
    numbers = []
    for field in spec.spots:
        column = pd.to_numeric(table[field], errors="coerce").astype(float)
        problems += _told(table[field], table[field].notna() & column.isna(), spec, field)
        numbers.append(column)
    x, y = numbers
    shapes = np.asarray(shapely.points(x.to_numpy(), y.to_numpy()), object)
    shapes[(x.isna() | y.isna()).to_numpy()] = None
    return gpd.GeoDataFrame(table, geometry=shapes), problems


def _told(column: pd.Series, wrong: pd.Series, spec: LayerSpec, field: str) -> list[Problem]:
    """Tell each cell that is no place, by its row counted from 1."""
    return [
        Problem(
            code="place.unreadable", severity="error", file=spec.file, layer=spec.name,
            feature=f"row {row + 1}", field=field, value=str(column.iloc[row])[:80],
        )
        for row, bad in enumerate(wrong.to_numpy()) if bad
    ]  # fmt: skip
