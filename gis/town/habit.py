"""Today's grids, drawn by habit: in one piece and inside a community, but of very unequal size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.plan import Grid, Plan
from gis.town.growth import grow
from gis.town.shares import share_out, unlike

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph

VILLAGE_PULL = 0.12
UNEVEN = 0.22
TRIES = 16
FEWEST, MOST = 150, 2300
TORN_LARGE, TORN_SMALL = 4, 5
TORN_FROM = 250
HEAD_START = 0.35


def grids_of_habit(graph: PlanningGraph, number: int, whole_limit: int, rng: Generator) -> Plan:
    """Return `number` grids, at least one in every community, most estates whole, a few torn.

    Some of the torn estates hold `whole_limit` dwellings and have to be cut, others do not.
    """
    communities = graph.units.communities
    dwellings = graph.units.count("dwellings")
    total = np.bincount(communities.of_unit, dwellings, len(communities.codes))
    town = np.array([kind == "town" for kind in communities.kinds])
    pull = total * np.where(town, 1.0, VILLAGE_PULL) * unlike(rng, UNEVEN, total.size)
    asked = 1 + share_out(number - total.size, pull)
    torn = _torn_estates(graph, asked, whole_limit, rng)
    grids: list[Grid] = []
    grid_of = np.empty(len(graph.units), np.int64)
    for community, wanted in enumerate(asked):
        members = np.flatnonzero(communities.of_unit == community)
        local = _numbered(members, _drawn(graph, members, int(wanted), torn, rng))
        grid_of[members] = len(grids) + local
        grids += [
            Grid(
                code=f"{communities.codes[community]}{n:03d}",
                type=communities.kinds[community],
                name=f"{_short(communities.names[community])}第{n}网格",
            )
            for n in range(1, int(wanted) + 1)
        ]
    return Plan(unit_set=graph.units.digest, grid_of=grid_of.astype(np.int32), grids=tuple(grids))


def _torn_estates(
    graph: PlanningGraph, asked: NDArray[np.int64], whole_limit: int, rng: Generator
) -> set[int]:
    """Estates that today's lines cut: some so large that they have to be, some for no reason."""
    units = graph.units
    held = units.estate_of >= 0
    size = np.bincount(units.estate_of[held], units.count("dwellings")[held], len(units.estate_codes))
    parts = np.bincount(units.estate_of[held], minlength=len(units.estate_codes))
    home = np.zeros(len(units.estate_codes), np.int64)
    home[units.estate_of[held]] = units.communities.of_unit[held]
    cut = (parts > 1) & (asked[home] > 1)
    large = np.flatnonzero(cut & (size >= whole_limit))
    small = np.flatnonzero(cut & (size >= TORN_FROM) & (size < whole_limit))
    torn: dict[int, int] = {}
    picked = [*large[np.argsort(-size[large], kind="stable")][:TORN_LARGE], *rng.permutation(small)]
    for estate in picked:
        if len(torn) < TORN_LARGE + TORN_SMALL:
            torn.setdefault(int(home[estate]), int(estate))
    return set(torn.values())


def _drawn(
    graph: PlanningGraph, members: NDArray[np.int64], wanted: int, torn: set[int], rng: Generator
) -> NDArray[np.int64]:
    """The least bad of some tries to draw the grids of one community."""
    if wanted == 1:
        return np.zeros(members.size, np.int64)
    dwellings = graph.units.count("dwellings")[members]
    best, worst = np.zeros(members.size, np.int64), -np.inf
    for _ in range(TRIES):
        found = _one_try(graph, members, wanted, torn, rng)
        load = np.bincount(found, dwellings, wanted)
        fault = min(0.0, load.min() - FEWEST) + min(0.0, MOST - load.max())
        if fault > worst:
            best, worst = found, fault
        if fault == 0.0:
            break
    return best


def _one_try(
    graph: PlanningGraph, members: NDArray[np.int64], wanted: int, torn: set[int], rng: Generator
) -> NDArray[np.int64]:
    """Grow grids from random estates, each with a random head start; a torn estate starts two."""
    units = graph.units
    estate, dwellings = units.estate_of[members], units.count("dwellings")[members]
    whole = _kept_whole(estate, dwellings, wanted, torn)
    alone = len(units.estate_codes) + np.arange(members.size)
    node = np.unique(np.where(whole, estate, alone), return_inverse=True)[1]
    size = int(node.max()) + 1
    start = np.full(size, -1, np.int64)
    ours = members[np.isin(estate, sorted(torn))]
    if ours.size:
        away = np.hypot(graph.x[ours] - graph.x[ours[0]], graph.y[ours] - graph.y[ours[0]])
        ends = np.searchsorted(members, [ours[0], ours[away.argmax()]])
        start[node[ends]] = [0, 1]
    free = np.flatnonzero((start < 0) & (np.bincount(node, dwellings, size) > 0))
    more = wanted - int((start >= 0).sum())
    chosen = rng.choice(free, min(more, free.size), replace=False)
    start[chosen] = wanted - more + np.arange(chosen.size)
    tail, head, cost = _ways(graph, members, node)
    handicap = rng.uniform(0.0, HEAD_START, wanted) * np.median(cost) * np.sqrt(size)
    return grow(start, tail, head, cost, handicap)[node]


def _ways(
    graph: PlanningGraph, members: NDArray[np.int64], node: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of nodes with a passable border between them, and the mean metres between their units."""
    local = np.full(len(graph.units), -1, np.int64)
    local[members] = node
    tail, head = local[graph.tail], local[graph.head]
    kept = (tail >= 0) & (head >= 0) & (tail != head) & graph.passable
    apart = np.hypot(graph.x[graph.tail] - graph.x[graph.head], graph.y[graph.tail] - graph.y[graph.head])
    ends = np.sort(np.column_stack([tail[kept], head[kept]]), axis=1)
    pairs, inverse = np.unique(ends, axis=0, return_inverse=True)
    return pairs[:, 0], pairs[:, 1], np.bincount(inverse, apart[kept]) / np.bincount(inverse)


def _kept_whole(
    estate: NDArray[np.int32], dwellings: NDArray[np.int64], wanted: int, torn: set[int]
) -> NDArray[np.bool_]:
    """Say which units go with their estate; where estates are too few for the grids, the largest are open."""
    whole = (estate >= 0) & ~np.isin(estate, sorted(torn))
    while whole.any():
        apart = np.count_nonzero((dwellings > 0) & ~whole) + np.unique(estate[whole]).size
        if apart >= 2 * wanted:
            break
        size = np.bincount(estate[whole], dwellings[whole])
        whole &= estate != size.argmax()
    return whole


def _numbered(members: NDArray[np.int64], found: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number grids by their first unit, which is the north-western one."""
    labels, first, inverse = np.unique(found, return_index=True, return_inverse=True)
    rank = np.empty(labels.size, np.int64)
    rank[np.argsort(members[first], kind="stable")] = np.arange(labels.size)
    return rank[inverse]


def _short(name: str) -> str:
    """The name of a community without the word for its committee."""
    return name.removesuffix("居委会").removesuffix("委会")
