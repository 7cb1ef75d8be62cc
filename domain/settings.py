"""What a planner asks of a redraw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from domain.problem import Task

Effort = Literal["quick", "normal", "thorough"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedrawSettings:
    """Everything that decides a redraw beside dataset and standards; plain values, so that they keep.

    Attributes
    ----------
    task
        `only-over` (只动超标网格), `norm`, or `count` with `grids`.
    basis
        Count column that the norm is measured on; empty for the dataset's own.
    from_today
        Whether to start from today's lines.
    cross
        Largest share of households that may cross an old border; None for no limit.
    low, high
        Norm that replaces the shipped one for every type; None leaves the standards.
    nets
        Names of department nets that grids should lie in, with commas; empty for none.
    keep
        The scenario whose locked grids stay as it has them, by its id; empty for none.
    proposals
        Stop after so many proposals in all; None follows `effort`.
    seconds
        Ends a run early; the result then carries the proposals that replay it.
    """

    task: Task = "only-over"
    grids: int | None = None
    basis: str = ""
    from_today: bool = False
    cross: float | None = None
    strict: bool = False
    low: int | None = None
    high: int | None = None
    nets: str = ""
    keep: str = ""
    effort: Effort = "normal"
    proposals: int | None = None
    seconds: float | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        """Check that the numbers make sense together."""
        if (self.task == "count") != (self.grids is not None):
            raise InvalidValueError("problem-count", task=self.task)
        if (self.low is None) != (self.high is None):
            raise InvalidValueError("norm-pair")
        if self.low is not None and self.high is not None and not 0 < self.low <= self.high:
            raise InvalidValueError("norm-order", low=self.low, high=self.high)
        if self.cross is not None and not 0 <= self.cross <= 1:
            raise InvalidValueError("share", value=self.cross)
