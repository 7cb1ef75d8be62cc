"""How many grids each piece of ground gets, or the laws that clash before a line is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from domain.outcome import Clash, ClashingRule, Infeasible
from domain.plan import EXCLUSIVE
from optimizer.norms import fitting
from optimizer.redraw.apportion import divide, together
from optimizer.redraw.ladder import carved, region_options
from optimizer.redraw.lines import fragments, over_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem
    from domain.standards import GridType
    from optimizer.redraw.apportion import Options
    from optimizer.redraw.ground import Ground

# Region of each node, and the number of grids of each region.
Regions = tuple["NDArray[np.int32]", tuple[int, ...]]


def kind_of(problem: DistrictingProblem, community: int) -> GridType:
    """The bands of a community; where norms are laws, the norm is its hard limit."""
    kind = problem.types[int(problem.type_of_community[community])]
    return replace(kind, hard_low=kind.norm_low, hard_high=kind.norm_high) if problem.strict else kind


def divided(
    problem: DistrictingProblem, free: Sequence[Ground], kinds: Sequence[GridType], kept: NDArray[np.int32]
) -> list[Regions] | Infeasible:
    """Return regions and their numbers of grids for each ground."""
    if problem.task == "only-over" and problem.today is not None:
        return [
            over_limit(ground, fragments(ground, problem.today), kind)
            for ground, kind in zip(free, kinds, strict=True)
        ]
    clashes = _unfit(problem, free, kinds)
    if clashes:
        return Infeasible(clashes=clashes)
    wanted = None if problem.grids is None else problem.grids - len(kept_counted(problem, kept))
    alone = [carved(problem, ground, kind) for ground, kind in zip(free, kinds, strict=True)]
    found = _counted(problem, free, kinds, alone, wanted)
    if isinstance(found, Infeasible):  # too few grids for estates of their own
        return _counted(problem, free, kinds, [ground.piece_of for ground in free], wanted)
    return found


def _counted(
    problem: DistrictingProblem,
    free: Sequence[Ground],
    kinds: Sequence[GridType],
    regions: Sequence[NDArray[np.int32]],
    wanted: int | None,
) -> list[Regions] | Infeasible:
    """Return the number of grids of each region: the best, or so many in all at the least cost."""
    pieces = [
        region_options(ground, region_of, kind, wanted or 0)
        for ground, region_of, kind in zip(free, regions, kinds, strict=True)
    ]
    whole = [together(options_) for options_ in pieces]
    if wanted is None:
        counts = tuple(choice.best for choice in whole)
    else:
        clash = _count_clash(whole, wanted, problem.grids or 0)
        if clash is not None:
            return Infeasible(clashes=(clash,))
        counts = divide(whole, wanted) if whole else ()
    return [
        (region_of, divide(options_, count))
        for region_of, options_, count in zip(regions, pieces, counts, strict=True)
    ]


def _unfit(
    problem: DistrictingProblem, free: Sequence[Ground], kinds: Sequence[GridType]
) -> tuple[Clash, ...]:
    """Communities in one piece whose total fits no number of grids within the law, however it is cut.

    A community too small for one grid is no clash: it stays whole (整建制单格).
    """
    codes = problem.graph.units.communities.codes
    clashes = []
    for ground, kind in zip(free, kinds, strict=True):
        total = int(ground.households.sum())
        low, high = fitting(total, kind.hard_low, kind.hard_high, total + 1)
        if low > high and total >= kind.hard_low:
            clashes.append(_total_clash(codes[ground.community], total, kind, strict=problem.strict))
    return tuple(clashes)


def _total_clash(where: str, total: int, kind: GridType, *, strict: bool) -> Clash:
    rule = "norm" if strict else "hard"
    most, fewest = max(1, total // max(kind.hard_low, 1)), -(-total // kind.hard_high)
    up, down = -(-total // most), total // fewest
    raise_high = up - kind.hard_high <= kind.hard_low - down
    return Clash(
        where=where,
        rules=(
            ClashingRule(rule=f"{rule}-high", value=total / most, limit=kind.hard_high, unit="households"),
            ClashingRule(rule=f"{rule}-low", value=total / fewest, limit=kind.hard_low, unit="households"),
        ),
        relax_rule=f"{rule}-high" if raise_high else f"{rule}-low",
        relax_to=float(up if raise_high else down),
        relax_unit="households",
    )


def _count_clash(whole: Sequence[Options], wanted: int, asked: int) -> Clash | None:
    """Say why so many grids cannot be had: no room for them, or beyond the hard limits."""
    least, most = sum(o.least for o in whole), sum(o.most for o in whole)
    fewest, highest = sum(o.legal[0] for o in whole), sum(o.legal[1] for o in whole)
    for low, high, below, above in (
        (least, most, "inside-community" if wanted < len(whole) else "contiguous", "units-whole"),
        (fewest, highest, "hard-high", "hard-low"),
    ):
        if not low <= wanted <= high:
            limit = low if wanted < low else high
            return Clash(
                where="",
                rules=(
                    ClashingRule(rule="count", value=asked, limit=asked + limit - wanted, unit="grids"),
                    ClashingRule(
                        rule=below if wanted < low else above, value=wanted, limit=limit, unit="grids"
                    ),
                ),
                relax_rule="count",
                relax_to=float(asked + limit - wanted),
                relax_unit="grids",
            )
    return None


def kept_counted(problem: DistrictingProblem, kept: NDArray[np.int32]) -> list[int]:
    """Today's locked grids that count as grids of the norm, in order."""
    if problem.today is None:
        return []
    return [g for g in np.unique(kept[kept >= 0]).tolist() if problem.today.grids[g].type != EXCLUSIVE]
