"""The laws that a redraw states, each of which can be left out or eased to see what it costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.plan import EXCLUSIVE
from domain.units import COMMUNITY, Level
from optimizer.redraw.ground import kept_grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.outcome import Relaxation
    from domain.problem import DistrictingProblem
    from domain.standards import GridType

UNITS_WHOLE = "units-whole"
"""The law that a planning unit is not cut: no problem without it can be drawn, only counted."""
_ANY = 10**9
# Ground up to so many units is linked each to each where contiguity is left out, larger ground in a row.
_EACH_TO_EACH = 40


def stated(problem: DistrictingProblem) -> tuple[str, ...]:
    """Return the laws that a problem states beside those that none can lack, as a reader would drop them.

    First what lines must respect, last the bounds on sizes, which are norms where norms are laws, and
    the number of grids: the one asked for, or under a cap on crossing the one that the norm gives.
    """
    size = "norm" if problem.strict else "hard"
    together = problem.together
    told = {
        "crossing-cap": problem.crossing_cap is not None and problem.today is not None,
        "lines-kept": bool(kept_of(problem)),
        "estates-whole": bool((np.bincount(together[together >= 0]) > 1).any()),
        "contiguous": True,
        UNITS_WHOLE: True,
        "inside-community": len(problem.graph.units.communities.codes) > 1,
        f"{size}-high": True,
        f"{size}-low": True,
        "norm": problem.task == "norm" and problem.crossing_cap is not None,
        "count": problem.grids is not None,
    }
    return tuple(law for law, there in told.items() if there)


def without(problem: DistrictingProblem, *laws: str) -> DistrictingProblem:
    """Return the same problem without some of its laws; `units-whole` cannot be taken out of a problem."""
    for law, left_out in _WITHOUT.items():
        problem = left_out(problem) if law in laws else problem
    for law in laws:
        if law.endswith(("-high", "-low")):
            problem = bounded(problem, law, _ANY if law.endswith("high") else 0)
    return problem


def _without_count(problem: DistrictingProblem) -> DistrictingProblem:
    """Where few may cross, the number that lets the fewest is the one that today's lines give."""
    capped = problem.crossing_cap is not None and problem.today is not None
    return replace(problem, task="only-over" if capped else "norm", grids=None)


def eased(problem: DistrictingProblem, by: Relaxation) -> DistrictingProblem:
    """Return the same problem with one law eased so far."""
    match by.rule:
        case "count":
            return replace(problem, grids=int(by.to))
        case "crossing-cap":
            return replace(problem, crossing_cap=by.to)
        case "estates-whole":
            return replace(problem, together=cut_from(problem, int(by.to)))
        case "lines-kept":
            grids = problem.today.grids if problem.today is not None else ()
            return unlocked(problem, [n for n, grid in enumerate(grids) if grid.code in by.what])
    return bounded(problem, by.rule, int(by.to))


def bounded(problem: DistrictingProblem, law: str, to: int) -> DistrictingProblem:
    """Return the same problem with a bound on sizes moved outwards to `to` households, for all types."""

    def moved(kind: GridType) -> GridType:
        if law.endswith("high"):
            kind = replace(kind, hard_high=max(kind.hard_high, to))
            return replace(kind, norm_high=max(kind.norm_high, to)) if law == "norm-high" else kind
        kind = replace(kind, hard_low=min(kind.hard_low, to))
        return replace(kind, norm_low=min(kind.norm_low, to)) if law == "norm-low" else kind

    return replace(problem, types=tuple(moved(kind) for kind in problem.types))


def bound_of(problem: DistrictingProblem, law: str) -> int:
    """Return the widest bound of this name among the types in use, in households."""
    bounds = [int(getattr(kind, law.replace("-", "_"))) for kind in problem.types]
    return max(bounds) if law.endswith("high") else min(bounds)


