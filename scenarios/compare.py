"""Two to five scenarios side by side: what each is worth, what moved, and who is worse off."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from domain.errors import InvalidValueError
from scenarios.difference import Difference, difference
from scenarios.scores import ALL_MEASURES, subject_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.measures import Measure
    from domain.scenario import Metric, Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset

LEAST, MOST = 2, 5
EQUAL: Final = 1e-9
Verdict = Literal["better", "worse", "same", "changed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One measure over all scenarios; None where a scenario does not know it.

    `verdicts` says for each scenario how it stands to the baseline: `changed` for a measure that has
    no better side, `unknown` where the two cannot be compared (another basis or formula).
    """

    measure: Measure
    values: tuple[float | None, ...]
    verdicts: tuple[Verdict, ...]

    def change(self, scenario: int) -> float | None:
        """Return the value of a scenario less that of the baseline."""
        one, other = self.values[0], self.values[scenario]
        return None if one is None or other is None else other - one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Scenarios side by side; the first is the baseline, `differences` are those of the others."""

    scenarios: tuple[Scenario, ...]
    metrics: Mapping[str, Compared]
    differences: tuple[Difference, ...]

    @property
    def baseline(self) -> Scenario:
        """What the others are compared with."""
        return self.scenarios[0]

    @property
    def others(self) -> tuple[tuple[Scenario, Difference], ...]:
        """The compared scenarios, each with what it changes."""
        return tuple(zip(self.scenarios[1:], self.differences, strict=True))

    @property
    def same_basis(self) -> bool:
        """Whether all scenarios count alike; if not, their loads are not compared."""
        return len({scenario.scorecard.basis for scenario in self.scenarios}) == 1


def compare(
    dataset: Dataset, scenarios: Sequence[Scenario], *, standards: Standards, basis: str = ""
) -> Comparison:
    """Compare scenarios of one dataset; the one marked as baseline goes first, else the first given.

    `basis` is the count column that movement is told in, the dataset's own where it is empty.

    Raises
    ------
    InvalidValueError
        When there are fewer than two or more than five scenarios, or one is of other data.
    """
    if not LEAST <= len(scenarios) <= MOST:
        raise InvalidValueError("compare-number", scenarios=len(scenarios), least=LEAST, most=MOST)
    ordered = sorted(scenarios, key=lambda scenario: not scenario.baseline)
    for one, other in pairwise(ordered):
        if one.dataset != other.dataset:
            raise InvalidValueError("compare-data", one=one.name, other=other.name)
    before = subject_of(dataset, ordered[0].plan, standards=standards, basis=basis)
    return Comparison(
        scenarios=tuple(ordered),
        metrics={
            measure.key: _compared(measure, ordered)
            for measure in ALL_MEASURES
            if any(measure.key in scenario.scorecard.metrics for scenario in ordered)
        },
        differences=tuple(
            difference(
                before,
                subject_of(dataset, scenario.plan, standards=standards, basis=basis, today=ordered[0].plan),
                standards,
            )
            for scenario in ordered[1:]
        ),
    )


def _compared(measure: Measure, scenarios: Sequence[Scenario]) -> Compared:
    """Return one measure over all scenarios, judged against the first."""
    cards = [scenario.scorecard for scenario in scenarios]
    metrics = [card.metrics.get(measure.key) for card in cards]
    return Compared(
        measure=measure,
        values=tuple(metric.value if metric else None for metric in metrics),
        verdicts=tuple(
            _verdict(measure, metrics[0], metric, same_basis=card.basis == cards[0].basis)
            for card, metric in zip(cards, metrics, strict=True)
        ),
    )


def _verdict(measure: Measure, one: Metric | None, other: Metric | None, *, same_basis: bool) -> Verdict:
    """Say how a value stands to the baseline's, differences of rounding aside."""
    if one is None or other is None or one.version != other.version or not same_basis:
        return "unknown"
    if abs(other.value - one.value) <= EQUAL * max(1.0, abs(one.value)):
        return "same"
    if measure.better == "neither":
        return "changed"
    return "better" if (other.value < one.value) == (measure.better == "less") else "worse"
