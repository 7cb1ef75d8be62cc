"""A problem is divided: number of grids community by community, then one part for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.bands import nearest_dividable
from domain.outcome import Infeasible
from domain.proposal import Apportioned
from optimizer.norms import fitting
from optimizer.redraw.division import Regions, divided, kept_counted, kind_of
from optimizer.redraw.ground import Ground, grounds, kept_grids
from optimizer.redraw.lines import fitted, fragments
from optimizer.redraw.part import Part, Prepared, part_of
from optimizer.redraw.tally_kernels import CROSSED, CUT, HARD, NORM, SQUARES, TERMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.problem import DistrictingProblem
    from domain.standards import GridType

# Cost of one mean grid's worth of households: beyond the law, outside the norm. The wishes of a
# part are worth about one for each grid that is a mean off, so law outranks norm and norm wishes.
_LAW, _NORM = 400.0, 20.0
# While only grids over the limit move, households that cross an old border weigh above balance.
_CROSSING_OF_OVER = 10.0
_HOT, _COLD, _PAIRS = 1.0, 0.0005, 0.5
_DM_PER_M = 10


def prepare(problem: DistrictingProblem) -> Prepared | Infeasible:
    """Return how many grids each community gets and the parts to draw, or why no plan exists."""
    kept = kept_grids(problem)
    free = tuple(grounds(problem, kept))
    kinds = [kind_of(problem, ground.community) for ground in free]
    plans = divided(problem, free, kinds, kept)
    if isinstance(plans, Infeasible):
        return plans
    caps = _crossing_caps(problem, free, plans)
    parts = tuple(
        _part(problem, ground, kind, regions, cap)
        for ground, kind, regions, cap in zip(free, kinds, plans, caps, strict=True)
    )
    return Prepared(
        problem=problem,
        apportionment=_apportionment(problem, parts, kept),
        parts=parts,
        fixed_grid_of=kept,
        household_cv_floor=_cv_floor(problem, parts, kept),
    )


def _crossing_caps(
    problem: DistrictingProblem, free: Sequence[Ground], plans: Sequence[Regions]
) -> tuple[int, ...]:
    """Share the district's cap on crossing households among parts, by the households whose lines may move."""
    if problem.crossing_cap is None or problem.today is None:
        return (-1,) * len(free)
    movable = []
    for ground, (region_of, grids) in zip(free, plans, strict=True):
        loose = np.array(grids)[region_of] > 1
        if problem.task != "only-over":
            loose[:] = True
        else:
            loose |= _joined(ground, region_of, problem.today)
        movable.append(int(ground.households[loose].sum()))
    budget = int(problem.crossing_cap * int(problem.households.sum()))
    total = max(sum(movable), 1)
    return tuple(budget * mine // total for mine in movable)


def _joined(ground: Ground, region_of: NDArray[np.int32], today: Plan) -> NDArray[np.bool_]:
    """Nodes of regions that hold more than one of today's fragments."""
    fragment_of = fragments(ground, today)
    pairs = np.unique(np.column_stack([region_of, fragment_of]), axis=0)
    several: NDArray[np.bool_] = (np.bincount(pairs[:, 0]) > 1)[region_of]
    return several


def _part(
    problem: DistrictingProblem,
    ground: Ground,
    kind: GridType,
    regions: Regions,
    cap: int,
) -> Part:
    region_of, region_grids = regions
    code = problem.graph.units.communities.codes[ground.community]
    start: NDArray[np.int32] = np.empty(0, np.int32)
    if problem.today is not None and (problem.keep_lines or problem.task == "only-over"):
        start = fitted(ground, fragments(ground, problem.today), region_of, region_grids, code)
    return part_of(
        code=code,
        community=ground.community,
        units=ground.units,
        node_of=ground.node_of,
        households=ground.households,
        tail=ground.tail,
        head=ground.head,
        border=np.rint(ground.border_m * _DM_PER_M),
        region_of=region_of,
        region_grids=region_grids,
        old=_old(problem, ground),
        start=start,
        bounds=[kind.hard_low, kind.hard_high, kind.norm_low, kind.norm_high, cap],
        weights=_weights(problem, ground, sum(region_grids)),
        schedule=[_HOT, _COLD, _PAIRS],
    )


def _weights(problem: DistrictingProblem, ground: Ground, grids: int) -> NDArray[np.float64]:
    total = max(int(ground.households.sum()), 1)
    mean = total / grids
    area_m2 = max(float(problem.graph.area_m2[ground.units].sum()), 1.0)
    weights = np.zeros(TERMS)
    weights[HARD] = _LAW / mean
    weights[NORM] = _NORM / mean
    weights[SQUARES] = problem.wishes.balance / mean**2
    weights[CUT] = problem.wishes.compactness / (area_m2**0.5 * _DM_PER_M)
    weights[CROSSED] = problem.wishes.crossing / total
    if problem.task == "only-over":
        weights[CROSSED] += _CROSSING_OF_OVER / total
    return weights


def _old(
    problem: DistrictingProblem, ground: Ground
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Households of each node by today's grid, as compressed rows; empty where crossing does not matter."""
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


def _apportionment(
    problem: DistrictingProblem, parts: Sequence[Part], kept: NDArray[np.int32]
) -> tuple[Apportioned, ...]:
    """One row a community that has grids of the norm; locked ones are counted, exclusive ones not."""
    level = problem.graph.units.communities
    households = np.zeros(len(level.codes), np.int64)
    grids = np.zeros(len(level.codes), np.int64)
    for part in parts:
        households[part.community] += int(part.households.sum())
        grids[part.community] += part.grids
    for grid in kept_counted(problem, kept):
        inside = kept == grid
        community = int(np.bincount(level.of_unit[inside]).argmax())
        households[community] += int(problem.households[inside].sum())
        grids[community] += 1
    return tuple(
        _apportioned(problem, community, int(households[community]), int(grids[community]))
        for community in np.flatnonzero(grids > 0).tolist()
    )


def _apportioned(problem: DistrictingProblem, community: int, households: int, grids: int) -> Apportioned:
    kind = problem.types[int(problem.type_of_community[community])]
    room = max(households, 1)
    low, high = fitting(households, kind.norm_low, kind.norm_high, room)
    legal_low, legal_high = fitting(households, kind.hard_low, kind.hard_high, room)
    return Apportioned(
        community=problem.graph.units.communities.codes[community],
        households=households,
        grids=grids,
        low=low,
        high=high,
        legal_low=legal_low,
        legal_high=legal_high,
        unavoidable=low > high,
        nearest_households=nearest_dividable(households, kind.norm_low, kind.norm_high),
    )


def _cv_floor(problem: DistrictingProblem, parts: Sequence[Part], kept: NDArray[np.int32]) -> float:
    """Coefficient of variation of the most even sizes this apportionment allows, locked grids as they are."""
    squares, total, grids = 0, 0, 0
    for part in parts:
        households = np.bincount(part.region_of, part.households).astype(np.int64)
        for count, k in zip(households.tolist(), part.region_grids.tolist(), strict=True):
            size, larger = divmod(count, k)
            squares += (k - larger) * size**2 + larger * (size + 1) ** 2
            total, grids = total + count, grids + k
    for grid in kept_counted(problem, kept):
        count = int(problem.households[kept == grid].sum())
        squares, total, grids = squares + count**2, total + count, grids + 1
    return float(max(grids * squares / total**2 - 1, 0.0) ** 0.5) if total else 0.0
