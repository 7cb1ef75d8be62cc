"""Facilities: how many minutes every unit of a dataset is from each facility of a kind, and from units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.errors import InvalidValueError
from gis.travel.minutes import travel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.travel.minutes import Mode, Travel

TOWN = "town"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FacilityTravel:
    """The facilities of a kind by name, and how long it takes from each of them to each unit."""

    names: tuple[str, ...]
    travel: Travel
    roads: bool


def minutes_to(dataset: Dataset, kind: str, standards: Standards, *, mode: Mode = "walk") -> FacilityTravel:
    """Return the minutes between the facilities of a kind and the inner point of every unit.

    Raises
    ------
    InvalidValueError
        Where the dataset has no facility of this kind.
    """
    layer = dataset.layers.get("facilities")
    found = layer[layer["kind"] == kind] if layer is not None else None
    if found is None or found.empty:
        known = "、".join(sorted(set(layer["kind"]))) if layer is not None else "–"
        raise InvalidValueError("no-such-facility", kind=kind, known=known)
    roads = dataset.layers.get("roads")
    return FacilityTravel(
        names=tuple(name or code for name, code in zip(found["name"], found["code"], strict=True)),
        travel=_ways(dataset, shapely.point_on_surface(found.geometry.to_numpy()), standards, mode),
        roads=roads is not None and not roads.empty,
    )


def minutes_from(
    dataset: Dataset, units: NDArray[np.int64], standards: Standards, *, mode: Mode = "walk"
) -> Travel:
    """Return the minutes between the inner points of some units and that of every unit."""
    graph = dataset.graph
    there = np.asarray(shapely.points(graph.x[units], graph.y[units]), object)
    return _ways(dataset, there, standards, mode)


def units_of(dataset: Dataset, kind: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the names of the facilities of a kind and the unit that each stands on or is nearest to."""
    layer = dataset.layers.get("facilities")
    found = layer[layer["kind"] == kind] if layer is not None else None
    if found is None or found.empty:
        return (), np.empty(0, np.int64)
    there = shapely.point_on_surface(found.geometry.to_numpy())
    names = tuple(name or code for name, code in zip(found["name"], found["code"], strict=True))
    nearest = shapely.STRtree(dataset.footprints).query_nearest(there, all_matches=False)[1]
    return names, nearest.astype(np.int64)


def _ways(dataset: Dataset, there: NDArray[np.object_], standards: Standards, mode: Mode) -> Travel:
    """Return the minutes between points and the inner point of every unit."""
    roads, graph = dataset.layers.get("roads"), dataset.graph
    level = graph.units.communities
    factors = np.array([_detour(kind, standards) for kind in level.kinds])
    return travel(
        np.asarray(shapely.points(graph.x, graph.y), object),
        factors[level.of_unit],
        there,
        None if roads is None else (roads.geometry.to_numpy(), roads["kind"].tolist()),
        standards,
        mode=mode,
    )


def _detour(kind: str, standards: Standards) -> float:
    """Return the detour in communities of a kind; of kinds without one that of the town."""
    key = f"workload.detour.{kind}"
    return standards[key if key in standards.entries else f"workload.detour.{TOWN}"]
