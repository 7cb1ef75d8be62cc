"""Rules a plan must obey: a rule explains what it finds, it never just says no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from optimizer.band_rules import Bands, HardLimits, WithinNorm
from optimizer.estate_rules import EstateAlone
from optimizer.line_rules import Assigned, Contiguous, CountIs, EstatesWhole, InsideCommunity, LinesKept
from optimizer.movement_rules import CrossingCap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.graph import PlanningGraph
    from domain.outcome import Violation
    from domain.plan import Plan
    from domain.problem import DistrictingProblem
    from domain.standards import GridType

__all__ = [
    "Assigned",
    "Bands",
    "Contiguous",
    "CountIs",
    "CrossingCap",
    "EstateAlone",
    "EstatesWhole",
    "HardLimits",
    "InsideCommunity",
    "LinesKept",
    "Rule",
    "WithinNorm",
    "audit",
    "rules_of",
]


class Rule(Protocol):
    """A requirement, stated as the violations it can find."""

    @property
    def key(self) -> str:
        """Stable name, used in reports and translations."""
        ...

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield what breaks this rule, grids in order; nothing if the plan obeys."""
        ...


def audit(rules: Sequence[Rule], graph: PlanningGraph, plan: Plan) -> tuple[Violation, ...]:
    """Return every violation of every rule: no law among them exactly when the plan may be adopted."""
    return tuple(found for rule in rules for found in rule.violations(graph, plan))


def rules_of(problem: DistrictingProblem) -> tuple[Rule, ...]:
    """Return the rules that a problem states."""
    bands = Bands(households=problem.households, types=problem.types)
    rules: list[Rule] = [
        Assigned(),
        Contiguous(exclaves=problem.exclaves),
        InsideCommunity(),
        HardLimits(bands=bands),
        WithinNorm(bands=bands, strength="law" if problem.strict else "norm"),
        EstatesWhole(households=problem.households, types=_types_of_communities(problem)),
        EstateAlone(households=problem.households, types=_types_of_communities(problem)),
    ]
    if problem.today is not None:
        rules.append(LinesKept(today=problem.today))
        if problem.crossing_cap is not None:
            cap = problem.crossing_cap
            rules.append(CrossingCap(households=problem.households, today=problem.today, cap=cap))
    if problem.grids is not None:
        rules.append(CountIs(grids=problem.grids))
    return tuple(rules)


def _types_of_communities(problem: DistrictingProblem) -> tuple[GridType, ...]:
    return tuple(problem.types[n] for n in problem.type_of_community.tolist())
