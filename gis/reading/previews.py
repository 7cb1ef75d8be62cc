"""Previews: shapes as a screen shows them, and the places of problems, in degrees as GeoJSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import numpy as np
import shapely

from gis.placing.whereabouts import DEGREES, impossible_for
from gis.reading.inspection import impossible
from gis.reading.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyproj import CRS

    from domain.outcome import Problem
    from gis.reading.read import RawLayers

Shape = Literal["", "point", "line", "area", "mixed"]
DRAWN = 20_000  # features of a preview
FINENESS = 2000  # steps across a preview: a screen has no more
DIGITS = 6  # of a degree: 0.1 m


def drawn(
    shapes: np.ndarray | None, crs: CRS | None
) -> tuple[tuple[float, float, float, float] | None, bytes, Shape]:
    """Return bounds in degrees, the preview, and of which kind the shapes are."""
    if shapes is None:
        return None, b"", ""
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes) | impossible(shapes))]
    if not shapes.size:
        return None, b"", ""
    kind = _kind(shapes)
    if crs is None or impossible_for(crs, tuple(shapely.total_bounds(shapes))):
        return None, b"", kind
    some = shapely.force_2d(shapes[:: -(-shapes.size // DRAWN)])
    placed = gpd.GeoSeries(some, crs=crs).to_crs(DEGREES).to_numpy()
    placed = placed[~impossible(placed)]
    if not placed.size:
        return None, b"", kind
    west, south, east, north = shapely.total_bounds(placed).tolist()
    step = max(east - west, north - south) / FINENESS
    thin = placed if kind == "point" else shapely.simplify(placed, step, preserve_topology=False)
    thin = np.where(shapely.is_empty(thin), shapely.envelope(placed), thin)
    return (west, south, east, north), collection(thin), kind


def collection(shapes: np.ndarray) -> bytes:
    """Return shapes in degrees as a GeoJSON collection to about a decimetre."""
    parts = [
        f'{{"type":"Feature","properties":{{}},"geometry":{text}}}'
        for text in shapely.to_geojson(shapely.set_precision(shapes, 10**-DIGITS, mode="pointwise"))
        if text is not None
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(parts)}]}}'.encode()


def _kind(shapes: np.ndarray) -> Shape:
    """Say whether shapes are points, lines, areas or some of each."""
    found = set(np.unique(shapely.get_dimensions(shapes)).tolist())
    kinds: dict[int, Shape] = {0: "point", 1: "line", 2: "area"}
    return kinds[found.pop()] if len(found) == 1 else "mixed"


def places_of_problems(raw: RawLayers, problems: Sequence[Problem]) -> tuple[dict[str, Any] | None, ...]:
    """Return where each problem is as GeoJSON geometry in EPSG:4326; None where it has no place."""
    found: dict[str, dict[str, int]] = {}
    degrees: dict[str, np.ndarray] = {}
    for name, layer in raw.layers.items():
        codes = text_of(layer.table[layer.spec.code]).tolist() if layer.spec.code else [""] * len(layer.table)
        order = range(len(codes) - 1, -1, -1)  # so that of several the first stays
        found[name] = {codes[n]: n for n in order} | {f"row {n + 1}": n for n in order}
        degrees[name] = layer.table.geometry.to_crs(DEGREES).to_numpy()
    told: list[dict[str, Any] | None] = []
    for problem in problems:
        at = found.get(problem.layer, {}).get(problem.feature) if problem.feature else None
        shape = None if at is None else degrees[problem.layer][at]
        if shape is None or shape.is_empty or impossible(np.array([shape]))[0]:
            told.append(None)
        else:
            told.append(json.loads(str(shapely.to_geojson(shapely.force_2d(shape)))))
    return tuple(told)
