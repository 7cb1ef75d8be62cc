"""Parquet: tables with or without shapes, whose fields and CRS stand in the file itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.files.encodings import Verdict
from gis.files.found import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from gis.files.containers import Source

GEO = b"geo"
UNSAID = "OGC:CRS84"  # of the GeoParquet specification: what a file means that names no CRS


def look_at_parquet(source: Source) -> Found:
    """Return the one layer of a Parquet file.

    Raises
    ------
    OSError, ValueError
        Where it is no Parquet file, or what it says of its shapes cannot be read.
    """
    file = pq.ParquetFile(source.path)
    geo = _geo(file)
    column = geo["columns"][geo["primary_column"]] if geo else {}
    shapes = set(geo["columns"]) if geo else set()
    fields = [name for name in file.schema_arrow.names if name not in shapes]
    return Found(
        source=source, layer=source.path.stem, features=file.metadata.num_rows,
        geometry="/".join(column.get("geometry_types", ())) or ("Unknown" if geo else ""),
        crs=_crs(column) if geo else None, verdict=Verdict(encoding="utf-8", how="declared"),
        fields={name: name for name in fields}, doubled=(), problems=(),
    )  # fmt: skip


def parquet_rows(source: Source, fields: Sequence[str], *, spatial: bool, most: int | None) -> pd.DataFrame:
    """Return some fields of a Parquet file, with its shapes where they are asked for.

    Raises
    ------
    OSError, ValueError
        Where the file breaks off or is damaged.
    """
    if not spatial:
        table: pd.DataFrame = pq.read_table(source.path, columns=list(fields)).to_pandas()
    else:
        geo = _geo(pq.ParquetFile(source.path))
        table = gpd.read_parquet(source.path, columns=[*fields, geo["primary_column"]])
    return table if most is None else table.iloc[:most]


def _geo(file: pq.ParquetFile) -> dict[str, Any]:
    """Return what a file says of its shapes; nothing where it has none."""
    told = (file.schema_arrow.metadata or {}).get(GEO)
    if told is None:
        return {}
    try:
        geo: dict[str, Any] = json.loads(told)
        geo["columns"][geo["primary_column"]]
    except (ValueError, KeyError, TypeError) as error:
        raise pa.ArrowInvalid(str(error)) from error
    return geo


def _crs(column: dict[str, Any]) -> CRS | None:
    """Return the CRS of a column of shapes; null means that nobody knows it."""
    told = column.get("crs", UNSAID)
    try:
        return None if told is None else CRS.from_user_input(told)
    except CRSError:
        return None
