"""A problem is divided: number of grids community by community, then one part for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from domain.bands import nearest_dividable
from domain.proposal import Apportioned
from optimizer.norms import fitting
from optimizer.redraw.apportion import most_even
from optimizer.redraw.clash import explained
from optimizer.redraw.crossing import UNLIMITED, capped, crossings, old_households
from optimizer.redraw.division import Impossible, Regions, divided, impossible, kept_counted, kind_of
from optimizer.redraw.ground import Ground, grounds, kept_grids
from optimizer.redraw.lines import fitted, fragments
from optimizer.redraw.part import Part, Prepared, part_of
from optimizer.redraw.tally_kernels import CROSSED, CUT, HARD, NORM, SQUARES, TERMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.outcome import Infeasible
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
    parts = _capped_parts(problem)
    if isinstance(parts, Impossible):
        return explained(problem, parts, _impossible)
    return _prepared(problem, parts)


def prepare_caps(problem: DistrictingProblem, caps: Sequence[float]) -> tuple[Prepared, ...] | Infeasible:
    """Return a problem prepared under several caps on crossing, which are tried only once.

    Each is what `prepare` gives, but a cap below the smallest that was found to help becomes that
    one. Infeasible where no cap helps.
    """
    asked = replace(problem, crossing_cap=1.0)
    parts = _parts(asked)
    if isinstance(parts, Impossible):
        return explained(problem, parts, _impossible)
    found = crossings(asked, parts)
    prepared = []
    for cap in caps:
        shared = max(cap, found.least) if found is not None else cap
        drawn = capped(found, shared) if found is not None else None
        prepared.append(_prepared(replace(problem, crossing_cap=shared), drawn or parts))
    return tuple(prepared)


def _prepared(problem: DistrictingProblem, parts: tuple[Part, ...]) -> Prepared:
    kept = kept_grids(problem)
    return Prepared(
        problem=problem,
        apportionment=_apportionment(problem, parts, kept),
        parts=parts,
        fixed_grid_of=kept,
        household_cv_floor=_cv_floor(problem, parts, kept),
    )


def _impossible(problem: DistrictingProblem, *, whole_units: bool = True) -> Impossible | None:
    """Where a problem has no plan, as if units could be cut where they need not stay whole."""
    if whole_units and problem.crossing_cap is not None:
        found = _capped_parts(problem)
        return found if isinstance(found, Impossible) else None
    kept = kept_grids(problem)
    free = tuple(grounds(problem, kept))
    kinds = [kind_of(problem, ground.community) for ground in free]
    return impossible(problem, free, kinds, kept, whole_units=whole_units)


def _capped_parts(problem: DistrictingProblem) -> tuple[Part, ...] | Impossible:
    """The parts to draw, each with its number of grids and its share of the cap on crossing."""
    parts = _parts(problem)
    if isinstance(parts, Impossible) or problem.crossing_cap is None:
        return parts
    found = crossings(problem, parts)
    if found is None:
        return parts
    shared = capped(found, problem.crossing_cap)
    return Impossible(cap=found.least) if shared is None else shared


def _parts(problem: DistrictingProblem) -> tuple[Part, ...] | Impossible:
    """The parts to draw, each with its number of grids."""
    kept = kept_grids(problem)
    free = tuple(grounds(problem, kept))
    kinds = [kind_of(problem, ground.community) for ground in free]
    hindered = impossible(problem, free, kinds, kept)
    if hindered is not None:
        return hindered
    plans = divided(problem, free, kinds, kept)
    return tuple(
        _part(problem, ground, kind, regions)
        for ground, kind, regions in zip(free, kinds, plans, strict=True)
    )


def _part(
    problem: DistrictingProblem,
    ground: Ground,
    kind: GridType,
    regions: Regions,
) -> Part:
    region_of, region_grids = regions
    code = problem.graph.units.communities.codes[ground.community]
    start: NDArray[np.int32] = np.empty(0, np.int32)
    if problem.today is not None and _from_today(problem):
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
        old=old_households(problem, ground),
        start=start,
        bounds=[kind.hard_low, kind.hard_high, kind.norm_low, kind.norm_high, UNLIMITED],
        weights=_weights(problem, ground, sum(region_grids)),
        schedule=[_HOT, _COLD, _PAIRS, 0.0],
    )


def _from_today(problem: DistrictingProblem) -> bool:
    """Say whether lines start from today's: whoever may move few households begins where they are."""
    return problem.keep_lines or problem.task == "only-over" or problem.crossing_cap is not None


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
    if problem.nets.size:
        weights[CROSSED] = problem.wishes.nets / mean
    return weights


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
        for region, k in enumerate(part.region_grids.tolist()):
            nodes = np.sort(part.households[part.region_of == region])[::-1].tolist()
            sizes = most_even(nodes, k)
            squares += sum(size**2 for size in sizes)
            total, grids = total + sum(sizes), grids + k
    for grid in kept_counted(problem, kept):
        count = int(problem.households[kept == grid].sum())
        squares, total, grids = squares + count**2, total + count, grids + 1
    return float(max(grids * squares / total**2 - 1, 0.0) ** 0.5) if total else 0.0
