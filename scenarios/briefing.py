"""What a leader is told of two plans: people, money, the busiest grid, and what residents notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.posts import READINGS
from domain.staffing import Staffing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.outcome import Infeasible
    from domain.posts import Reading
    from scenarios.compare import Comparison, Verdict

    Readings = Mapping[Reading, Staffing | Infeasible]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the leader's table, in `unit`; None for a number that a plan does not have.

    What is `judged` is better when it is less; people, money and moves are for the leader to weigh.
    """

    key: str
    unit: str
    before: float | None
    after: float | None
    judged: bool = False

    @property
    def change(self) -> float | None:
        """What the second plan has more than the first."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def verdict(self) -> Verdict:
        """How the second plan stands to the first."""
        if self.change is None:
            return "unknown"
        if self.change == 0:
            return "same"
        return "changed" if not self.judged else "better" if self.change < 0 else "worse"


def leader_lines(comparison: Comparison, before: Readings, after: Readings) -> tuple[Line, ...]:
    """Return the seven lines for the first two plans of a comparison and the posts that each needs."""
    over = comparison.metrics["grids-over-limit"].values
    return (
        *_of_readings("posts", "posts", before, after),
        *_of_readings("cost", "yuan", before, after),
        Line(key="busiest", unit="fte", before=busiest_fte(before), after=busiest_fte(after), judged=True),
        Line(key="over", unit="grids", before=over[0], after=over[1], judged=True),
        Line(key="crossed", unit="households", before=crossed(comparison, 0), after=crossed(comparison, 1)),
    )


def crossed(comparison: Comparison, scenario: int) -> float | None:
    """Households of a scenario that cross a border of today's; None where there is no today."""
    share = (
        comparison.metrics["crossed-share"].values[scenario]
        if "crossed-share" in comparison.metrics
        else None
    )
    if share is None:
        return None
    card = comparison.scenarios[scenario].scorecard
    return float(round(share * sum(row.households for row in card.per_grid)))


def busiest_fte(readings: Readings) -> float | None:
    """Work of the grid that asks for most, in full-time equivalents; the same in every reading."""
    found = _answer(readings, "hours")
    return max((grid.fte for grid in found.grids), default=0.0) if found else None


def _of_readings(
    what: Literal["posts", "cost"], unit: str, before: Readings, after: Readings
) -> Iterator[Line]:
    """Yield posts or yearly cost for both readings."""
    for reading in READINGS:
        yield Line(
            key=f"{what}-{reading}",
            unit=unit,
            before=_value(what, _answer(before, reading)),
            after=_value(what, _answer(after, reading)),
        )


def _value(what: str, staffing: Staffing | None) -> float | None:
    if staffing is None:
        return None
    return float(staffing.heads.posts) if what == "posts" else staffing.cost_yuan


def _answer(readings: Readings, reading: Reading) -> Staffing | None:
    found = readings[reading]
    return found if isinstance(found, Staffing) else None
