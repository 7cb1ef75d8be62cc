"""Staff a scenario: hours of its grids, and the posts of both readings side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.outcome import Infeasible
from domain.staffing import Staffing
from optimizer.staffing.problem import staffing_problem
from optimizer.staffing.workers import staff_by_readings
from scenarios.hours import fte_by_basis, hours_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.posts import Limits, Pool, Reading, StaffingProblem
    from domain.scenario import Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset
    from optimizer.staffing.workload import Workload


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Staffed:
    """A scenario with its posts: the answer of each reading, and what they are answers to.

    `fte_by_basis` gives the full-time equivalents of the district on every basis of households
    (口径) that the dataset knows; `basis` is the one that the posts follow.
    """

    scenario: Scenario
    readings: Mapping[Reading, Staffing | Infeasible]
    problem: StaffingProblem
    load: Workload
    basis: str
    fte_by_basis: Mapping[str, float]

    @property
    def difference(self) -> int | None:
        """Posts that one full-timer a grid asks for beyond the hours, if both readings have an answer."""
        hours, each = (self.readings[reading] for reading in ("hours", "one-each"))
        if isinstance(hours, Infeasible) or isinstance(each, Infeasible):
            return None
        return each.heads.posts - hours.heads.posts


def staff_scenario(
    dataset: Dataset,
    scenario: Scenario,
    standards: Standards,
    pool: tuple[Pool, ...] = (),
    *,
    limits: Limits | None = None,
    basis: str = "",
) -> Staffed:
    """Return the scenario staffed by both readings.

    Parameters
    ----------
    pool
        Heads of today; without them everybody is recruited.
    basis
        Name of the count column of households that hours follow; the norm's own where empty.
    """
    column = dataset.graph.units.column(basis or dataset.info.households)
    load = hours_of(dataset, scenario.plan, standards, basis=column.name)
    problem = staffing_problem(dataset.graph, scenario.plan, load, standards, pool=pool, limits=limits)
    readings = staff_by_readings(problem)
    found = tuple(answer for answer in readings.values() if isinstance(answer, Staffing))
    return Staffed(
        scenario=replace(scenario, staffings=found),
        readings=readings,
        problem=problem,
        load=load,
        basis=column.basis,
        fte_by_basis=fte_by_basis(dataset, scenario.plan, standards),
    )


def staffed_as_kept(
    dataset: Dataset, scenario: Scenario, standards: Standards, pool: tuple[Pool, ...] = ()
) -> Staffed:
    """Return a scenario with the posts kept with it; staffed now where heads are given or none were kept."""
    fresh = staff_scenario(dataset, scenario, standards, pool)
    kept: dict[Reading, Staffing | Infeasible] = {one.reading: one for one in scenario.staffings}
    if pool or not kept:
        return fresh
    return replace(fresh, scenario=scenario, readings={**fresh.readings, **kept})


def staffed_by_hours(
    dataset: Dataset, scenario: Scenario, standards: Standards, pool: tuple[Pool, ...] = ()
) -> Staffing | None:
    """Return the grid workers by hours: as kept with a scenario, else staffed now; None without an answer."""
    for kept in scenario.staffings:
        if kept.reading == "hours":
            return kept
    answer = staff_scenario(dataset, scenario, standards, pool).readings["hours"]
    return None if isinstance(answer, Infeasible) else answer
