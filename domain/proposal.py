"""A proposal: the plan an optimiser offers, how it was divided, and how good it can be at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from domain.plan import Plan

StoppedBy = Literal["proposals", "time", "user", "proven"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apportioned:
    """How many grids one community gets, and what its total allows.

    `low` and `high` are the fewest and the most grids whose even size lies inside the norm
    (`low > high` where none does: `unavoidable`); `legal` the same for the hard limits.
    `nearest_households` is the community total nearest to its own that the norm could divide.
    """

    community: str
    households: int
    grids: int
    low: int
    high: int
    legal_low: int
    legal_high: int
    unavoidable: bool
    nearest_households: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """How good one community's lines are: value, lower bound, gap, or proven best.

    `bound` and `gap` are None where no bound was computed; `evidence` names the file or states
    the argument by which the verifier can recompute it.
    """

    community: str
    objective: str
    unit: str
    value: float
    bound: float | None = None
    gap: float | None = None
    proven: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TracePoint:
    """Best value of the whole objective after so many proposals."""

    proposals: int
    value: float
    parts_done: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proposal:
    """The answer of a redraw, reproducible from its problem, seed and number of proposals."""

    plan: Plan
    apportionment: tuple[Apportioned, ...]
    certificate: tuple[Certificate, ...]
    trace: tuple[TracePoint, ...]
    proposals: int
    stopped_by: StoppedBy
    household_cv_floor: float
