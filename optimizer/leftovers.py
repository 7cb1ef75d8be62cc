"""Units that are in no grid yet, shared out among the grids beside them."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import EXCLUSIVE, RETIRED, UNASSIGNED, community_of_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.plan import Plan
    from optimizer.strokes import Hand


def shared_out(hand: Hand, plan: Plan) -> NDArray[np.int32]:
    """Return the grid of every unit with those in none shared out; −1 where no grid may have them.

    The grid with fewest households takes first, unit by unit over passable borders in its community;
    estates that must stay whole go as one, where they hang together. Locked and exclusive grids take
    nothing, and what is in a grid stays.
    """
    graph, units = hand.graph, hand.graph.units
    home, homes = community_of_grid(plan, units), units.communities.of_unit
    open_ = [not (g.locked or g.type in (EXCLUSIVE, RETIRED)) for g in plan.grids]
    near, grid_of = graph.neighbours(), plan.grid_of.copy()
    held = plan.totals(hand.households)
    free = plan.grid_of == UNASSIGNED
    free[hand.locked] = False

    def beside(unit: int, grid: int) -> Iterator[int]:
        for other in near.indices[near.indptr[unit] : near.indptr[unit + 1]].tolist():
            if free[other] and homes[other] == home[grid]:
                yield other

    queue = [
        (int(held[grid]), grid, other)
        for unit, grid in enumerate(plan.grid_of.tolist())
        if grid != UNASSIGNED and open_[grid]
        for other in beside(unit, grid)
    ]
    heapq.heapify(queue)
    while queue:
        households, grid, unit = heapq.heappop(queue)
        if not free[unit]:
            continue
        if households != held[grid]:  # it has taken something since: it waits its turn again
            heapq.heappush(queue, (int(held[grid]), grid, unit))
            continue
        taken = _together(hand, unit, free)
        grid_of[taken], free[taken] = grid, False
        held[grid] += int(hand.households[taken].sum())
        for one in taken.tolist():
            for other in beside(one, grid):
                heapq.heappush(queue, (int(held[grid]), grid, other))
    return grid_of


def _together(hand: Hand, unit: int, free: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The free units of the estate of a unit, where it must stay whole; else the unit."""
    of = hand.graph.units
    estate = int(of.estate_of[unit])
    mine = np.flatnonzero(of.estate_of == estate)
    kind = hand.types[of.communities.kinds[of.communities.of_unit[unit]]]
    if estate < 0 or hand.households[mine].sum() >= kind.whole_limit:
        return np.array([unit])
    return mine[free[mine]]
