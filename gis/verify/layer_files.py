"""The layers of an export, read from shapefile, GeoPackage and GeoJSON into plain records and shapes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyproj
import shapely
from pyogrio import raw

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

WGS84: Final = "EPSG:4326"
RING_AREA_M2: Final = 1.0
Plain = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """One layer of one copy: plain records, and shapes in the CRS that areas are measured in.

    `crs` is what the file itself says, None where it says nothing. In `shapes` rings are made valid,
    so that the other checks can be made; `invalid` names the features, counted from one, that this
    changed by more than a square metre, and those without ground. (A hairline that crosses itself is
    what rounding to another CRS leaves, no fault of the lines.)
    """

    copy: str
    name: str
    crs: str | None
    fields: tuple[str, ...]
    records: tuple[Mapping[str, Plain], ...]
    shapes: NDArray[np.object_]
    invalid: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """What a finding in this layer is said to be in."""
        return f"{self.copy}/{self.name}"


def read_layers(folder: Path, manifest: Mapping[str, Any], broken: list[str]) -> list[Layer]:
    """Read every layer of every copy; what cannot be read is added to `broken`."""
    found = []
    for twin in manifest.get("twins", []):
        for name, path in twin["layers"].items():
            read = _read_geojson if twin["format"] == "geojson" else _read_table
            try:
                raw_layer = read(folder / path, name, twin)
            except (OSError, ValueError, RuntimeError, KeyError) as error:
                broken.append(f"{path}: {error}")
                continue
            shapes, invalid = _valid(_on_ground(raw_layer.shapes, twin["crs"], manifest["measured_in"]))
            found.append(replace(raw_layer, shapes=shapes, invalid=invalid))
    return found


def _read_geojson(path: Path, name: str, twin: Mapping[str, Any]) -> Layer:
    told = json.loads(path.read_text(encoding="utf-8"))
    features = told["features"]
    records = [{key: _plain(value) for key, value in f["properties"].items()} for f in features]
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    west, south, east, north = shapely.total_bounds(shapes)
    if min(west + 180, south + 90, 180 - east, 90 - north) < 0:
        raise ValueError("no longitude and latitude")
    return Layer(
        copy=twin["name"],
        name=name,
        crs=str(told["crs"]) if "crs" in told else WGS84,
        fields=tuple(records[0]) if records else (),
        records=tuple(records),
        shapes=np.asarray(shapes, dtype=object),
    )


def _read_table(path: Path, name: str, twin: Mapping[str, Any]) -> Layer:
    """A shapefile in the encoding of its copy, or a layer of a GeoPackage."""
    given = {"layer": name} if twin["format"] == "gpkg" else {"encoding": twin["encoding"].upper()}
    meta, _, shapes, columns = raw.read(path, **given)
    fields = tuple(str(field) for field in meta["fields"])
    cells = [[_plain(value) for value in column] for column in columns]
    return Layer(
        copy=twin["name"],
        name=name,
        crs=meta["crs"],
        fields=fields,
        records=tuple(dict(zip(fields, row, strict=True)) for row in zip(*cells, strict=True)),
        shapes=shapely.from_wkb(shapes),
    )


def _plain(value: object) -> Plain:
    """A cell as text, whole number, real number or None; dates as ISO texts, blank is None."""
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value)[:10]
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else int(value) if float(value).is_integer() else float(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    return None if value is None else str(value) or None


def _on_ground(shapes: NDArray[np.object_], source: str, target: str) -> NDArray[np.object_]:
    """Shapes in the CRS that areas are measured in; x is east in every file."""
    if source == target:
        return shapes
    move = transformer(source, target)
    moved: NDArray[np.object_] = shapely.transform(
        shapes, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1]))
    )
    return moved


@cache
def transformer(source: str, target: str) -> pyproj.Transformer:
    """Return the way from one CRS to another, x before y whatever they say themselves."""
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def _valid(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], tuple[int, ...]]:
    """Shapes made valid, absent ones empty, and which are no polygons of the ground they seem to hold."""
    filled = np.where(shapely.is_missing(shapes), np.array(shapely.Polygon(), dtype=object), shapes)
    made = np.where(shapely.is_valid(filled), filled, shapely.make_valid(filled))
    changed = np.abs(shapely.area(made) - shapely.area(filled)) > RING_AREA_M2
    return made, tuple((np.flatnonzero(changed | shapely.is_empty(made)) + 1).tolist())
