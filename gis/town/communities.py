"""Communities: every face of the fabric gets its community, and every community its people's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gis.town.belonging import (
    balanced,
    bisect,
    communities_in_order,
    edges_of,
    spread_over_fields,
    streets_of_settlements,
)
from gis.town.growth import grow

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shapely
    from numpy.typing import NDArray

    from gis.town.belonging import Edges
    from gis.town.fabric import Fabric
    from gis.town.facts import Community, TownFacts
    from gis.town.layout import Layout

    SuperblockEdges = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]


def community_of_faces(facts: TownFacts, layout: Layout, fabric: Fabric) -> tuple[NDArray[np.int64], Edges]:
    """Return for each face the position of its community in the list, and what lies on the edges."""
    edges = edges_of(fabric, layout.skeleton)
    place = layout.place_of_piece[fabric.piece_of]
    of_place = np.concatenate(
        [
            _of_superblocks(facts, layout, _superblock_edges(layout, fabric, edges)),
            _of_settlements(facts, layout),
        ]
    )
    label = np.where(place >= 0, of_place[place], -1)
    town = (place >= 0) & (place < layout.superblocks)
    country = ~town[fabric.tail] & ~town[fabric.head]
    return spread_over_fields(label, fabric, edges, country), edges


def _of_settlements(facts: TownFacts, layout: Layout) -> NDArray[np.int64]:
    """Give each village of the list a settlement near the middle of its street."""
    centres, features = layout.country.centres, _features(facts, layout)
    wanted = {street: sum(c.village for c in _of(facts, street)) for street in facts.streets}
    streets = streets_of_settlements(centres, wanted, layout.anchors(facts.sketch))
    found = np.full(len(centres), -1, np.int64)
    for street in facts.streets:
        members = np.flatnonzero(streets == street)
        villages = [c for c in _of(facts, street) if c.village]
        order = communities_in_order(villages, centres[members], facts.sketch.near, features)
        found[members[order]] = [facts.communities.index(village) for village in villages]
    return found


def _of_superblocks(facts: TownFacts, layout: Layout, edges: SuperblockEdges) -> NDArray[np.int64]:
    """Give each town community connected superblocks of about the same number of dwellings."""
    middle, features = layout.superblock_middles, _features(facts, layout)
    own = {quarter.street for quarter in facts.sketch.quarters if quarter.street}
    of_place = np.full(layout.superblocks, -1, np.int64)
    for number, quarter in enumerate(facts.sketch.quarters):
        members = np.flatnonzero(layout.quarter_of_superblock == number)
        streets = [quarter.street] if quarter.street else _west_to_east(facts, layout, own)
        town = [[c for c in _of(facts, street) if not c.village] for street in streets]
        regions = _regions(layout, members, [len(listed) for listed in town], edges)
        first = 0
        for listed in town:
            numbers = first + np.arange(len(listed))
            spots = np.array([middle[regions == n].mean(axis=0) for n in numbers])
            order = communities_in_order(listed, spots, facts.sketch.near, features)
            for community, n in zip(listed, order, strict=True):
                of_place[regions == numbers[n]] = facts.communities.index(community)
            first += len(listed)
    return of_place


def _regions(
    layout: Layout, members: NDArray[np.int64], wanted: list[int], edges: SuperblockEdges
) -> NDArray[np.int64]:
    """Grow as many regions over a quarter's superblocks as are wanted from west to east."""
    middle, weight = layout.superblock_middles, layout.superblock_dwellings
    tail, head, across = edges
    apart = np.hypot(*(middle[tail] - middle[head]).T)
    group = bisect(middle[members], weight[members], wanted)
    start = np.full(layout.superblocks, -1, np.int64)
    for n in range(sum(wanted)):
        of_group = members[group == n]
        centre = np.average(middle[of_group], axis=0, weights=weight[of_group] + 1.0)
        start[of_group[np.hypot(*(middle[of_group] - centre).T).argmin()]] = n
    found = balanced(start, (tail[~across], head[~across], apart[~across]), weight)
    return grow(found, tail, head, apart)


def _features(facts: TownFacts, layout: Layout) -> dict[str, shapely.Geometry]:
    """The lines that communities may be said to lie near, by name."""
    lines = (*layout.skeleton.roads, *layout.skeleton.water, *layout.skeleton.rail)
    wanted = set(facts.sketch.near.values())
    return {line.name: line.line for line in lines if line.name in wanted}


def _superblock_edges(layout: Layout, fabric: Fabric, edges: Edges) -> SuperblockEdges:
    """Pairs of superblocks that touch, and whether there is a barrier all along between them."""
    place = layout.place_of_piece[fabric.piece_of]
    pairs = np.sort(np.column_stack([place[fabric.tail], place[fabric.head]]), axis=1)
    kept = (pairs[:, 0] >= 0) & (pairs[:, 1] < layout.superblocks) & (pairs[:, 0] < pairs[:, 1])
    found, inverse = np.unique(pairs[kept], axis=0, return_inverse=True)
    across = np.ones(len(found), np.bool_)
    across[inverse[~edges.barrier[kept]]] = False
    return found[:, 0], found[:, 1], across


def _west_to_east(facts: TownFacts, layout: Layout, own: set[str]) -> Sequence[str]:
    """Streets with town communities that share the main quarter, by where their anchors lie."""
    anchors = layout.anchors(facts.sketch)
    shared = [s for s in facts.streets if s not in own and any(not c.village for c in _of(facts, s))]
    return sorted(shared, key=lambda street: float(anchors[street][0]))


def _of(facts: TownFacts, street: str) -> list[Community]:
    """The communities of a street in code order."""
    return [community for community in facts.communities if community.street == street]
