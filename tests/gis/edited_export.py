"""An export changed by hand, copy by copy, with a manifest that knows nothing of it."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely
from pyogrio import raw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shapely import Geometry

MANIFEST = "manifest.json"
DRIVERS = {"shp": "ESRI Shapefile", "gpkg": "GPKG"}


@dataclass(slots=True, kw_only=True)
class Table:
    """One layer of one copy: rows and shapes as they stand in the file, and the way to metres."""

    twin: dict[str, Any]
    name: str
    path: Path
    ground_crs: str
    rows: list[dict[str, Any]]
    shapes: list[Geometry]
    meta: dict[str, Any] = field(default_factory=dict)

    def at(self, key: str, code: str) -> int:
        """Position of the feature with this code."""
        return next(n for n, row in enumerate(self.rows) if row[key] == code)

    def in_metres(self, n: int) -> Geometry:
        """Shape of one feature in the CRS that areas are measured in."""
        return moved(self.shapes[n], self.twin["crs"], self.ground_crs)

    def draw(self, n: int, shape: Geometry) -> None:
        """Give one feature another shape, drawn in metres; the others keep every bit of theirs."""
        self.shapes[n] = moved(shape, self.ground_crs, self.twin["crs"])

    def drop(self, n: int) -> None:
        """Leave one feature out."""
        del self.rows[n], self.shapes[n]

    def rename(self, old: str, new: str) -> None:
        """Give a field another name."""
        self.rows = [{new if key == old else key: value for key, value in row.items()} for row in self.rows]

    def save(self) -> None:
        """Write the layer as any program would."""
        if self.twin["format"] == "geojson":
            told = json.loads(self.path.read_text(encoding="utf-8"))
            told["features"] = [
                {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
                for row, shape in zip(self.rows, self.shapes, strict=True)
            ]
            self.path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            return
        multi = bool((shapely.get_type_id(self.shapes) == shapely.GeometryType.MULTIPOLYGON).any())
        fields = list(self.rows[0])
        types = dict(zip(self.meta["fields"], self.meta["dtypes"], strict=True))
        known = [types.get(name, "object") for name in fields]
        raw.write(
            str(self.path),
            shapely.to_wkb(np.array(self.shapes, dtype=object)),
            field_data=[
                np.array([row[name] for row in self.rows], dtype=kind)
                for name, kind in zip(fields, known, strict=True)
            ],
            fields=fields,
            layer=self.name if self.twin["format"] == "gpkg" else None,
            driver=DRIVERS[self.twin["format"]],
            geometry_type="MultiPolygon" if multi else "Polygon",
            promote_to_multi=multi,
            crs=self.twin["crs"],
            encoding=self.twin["encoding"].upper(),
        )


def tables(folder: Path, name: str, only: str | None = None) -> Iterator[Table]:
    """A layer in every copy, or in one."""
    manifest = manifest_of(folder)
    for twin in manifest["twins"]:
        if only in (None, twin["name"]):
            yield _read(folder / twin["layers"][name], name, twin, manifest["measured_in"])


def _read(path: Path, name: str, twin: dict[str, Any], ground_crs: str) -> Table:
    if twin["format"] == "geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [feature["properties"] for feature in features]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
        return Table(twin=twin, name=name, path=path, ground_crs=ground_crs, rows=rows, shapes=shapes)
    given = {"layer": name} if twin["format"] == "gpkg" else {"encoding": twin["encoding"].upper()}
    meta, _, wkb, columns = raw.read(path, **given)
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    meta["dtypes"] = [column.dtype for column in columns]
    shapes = list(shapely.from_wkb(wkb))
    return Table(twin=twin, name=name, path=path, ground_crs=ground_crs, rows=rows, shapes=shapes, meta=meta)


def moved(shape: Geometry, source: str, target: str) -> Geometry:
    """A shape in another CRS, x before y."""
    if source == target:
        return shape
    move = _transformer(source, target)
    return shapely.transform(shape, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest as it stands."""
    told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return told


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    """A table of the export by what it holds."""
    with (folder / manifest_of(folder)["tables"][name]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_plan(folder: Path, rows: list[dict[str, str]]) -> None:
    """Put another plan table in its place."""
    with (folder / manifest_of(folder)["tables"]["plan"]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("unit", "grid"), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def sign_again(folder: Path, **changed: object) -> None:
    """Recompute the manifest over whatever is in the folder now."""
    manifest = manifest_of(folder) | changed
    manifest["files"] = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
