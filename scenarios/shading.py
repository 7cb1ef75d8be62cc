"""What grids can be coloured by: a value for each grid, its unit, and its classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import UnknownError
from domain.plan import EXCLUSIVE, RETIRED
from scenarios.classes import Classes, Scheme, classified
from scenarios.hours import hours_of
from scenarios.pipeline import judged_on, standards_of
from scenarios.scores import subject_of
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from domain.measures import Subject
    from domain.standards import Standards
    from gis.dataset import Dataset
    from scenarios.viewer import Viewer

    Values = NDArray[np.float64]

HECTARE_M2: Final = 10_000.0
HOUSEHOLDS: Final = "households"
COUNT: Final = "count."
"""How the names of measures begin that are counts of the units."""
MEASURED_AT_HAND: Final = 10
NORM: Final = "norm"
"""The scheme whose classes are those of the norm."""
NORM_CLASSES: Final = ("below-limit", "below-norm", "in-norm", "above-norm", "above-limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class GridMeasure:
    """One number of every grid; NaN where it has none.

    `centred` marks quantities with a middle of 0, `ruled` those of grids with a household norm alone.
    """

    key: str
    unit: str
    value: Callable[[Measured], Values]
    centred: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """A plan as it is measured, with the hours of its grids."""

    dataset: Dataset
    subject: Subject
    hours: Values

    def shown(self) -> NDArray[np.bool_]:
        """Grids that hold ground and are not retired."""
        retired = np.array([grid.type == RETIRED for grid in self.subject.plan.grids], np.bool_)
        shown: NDArray[np.bool_] = self.subject.filled & ~retired
        return shown


def _deviation(of: Measured) -> Values:
    """Share by which each grid's households differ from the mean of all grids with a norm."""
    mean = float(of.subject.workload.mean()) if of.subject.workload.size else 0.0
    return of.subject.households_of_grid / mean - 1.0 if mean else np.zeros(len(of.subject.plan))


GRID_MEASURES: Final = (
    GridMeasure(
        key=HOUSEHOLDS, unit="households", ruled=True,
        value=lambda of: of.subject.households_of_grid.astype(np.float64),
    ),
    GridMeasure(key="deviation", unit="share", ruled=True, centred=True, value=_deviation),
    GridMeasure(
        key="density", unit="households-per-ha",
        value=lambda of: of.subject.households_of_grid / np.maximum(of.subject.area_m2 / HECTARE_M2, 1e-9),
    ),
    GridMeasure(key="hours", unit="h", value=lambda of: of.hours),
    GridMeasure(key="fte", unit="fte", value=lambda of: np.asarray(of.subject.fte, np.float64)),
    GridMeasure(key="farthest", unit="m", value=lambda of: of.subject.travel.max_m),
    GridMeasure(key="area", unit="ha", value=lambda of: of.subject.area_m2 / HECTARE_M2),
    GridMeasure(key="compactness", unit="1", value=lambda of: of.subject.compactness),
)  # fmt: skip


class Shading:
    """Values of grids by measure, worked out once for each scenario."""

    def __init__(self, viewer: Viewer) -> None:
        """Measure what the viewer shows."""
        self._viewer = viewer
        self._measured: AtHand[Measured] = AtHand(MEASURED_AT_HAND)

    def measures(self, district: str) -> tuple[GridMeasure, ...]:
        """What grids of a district can be coloured by: first what is worked out, then what was counted."""
        units = self._viewer.dataset(district).graph.units
        return (*GRID_MEASURES, *(_count(column.name) for column in units.columns))

    def measure(self, district: str, key: str) -> GridMeasure:
        """The measure of that name.

        Raises
        ------
        UnknownError
            When grids of the district cannot be coloured by it.
        """
        found = {measure.key: measure for measure in self.measures(district)}
        if key not in found:
            raise UnknownError("measure", measure=key, known=", ".join(found))
        return found[key]

    def values(self, district: str, scenario: str, key: str) -> Values:
        """The value of each grid in the measure's unit; NaN for grids without ground or without a norm."""
        measure, of = self.measure(district, key), self._of(district, scenario)
        there = of.shown()
        if measure.ruled:
            there &= of.subject.ruled.grids
        values: Values = np.where(there, measure.value(of), np.nan)
        return values

    def classes(
        self, district: str, scenarios: Sequence[str], key: str, scheme: Scheme, size: int
    ) -> tuple[Classes, ...]:
        """The values of a measure in classes, one for each scenario; all of them have the same limits."""
        values = [self.values(district, scenario, key) for scenario in scenarios]
        found = classified(np.concatenate(values), scheme, size, centred=self.measure(district, key).centred)
        parts = np.split(found.of, np.cumsum([each.size for each in values])[:-1])
        return tuple(
            Classes(limits=found.limits, of=of, counts=tuple(np.bincount(of[of >= 0], minlength=len(found))))
            for of in parts
        )

    def difference(self, district: str, before: str, after: str, key: str) -> Values:
        """For each unit, by how much the value of its grid grows from one scenario to another.

        NaN where either has no value there. Shape (units,).
        """
        plans = [self._viewer.scenario(district, scenario).plan for scenario in (before, after)]
        values = [self.values(district, scenario, key) for scenario in (before, after)]
        old, new = (
            np.where(plan.grid_of >= 0, value[plan.grid_of], np.nan)
            for plan, value in zip(plans, values, strict=True)
        )
        grown: Values = new - old
        return grown

    def by_norm(self, district: str, scenario: str) -> NDArray[np.int32]:
        """For each grid its place in `NORM_CLASSES`, by the limits of its own type; −1 without a norm."""
        subject = self._of(district, scenario).subject
        households, of = subject.households_of_grid, np.full(len(subject.plan), -1, np.int32)
        for grid, about in enumerate(subject.plan.grids):
            if about.type in {EXCLUSIVE, RETIRED} or not subject.filled[grid]:
                continue
            kind = subject.types[about.type]
            ends = (kind.hard_low, kind.norm_low, kind.norm_high + 1, kind.hard_high + 1)
            of[grid] = np.searchsorted(ends, households[grid], side="right")
        return of

    def exclusive(self, district: str, scenario: str) -> NDArray[np.bool_]:
        """Which grids are exclusive: their households are no matter of the norm."""
        plan = self._of(district, scenario).subject.plan
        return np.array([grid.type == EXCLUSIVE for grid in plan.grids], np.bool_)

    def _of(self, district: str, scenario: str) -> Measured:
        record = self._viewer.record(district, scenario)
        standards = self._viewer.standards(district)
        return self._measured.get(
            (record.id, standards.digest), lambda: self._measure(district, record.id, standards)
        )

    def _measure(self, district: str, record: str, standards: Standards) -> Measured:
        dataset, scenario = self._viewer.dataset(district), self._viewer.scenario(district, record)
        own, basis = standards_of(dataset, scenario, standards), judged_on(dataset, scenario)
        return Measured(
            dataset=dataset,
            subject=subject_of(dataset, scenario.plan, standards=own, basis=basis),
            hours=hours_of(dataset, scenario.plan, own, basis=basis).hours,
        )


def _count(name: str) -> GridMeasure:
    """The sum of a count over each grid."""

    def total(of: Measured) -> Values:
        return of.subject.plan.totals(of.dataset.graph.units.count(name)).astype(np.float64)

    return GridMeasure(key=f"{COUNT}{name}", unit="1", value=total)


def prepare() -> None:
    """Load what dividing into classes needs, so that the first who asks does not wait for it."""
    classified(np.arange(10.0), "natural", 3)
