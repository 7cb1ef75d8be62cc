"""Rules of movement: how many households may find an old border between themselves and their new grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.measures.agreement import allowed_crossing, crossed_weight, crosswalk
from optimizer.line_rules import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.outcome import Violation
    from domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrossingCap:
    """At most a share `cap` of the households crosses an old border (跨旧界); the excess is in households."""

    households: NDArray[np.int64]
    today: Plan
    cap: float
    key: ClassVar[str] = "crossing-cap"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation of the plan as a whole if more cross than may."""
        cross = crosswalk(
            self.today.grid_of, plan.grid_of, self.households, len(self.today), max(len(plan), 1)
        )
        excess = crossed_weight(cross) - allowed_crossing(cross.total, self.cap)
        if excess > 0:
            yield Findings.of(self.key, "households", graph, plan).at(-1, excess)
