"""Households that cross an old border (跨旧界): how few can, found by trying, and how many may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from domain.measures.agreement import allowed_crossing
from optimizer.redraw.part import tables
from optimizer.redraw.search import advance, begin, finished
from optimizer.redraw.tally_kernels import CROSSED, CROSSING_CAP, HARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem
    from optimizer.redraw.ground import Ground
    from optimizer.redraw.part import Part

UNLIMITED = -1
# A trial weighs what is beyond the hard limits, crossing less, and nothing else.
_OF_HARD = 0.25
# It goes on in slices of so many proposals a node, longer only while a hard limit is broken.
_TRIES_OF_NODE, _SLICES, _MOST_SLICES = 100, 6, 120
_SHARES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossings:
    """The fewest households that cross an old border in each part, as a short search found them.

    `known` are the households of today's grids, of which a cap is a share; `plans` hold the plan of
    each part that breaks the fewest hard limits and then crosses with the fewest, `needs` of them.
    """

    parts: tuple[Part, ...]
    known: int
    needs: tuple[int, ...]
    plans: tuple[NDArray[np.int32], ...]

    @property
    def least(self) -> float:
        """The smallest cap that was found to help, in whole ten-thousandths."""
        return ceil(_SHARES * sum(self.needs) / max(self.known, 1)) / _SHARES


def crossings(problem: DistrictingProblem, parts: Sequence[Part]) -> Crossings | None:
    """Return the fewest crossing households of each part; None where nothing caps them."""
    if problem.crossing_cap is None or problem.today is None:
        return None
    found = [_least_crossing(part) for part in parts]
    return Crossings(
        parts=tuple(parts),
        known=int(problem.households[problem.today.grid_of >= 0].sum()),
        needs=tuple(crossed for crossed, _ in found),
        plans=tuple(plan for _, plan in found),
    )


def capped(found: Crossings, cap: float) -> tuple[Part, ...] | None:
    """Return the parts with the district's cap shared among them, each starting inside its own.

    Each part gets what it needs and a share of the rest by the households whose lines may move; the
    plan that was found is its start, so that its best is never above. None where all that is needed
    is above the cap.
    """
    spare = allowed_crossing(found.known, cap) - sum(found.needs)
    if spare < 0:
        return None
    sizes = [int(part.households[part.region_grids[part.region_of] > 1].sum()) for part in found.parts]
    whole = max(sum(sizes), 1)
    return tuple(
        _capped(part, plan, need + spare * size // whole)
        for part, need, plan, size in zip(found.parts, found.needs, found.plans, sizes, strict=True)
    )


def _least_crossing(part: Part) -> tuple[int, NDArray[np.int32]]:
    """Return the fewest crossing households that a short search finds, and its plan."""
    weights = np.zeros_like(part.weights)
    weights[[HARD, CROSSED]] = part.weights[HARD] * np.array([1.0, _OF_HARD])
    trial = replace(part, weights=weights)
    plan, (hard, crossed) = part.start, _hard_and_crossed(part, part.start)
    if part.fixed or hard + crossed == 0:
        return crossed, plan
    state = begin(trial, 0)
    for tried in range(_MOST_SLICES):
        plan, (hard, crossed) = state.best, _hard_and_crossed(part, state.best)
        if finished(trial, state) or hard + crossed == 0 or (tried >= _SLICES and hard == 0):
            break
        state = advance(trial, state, _TRIES_OF_NODE * part.nodes)
    return crossed, plan


def _hard_and_crossed(part: Part, plan: NDArray[np.int32]) -> tuple[int, int]:
    """Households beyond the hard limits, and those that cross an old border."""
    tally = tables(part, plan)[1]
    return int(tally[HARD]), int(tally[CROSSED])


def _capped(part: Part, start: NDArray[np.int32], cap: int) -> Part:
    bounds = part.bounds.copy()
    bounds[CROSSING_CAP] = cap
    return replace(part, bounds=bounds, start=start)


def old_households(
    problem: DistrictingProblem, ground: Ground
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return households of each node by the old grid, as compressed rows; empty where crossing is free.

    Old grids are today's, or the areas of department nets where grids should lie in those.
    """
    matters = problem.task == "only-over" or problem.crossing_cap is not None or problem.wishes.crossing > 0
    if problem.nets.size:
        grid = problem.nets[ground.units].astype(np.int64)
    elif problem.today is not None and matters:
        grid = problem.today.grid_of[ground.units].astype(np.int64)
    else:
        return np.zeros(ground.nodes + 1, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    known = grid >= 0
    labels, label = np.unique(grid[known], return_inverse=True)
    key = ground.node_of[known].astype(np.int64) * max(labels.size, 1) + label
    pairs, place = np.unique(key, return_inverse=True)
    households = np.bincount(place, problem.households[ground.units][known], minlength=pairs.size)
    indptr = np.zeros(ground.nodes + 1, np.int64)
    np.cumsum(np.bincount(pairs // max(labels.size, 1), minlength=ground.nodes), out=indptr[1:])
    return indptr, pairs % max(labels.size, 1), households.astype(np.int64)