def unlocked(problem: DistrictingProblem, positions: list[int]) -> DistrictingProblem:
    """Return the same problem with some of today's grids neither locked nor exclusive.

    The ground of an exclusive grid is open to others then; its households stay out of the norm.
    """
    if problem.today is None:
        return problem
    level = problem.graph.units.communities
    grids, households = list(problem.today.grids), problem.households.copy()
    for position in positions:
        grid, inside = grids[position], problem.today.grid_of == position
        kind = problem.types[int(problem.type_of_community[np.bincount(level.of_unit[inside]).argmax()])]
        exclusive = grid.type == EXCLUSIVE
        grids[position] = replace(grid, locked=False, type=kind.key if exclusive else grid.type)
        households[inside & exclusive] = 0
    return replace(problem, today=replace(problem.today, grids=tuple(grids)), households=households)


def held_together(problem: DistrictingProblem) -> NDArray[np.int64]:
    """Return the households of each group of units that stay together, by label; int64."""
    inside = problem.together >= 0
    held = np.zeros(int(problem.together.max(initial=-1)) + 1, np.int64)
    np.add.at(held, problem.together[inside], problem.households[inside])
    return held


def cut_from(problem: DistrictingProblem, households: int) -> NDArray[np.int32]:
    """Return who stays together if groups of so many households or more may be cut; int32."""
    large = np.append(held_together(problem) >= households, False)
    return np.where(large[problem.together], -1, problem.together).astype(np.int32)


def kept_of(problem: DistrictingProblem) -> list[int]:
    """Return the positions of today's grids that keep their units."""
    return [n for n in np.unique(kept_grids(problem)).tolist() if n >= 0]


def _all_linked(graph: PlanningGraph) -> PlanningGraph:
    """Return the ground with a way between any two units of a community."""
    of_unit = graph.units.communities.of_unit
    tails, heads = [graph.tail.astype(np.int64)], [graph.head.astype(np.int64)]
    for community in range(len(graph.units.communities.codes)):
        mine = np.flatnonzero(of_unit == community)
        near = np.triu_indices(mine.size, 1) if mine.size <= _EACH_TO_EACH else _in_a_row(mine.size)
        tails.append(mine[near[0]])
        heads.append(mine[near[1]])
    size = len(graph.units)
    key, first = np.unique(np.concatenate(tails) * size + np.concatenate(heads), return_index=True)
    added = np.zeros(sum(len(tail) for tail in tails[1:]))
    same = of_unit[key // size] == of_unit[key % size]
    return replace(
        graph,
        tail=(key // size).astype(np.int32),
        head=(key % size).astype(np.int32),
        border_m=np.concatenate([graph.border_m, added])[first],
        passable=np.concatenate([graph.passable, added > 0])[first] | same,
        follows_m=np.concatenate([graph.follows_m, added])[first],
    )


def _in_a_row(size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.arange(size - 1), np.arange(1, size)


def _one_community(problem: DistrictingProblem) -> DistrictingProblem:
    """Return the problem with all communities as one, by the widest bounds of their types."""
    units, kinds = problem.graph.units, problem.types
    level = Level(
        key=COMMUNITY, codes=("",), names=("",), kinds=(kinds[0].key,), of_unit=np.zeros(len(units), np.int32)
    )
    widest = replace(
        kinds[0],
        hard_low=min(k.hard_low for k in kinds),
        norm_low=min(k.norm_low for k in kinds),
        target=kinds[0].target,
        norm_high=max(k.norm_high for k in kinds),
        hard_high=max(k.hard_high for k in kinds),
    )
    return replace(
        problem,
        graph=replace(problem.graph, units=replace(units, levels=(level,))),
        types=(widest,),
        type_of_community=np.zeros(1, np.int32),
    )


# Communities are joined before all their ground is linked.
_WITHOUT: Final[dict[str, Callable[[DistrictingProblem], DistrictingProblem]]] = {
    "count": _without_count,
    "norm": _without_count,
    "crossing-cap": lambda problem: replace(problem, crossing_cap=None),
    "lines-kept": lambda problem: unlocked(problem, kept_of(problem)),
    "estates-whole": lambda problem: replace(problem, together=np.full(len(problem.graph.units), -1)),
    "inside-community": _one_community,
    "contiguous": lambda problem: replace(problem, graph=_all_linked(problem.graph)),
}
