"""Belonging: which street and community every settlement, superblock and field lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.optimize import linear_sum_assignment

from gis.town.growth import grow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gis.town.fabric import Fabric
    from gis.town.facts import Community
    from gis.town.skeleton import Skeleton

ON_LINE_M = 1.0
ROAD_COST_M = 350.0
BARRIER_COST_M = 5000.0
BALANCING_ROUNDS = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Which common edges of faces lie on a barrier or on a main road, and the metres between their faces."""

    barrier: NDArray[np.bool_]
    road: NDArray[np.bool_]
    apart_m: NDArray[np.float64]


def edges_of(fabric: Fabric, skeleton: Skeleton) -> Edges:
    """Say what lies on each common edge of the fabric."""
    roads = np.array([road.line for road in skeleton.roads], np.object_)
    inside = shapely.get_coordinates(shapely.point_on_surface(fabric.faces))
    return Edges(
        barrier=on_lines(fabric.middle, skeleton.barriers),
        road=on_lines(fabric.middle, roads),
        apart_m=np.hypot(*(inside[fabric.tail] - inside[fabric.head]).T) + 1.0,
    )


def streets_of_settlements(
    centres: NDArray[np.float64], wanted: Mapping[str, int], anchors: Mapping[str, NDArray[np.float64]]
) -> NDArray[np.object_]:
    """Give every settlement a street, as many to each as it has villages, near to its anchor."""
    seats = [street for street, number in sorted(wanted.items()) for _ in range(number)]
    away = np.stack([((centres - anchors[street]) ** 2).sum(axis=1) for street in seats], axis=1)
    rows, columns = linear_sum_assignment(away)
    streets = np.empty(len(centres), np.object_)
    streets[rows] = [seats[column] for column in columns]
    return streets


def bisect(
    points: NDArray[np.float64], weights: NDArray[np.float64], wanted: Sequence[int]
) -> NDArray[np.int64]:
    """Cut points into `wanted` groups by weight, first west to east in the order given, then by halves.

    `wanted` says how many groups each slice from west to east is cut into. Returns the group of each
    point; groups of one slice are numbered together.
    """
    group = np.zeros(len(points), np.int64)
    waiting = [(np.arange(len(points)), list(wanted), 0, 0)]
    while waiting:
        members, parts, first, axis = waiting.pop()
        if len(parts) == 1 and parts[0] == 1:
            group[members] = first
            continue
        left, right = (
            (parts[:1], parts[1:]) if len(parts) > 1 else ([parts[0] // 2], [parts[0] - parts[0] // 2])
        )
        if len(parts) == 1:
            axis = int(np.argmax(np.ptp(points[members], axis=0)))
        order = members[np.argsort(points[members, axis], kind="stable")]
        reach = np.cumsum(weights[order]) / weights[order].sum()
        at = int(np.searchsorted(reach, sum(left) / sum(parts))) + 1
        at = min(max(at, sum(left)), len(order) - sum(right))
        waiting += [(order[:at], left, first, 0), (order[at:], right, first + sum(left), 0)]
    return group


def balanced(
    start: NDArray[np.int64],
    edges: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    weights: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Grow regions from single nodes, handicapping those that grow heavy; the best of a few rounds."""
    regions = int(start.max()) + 1
    handicap, best, spread = np.zeros(regions), start, np.inf
    for _ in range(BALANCING_ROUNDS):
        found = grow(start, *edges, handicap)
        load = np.bincount(found[found >= 0], weights[found >= 0], regions)
        if load.std() < spread:
            best, spread = found, float(load.std())
        handicap = handicap + 90.0 * np.clip(load / load.mean() - 1.0, -1.0, 1.0)
    return best


def communities_in_order(
    listed: Sequence[Community],
    points: NDArray[np.float64],
    near: Mapping[str, str],
    features: Mapping[str, shapely.Geometry],
) -> list[int]:
    """Which of a street's places each community takes: named neighbours first, then north-west first."""
    free = [int(n) for n in np.lexsort((points[:, 0], -np.round(points[:, 1] / 1200.0)))]
    taken: dict[str, int] = {}
    for community in listed:
        if community.code in near:
            away = shapely.distance(shapely.points(points[free]), features[near[community.code]])
            taken[community.code] = free.pop(int(np.argmin(away)))
    rest = iter(free)
    return [taken[c.code] if c.code in taken else next(rest) for c in listed]


def spread_over_fields(
    label: NDArray[np.int64], fabric: Fabric, edges: Edges, allowed: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Let regions grow over open land: seldom across main roads, across barriers only with no way round."""
    cost = edges.apart_m + ROAD_COST_M * edges.road
    way = allowed & ~edges.barrier
    found = grow(label, fabric.tail[way], fabric.head[way], cost[way])
    if (found < 0).any():
        cost = cost + BARRIER_COST_M * edges.barrier
        found = grow(found, fabric.tail[allowed], fabric.head[allowed], cost[allowed])
    return found


def on_lines(points: NDArray[np.float64], lines: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Say which points lie on any of the lines; points of shape (n, 2)."""
    on = np.zeros(len(points), np.bool_)
    on[shapely.STRtree(lines).query(shapely.points(points), predicate="dwithin", distance=ON_LINE_M)[0]] = (
        True
    )
    return on
