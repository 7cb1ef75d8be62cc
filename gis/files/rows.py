"""Rows: what a database sends becomes a file like any other, read and checked as all are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

DTYPES = {bool: "boolean", int: "Int64", float: "float64", str: "str"}
PLAIN = (*DTYPES, Decimal)


class ShapesRefusedError(Exception):
    """Shapes that a database sends cannot be read."""


def keep_rows(
    path: Path, fields: Sequence[str], rows: Iterable[tuple[Any, ...]], *, crs: str, spatial: bool
) -> None:
    """Write rows as GeoParquet, or as Parquet where they have no shapes.

    Each row holds the values of the fields and, last, its shape as WKB or None; `crs` is that of the
    shapes, empty where nobody knows it. Whole decimal numbers become integers, dates and the like text.

    Raises
    ------
    ShapesRefusedError
        Where shapes are such as nobody here can read, or damaged.
    """
    columns = list(zip(*rows, strict=True)) or [()] * (len(fields) + 1)
    table = pd.DataFrame(
        {field: _plain(columns[n]) for n, field in enumerate(fields)},
        index=pd.RangeIndex(len(columns[-1])),
    )
    if not spatial:
        table.to_parquet(path)
        return
    try:
        shapes = shapely.from_wkb(list(columns[-1]))
    except ShapelyError as error:
        raise ShapesRefusedError from error
    gpd.GeoDataFrame(table, geometry=shapes, crs=_known(crs)).to_parquet(path)


def _plain(values: Sequence[Any]) -> pd.Series:
    """Return a column as whole numbers, other numbers or truths where all are; else as text."""
    there = [value for value in values if value is not None]
    kind: type = type(there[0]) if there else str
    if any(not isinstance(value, kind) for value in there) or kind not in PLAIN:
        kind = str
    if kind is Decimal:
        whole = all(value == value.to_integral_value() for value in there)
        kind = int if whole else float
    told = [None if value is None else kind(value) for value in values]
    return pd.Series(told, dtype=DTYPES[kind])


def _known(crs: str) -> CRS | None:
    """Return the CRS that a database names; one that nobody can read is none."""
    try:
        return CRS.from_user_input(crs) if crs else None
    except CRSError:
        return None
