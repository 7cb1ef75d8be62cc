"""The searches of the bare engine, slice by slice while there is an allowance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import SolverError
from optimizer.redraw import SLICE, advance, begin, finished, proven
from optimizer.redraw.diameter import advance_narrow, begin_narrow, distances
from optimizer.redraw.part import Part, cost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.redraw import PartState
    from optimizer.redraw.bare import BareGraph

Allowance = Callable[[Part, int], int]
"""Says how many more proposals there may be after so many; 0 ends a search."""


def cheapest(part: Part, seed: int, left: Allowance) -> tuple[NDArray[np.int32], bool, int]:
    """Return the cheapest plan found, whether it is proven best, and the proposals that give it again.

    Raises
    ------
    SolverError
        No plan within the bounds was found.
    """
    state, done = begin(part, seed), 0
    while not finished(part, state) and (piece := min(SLICE, left(part, done))):
        state, done = advance(part, state, piece), done + piece
    _check(part, state, done)
    return state.best, proven(part, state), done


def narrowest(
    graph: BareGraph, part: Part, seed: int, left: Allowance
) -> tuple[NDArray[np.int32], float, int]:
    """Return the plan with the smallest largest diameter found, that diameter, and the proposals.

    Distances are the shortest paths along the edges: by their lengths, straight where nodes have
    places, in edges where they have not.

    Raises
    ------
    SolverError
        No plan within the bounds was found.
    """
    state, done = begin(part, seed), 0
    while (
        cost(part, state.best)[0] > 0
        and not finished(part, state)
        and (piece := min(SLICE, left(part, done)))
    ):
        state, done = advance(part, state, piece), done + piece
    _check(part, state, done)
    away = distances(_lengths(graph), graph.tail, graph.head, part.nodes)
    narrow = begin_narrow(state.best, away, seed)
    while narrow.diameter > 0 and part.grids < part.nodes and left(part, done + narrow.proposals):
        narrow = advance_narrow(part, narrow, away)
    return narrow.best, narrow.diameter, done + narrow.proposals


def _check(part: Part, state: PartState, done: int) -> None:
    if (beyond := cost(part, state.best)[0]) > 0:
        raise SolverError("partition-not-found", beyond=beyond, proposals=done)


def _lengths(graph: BareGraph) -> NDArray[np.float64]:
    if graph.length.size:
        return graph.length
    if graph.x.size:
        return np.hypot(graph.x[graph.tail] - graph.x[graph.head], graph.y[graph.tail] - graph.y[graph.head])
    return np.ones(graph.tail.size)
