"""Checks of files: all there, unchanged, in the encoding and the CRS that they claim."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import pyproj
import shapely

from gis.verify.layer_files import WGS84, transformer
from gis.verify.reading import MANIFEST
from gis.verify.report import Check, none_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from gis.verify.reading import Received

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf")
LAYERS = ("grid", "unit", "community", "outline")


def manifest_hash(received: Received) -> Check:
    """Every file has the sha256 that the manifest gives."""
    files: Mapping[str, str] = received.manifest.get("files", {})
    there = ((name, received.folder / name) for name in files)
    changed = [name for name, path in there if path.is_file() and _sha256(path.read_bytes()) != files[name]]
    return none_of("manifest-hash", changed)


def files_complete(received: Received) -> Check:
    """Everything listed is there and readable, nothing else is there, every copy has its layers."""
    listed = set(received.manifest.get("files", {}))
    found = {
        path.relative_to(received.folder).as_posix() for path in received.folder.rglob("*") if path.is_file()
    } - {MANIFEST}
    needed = {
        path.removesuffix(".shp") + part
        for twin in _twins(received, "shp")
        for path in twin["layers"].values()
        for part in SHAPEFILE_PARTS
    }
    missing = [f"missing: {name}" for name in sorted((listed | needed) - found)]
    strange = [f"not listed: {name}" for name in sorted(found - listed)]
    layers = [
        f"missing: {twin['name']}/{name}"
        for twin in received.manifest.get("twins", [])
        for name in LAYERS
        if name not in twin["layers"]
    ]
    return none_of(
        "files-complete", [*missing, *strange, *layers, *(f"unreadable: {x}" for x in received.unreadable)]
    )


def cpg_present(received: Received) -> Check:
    """Beside every shapefile stands a `.cpg` that names the encoding of its copy."""
    wrong = []
    for twin in _twins(received, "shp"):
        for path in twin["layers"].values():
            cpg = (received.folder / path).with_suffix(".cpg")
            told = cpg.read_text(encoding="ascii", errors="replace").strip() if cpg.is_file() else ""
            if told.upper() != twin["encoding"].upper():
                wrong.append(f"{cpg.relative_to(received.folder).as_posix()}: {told or 'missing'}")
    return none_of("cpg-present", wrong)


def prj_matches(received: Received) -> Check:
    """Every copy is in the CRS of the manifest, GeoJSON in longitude and latitude, and inside its zone."""
    stated = {twin["name"]: twin for twin in received.manifest.get("twins", [])}
    wrong = [
        f"{layer.place}: {(layer.crs or 'missing')[:60]}"
        for layer in received.layers
        if layer.crs is None or not _same(layer.crs, _due_crs(received, stated[layer.copy]))
    ]
    return none_of("prj-matches", [*wrong, *_outside_zone(received)])


def _due_crs(received: Received, twin: Mapping[str, Any]) -> str:
    return WGS84 if twin["format"] == "geojson" else str(received.manifest["crs"])


def _outside_zone(received: Received) -> list[str]:
    """Layers whose middle lies outside the area that the CRS is made for: a wrong zone is silent."""
    area = pyproj.CRS(received.manifest["crs"]).area_of_use
    outlines = received.copies_of("outline")
    if area is None or not outlines or not len(outlines[0].shapes):
        return []
    move = transformer(received.manifest["measured_in"], WGS84)
    middle = shapely.box(*shapely.total_bounds(outlines[0].shapes)).centroid
    lon, lat = move.transform(middle.x, middle.y)
    inside = area.west <= lon <= area.east and area.south <= lat <= area.north
    return [] if inside else [f"{received.manifest['crs']}: {lon:.2f}, {lat:.2f} outside its area of use"]


@cache
def _same(one: str, other: str) -> bool:
    """Whether two texts name the same CRS, whichever axis they name first."""
    return one == other or pyproj.CRS(one).equals(pyproj.CRS(other), ignore_axis_order=True)


def _twins(received: Received, kind: str) -> list[Mapping[str, Any]]:
    return [twin for twin in received.manifest.get("twins", []) if twin["format"] == kind]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
