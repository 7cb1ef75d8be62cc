"""The nearest legal end of a stroke that is not: with what belongs to it, or without what may not go."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.graph import connected_pieces
from domain.plan import EXCLUSIVE, community_of_grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from domain.plan import Plan
    from optimizer.strokes import Hand, Judged

    Units = NDArray[np.int32]

ROUNDS: Final = 3
"""What is taken along may cut off more; so often is it looked again."""


def nearest(hand: Hand, plan: Plan, units: Sequence[int], to: int) -> Judged | None:
    """Return the legal stroke into the same grid that is nearest to one that is not, or None.

    Near is what leaves out and takes along the fewest households. Tried are: with the pieces that would
    be cut off and the rest of estates that would be cut; with the units on the way to the grid; without
    what lies in other communities, is locked, or does not hang together with the grid.
    """
    if plan.grids[to].locked or plan.grids[to].type == EXCLUSIVE:
        return None
    near = hand.around(plan, np.unique(np.asarray(units, np.int32)), to)
    if near is not None:
        here = near.here(np.unique(np.asarray(units, np.int32)))
        legal = nearest(near.hand, near.plan, here, near.grids.index(to))
        return None if legal is None else near.told(legal, plan, to)
    asked = hand.judge(plan, units, to)
    found: dict[bytes, Judged] = {}
    for start in _starts(hand, plan, asked.units, to):
        end = start
        for _ in range(ROUNDS):
            judged = hand.judge(plan, end.tolist(), to)
            if judged.legal or not judged.units.size:
                break
            end = _with_its_own(hand, judged, to)
            if np.setdiff1d(end, judged.units).size == 0:
                break
        if judged.legal and judged.units.size:
            found.setdefault(judged.units.tobytes(), judged)
    return min(found.values(), key=lambda end: _away(hand, asked.units, end.units), default=None)


def _away(hand: Hand, asked: Units, units: Units) -> tuple[int, int]:
    """Households, then units, that are in one of two strokes and not in the other."""
    other = np.setxor1d(asked, units)
    return int(hand.households[other].sum()), other.size


def _starts(hand: Hand, plan: Plan, units: Units, to: int) -> Iterator[Units]:
    """Yield what to begin with: all of it, what may go, that with its way to the grid, what touches it."""
    yield units
    home = community_of_grid(plan, hand.graph.units)[to]
    fixed = np.array([grid.locked or grid.type == EXCLUSIVE for grid in plan.grids] + [False])
    free = ~fixed[plan.grid_of] & (hand.graph.units.communities.of_unit == home)
    free[hand.locked] = False
    own = units[free[units]]
    if 0 < own.size < units.size:
        yield own
    if own.size:
        yield np.union1d(own, _way(hand, plan, own, to, free)).astype(np.int32)
        touching = _touching(hand, plan, own, to)
        if 0 < touching.size < own.size:
            yield touching


def _with_its_own(hand: Hand, judged: Judged, to: int) -> Units:
    """A stroke with the pieces it would cut off, and with the rest of estates that it would cut."""
    graph, grid_of = hand.graph, judged.plan.grid_of
    inside = graph.passable & (grid_of[graph.tail] == grid_of[graph.head])
    piece = connected_pieces(grid_of.size, graph.tail[inside], graph.head[inside])
    taken: list[NDArray[np.int64]] = [judged.units.astype(np.int64)]
    for change in judged.changes:
        members = np.flatnonzero(grid_of == change.grid)
        if change.grid != to and members.size:
            weight = np.bincount(piece[members], hand.households[members] + 1)
            taken.append(members[piece[members] != int(weight.argmax())])
    if any(refusal.rule == "estates-whole" for refusal in judged.refusals):
        taken.append(_rest_of_estates(hand, judged.units))
    end = np.unique(np.concatenate(taken))
    return end.astype(np.int32)


def _rest_of_estates(hand: Hand, units: Units) -> NDArray[np.int64]:
    """All units of the estates that must stay whole and that some units are of."""
    of = hand.graph.units
    estates = np.setdiff1d(of.estate_of[units], [-1])
    kinds = of.communities.kinds
    found = [np.flatnonzero(of.estate_of == estate) for estate in estates]
    whole = [
        mine
        for mine in found
        if hand.households[mine].sum() < hand.types[kinds[of.communities.of_unit[mine[0]]]].whole_limit
    ]
    return np.concatenate(whole) if whole else np.empty(0, np.int64)


def _touching(hand: Hand, plan: Plan, units: Units, to: int) -> Units:
    """The units that hang together with a grid through each other."""
    graph = hand.graph
    mine = plan.grid_of == to
    mine[units] = True
    joined = graph.passable & mine[graph.tail] & mine[graph.head]
    piece = connected_pieces(mine.size, graph.tail[joined], graph.head[joined])
    there: NDArray[np.bool_] = np.isin(piece[units], np.unique(piece[plan.grid_of == to]))
    return units[there]


def _way(hand: Hand, plan: Plan, units: Units, to: int, free: NDArray[np.bool_]) -> list[int]:
    """The free units on the way from some units to a grid that enters the fewest households."""
    near = hand.graph.neighbours()
    before = dict.fromkeys(units.tolist(), -1)
    queue = [(0, unit) for unit in units.tolist()]
    cost = dict.fromkeys(units.tolist(), 0)
    while queue:
        spent, unit = heapq.heappop(queue)
        if spent > cost[unit]:
            continue
        for other in near.indices[near.indptr[unit] : near.indptr[unit + 1]].tolist():
            if plan.grid_of[other] == to:
                way = [unit]
                while before[way[-1]] >= 0:
                    way.append(before[way[-1]])
                return way
            reached = spent + int(hand.households[other]) + 1
            if free[other] and reached < cost.get(other, reached + 1):
                cost[other], before[other] = reached, unit
                heapq.heappush(queue, (reached, other))
    return []
