"""Rules of estates: one that must be cut has its grids to itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from domain.graph import connected_pieces
from domain.measures.estates import estate_households
from domain.plan import EXCLUSIVE
from optimizer.line_rules import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.outcome import Violation
    from domain.plan import Plan
    from domain.standards import GridType


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EstateAlone:
    """A grid of an estate (小区) that must be cut holds this estate only; the excess is other households.

    Must be cut: at or above the whole-estate limit, and above one grid's norm. What is left of it
    below the norm's minimum (尾数楼栋) may join a neighbour, once. Unavoidable where the estate is
    not in one piece of one community, or what it leaves of the community has a piece that could not
    stand alone. `types` holds the bands of each community.
    """

    households: NDArray[np.int64]
    types: tuple[GridType, ...]
    key: ClassVar[str] = "estate-alone"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each grid that an estate shares, estates in order, then grids."""
        units = graph.units
        findings = Findings.of(self.key, "households", graph, plan, strength="norm")
        total, of_grid = estate_households(units, self.households), plan.totals(self.households)
        for estate in np.flatnonzero(total > 0).tolist():
            mine = np.flatnonzero((units.estate_of == estate) & (plan.grid_of >= 0))
            if not mine.size:
                continue
            kind = self.types[int(units.communities.of_unit[mine[0]])]
            if total[estate] < kind.whole_limit or total[estate] <= kind.norm_high:
                continue
            held = np.zeros(len(plan), np.int64)
            np.add.at(held, plan.grid_of[mine], self.households[mine])
            shared = [
                g for g in np.flatnonzero((held > 0) & (of_grid > held)).tolist() if not _exclusive(plan, g)
            ]
            tails = [grid for grid in shared if held[grid] < kind.norm_low]
            forced = self._forced(graph, mine, kind)
            for grid in sorted(set(shared) - set(tails[:1])):
                yield findings.at(grid, of_grid[grid] - held[grid], unavoidable=forced)

    def _forced(self, graph: PlanningGraph, mine: NDArray[np.int64], kind: GridType) -> bool:
        """Say whether the estate cannot be spared: in pieces itself, or leaving a piece that is too small."""
        of = graph.units.communities.of_unit
        home = of == of[mine[0]]
        own = np.zeros(of.size, np.bool_)
        own[mine] = True
        same = graph.passable & (own[graph.tail] == own[graph.head]) & (of[graph.tail] == of[graph.head])
        pieces = connected_pieces(of.size, graph.tail[same], graph.head[same])
        left = np.bincount(pieces, self.households)[np.unique(pieces[home & ~own])]
        small = bool(((left > 0) & (left < kind.norm_low)).any())
        return small or np.unique(pieces[mine]).size > 1


def _exclusive(plan: Plan, grid: int) -> bool:
    return plan.grids[grid].type == EXCLUSIVE
