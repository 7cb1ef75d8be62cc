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
LEAST: Final = 100 // LOW
"""Fewer plans have no such percentile."""
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


class Chain:
    """An ensemble in the making: it grows plan by plan, and can be told at any time.

    Every plan has as many grids as asked or as the last plan in question. The norm, basis and seed
    are those of the settings; today's lines do not count. `clash` says why there is no ensemble where
    no plan of as many grids keeps the laws.
    """

    def __init__(
        self, dataset: Dataset, against: dict[str, Plan], standards: Standards, settings: RedrawSettings,
        *, plans: int,
    ) -> None:  # fmt: skip
        """Begin an ensemble of `plans` plans to hold the plans `against` it, by their names.

        Raises
        ------
        InvalidValueError
            Fewer than 20 plans: percentiles would mean nothing.
        """
        if plans < LEAST:
            raise InvalidValueError("contrast-plans", plans=plans, least=LEAST)
        self._dataset, self._standards, self._basis = dataset, standards, basis_of(dataset, settings)
        households = dataset.graph.units.count(self._basis)
        last = ruled(list(against.values())[-1], dataset.graph.units, households).grids
        self._grids, self.plans = settings.grids or int(last.sum()), plans
        asked = replace(settings, task="count", grids=self._grids, cross=None, from_today=False)
        prepared = redraw.prepare(build_problem(dataset, asked, standards))
        self.clash = prepared if isinstance(prepared, Infeasible) else None
        self._drawn: list[Values] = []
        self._illegal = 0
        if not isinstance(prepared, Infeasible):
            self._prepared = prepared
            self._states = ensemble(prepared.parts, plans=plans, seed=settings.seed)
            self._own = {name: self._measured(plan) for name, plan in against.items()}

    @property
    def done(self) -> int:
        """How many plans are drawn."""
        return len(self._drawn)

    def advance(self) -> None:
        """Draw one plan more, or pass one over at the beginning; nothing where all are drawn."""
        step = next(self._states, None)
        if step is not None and step.counts:
            plan = redraw.assemble(self._prepared, step.states, "proposals").plan
            self._drawn.append(self._measured(plan))
            self._illegal += not step.legal

    def told(self) -> Contrast:
        """Return how plans stand among those drawn so far, one at least."""
        keys = [key for key in SHOWN if all(key in values for values in (*self._drawn, *self._own.values()))]
        return Contrast(
            grids=self._grids, plans=self.done, illegal=self._illegal,
            standings=tuple(
                standing(key, [values[key] for values in self._drawn], self._own) for key in keys
            ),
        )  # fmt: skip

    def _measured(self, plan: Plan) -> Values:
        subject = subject_of(
            self._dataset, plan, standards=self._standards, basis=self._basis, today=self._dataset.today
        )
        return {key: metric.value for key, metric in metrics_of(subject).items()}


def contrast(
    dataset: Dataset, against: dict[str, Plan], standards: Standards, settings: RedrawSettings, *, plans: int
) -> Contrast | Infeasible:
    """Return how plans stand among `plans` legal ones, or why there are none (see `Chain`)."""
    chain = Chain(dataset, against, standards, settings, plans=plans)
    while chain.clash is None and chain.done < plans:
        chain.advance()
    return chain.clash or chain.told()


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
