"""Barriers: what parts the ground, and where crossings and declared bridges lead over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Transformer

from domain.errors import ImportRejected
from domain.outcome import Problem
from gis.cutting.faces import containing
from gis.cutting.pieces import bridges_needed
from gis.link import crossings_of, link
from gis.reading.profile import LINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.standards import GridType, Standards
    from domain.units import UnitSet
    from gis.reading.check import Layer, Layers
    from gis.reading.profile import Profile

    Geometries = NDArray[np.object_]
    Bridges = tuple[tuple[str, str], ...]


def linked(
    profile: Profile,
    layers: Layers,
    units: UnitSet,
    footprints: Geometries,
    *,
    types: Sequence[GridType],
    standards: Standards,
) -> tuple[PlanningGraph, Bridges, tuple[Problem, ...]]:
    """Link the units over the profile's barriers; return graph, bridges, and notes on proposed ones.

    Bridges are those that the profile declares and those without which a community (of its type in
    `types`) could hold no legal grid.
    """
    lines = layers.of_role(*LINES)
    barriers = _barriers(lines)
    roads = [layer.table.geometry.to_numpy() for layer in layers.of_role("roads")]
    crossings = crossings_of(np.concatenate([np.empty(0, np.object_), *roads]), barriers)
    followed = np.concatenate(
        [np.empty(0, np.object_), *(layer.table.geometry.to_numpy() for layer in lines)]
    )
    starts = units_at([(spec.start, spec.crs) for spec in profile.bridges], profile.crs, units, footprints)
    ends = units_at([(spec.end, spec.crs) for spec in profile.bridges], profile.crs, units, footprints)
    declared = tuple(zip(starts, ends, strict=True))

    def graph_with(bridges: Bridges) -> PlanningGraph:
        return link(
            units, footprints, barriers=barriers, crossings=crossings, followed=followed, bridges=bridges,
            standards=standards,
        )  # fmt: skip

    graph = graph_with(declared)
    needed, problems = bridges_needed(graph, footprints, units.count(profile.households), types)
    bridges = (*declared, *needed)
    return (graph_with(bridges) if needed else graph), bridges, problems


def units_at(
    places: Sequence[tuple[tuple[float, float], str]], crs: str, units: UnitSet, footprints: Geometries
) -> tuple[str, ...]:
    """Return the codes of the units at declared places, each x and y with its own CRS.

    Raises
    ------
    ImportRejected
        Where a place lies in no unit.
    """
    if not places:
        return ()
    moved = [Transformer.from_crs(own, crs, always_xy=True).transform(*place) for place, own in places]
    unit = containing(np.asarray(shapely.points(moved), np.object_), footprints)
    lost = [place for (place, _), found in zip(places, unit, strict=True) if found < 0]
    if lost:
        raise ImportRejected([Problem(code="place.outside", severity="error", value=str(p)) for p in lost])
    return tuple(units.codes[n] for n in unit)


def _barriers(layers: Iterable[Layer]) -> Geometries:
    """Lines whose kind is declared a barrier."""
    found = [np.empty(0, np.object_)]
    for layer in layers:
        kinds = layer.table["kind"].isin(layer.spec.barriers) | ("*" in layer.spec.barriers)
        found.append(layer.table.geometry.to_numpy()[kinds.to_numpy()])
    return np.concatenate(found)
