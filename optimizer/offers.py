"""Where chosen units could go: every grid that touches them, judged, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from domain.plan import RETIRED, UNASSIGNED
from optimizer.line_rules import InsideCommunity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from domain.scenario import Band
    from optimizer.strokes import Hand, Judged

MOST: Final = 5
BAD: Final[dict[Band, int]] = {"over": 2, "empty": 2, "acceptable": 1, "ok": 0, "exclusive": 0}
"""How far a band is from the norm."""


def offers(hand: Hand, plan: Plan, units: Sequence[int], most: int = MOST) -> tuple[tuple[int, Judged], ...]:
    """Return the grids that some units could join and the stroke that gives them, judged, at most so many.

    They are those that touch the units, or where none does, those that touch the grids the units are in.
    Legal ones come first, those of other communities last; among equals those that leave the grids
    nearest to their norms, then those with the longest common border. A grid that has all of the
    units already is left out.
    """
    asked = np.asarray(units, np.int64)
    own = np.flatnonzero(np.isin(plan.grid_of, np.unique(plan.grid_of[asked])))
    near = _touching(hand.graph, plan, asked) or _touching(hand.graph, plan, own)
    judged = [(hand.judge(plan, units, grid), grid) for grid in near[:most]]
    ranked = sorted(judged, key=lambda one: (_laws_against(one[0]), _badness(one[0]), near.index(one[1])))
    return tuple((grid, found) for found, grid in ranked)


def _laws_against(judged: Judged) -> int:
    """How firmly a stroke is refused: not at all, in a way that may be mended, or by its community."""
    if any(refusal.rule == InsideCommunity.key for refusal in judged.refusals):
        return 2
    return int(not judged.legal)


def _badness(judged: Judged) -> int:
    """How far the grids of a stroke would be from their norms."""
    return sum(BAD[change.band_after] for change in judged.changes)


def _touching(graph: PlanningGraph, plan: Plan, units: NDArray[np.int64]) -> list[int]:
    """The grids that touch the units over passable borders; those along the longest border first."""
    mine = np.zeros(len(plan.grid_of), np.bool_)
    mine[units] = True
    edge = graph.passable & (mine[graph.tail] != mine[graph.head])
    outer = np.where(mine[graph.tail[edge]], graph.head[edge], graph.tail[edge])
    metres = np.bincount(plan.grid_of[outer] + 1, graph.border_m[edge], minlength=len(plan) + 1)[1:]
    touched = set(np.unique(plan.grid_of[outer]).tolist()) - {UNASSIGNED}
    held = np.unique(plan.grid_of[units])
    all_in = int(held[0]) if held.size == 1 else UNASSIGNED
    there = [grid for grid in touched if grid != all_in and plan.grids[grid].type != RETIRED]
    return sorted(there, key=lambda grid: (-metres[grid], grid))
