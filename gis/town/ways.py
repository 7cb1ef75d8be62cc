"""Ways: where borders run along roads, what parts neighbours, and what leads across."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from domain.graph import connected_pieces
from gis.link import crossings_of, link
from gis.town.layers import placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.standards import Standards
    from domain.units import UnitSet
    from gis.town.layout import Layout
    from gis.town.skeleton import Line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """What borders may run along, and what may lie across the way; in the projected CRS."""

    roads: NDArray[np.object_]
    main_roads: NDArray[np.object_]
    barriers: NDArray[np.object_]

    @classmethod
    def of(cls, layout: Layout, roads: list[Line], offset: NDArray[np.float64]) -> Lines:
        """Move the lines of a layout to their place."""
        return cls(
            roads=placed([road.line for road in roads], offset),
            main_roads=placed([road.line for road in roads if road.kind == "main"], offset),
            barriers=placed(layout.skeleton.barriers, offset),
        )


def linked(
    units: UnitSet, footprints: NDArray[np.object_], lines: Lines, standards: Standards
) -> tuple[PlanningGraph, tuple[tuple[str, str], ...]]:
    """The planning graph, with a bridge wherever a barrier would part a community."""
    to_graph = partial(
        link,
        units,
        footprints,
        barriers=lines.barriers,
        crossings=crossings_of(lines.main_roads, lines.barriers),
        followed=np.append(lines.roads, lines.barriers),
        standards=standards,
    )
    graph = to_graph()
    bridges = bridges_wanted(graph)
    return (to_graph(bridges=bridges) if bridges else graph), bridges


def bridges_wanted(graph: PlanningGraph) -> tuple[tuple[str, str], ...]:
    """Pairs of units, over the longest closed border first, that join what a barrier parts."""
    home, codes = graph.units.communities.of_unit, graph.units.codes
    inside = home[graph.tail] == home[graph.head]
    passable = inside & graph.passable
    closed = np.flatnonzero(inside & ~graph.passable)
    piece = connected_pieces(home.size, graph.tail[passable], graph.head[passable])
    bridges = []
    for border in closed[np.argsort(-graph.border_m[closed], kind="stable")]:
        one, other = int(graph.tail[border]), int(graph.head[border])
        if piece[one] != piece[other]:
            bridges.append((codes[one], codes[other]))
            piece = np.where(piece == piece[other], piece[one], piece)
    return tuple(sorted(bridges))
