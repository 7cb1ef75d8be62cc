"""对照检验: where a plan stands among legal plans that nobody wished for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import InvalidValueError
from domain.judgement import ruled
from domain.outcome import Infeasible
from optimizer import redraw
from optimizer.redraw.ensemble import ensemble
from scenarios.pipeline import basis_of, build_problem
from scenarios.scores import ALL_MEASURES, metrics_of, subject_of

if TYPE_CHECKING:
    from domain.plan import Plan
    from domain.settings import RedrawSettings
    from domain.standards import Standards
    from gis.dataset import Dataset

    Values = dict[str, float]

SHOWN: Final = (
    "household-cv", "share-in-norm", "grids-over-limit", "cut-border-m", "polsby-popper-mean",
    "inertia", "boundary-following", "estates-cut-needless", "travel-max-m", "crossed-share",
)  # fmt: skip
LOW, HIGH = 5, 95
"""Percentiles between which nine of ten plans lie."""
_KINDS: Final = {measure.key: measure for measure in ALL_MEASURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One measure over the ensemble, and where the plans in question stand.

    Attributes
    ----------
    low, median, high
        5th, 50th and 95th percentile over the ensemble.
    values
        The value of each plan in question, by its name.
    better_than
        For each, the share of plans of the ensemble that it is better than, those alike half.
    """

    key: str
    unit: str
    better: str
    low: float
    median: float
    high: float
    values: Values
    better_than: Values

    def unusual(self, name: str) -> bool:
        """Say whether a plan lies outside nine of ten."""
        return not self.low <= self.values[name] <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """An ensemble of legal plans of as many grids, and how other plans stand in it.

    `grids` is how many each plan of the ensemble has; `illegal` how many of `plans` break a hard
    limit, because no legal one was found in some community.
    """

    grids: int
    plans: int
    illegal: int
    standings: tuple[Standing, ...]


def contrast(
    dataset: Dataset,
    against: dict[str, Plan],
    standards: Standards,
    settings: RedrawSettings,
    *,
    plans: int,
) -> Contrast | Infeasible:
    """Return how plans stand among `plans` legal ones, of as many grids as asked or as the last of them has.

    The norm, basis and seed are those of the settings; today's lines do not count. Infeasible where
    no plan of as many grids keeps the laws.

    Raises
    ------
    InvalidValueError
        Fewer than 20 plans: percentiles would mean nothing.
    """
    if plans < 100 // LOW:
        raise InvalidValueError("contrast-plans", plans=plans, least=100 // LOW)
    units, households = dataset.graph.units, dataset.graph.units.count(basis_of(dataset, settings))
    number = settings.grids or int(ruled(list(against.values())[-1], units, households).grids.sum())
    asked = replace(settings, task="count", grids=number, cross=None, from_today=False)
    prepared = redraw.prepare(build_problem(dataset, asked, standards))
    if isinstance(prepared, Infeasible):
        return prepared

    def measured(plan: Plan) -> Values:
        subject = subject_of(
            dataset, plan, standards=standards, basis=basis_of(dataset, settings), today=dataset.today
        )
        return {key: metric.value for key, metric in metrics_of(subject).items()}

    drawn, illegal = [], 0
    for states, legal in ensemble(prepared.parts, plans=plans, seed=settings.seed):
        drawn.append(measured(redraw.assemble(prepared, states, "proposals").plan))
        illegal += not legal
    own = {name: measured(plan) for name, plan in against.items()}
    keys = [key for key in SHOWN if all(key in values for values in (*drawn, *own.values()))]
    return Contrast(
        grids=number, plans=plans, illegal=illegal,
        standings=tuple(standing(key, [values[key] for values in drawn], own) for key in keys),
    )  # fmt: skip


def standing(key: str, drawn: list[float], own: dict[str, Values]) -> Standing:
    """Return where plans with the measures `own` stand in a measure over the ensemble."""
    sample, kind = np.array(drawn), _KINDS[key]
    sign = 1.0 if kind.better == "less" else -1.0
    low, median, high = np.percentile(sample, [LOW, 50, HIGH]).tolist()
    values = {name: mine[key] for name, mine in own.items()}
    return Standing(
        key=key, unit=kind.unit, better=kind.better, low=low, median=median, high=high, values=values,
        better_than={
            name: float(np.mean(sign * sample > sign * value) + np.mean(sample == value) / 2)
            for name, value in values.items()
        },
    )  # fmt: skip
