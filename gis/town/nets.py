"""Department nets: police zones made of whole communities, and cleaning sections that follow main roads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.units import STREET
from gis.town.growth import grow
from gis.town.layers import joined, layer, placed

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from gis.town.skeleton import Skeleton

DWELLINGS_PER_ZONE = 5500


def police_zones(graph: PlanningGraph, footprints: NDArray[np.object_], crs: str) -> gpd.GeoDataFrame:
    """Return police zones (警务区): whole neighbouring communities of one street, in one piece each."""
    communities, streets = graph.units.communities, graph.units.level(STREET)
    areas = len(communities.codes)
    dwellings = np.bincount(communities.of_unit, graph.units.count("dwellings"), areas)
    sums = np.stack([np.bincount(communities.of_unit, axis) for axis in (graph.x, graph.y)], axis=1)
    middle = sums / np.bincount(communities.of_unit)[:, None]
    street = np.zeros(areas, np.int64)
    street[communities.of_unit] = streets.of_unit
    pairs = np.unique(
        communities.of_unit[np.stack([graph.tail, graph.head], axis=1)].astype(np.int64), axis=0
    )
    pairs = pairs[(street[pairs[:, 0]] == street[pairs[:, 1]]) & (pairs[:, 0] != pairs[:, 1])]
    codes: list[str] = []
    names: list[str] = []
    start = np.full(areas, -1, np.int64)
    for n, (code, name) in enumerate(zip(streets.codes, streets.names, strict=True)):
        members = np.flatnonzero(street == n)
        wanted = max(round(dwellings[members].sum() / DWELLINGS_PER_ZONE), 1)
        spread = members[np.linspace(0, members.size - 1, wanted + 2).round().astype(int)[1:-1]]
        start[spread] = len(codes) + np.arange(wanted)
        codes += [f"{code}P{i:02d}" for i in range(1, wanted + 1)]
        names += [f"{name.removesuffix('街道')}派出所第{i}警务区" for i in range(1, wanted + 1)]
    apart = np.hypot(*(middle[pairs[:, 0]] - middle[pairs[:, 1]]).T)
    zone = grow(start, pairs[:, 0], pairs[:, 1], apart)
    polygons = joined(footprints, zone[communities.of_unit], len(codes))
    return layer(crs, polygons, {"code": codes, "name": names, "kind": ["police-zone"] * len(codes)})


def cleaning_sections(skeleton: Skeleton, offset: NDArray[np.float64], crs: str) -> gpd.GeoDataFrame:
    """Return cleaning sections (环卫责任片): what main roads, rail and water enclose, community or not."""
    faces = [*(block.polygon for block in skeleton.blocks), *skeleton.country]
    sections = placed(faces, offset)
    at = shapely.get_coordinates(shapely.point_on_surface(sections))
    sections = sections[np.lexsort((at[:, 0], -np.round(at[:, 1], -2)))]
    numbers = range(1, sections.size + 1)
    return layer(
        crs,
        sections,
        {
            "code": [f"H{n:03d}" for n in numbers],
            "name": [f"环卫第{n}责任片" for n in numbers],
            "kind": ["cleaning-section"] * sections.size,
        },
    )
