"""Rules of size: the norm of a grid's type, and the hard limits around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from domain.plan import EXCLUSIVE, Plan, community_of_grid
from optimizer.line_rules import Findings
from optimizer.norms import fitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.outcome import Strength, Violation
    from domain.standards import GridType


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bands:
    """The norm's households of each unit, and the bands of the types in use."""

    households: NDArray[np.int64]
    types: tuple[GridType, ...]

    def of_grids(self, plan: Plan) -> Iterator[tuple[int, int, GridType]]:
        """Yield position, households and bands of each grid under a norm; exclusive ones are not."""
        of_key = {kind.key: kind for kind in self.types}
        for grid, households in enumerate(plan.totals(self.households).tolist()):
            kind = of_key.get(plan.grids[grid].type)
            if kind is not None:
                yield grid, households, kind

    def whole_communities(self, graph: PlanningGraph, plan: Plan) -> NDArray[np.bool_]:
        """Say which grids hold all of their community's ground outside exclusive grids (整建制单格)."""
        home = community_of_grid(plan, graph.units)
        exclusive = np.array([grid.type == EXCLUSIVE for grid in plan.grids] + [False])
        counts = np.bincount(home[(home >= 0) & ~exclusive[:-1]], minlength=home.size + 1)
        alone: NDArray[np.bool_] = (home >= 0) & (counts[home] == 1)
        return alone


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WithinNorm:
    """Every grid's households lie in the norm of its type; the excess is in households.

    Unavoidable where the community's total, outside exclusive grids, fits no number of grids.
    """

    bands: Bands
    strength: Strength = "norm"
    key: ClassVar[str] = "norm"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each grid outside its norm."""
        findings = Findings.of(self.key, "households", graph, plan, strength=self.strength)
        home = findings.home
        totals = _community_totals(graph, plan, self.bands.households)
        for grid, households, kind in self.bands.of_grids(plan):
            excess = max(kind.norm_low - households, households - kind.norm_high)
            if excess > 0:
                forced = bool(home[grid] >= 0) and _fits_none(int(totals[home[grid]]), kind)
                yield findings.at(grid, excess, unavoidable=forced)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HardLimits:
    """Every grid's households lie in the hard limits of its type; the excess is in households.

    A whole community too small for one grid is no violation. Unavoidable where one unit alone
    is above the limit (单体超限) and what is beside it could not stand alone inside the norm.
    """

    bands: Bands
    key: ClassVar[str] = "hard-limits"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each grid outside its hard limits."""
        findings = Findings.of(self.key, "households", graph, plan)
        whole = self.bands.whole_communities(graph, plan)
        heaviest = np.zeros(len(plan), np.int64)
        assigned = plan.grid_of >= 0
        np.maximum.at(heaviest, plan.grid_of[assigned], self.bands.households[assigned])
        for grid, households, kind in self.bands.of_grids(plan):
            excess = max(kind.hard_low - households, households - kind.hard_high)
            if excess > 0 and not (households < kind.hard_low and whole[grid]):
                rest = households - int(heaviest[grid])
                forced = bool(heaviest[grid] > kind.hard_high) and rest < kind.norm_low
                yield findings.at(grid, excess, unavoidable=forced)


def _community_totals(graph: PlanningGraph, plan: Plan, households: NDArray[np.int64]) -> NDArray[np.int64]:
    """Households of each community outside exclusive grids; int64."""
    exclusive = np.array([grid.type == EXCLUSIVE for grid in plan.grids] + [False])
    counted = ~exclusive[plan.grid_of]
    totals = np.zeros(len(graph.units.communities.codes), np.int64)
    np.add.at(totals, graph.units.communities.of_unit[counted], households[counted])
    return totals


def _fits_none(total: int, kind: GridType) -> bool:
    """Say whether no number of grids has its even size inside the norm."""
    fewest, most = fitting(total, kind.norm_low, kind.norm_high, total + 1)
    return fewest > most
