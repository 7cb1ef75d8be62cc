"""Minutes: from places to places, on the roads where they reach, else straight with a detour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from scipy.spatial.distance import cdist

from gis.travel.roads import nearest_spots, road_graph, road_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.travel.roads import RoadGraph

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

Mode = Literal["walk", "drive"]
AT_ONCE: Final = 20_000_000
"""Numbers held at once while distances are found."""
CLASSES: Final = {
    "main": "main", "motorway": "main", "trunk": "main", "primary": "main", "express": "main",
    "secondary": "secondary", "tertiary": "secondary",
}  # fmt: skip
"""Class of a road whose speed is a standard, by its kind; all others are lanes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Travel:
    """How long it takes from each of some places to each of some facilities.

    Attributes
    ----------
    minutes
        float32, shape (facilities, places).
    by_road
        Whether a place is near enough to a road; others go straight, times the detour.
    piece
        Piece of the road graph that each place is on, 0 the longest; −1 where it is on none.
    piece_m
        Metres of road of each piece; empty where there are no roads.
    """

    minutes: NDArray[np.float32]
    by_road: NDArray[np.bool_]
    piece: Ints
    piece_m: Reals


def travel(
    places: Geometries,
    detours: Reals,
    facilities: Geometries,
    roads: tuple[Geometries, Sequence[str]] | None,
    standards: Standards,
    *,
    mode: Mode = "walk",
) -> Travel:
    """Return the minutes between facilities and places, points of one CRS in metres.

    On the roads: from the place straight to the nearest road, along the shortest stretches, and
    straight again; both straight parts at walking speed (on foot) or at the speed of lanes (by car).
    Straight, times the detour of the place, where it or the facility is farther from any road than
    `travel.snap`, where both are on different pieces of the roads, and where there are no roads.

    Parameters
    ----------
    detours
        For each place how many times longer than straight its ways are (`workload.detour.*`).
    roads
        Lines with the kind of each; kinds `bridge` and `tunnel` pass over and under others.
    """
    per_metre = 1 / standards["workload.walk-speed"] if mode == "walk" else _by_car("lane", standards)
    straight = (_straight(places, facilities) * (detours * per_metre)).astype(np.float32)
    if roads is None or not len(roads[0]):
        none = np.zeros(places.size, np.bool_)
        return Travel(minutes=straight, by_road=none, piece=np.full(places.size, -1), piece_m=np.empty(0))
    lines, of = road_lines(roads[0])
    kinds = [roads[1][n] for n in of]
    spots, away = nearest_spots(lines, np.concatenate([places, facilities]))
    graph = road_graph(lines, kinds, spots, join_m=standards["travel.join"])
    costs = _costs(kinds, standards, per_metre, mode)
    reached = away <= standards["travel.snap"]
    minutes = _by_road(graph, costs, places.size, away * per_metre)
    apart = ~np.isfinite(minutes) | ~reached[: places.size] | ~reached[places.size :, None]
    piece = graph.piece[graph.spots[: places.size]]
    return Travel(
        minutes=np.where(apart, straight, minutes).astype(np.float32),
        by_road=reached[: places.size],
        piece=np.where(reached[: places.size], piece, -1),
        piece_m=graph.piece_m(),
    )


def _by_road(graph: RoadGraph, costs: Reals, places: int, access: Reals) -> NDArray[np.float32]:
    """Return minutes along the roads, both ways to them included; infinite between pieces."""
    matrix = graph.costs(costs)
    starts, ends = graph.spots[places:], graph.spots[:places]
    minutes = np.empty((starts.size, places), np.float32)
    step = max(1, AT_ONCE // max(1, graph.nodes))
    for first in range(0, starts.size, step):
        some = slice(first, first + step)
        minutes[some] = dijkstra(matrix, directed=False, indices=starts[some])[:, ends]
    return minutes + access[:places].astype(np.float32) + access[places:, None].astype(np.float32)


def _costs(kinds: Sequence[str], standards: Standards, per_metre: float, mode: Mode) -> Reals:
    """Return the minutes of a metre of each line, last of a closed gap."""
    if mode == "walk":
        return np.full(len(kinds) + 1, per_metre)
    return np.array([*(_by_car(CLASSES.get(kind, "lane"), standards) for kind in kinds), per_metre])


def _by_car(road: str, standards: Standards) -> float:
    """Return the minutes of a metre on a class of roads."""
    return 0.06 / standards[f"travel.drive.{road}"]


def _straight(places: Geometries, facilities: Geometries) -> NDArray[np.float32]:
    """Return the metres between facilities and places."""
    xy, there = shapely.get_coordinates(places), shapely.get_coordinates(facilities)
    metres: NDArray[np.float32] = cdist(there, xy).astype(np.float32)
    return metres
