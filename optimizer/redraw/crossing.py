"""Households that cross an old border (跨旧界): how many may, community by community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.lines import fragments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.problem import DistrictingProblem
    from domain.standards import GridType
    from optimizer.redraw.division import Regions
    from optimizer.redraw.ground import Ground

UNLIMITED = -1


def crossing_caps(
    problem: DistrictingProblem,
    free: Sequence[Ground],
    kinds: Sequence[GridType],
    plans: Sequence[Regions],
) -> tuple[int, ...]:
    """Share the district's cap among communities: first what each cannot do without, then by size.

    Size is the households whose lines may move. Where the cap does not even cover the needs, it is
    shared in proportion to them. The shares never add up to more than the cap.
    """
    if problem.crossing_cap is None or problem.today is None:
        return (UNLIMITED,) * len(free)
    known = int(problem.households[problem.today.grid_of >= 0].sum())
    budget = int(problem.crossing_cap * known)
    rows = [
        _need_and_size(ground, kind, regions, problem.today)
        for ground, kind, regions in zip(free, kinds, plans, strict=True)
    ]
    needs, sizes = [need for need, _ in rows], [size for _, size in rows]
    if sum(needs) > budget:
        return tuple(budget * need // sum(needs) for need in needs)
    spare, whole = budget - sum(needs), max(sum(sizes), 1)
    return tuple(need + spare * size // whole for need, size in rows)


def old_households(
    problem: DistrictingProblem, ground: Ground
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return households of each node by today's grid, as compressed rows; empty where crossing is free."""
    matters = problem.task == "only-over" or problem.crossing_cap is not None or problem.wishes.crossing > 0
    if problem.today is None or not matters:
        return np.zeros(ground.nodes + 1, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    grid = problem.today.grid_of[ground.units].astype(np.int64)
    known = grid >= 0
    labels, label = np.unique(grid[known], return_inverse=True)
    key = ground.node_of[known].astype(np.int64) * max(labels.size, 1) + label
    pairs, place = np.unique(key, return_inverse=True)
    households = np.bincount(place, problem.households[ground.units][known], minlength=pairs.size)
    indptr = np.zeros(ground.nodes + 1, np.int64)
    np.cumsum(np.bincount(pairs // max(labels.size, 1), minlength=ground.nodes), out=indptr[1:])
    return indptr, pairs % max(labels.size, 1), households.astype(np.int64)


def _need_and_size(ground: Ground, kind: GridType, regions: Regions, today: Plan) -> tuple[int, int]:
    """Households of a community that must cross at the least, as far as totals tell, and that may.

    Where fewer grids than fragments of today's are wanted, the smallest fragments cross; what is
    left below the hard limit is filled up from others.
    """
    region_of, grids = regions
    fragment_of = fragments(ground, today)
    households = np.bincount(fragment_of, ground.households).astype(np.int64)
    region_of_fragment = np.zeros(households.size, np.int64)
    region_of_fragment[fragment_of] = region_of
    need = size = 0
    for region, count in enumerate(grids):
        mine = np.sort(households[region_of_fragment == region])
        if count == 1 == mine.size:
            continue
        joining = max(mine.size - count, 0)
        gained = int(mine[:joining].sum())
        short = int(np.maximum(kind.hard_low - mine[joining:], 0).sum())
        need += gained + max(short - gained, 0)
        size += int(mine.sum())
    return need, size
