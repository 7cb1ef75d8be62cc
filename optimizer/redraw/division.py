"""How many grids each piece of ground gets, or where the laws leave no number for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import EXCLUSIVE
from optimizer.norms import fitting
from optimizer.redraw.apportion import divide, together
from optimizer.redraw.ladder import carved, region_options
from optimizer.redraw.lines import fragments, over_limit
from optimizer.redraw.settled import community_total, misfits_of_kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem
    from domain.standards import GridType
    from optimizer.redraw.apportion import Options
    from optimizer.redraw.ground import Ground

# Region of each node, and the number of grids of each region.
Regions = tuple["NDArray[np.int32]", tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """Where the laws leave no plan.

    `communities` (positions) have none whatever the others do. Where there are none of these, it is
    the district as a whole: by its number of grids, `counts` being those that can be had, or by
    the cap on crossing, `cap` being the smallest that was found to help.
    """

    communities: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    cap: float | None = None


def kind_of(problem: DistrictingProblem, community: int) -> GridType:
    """The bands of a community; where norms are laws, the norm is its hard limit."""
    kind = problem.types[int(problem.type_of_community[community])]
    return replace(kind, hard_low=kind.norm_low, hard_high=kind.norm_high) if problem.strict else kind


def impossible(
    problem: DistrictingProblem,
    free: Sequence[Ground],
    kinds: Sequence[GridType],
    kept: NDArray[np.int32],
    *,
    whole_units: bool = True,
) -> Impossible | None:
    """Return where totals, pieces, units and locks leave no number of grids; None where nothing is known.

    Without `whole_units` as if units could be cut. Where only grids over the limit move, whatever
    cannot be helped stays as it is.
    """
    if problem.task == "only-over" and problem.today is not None:
        return None
    wanted = _wanted(problem, kept)
    pieces = [
        region_options(
            ground, ground.piece_of, kind, wanted or 0, exact=problem.strict, whole_units=whole_units
        )
        for ground, kind in zip(free, kinds, strict=True)
    ]
    misfits = _misfits(problem, free, kinds, pieces) | misfits_of_kept(problem, kept)
    if misfits:
        return Impossible(communities=tuple(sorted(misfits)))
    if wanted is None or wanted in (counts := numbers(pieces)):
        return None
    return Impossible(counts=tuple(n + (problem.grids or 0) - wanted for n in counts))


def divided(
    problem: DistrictingProblem, free: Sequence[Ground], kinds: Sequence[GridType], kept: NDArray[np.int32]
) -> list[Regions]:
    """Return regions and their numbers of grids for each ground of a problem that is not impossible."""
    if problem.task == "only-over" and problem.today is not None:
        return [
            over_limit(ground, fragments(ground, problem.today), kind)
            for ground, kind in zip(free, kinds, strict=True)
        ]
    wanted = _wanted(problem, kept)
    bare = [ground.piece_of for ground in free]
    alone = [carved(problem, ground, kind) for ground, kind in zip(free, kinds, strict=True)]
    pieces = _pieces(problem, free, kinds, alone, wanted)
    if problem.strict:
        whole = _pieces(problem, free, kinds, bare, wanted)
        for n in range(len(free)):
            if _missed(pieces[n]) > _missed(whole[n]):  # the estate's own ground cannot be drawn
                alone[n], pieces[n] = bare[n], whole[n]
    if wanted is not None and wanted not in numbers(pieces):  # too few grids for estates of their own
        alone, pieces = bare, _pieces(problem, free, kinds, bare, wanted)
    whole_options = [together(options_) for options_ in pieces]
    if wanted is None:
        counts = tuple(choice.best for choice in whole_options)
    else:
        counts = divide(whole_options, wanted) if pieces else ()
    return [
        (region_of, divide(options_, count))
        for region_of, options_, count in zip(alone, pieces, counts, strict=True)
    ]


def _wanted(problem: DistrictingProblem, kept: NDArray[np.int32]) -> int | None:
    """The number of grids asked for on free ground; None where it follows from the norm."""
    return None if problem.grids is None else problem.grids - len(kept_counted(problem, kept))


def _pieces(
    problem: DistrictingProblem,
    free: Sequence[Ground],
    kinds: Sequence[GridType],
    regions: Sequence[NDArray[np.int32]],
    wanted: int | None,
) -> list[list[Options]]:
    return [
        region_options(ground, region_of, kind, wanted or 0, exact=problem.strict)
        for ground, region_of, kind in zip(free, regions, kinds, strict=True)
    ]


def _missed(pieces: Sequence[Options]) -> float:
    return sum(float(piece.beyond.min()) for piece in pieces)


def numbers(pieces: Sequence[Sequence[Options]]) -> tuple[int, ...]:
    """Return the numbers of grids with which no piece misses the hard limits by more than it must."""
    allowed, least = np.ones(1, np.int64), 0
    for piece in (one for options_ in pieces for one in options_):
        allowed = np.minimum(np.convolve(allowed, piece.beyond <= piece.beyond.min()), 1)
        least += piece.least
    return tuple((least + np.flatnonzero(allowed)).tolist())


def _misfits(
    problem: DistrictingProblem,
    free: Sequence[Ground],
    kinds: Sequence[GridType],
    pieces: Sequence[Sequence[Options]],
) -> set[int]:
    """Communities whose total fits no number of grids within the law, however it is cut.

    Where norms are laws, also those whose pieces, units or groups fit none. A community too small
    for one grid is no misfit: it stays whole (整建制单格).
    """
    found = set()
    for ground, kind, options_ in zip(free, kinds, pieces, strict=True):
        total = int(ground.households.sum())
        low, high = fitting(total, kind.hard_low, kind.hard_high, total + 1)
        whole = total
        if problem.strict:
            whole = community_total(problem, ground.community)
        unfit = _missed(options_) > 0 if problem.strict else low > high
        if unfit and whole >= kind.hard_low:
            found.add(ground.community)
    return found


def kept_counted(problem: DistrictingProblem, kept: NDArray[np.int32]) -> list[int]:
    """Today's locked grids that count as grids of the norm, in order."""
    if problem.today is None:
        return []
    return [g for g in np.unique(kept[kept >= 0]).tolist() if problem.today.grids[g].type != EXCLUSIVE]
