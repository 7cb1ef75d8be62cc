"""The same layers in every format and encoding: copies that must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gis.export.geojson import WGS84, write_geojson
from gis.export.geopackage import write_geopackage
from gis.export.shapefile import write_shapefile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from gis.export.layers import Layer

Twin = dict[str, object]


def write_twins(
    layers: Sequence[Layer],
    folder: Path,
    formats: Sequence[str],
    encodings: Sequence[str],
    *,
    crs: str,
    mark: str,
    dated: date,
) -> Iterator[Twin]:
    """Write the layers, whose shapes are in `crs`, and yield what each copy is and where it lies.

    Shapefiles of each encoding have a folder of their own; every file name carries the mark.
    """
    if "shp" in formats:
        for encoding in encodings:
            name = f"shp-{encoding}"
            paths = {layer.name: f"{name}/{layer.name}_{mark}.shp" for layer in layers}
            (folder / name).mkdir()
            for layer in layers:
                write_shapefile(layer, folder / paths[layer.name], crs=crs, encoding=encoding, dated=dated)
            yield _twin(name, "shp", encoding, crs, paths)
    if "gpkg" in formats:
        path = f"layers_{mark}.gpkg"
        write_geopackage(layers, folder / path, crs=crs, dated=dated)
        yield _twin("gpkg", "gpkg", "utf-8", crs, {layer.name: path for layer in layers})
    if "geojson" in formats:
        paths = {layer.name: f"geojson/{layer.name}_{mark}.geojson" for layer in layers}
        (folder / "geojson").mkdir()
        for layer in layers:
            write_geojson(layer, folder / paths[layer.name], crs=crs)
        yield _twin("geojson", "geojson", "utf-8", WGS84, paths)


def _twin(name: str, kind: str, encoding: str, crs: str, layers: dict[str, str]) -> Twin:
    return {"name": name, "format": kind, "encoding": encoding, "crs": crs, "layers": layers}
