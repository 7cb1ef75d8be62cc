"""Facilities: how many minutes every unit of a dataset is from each facility of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.errors import InvalidValueError
from gis.travel.minutes import travel

if TYPE_CHECKING:
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
    graph = dataset.graph
    there = shapely.point_on_surface(found.geometry.to_numpy())
    level = graph.units.communities
    factors = np.array([_detour(kind, standards) for kind in level.kinds])
    return FacilityTravel(
        names=tuple(name or code for name, code in zip(found["name"], found["code"], strict=True)),
        travel=travel(
            np.asarray(shapely.points(graph.x, graph.y), object),
            factors[level.of_unit],
            there,
            None if roads is None else (roads.geometry.to_numpy(), roads["kind"].tolist()),
            standards,
            mode=mode,
        ),
        roads=roads is not None and not roads.empty,
    )


def _detour(kind: str, standards: Standards) -> float:
    """Return the detour in communities of a kind; of kinds without one that of the town."""
    key = f"workload.detour.{kind}"
    return standards[key if key in standards.entries else f"workload.detour.{TOWN}"]
