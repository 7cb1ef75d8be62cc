"""Topology: areas that stand twice, hang in several pieces, lie apart from all others, or are slivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Transformer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.reading.findings import Findings
    from gis.reading.profile import Profile

    Geometries = NDArray[np.object_]

SAME: Final = 0.99  # common share of both areas from which they are one drawn twice


def exclaves_of(profile: Profile) -> Geometries:
    """Return the places of declared exclaves as points in the profile's CRS."""
    found = np.full(len(profile.exclaves), None, np.object_)
    for n, place in enumerate(profile.exclaves):
        to = Transformer.from_crs(place.crs, profile.crs, always_xy=True)
        found[n] = shapely.Point(*to.transform(*place.at))
    return found


def tell_topology(
    areas: Geometries, codes: Sequence[str], findings: Findings, standards: Standards, declared: Geometries
) -> None:
    """Tell what is odd about the areas of one layer; `declared` are points in exclaves (飞地).

    An area that stands twice is an error where areas must not overlap. Pieces of a community are
    warnings with their size and distance from its largest piece, unless a declared point lies in them.
    """
    _tell_twice(areas, codes, findings)
    _tell_pieces(areas, codes, findings, standards, declared)
    near = shapely.STRtree(areas).query(areas, "dwithin", standards["ground.repair.gap-width"])
    beside = np.bincount(near[0][near[0] != near[1]], minlength=len(areas))
    apart: list[int] = np.flatnonzero(beside == 0).tolist()
    for n in apart if len(areas) > 1 else ():
        findings.tell(
            "shape.island", "note", codes[n], facts={"area_m2": round(float(shapely.area(areas[n])))}
        )


def _tell_twice(areas: Geometries, codes: Sequence[str], findings: Findings) -> None:
    """Tell pairs of areas that are one and the same ground."""
    a, b = shapely.STRtree(shapely.point_on_surface(areas)).query(areas, predicate="intersects")
    a, b = a[a != b], b[a != b]
    common = shapely.area(shapely.intersection(areas[a], areas[b]))
    size = np.maximum(shapely.area(areas[a]), shapely.area(areas[b]))
    exclusive = findings.spec.role in ("community", "today", "street", "level")
    for first, second in np.unique(np.sort(np.column_stack([a, b])[common >= SAME * size], axis=1), axis=0):
        findings.tell("shape.twice", "error" if exclusive else "warning", codes[first], value=codes[second])


def _tell_pieces(
    areas: Geometries, codes: Sequence[str], findings: Findings, standards: Standards, declared: Geometries
) -> None:
    """Tell every piece but the largest of an area, and pieces too narrow to be ground."""
    width, listed = standards["ground.repair.gap-width"], standards["ground.repair.listed-area"]
    pieces, of = shapely.get_parts(areas, return_index=True)
    size = shapely.area(pieces)
    order = np.lexsort((-size, of))
    main = np.full(len(areas), -1)
    main[of[order][::-1]] = order[::-1]
    narrow = 2 * size < width * shapely.length(pieces)
    known = np.zeros(len(pieces), np.bool_)
    known[shapely.STRtree(pieces).query(declared, predicate="intersects")[1]] = True
    community = findings.spec.role == "community"
    for n in np.flatnonzero((size > listed) & (narrow | (main[of] != np.arange(len(pieces))))):
        facts = {
            "area_m2": round(float(size[n]), 1),
            "distance_m": round(float(shapely.distance(pieces[n], pieces[main[of[n]]]))),
        }
        told = codes[of[n]]
        if narrow[n]:
            findings.tell("shape.sliver", "note", told, facts=facts)
        elif community and not known[n]:
            findings.tell("community.piece", "warning", told, facts=facts)
        else:
            findings.tell(
                "community.exclave" if community else "shape.piece", "note", codes[of[n]], facts=facts
            )
