"""The search on one part, slice by slice: begin, advance, and whether it can still gain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.coarse import LARGE, levels
from optimizer.redraw.exact import solved
from optimizer.redraw.improve_kernels import (
    ASKED,
    COLD,
    COUNTERS,
    CUTS,
    CYCLE,
    DONE,
    HOT,
    LENGTH,
    PAIR_SHARE,
    POSITION,
    SWAP_SHARE,
    improve,
)
from optimizer.redraw.part import Part, PartState, cost, stream_of
from optimizer.redraw.starts import draw

if TYPE_CHECKING:
    from numpy.typing import NDArray

WARM, COOLING = 1.2, 120
"""Heat, of the schedule's, and proposals a node with which plans of joined nodes are improved."""


def begin(part: Part, seed: int) -> PartState:
    """Return a first legal plan of a part, small regions at their best, and the stream of its search."""
    stream = stream_of(seed, part.code)
    plan, least, tried = solved(part, _first(part, stream))
    return _state(part, plan, stream, least=least, tried=tried)


def _state(
    part: Part, plan: NDArray[np.int32], stream: NDArray[np.uint64], *, least: NDArray[np.int64], tried: bool
) -> PartState:
    """The state of a search that starts from a plan; `tried` says that it is known to be the best."""
    cut = _cut(part, plan)
    counters = np.zeros(COUNTERS, np.int64)
    counters[LENGTH], counters[CUTS] = _cycle_length(part, 0), cut.size
    return PartState(
        grid_of=plan, best=plan, cut=cut, stream=stream, counters=counters, least=least, proven=tried
    )


def _first(part: Part, stream: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return the plan a search starts from: given, drawn, or for a large graph drawn on joined nodes.

    The latter is improved at every level as nodes are taken apart again.
    """
    if part.start.size:
        return part.start
    if part.nodes <= LARGE:
        return draw(part, stream)
    parts, ways = levels(part, stream)
    plan = draw(parts[-1], stream)
    for level in range(len(ways), 0, -1):
        state = _cooled(parts[level], plan, stream)
        # what breaks a law by a joined node or two is mended once nodes are taken apart
        near = min(state.best, state.grid_of, key=lambda found: cost(parts[level], found)[1])
        plan = near[ways[level - 1]]
    return _cooled(part, plan, stream).best


def _cooled(part: Part, plan: NDArray[np.int32], stream: NDArray[np.uint64]) -> PartState:
    """Return the end of one cycle of its own that starts from a plan."""
    warm = WARM * max(float(part.border.mean()), 1.0) * part.schedule[[HOT, COLD]]
    once = replace(part, schedule=np.concatenate([warm, part.schedule[[PAIR_SHARE, SWAP_SHARE]]]))
    state = _state(once, plan, stream.copy(), least=np.empty(0, np.int64), tried=False)
    length = COOLING * part.nodes
    counters = state.counters.copy()
    counters[LENGTH] = length
    after = advance(once, replace(state, counters=counters), length)
    stream[:] = after.stream
    return after


def advance(part: Part, state: PartState, proposals: int) -> PartState:
    """Return the state after so many more proposals; the same whatever slices they come in."""
    if finished(part, state):
        return state
    now, best = state.grid_of.copy(), state.best.copy()
    stream, counters = state.stream.copy(), state.counters.copy()
    listed = np.empty(part.indices.size, np.int32)
    listed[: state.cut.size] = state.cut
    counters[ASKED] += proposals
    tail = np.repeat(np.arange(part.nodes, dtype=np.int32), np.diff(part.indptr))
    back = np.lexsort((tail, part.indices)).astype(np.int32)
    while counters[DONE] < counters[ASKED]:
        if counters[POSITION] >= counters[LENGTH]:
            now = _next_cycle(part, best, counters, stream)
            cut = _cut(part, now)
            counters[CUTS] = cut.size
            listed[: cut.size] = cut
        improve(
            part.indptr, part.indices, back, tail, part.border,
            part.households, part.moment, part.seats, part.loads, part.limits,
        part.old_indptr, part.old_label, part.old_households,
            part.old_grids, part.grids, part.bounds, part.weights, part.schedule,
            now, best, listed, counters, stream,
        )  # fmt: skip
    return PartState(
        grid_of=now,
        best=best,
        cut=listed[: counters[CUTS]].copy(),
        stream=stream,
        counters=counters,
        least=state.least,
        proven=state.proven,
    )


def _next_cycle(
    part: Part, best: NDArray[np.int32], counters: NDArray[np.int64], stream: NDArray[np.uint64]
) -> NDArray[np.int32]:
    """Set the counters to the next cycle and return the plan it starts from.

    Cycles start in turn from a plan drawn from nothing and from the best; where a plan was given
    to start from, and on large graphs, always from the best. They grow, so that early ones give
    something soon and late ones cool slowly.
    """
    counters[CYCLE] += 1
    counters[POSITION] = 0
    counters[LENGTH] = _cycle_length(part, int(counters[CYCLE]))
    if counters[CYCLE] % 2 and not part.start.size and part.nodes <= LARGE:
        return draw(part, stream, compact=bool(counters[CYCLE] % 4 == 1))
    return best.copy()


def _cut(part: Part, plan: NDArray[np.int32]) -> NDArray[np.int32]:
    """The directed borders that a plan cuts, in their order."""
    cut = np.repeat(plan, np.diff(part.indptr)) != plan[part.indices]
    return np.flatnonzero(cut).astype(np.int32)


def finished(part: Part, state: PartState) -> bool:
    """Say whether nothing can be gained any more."""
    return proven(part, state)


def proven(part: Part, state: PartState) -> bool:
    """Say whether no plan of the part has a smaller cost: all were tried, or only one exists."""
    return state.proven or part.fixed


def grid_of(part: Part, state: PartState) -> NDArray[np.int32]:
    """Return the grid of each unit of a part in the best plan so far, from 0; int32."""
    return state.best[part.node_of]


def value(part: Part, state: PartState) -> float:
    """Return the cost of the best plan so far; smaller is better."""
    return cost(part, state.best)[1]


def _cycle_length(part: Part, cycle: int) -> int:
    first = 2000 + 200 * part.nodes if part.nodes <= LARGE else COOLING // 2 * part.nodes
    return int(first * 1.5 ** min(cycle // 2, 12))
