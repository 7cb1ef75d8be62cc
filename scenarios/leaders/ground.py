"""What a plan asks of its workers, in the shape in which its staffings are judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import community_of_grid
from optimizer.staffing.problem import staffing_problem
from scenarios.hours import hours_of
from scenarios.needs import streets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.posts import Pool, StaffingProblem
    from domain.standards import Standards
    from gis.dataset import Dataset

    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """A plan to be staffed, and what its communities are.

    Attributes
    ----------
    problem
        What must be staffed, with the heads of today.
    visits, patrols, events
        Hours a year of each grid by what they are for, ways included; shape (grids,).
    names, streets
        Name of each community and of the street that it lies in, empty where there is none.
    households
        Households of each community on the basis that hours follow.
    basis
        That basis (口径).
    """

    problem: StaffingProblem
    visits: Reals
    patrols: Reals
    events: Reals
    names: tuple[str, ...]
    streets: tuple[str, ...]
    households: Reals
    basis: str

    @property
    def has_pool(self) -> bool:
        """Whether it is known who is there today."""
        return any(entry.heads for entry in self.problem.pool)

    @property
    def names_by_code(self) -> Mapping[str, str]:
        """Name of each community by its code."""
        return dict(zip(self.problem.communities, self.names, strict=True))


def ground_of(dataset: Dataset, plan: Plan, standards: Standards, pool: tuple[Pool, ...]) -> Ground:
    """Return what a plan asks of its workers, and who there is."""
    units = dataset.graph.units
    load = hours_of(dataset, plan, standards)
    filled = community_of_grid(plan, units) >= 0
    areas = units.communities
    column = units.column(dataset.info.households)
    return Ground(
        problem=staffing_problem(dataset.graph, plan, load, standards, pool=pool),
        visits=(load.visit_h + load.travel_h)[filled],
        patrols=load.patrol_h[filled],
        events=load.event_h[filled],
        names=tuple(name or code for code, name in zip(areas.codes, areas.names, strict=True)),
        streets=streets_of(units),
        households=np.bincount(areas.of_unit, units.count(column.name), len(areas.codes)).astype(np.float64),
        basis=column.basis,
    )
