"""The search on one part, slice by slice: begin, advance, and whether it can still gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.exact import solved
from optimizer.redraw.improve_kernels import ASKED, COUNTERS, CUTS, CYCLE, DONE, LENGTH, POSITION, improve
from optimizer.redraw.part import Part, PartState, cost, stream_of
from optimizer.redraw.power_kernels import make_whole, power_diagram
from optimizer.redraw.tally_kernels import HARD_HIGH, HARD_LOW
from optimizer.redraw.tree_kernels import split_by_trees

if TYPE_CHECKING:
    from numpy.typing import NDArray

TREES = 24
GOOD_ENOUGH = 0.02
POWER_ROUNDS = 150


def begin(part: Part, seed: int) -> PartState:
    """Return a first legal plan of a part, small regions at their best, and the stream of its search."""
    stream = stream_of(seed, part.code)
    plan, least, tried = solved(part, part.start if part.start.size else draw(part, stream))
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


def draw(part: Part, stream: NDArray[np.uint64], *, compact: bool = True) -> NDArray[np.int32]:
    """Return a plan from nothing; int32, shape (nodes,).

    Regions are cut by random spanning trees, or if `compact` and places count, by balanced power
    diagrams.
    """
    label = np.full(part.nodes, -1, np.int32)
    first = 0
    for region, grids in enumerate(part.region_grids.tolist()):
        inside = np.flatnonzero(part.region_of == region).astype(np.int32)
        if not (compact and part.moment.size and _compact(part, label, inside, first, grids, stream)):
            _by_trees(part, label, inside, first, grids, stream)
        first += grids
    return label


def _by_trees(
    part: Part,
    label: NDArray[np.int32],
    inside: NDArray[np.int32],
    first: int,
    grids: int,
    stream: NDArray[np.uint64],
) -> None:
    label[inside] = first
    split_by_trees(
        part.indptr, part.indices, part.households, label, int(inside[0]), grids, first + 1,
        TREES, GOOD_ENOUGH, stream,
    )  # fmt: skip


def _compact(
    part: Part,
    label: NDArray[np.int32],
    inside: NDArray[np.int32],
    first: int,
    grids: int,
    stream: NDArray[np.uint64],
) -> bool:
    """Label a region by a power diagram; false where one of its cells has no unit."""
    placed = inside[part.households[inside] > 0]
    if placed.size < grids:
        return False
    weight = part.households[placed].astype(np.float64)
    x, y = (part.moment[placed] / weight[:, None]).T
    cell = np.empty(placed.size, np.int32)
    power_diagram(
        weight, np.ascontiguousarray(x), np.ascontiguousarray(y), grids,
        float(part.bounds[HARD_LOW]), float(part.bounds[HARD_HIGH]), POWER_ROUNDS, cell, stream,
    )  # fmt: skip
    label[placed] = first + cell
    return bool(make_whole(part.indptr, part.indices, part.households, label, inside, first, grids))


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
    to start from, always from the best. They grow, so that early ones give something soon and
    late ones cool slowly.
    """
    counters[CYCLE] += 1
    counters[POSITION] = 0
    counters[LENGTH] = _cycle_length(part, int(counters[CYCLE]))
    if counters[CYCLE] % 2 and not part.start.size:
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
    return int((2000 + 200 * part.nodes) * 1.5 ** min(cycle // 2, 12))
