"""Every number that says what a plan is worth, by its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from domain.errors import InvalidValueError
from domain.measures import agreement, spread
from domain.measures.estates import cut_estates, needless
from domain.measures.shape import schwartzberg
from domain.plan import community_of_grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from domain.judgement import Reason
    from domain.measures.subject import Subject
    from domain.scenario import Band

Better = Literal["less", "more", "neither"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One number about a plan; `version` changes when its formula does.

    `unit` is a key of the units that texts know: `households`, `grids`, `estates`, `m`, `share`
    (0–1), `fte` or `1`. `better` says which way is an improvement. `compares` marks measures of the
    change from today's grids, `works` those of hours, which cannot be told without them.
    """

    key: str
    version: int
    unit: str
    value: Callable[[Subject], float]
    better: Better = "less"
    compares: bool = False
    works: bool = False

    def told_of(self, subject: Subject) -> bool:
        """Say whether the subject knows what this measure needs."""
        return not (self.compares and subject.today is None) and not (self.works and subject.fte is None)


def _in_band(subject: Subject, band: Band) -> float:
    return float(sum(verdict.band == band for verdict in subject.verdicts))


def _share_in_band(subject: Subject, band: Band) -> float:
    grids = int(subject.ruled.grids.sum())
    return _in_band(subject, band) / grids if grids else 0.0


def _for_reason(subject: Subject, reason: Reason) -> float:
    return float(sum(verdict.reason == reason for verdict in subject.verdicts))


def _mean(subject: Subject, values: NDArray[np.float64]) -> float:
    """Mean over the grids that have units."""
    return float(values[subject.filled].mean()) if subject.filled.any() else 0.0


def _greatest(values: NDArray[np.float64]) -> float:
    return float(values.max(initial=0.0))


def _least(values: NDArray[np.float64]) -> float:
    return float(values.min()) if values.size else 0.0


def _cut_border_m(subject: Subject) -> float:
    return float(subject.graph.border_m[subject.cut].sum())


def _boundary_following(subject: Subject) -> float:
    """Share of all lines between grids that run along something; 1 without any line."""
    length = _cut_border_m(subject)
    return float(subject.graph.follows_m[subject.cut].sum()) / length if length else 1.0


def _estates_cut(subject: Subject) -> NDArray[np.int64]:
    return cut_estates(subject.plan, subject.graph.units, subject.ruled)


def _needless(subject: Subject) -> float:
    return float(needless(_estates_cut(subject), subject.graph.units, subject.households, subject.types).size)


def _theil(subject: Subject) -> spread.Theil:
    """Theil's T over ruled grids, split by the areas of the highest level."""
    units = subject.graph.units
    top = np.full(len(units.communities.codes) + 1, -1, np.int32)
    top[units.communities.of_unit] = units.levels[-1].of_unit
    community = community_of_grid(subject.plan, units)[subject.ruled.grids]
    return spread.theil(subject.workload, top[community])


def _travel_mean_m(subject: Subject) -> float:
    weight = subject.households_of_grid
    return float((weight * subject.travel.mean_m).sum()) / max(float(weight.sum()), 1.0)


def _fte(subject: Subject) -> NDArray[np.float64]:
    """Full-time equivalents of the grids that have units."""
    if subject.fte is None:
        raise InvalidValueError("no-hours")
    return subject.fte[subject.filled]


def _of_crosswalk(subject: Subject, weight: int) -> float:
    return weight / max(subject.crosswalk.total, 1)


MEASURES: Final[tuple[Measure, ...]] = (
    Measure("grids", 1, "grids", lambda s: float(s.ruled.grids.sum()), "neither"),
    Measure("grids-exclusive", 1, "grids", lambda s: _in_band(s, "exclusive"), "neither"),
    Measure("share-in-norm", 1, "share", lambda s: _share_in_band(s, "ok"), "more"),
    Measure("share-acceptable", 1, "share", lambda s: _share_in_band(s, "acceptable"), "neither"),
    Measure("share-over-limit", 1, "share", lambda s: _share_in_band(s, "over")),
    Measure("grids-over-limit", 1, "grids", lambda s: _in_band(s, "over")),
    Measure("grids-single-over-limit", 1, "grids", lambda s: _for_reason(s, "single-over-limit")),
    Measure("household-max", 1, "households", lambda s: _greatest(s.workload)),
    Measure("household-min", 1, "households", lambda s: _least(s.workload), "more"),
    Measure("household-cv", 1, "1", lambda s: spread.coefficient_of_variation(s.workload)),
    Measure("household-max-deviation", 1, "share", lambda s: spread.max_deviation(s.workload)),
    Measure("household-range", 1, "share", lambda s: spread.overall_range(s.workload)),
    Measure("gini", 1, "1", lambda s: spread.gini(s.workload)),
    Measure("theil", 1, "1", lambda s: _theil(s).total),
    Measure("theil-within", 1, "1", lambda s: _theil(s).within),
    Measure("theil-between", 1, "1", lambda s: _theil(s).between),
    Measure("jain", 1, "1", lambda s: spread.jain(s.workload), "more"),
    Measure("polsby-popper-mean", 1, "1", lambda s: _mean(s, s.compactness), "more"),
    Measure("schwartzberg-mean", 1, "1", lambda s: _mean(s, schwartzberg(s.area_m2, s.perimeter_m)), "more"),
    Measure("inertia", 1, "1", lambda s: _mean(s, s.moment_compactness), "more"),
    Measure("cut-border-m", 1, "m", _cut_border_m),
    Measure("boundary-following", 1, "share", _boundary_following, "more"),
    Measure("estates-cut", 1, "estates", lambda s: float(_estates_cut(s).size)),
    Measure("estates-cut-needless", 1, "estates", _needless),
    Measure("travel-mean-m", 1, "m", _travel_mean_m),
    Measure("travel-max-m", 1, "m", lambda s: _greatest(s.travel.max_m)),
    Measure("fte-required", 1, "fte", lambda s: float(_fte(s).sum()), works=True),
    Measure("workload-cv", 1, "1", lambda s: spread.coefficient_of_variation(_fte(s)), works=True),
    Measure(
        "split-share",
        1,
        "share",
        lambda s: _of_crosswalk(s, agreement.split_weight(s.crosswalk)),
        compares=True,
    ),
    Measure(
        "crossed-share",
        1,
        "share",
        lambda s: _of_crosswalk(s, agreement.crossed_weight(s.crosswalk)),
        compares=True,
    ),
    Measure(
        "adjusted-rand", 1, "1", lambda s: agreement.adjusted_rand(s.crosswalk), "neither", compares=True
    ),
    Measure(
        "variation-of-information",
        1,
        "1",
        lambda s: agreement.variation_of_information(s.crosswalk),
        "neither",
        compares=True,
    ),
)
