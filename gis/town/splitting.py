"""Cut ground into pieces the way surveyors do: straight across, in the direction the land is worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.town.turning import direction_deg, turned

if TYPE_CHECKING:
    from numpy.random import Generator

LEAST_M2 = 1.0
RAGGED = 0.16


def side_deg(polygon: shapely.Polygon) -> float:
    """Return the direction of the longer side of a polygon's tightest box, in [−45°, 45°) from east."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(polygon))
    sides = np.diff(corners, axis=0)
    east, north = sides[np.hypot(sides[:, 0], sides[:, 1]).argmax()]
    return (direction_deg(east, north) + 45.0) % 90.0 - 45.0


def cut_to_area(
    polygon: shapely.Polygon, area_m2: float, angle_deg: float, rng: Generator, *, ragged: float = RAGGED
) -> list[shapely.Polygon]:
    """Cut a polygon across its longer side until no piece is much larger than `area_m2`."""
    pieces = []
    waiting = [turned(polygon, -angle_deg)]
    while waiting:
        piece = waiting.pop()
        if piece.area <= area_m2 * rng.uniform(1.0, 1.6):
            pieces.append(turned(piece, angle_deg))
        else:
            waiting += halves(piece, 0.5 + rng.uniform(-ragged, ragged))
    return pieces


def cut_to_number(
    polygon: shapely.Polygon, number: int, angle_deg: float, rng: Generator
) -> list[shapely.Polygon]:
    """Cut a polygon across its longer side into `number` pieces of about the same size."""
    pieces = []
    waiting = [(turned(polygon, -angle_deg), number)]
    while waiting:
        piece, parts = waiting.pop()
        if parts <= 1:
            pieces.append(turned(piece, angle_deg))
            continue
        first = parts // 2
        share = first / parts + rng.uniform(-RAGGED, RAGGED) / parts
        two = halves(piece, share)
        if len(two) != 2:  # noqa: PLR2004 -- a bent piece fell into more than two: keep it whole
            pieces.append(turned(piece, angle_deg))
            continue
        waiting += [(two[0], first), (two[1], parts - first)]
    return pieces


def halves(piece: shapely.Polygon, share: float) -> list[shapely.Polygon]:
    """Cut a polygon straight across its longer side at a share of its extent."""
    west, south, east, north = piece.bounds
    if east - west >= north - south:
        at = west + share * (east - west)
        boxes = [
            shapely.box(west - 1, south - 1, at, north + 1),
            shapely.box(at, south - 1, east + 1, north + 1),
        ]
    else:
        at = south + share * (north - south)
        boxes = [
            shapely.box(west - 1, south - 1, east + 1, at),
            shapely.box(west - 1, at, east + 1, north + 1),
        ]
    return [part for box in boxes for part in polygons_of(piece.intersection(box))]


def polygons_of(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons of any geometry, specks left out."""
    parts = shapely.get_parts(geometry)
    if shapely.get_type_id(geometry) == shapely.GeometryType.GEOMETRYCOLLECTION:
        parts = shapely.get_parts(parts)
    return [p for p in parts if p.geom_type == "Polygon" and p.area > LEAST_M2]
