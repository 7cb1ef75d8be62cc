"""How many grids the norm asks for, on every basis of households that the ground knows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from optimizer.redraw import norm_range
from scenarios.pipeline import build_problem

if TYPE_CHECKING:
    from domain.settings import RedrawSettings
    from domain.standards import GridType, Standards
    from gis.dataset import Dataset
    from optimizer.redraw import NormRange
    from scenarios.documents import Tell

HOMES: Final = ("dwellings", "households")
"""Columns that a household norm can be measured on."""
FLAT: Final = "town"
"""The type whose norm divides a district's total as if it were one community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormAnswer:
    """The norm on one basis: the range by the total alone, and nested community by community."""

    basis: str
    households: int
    range: NormRange

    def told(self) -> dict[str, Any]:
        """The answer as a row of a document."""
        return {"basis": self.basis, "households": self.households, **asdict(self.range)}

    def line(self, tell: Tell) -> str:
        """The answer in one sentence."""
        return tell("told.norm", basis=self.basis, households=self.households, **asdict(self.range))


def norm_answers(dataset: Dataset, standards: Standards, settings: RedrawSettings) -> tuple[NormAnswer, ...]:
    """The norm's answer on every basis of homes that was counted."""
    units, found = dataset.graph.units, []
    flat = flat_type(standards, settings)
    for name in HOMES:
        if units.has(name):
            problem = build_problem(dataset, replace(settings, basis=name), standards)
            totals = np.bincount(units.communities.of_unit, problem.households, len(units.communities.codes))
            kinds = [problem.types[kind] for kind in problem.type_of_community]
            answer = norm_range([int(total) for total in totals], kinds, flat)
            found.append(
                NormAnswer(basis=problem.basis.basis, households=int(problem.households.sum()), range=answer)
            )
    return tuple(found)


def flat_type(standards: Standards, settings: RedrawSettings) -> GridType:
    """The norm that divides the district's total: that of towns, or the one the settings give."""
    town = standards.grid_type(FLAT)
    if settings.low is None or settings.high is None:
        return town
    return town.with_norm(settings.low, settings.high)
