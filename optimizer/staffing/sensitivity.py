"""What each assumption is worth: posts when one number is a quarter lower or higher."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from optimizer.staffing.problem import staffing_problem
from optimizer.staffing.workers import fewest_posts
from optimizer.staffing.workload import workload

if TYPE_CHECKING:
    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from domain.posts import Reading
    from domain.standards import Standards
    from optimizer.staffing.workload import Demand

STEP: Final = "workload.sensitivity-step"
SHARES: Final = ("workload.answer.", "workload.share.", "workload.lent-share")
"""Numbers that cannot be above 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Full-time equivalents and posts with nobody there yet, at one value of a standard."""

    value: float
    fte: float
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """One standard: the outcome as it is, lower and higher."""

    key: str
    base: Outcome
    low: Outcome
    high: Outcome

    @property
    def swing_posts(self) -> int:
        """Posts between the lower and the higher value, without sign."""
        return abs(self.high.posts - self.low.posts)


def sensitivities(
    graph: PlanningGraph, plan: Plan, demand: Demand, standards: Standards, reading: Reading = "hours"
) -> tuple[Sensitivity, ...]:
    """Return every coefficient of the hours that matters for this plan, the weightiest first.

    Posts follow from the hours alone, without a solver: those that a reading asks for where nobody
    is there yet.
    """
    step = standards[STEP]

    def outcome(key: str, factor: float) -> Outcome:
        value = standards[key] * factor
        if key.startswith(SHARES):
            value = min(value, 1.0)
        changed = standards.replaced({key: replace(standards.entries[key], value=value)})
        load = workload(graph, plan, demand, changed)
        problem = staffing_problem(graph, plan, load, changed)
        return Outcome(value=value, fte=float(load.fte.sum()), posts=fewest_posts(problem, reading))

    keys = sorted(key for key in standards.entries if key.startswith("workload.") and key != STEP)
    rows = [
        Sensitivity(
            key=key, base=outcome(key, 1.0), low=outcome(key, 1.0 - step), high=outcome(key, 1.0 + step)
        )
        for key in keys
    ]
    return tuple(sorted((row for row in rows if row.low.fte != row.high.fte), key=_weight))


def _weight(row: Sensitivity) -> tuple[float, str]:
    return -abs(row.high.fte - row.low.fte), row.key
