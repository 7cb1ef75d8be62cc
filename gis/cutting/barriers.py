"""Barriers: what parts the ground, and where crossings and declared bridges lead over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.errors import ImportRejected
from domain.outcome import Problem
from gis.cutting.faces import containing
from gis.cutting.pieces import bridges_needed
from gis.link import crossings_of, link, outlines
from gis.reading.layer_spec import LINES
from gis.transforming import transformer

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

AREA = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Barriers:
    """What nobody walks across, and where one can.

    Attributes
    ----------
    lines
        Rail, rivers, expressways; of areas the outlines.
    crossings
        Points where a road, a footbridge, an underpass or a ferry leads over one of them.
    spans
        Stretches of roads over the areas among them: bridges over wide water.
    """

    lines: Geometries
    crossings: Geometries
    spans: Geometries


def barriers_of(layers: Layers) -> Barriers:
    """Gather barriers and crossings; roads that nobody walks along (expressways) lead nobody across."""
    lines = layers.of_role(*LINES)
    barred = {layer.spec.name: _barred(layer) for layer in lines}
    barriers = _joined(layer.table.geometry.to_numpy()[barred[layer.spec.name]] for layer in lines)
    roads = _joined(
        layer.table.geometry.to_numpy()[~barred[layer.spec.name]] for layer in layers.of_role("roads")
    )
    told = _joined(layer.table.geometry.to_numpy() for layer in layers.of_role("crossings"))
    points = shapely.get_dimensions(told) == 0
    ways = np.concatenate([roads, told[~points]])
    areas = barriers[shapely.get_dimensions(barriers) == AREA]
    way, area = shapely.STRtree(areas).query(ways, predicate="intersects")
    spans = shapely.get_parts(shapely.intersection(ways[way], areas[area]))
    return Barriers(
        lines=outlines(barriers),
        crossings=np.concatenate([crossings_of(ways, barriers), told[points]]),
        spans=spans[shapely.get_dimensions(spans) == 1],
    )


def linked(
    profile: Profile,
    layers: Layers,
    units: UnitSet,
    footprints: Geometries,
    *,
    types: Sequence[GridType],
    exclaves: Sequence[str],
    standards: Standards,
) -> tuple[PlanningGraph, Bridges, tuple[Problem, ...]]:
    """Link the units over the profile's barriers; return graph, bridges, and notes on found ones.

    Bridges are those that the profile declares, those that lead over ground of no unit (a river that
    no community holds) from a unit to one of its community, and those without which a community (of
    its type in `types`) could hold no legal grid; none for pieces of nothing but declared exclaves.
    """
    barriers = barriers_of(layers)
    followed = _joined(layer.table.geometry.to_numpy() for layer in layers.of_role(*LINES))
    starts = units_at([(spec.start, spec.crs) for spec in profile.bridges], profile.crs, units, footprints)
    ends = units_at([(spec.end, spec.crs) for spec in profile.bridges], profile.crs, units, footprints)
    declared = tuple(zip(starts, ends, strict=True))
    found = _over_gaps(barriers, units, footprints, standards)
    over = tuple(pair for pair in found if pair not in {*declared, *((b, a) for a, b in declared)})

    def graph_with(bridges: Bridges) -> PlanningGraph:
        return link(
            units, footprints, barriers=barriers.lines, crossings=barriers.crossings, followed=followed,
            bridges=bridges, standards=standards,
        )  # fmt: skip

    graph = graph_with((*declared, *over))
    exempt = np.isin(np.array(units.codes), exclaves)
    needed, problems = bridges_needed(graph, footprints, units.count(profile.households), types, exempt)
    bridges = (*declared, *over, *needed)
    told = tuple(
        Problem(code="bridge.found", severity="note", layer="units", feature=a, value=b) for a, b in over
    )
    return (graph_with(bridges) if needed else graph), bridges, (*told, *problems)


def _over_gaps(barriers: Barriers, units: UnitSet, footprints: Geometries, standards: Standards) -> Bridges:
    """Pairs of units of one community at both ends of a span that leads over no unit."""
    middle = shapely.line_interpolate_point(barriers.spans, 0.5, normalized=True)
    spans = barriers.spans[containing(middle, footprints) < 0]
    reach = standards["ground.link.crossing-distance"]
    at = []
    for end in (0, -1):
        place, unit = shapely.STRtree(footprints).query_nearest(
            shapely.get_point(spans, end), max_distance=reach, all_matches=False
        )
        found = np.full(len(spans), -1, np.int64)
        found[place] = unit
        at.append(found)
    pairs = np.unique(np.sort(np.column_stack(at), axis=1), axis=0)
    of = units.communities.of_unit
    pairs = pairs[(pairs[:, 0] >= 0) & (pairs[:, 0] != pairs[:, 1]) & (of[pairs[:, 0]] == of[pairs[:, 1]])]
    return tuple((units.codes[a], units.codes[b]) for a, b in pairs)


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
    moved = [transformer(own, crs).transform(*place) for place, own in places]
    unit = containing(np.asarray(shapely.points(moved), np.object_), footprints)
    lost = [place for (place, _), found in zip(places, unit, strict=True) if found < 0]
    if lost:
        raise ImportRejected([Problem(code="place.outside", severity="error", value=str(p)) for p in lost])
    return tuple(units.codes[n] for n in unit)


def _barred(layer: Layer) -> NDArray[np.bool_]:
    """Say which rows of a layer are of a kind that is declared a barrier."""
    found: NDArray[np.bool_] = layer.table["kind"].isin(layer.spec.barriers).to_numpy()
    return found | ("*" in layer.spec.barriers)


def _joined(arrays: Iterable[Geometries]) -> Geometries:
    """All of some geometry as one array."""
    return np.concatenate([np.empty(0, np.object_), *arrays])
