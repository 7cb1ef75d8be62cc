"""Layers: everything on the map that is not a planning unit, each feature with code, name and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from domain.units import STREET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.units import Level
    from gis.town.buildings import Buildings
    from gis.town.skeleton import Line, Skeleton
    from gis.town.units import Ground

    Columns = Mapping[str, Sequence[object] | NDArray[np.generic]]


def layer(crs: str, geometry: object, columns: Columns) -> gpd.GeoDataFrame:
    """Return a layer with its columns in the order given, geometry last."""
    return gpd.GeoDataFrame(dict(columns), geometry=np.asarray(geometry, np.object_), crs=crs)


def areas_of(level: Level, footprints: NDArray[np.object_], crs: str) -> gpd.GeoDataFrame:
    """Return the areas of an upper level, joined from their units."""
    return layer(
        crs,
        joined(footprints, level.of_unit.astype(np.int64), len(level.codes)),
        {"code": level.codes, "name": level.names, "kind": level.kinds},
    )


def joined(footprints: NDArray[np.object_], of: NDArray[np.int64], number: int) -> NDArray[np.object_]:
    """Join footprints that tile by label 0 … number − 1."""
    order = np.argsort(of, kind="stable")
    parts = np.split(footprints[order], np.searchsorted(of[order], np.arange(1, number)))
    return np.array([shapely.normalize(shapely.coverage_union_all(part)) for part in parts], np.object_)


def placed(geometry: object, offset: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return local geometry moved to its place in the projected CRS."""
    moved: NDArray[np.object_] = shapely.transform(np.asarray(geometry, np.object_), lambda at: at + offset)
    return moved


def lines_layer(
    lines: Sequence[Line], outline: shapely.Polygon, prefix: str, offset: NDArray[np.float64], crs: str
) -> gpd.GeoDataFrame:
    """Return roads or rail, cut off at the outline."""
    cut = shapely.intersection(np.array([line.line for line in lines], np.object_), outline)
    return layer(
        crs,
        placed(cut, offset),
        {
            "code": [f"{prefix}{n:04d}" for n in range(1, len(lines) + 1)],
            "name": [line.name for line in lines],
            "kind": [line.kind for line in lines],
        },
    )


def water_layer(skeleton: Skeleton, offset: NDArray[np.float64], crs: str) -> gpd.GeoDataFrame:
    """Return the surface of each watercourse."""
    surface = [
        line.line.buffer(line.width_m / 2, cap_style="flat").intersection(skeleton.outline)
        for line in skeleton.water
    ]
    return layer(
        crs,
        placed(surface, offset),
        {
            "code": [f"W{n:04d}" for n in range(1, len(surface) + 1)],
            "name": [line.name for line in skeleton.water],
            "kind": [line.kind for line in skeleton.water],
        },
    )


def buildings_layer(
    buildings: Buildings, ground: Ground, offset: NDArray[np.float64], crs: str
) -> gpd.GeoDataFrame:
    """Return every building with its unit, estate, stairwells, floors and dwellings."""
    unit_codes = np.array(ground.codes, np.object_)
    estates = np.array([*ground.estate_codes, ""], np.object_)
    starts = np.flatnonzero(np.diff(buildings.unit, prepend=-1))
    serial = np.arange(len(buildings)) - np.repeat(starts, np.diff(np.append(starts, len(buildings)))) + 1
    codes = unit_codes[buildings.unit]
    return layer(
        crs,
        shapely.polygons(buildings.corners + offset),
        {
            "code": [f"{code}-{n:03d}" for code, n in zip(codes, serial, strict=True)],
            "name": [f"{n}号楼" if n else "" for n in buildings.number],
            "kind": buildings.kind,
            "unit": codes,
            "estate": estates[buildings.estate],
            "stairwells": buildings.stairwells,
            "floors": buildings.floors,
            "dwellings": buildings.dwellings,
        },
    )


def estates_layer(ground: Ground, footprints: NDArray[np.object_], crs: str) -> gpd.GeoDataFrame:
    """Return every estate and villager group with its name."""
    held = np.flatnonzero(ground.estate_of >= 0)
    kinds = np.empty(len(ground.estate_codes), np.object_)
    kinds[ground.estate_of[held]] = ground.kind[held]
    return layer(
        crs,
        joined(footprints[held], ground.estate_of[held], len(ground.estate_codes)),
        {"code": ground.estate_codes, "name": ground.estate_names, "kind": kinds},
    )


def facilities_layer(
    graph: PlanningGraph, ground: Ground, district: tuple[str, str], crs: str
) -> gpd.GeoDataFrame:
    """Return governance centres of all levels, police stations, and schools, hospitals and parks.

    There is one centre for the district, one a street and one a community; each stands in the unit
    that holds most dwellings within reach of its area's middle.
    """
    rows: list[tuple[str, str, str, int]] = []
    units, dwellings = graph.units, graph.units.count("dwellings")
    for level, kind in ((units.level(STREET), "street-centre"), (units.communities, "community-centre")):
        for n, (code, name) in enumerate(zip(level.codes, level.names, strict=True)):
            rows.append((f"{code}-C", f"{name}综治中心", kind, _middle(graph, level.of_unit == n, dwellings)))
    middle = _middle(graph, np.ones(len(units), np.bool_), dwellings)
    rows.insert(0, (f"{district[0]}-C", f"{district[1]}综治中心", "district-centre", middle))
    for n, (code, name) in enumerate(zip(units.level(STREET).codes, units.level(STREET).names, strict=True)):
        at = _middle(graph, units.level(STREET).of_unit == n, dwellings, second=True)
        rows.append((f"{code}-P", f"{name.removesuffix('街道')}派出所", "police-station", at))
    for kind in ("school", "hospital", "park"):
        rows += [(f"{ground.codes[n]}-F", "", kind, int(n)) for n in np.flatnonzero(ground.kind == kind)]
    codes, names, kinds, places = zip(*rows, strict=True)
    where = np.array(places)
    return layer(
        crs, shapely.points(graph.x[where], graph.y[where]), {"code": codes, "name": names, "kind": kinds}
    )


def _middle(
    graph: PlanningGraph, members: NDArray[np.bool_], weight: NDArray[np.int64], *, second: bool = False
) -> int:
    """The unit with dwellings that is nearest (or next) to the middle of an area's dwellings."""
    inside = np.flatnonzero(members & (weight > 0))
    middle = [np.average(axis[inside], weights=weight[inside]) for axis in (graph.x, graph.y)]
    away = np.hypot(graph.x[inside] - middle[0], graph.y[inside] - middle[1])
    return int(inside[np.argsort(away, kind="stable")[1 if second and inside.size > 1 else 0]])
