"""A scenario: a frozen plan with its scores and everything that made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.outcome import Violation
    from domain.plan import Plan
    from domain.proposal import Apportioned, Certificate
    from domain.staffing import Staffing

Band = Literal["ok", "acceptable", "over", "exclusive", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number about a plan: its value, unit, and the version of its formula."""

    value: float
    unit: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One grid in a scorecard; lengths in metres, areas in square metres.

    `reason` is the code of the sentence that explains a band other than `ok`.
    """

    grid: int
    code: str
    type: str
    community: str
    households: int
    area_m2: float
    perimeter_m: float
    compactness: float
    pieces: int
    band: Band
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """All measures of one plan on one basis of counts."""

    basis: str
    metrics: Mapping[str, Metric]
    violations: tuple[Violation, ...]
    per_grid: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made a plan: enough to make it again, and to see that nothing else did."""

    recipe: str
    plan_digest: str
    dataset: str
    standards: str
    problem: str
    seed: int
    proposals: int
    stopped_by: str
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenario:
    """A frozen draft (情景方案). Today's grids are a scenario like any other.

    `staffings` holds one staffing for each reading that has an answer, none until it is staffed.
    """

    name: str
    dataset: str
    plan: Plan
    scorecard: Scorecard
    provenance: Provenance
    baseline: bool = False
    apportionment: tuple[Apportioned, ...] = ()
    certificate: tuple[Certificate, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    staffings: tuple[Staffing, ...] = ()
