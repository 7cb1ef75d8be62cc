"""Staff a scenario: hours of its grids, and the posts of both readings side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.outcome import Infeasible
from domain.plan import EXCLUSIVE, RETIRED
from domain.posts import Limits
from domain.staffing import Staffing
from optimizer.staffing.problem import staffing_problem
from optimizer.staffing.workers import staff, staff_by_readings
from optimizer.staffing.workload import (
    HOUSEHOLD_CLASSES,
    PLACE_CLASSES,
    Demand,
    Workload,
    street_metres,
    workload,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.posts import Pool, Reading, StaffingProblem
    from domain.scenario import Scenario
    from domain.standards import Standards
    from domain.units import Count, UnitSet
    from gis.dataset import Dataset

HOMES: Final = ("households", "dwellings")
YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)")
NO_GROWTH, FEWEST, ONE_PER_GRID = "no-growth", "fewest", "one-per-grid"


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
        fte_by_basis=_fte_by_basis(dataset, scenario.plan, standards),
    )


def hours_of(dataset: Dataset, plan: Plan, standards: Standards, *, basis: str = "") -> Workload:
    """Return the hours of each grid of a plan, households by a count column (the norm's where empty)."""
    households = dataset.graph.units.count(basis or dataset.info.households).astype(np.float64)
    return workload(dataset.graph, plan, demand_of(dataset, households, standards), standards)


def demand_of(dataset: Dataset, households: NDArray[np.float64], standards: Standards) -> Demand:
    """Return what makes work on each unit: what was counted, and shares and rates where it was not.

    Patrol rounds are those of today's grids, one each: a fact of the ground, whatever is drawn.
    """
    units = dataset.graph.units
    events = (
        units.count("events") / years_of(units.column("events"))
        if units.has("events")
        else households * standards["workload.events-per-household"]
    )
    return Demand(
        households=households,
        classes={
            key: units.count(key).astype(np.float64)
            for key in (*HOUSEHOLD_CLASSES, *PLACE_CLASSES)
            if units.has(key)
        },
        events=events,
        street_m=street_metres(dataset.graph),
        patrol_rounds=_rounds(dataset.today, units),
    )


def years_of(count: Count) -> int:
    """Return how many years a count covers, from its date: `2020–2022` is three, `2023-06-30` one."""
    years = [int(year) for year in YEAR.findall(count.date)]
    return max(years) - min(years) + 1 if years else 1


def leaders_scenarios(
    problem: StaffingProblem, budget_yuan: float | None = None
) -> Mapping[str, Staffing | Infeasible]:
    """Return what leaders ask for first: 零增编, 最少增员, 一格一专, with a budget also 当年可用经费."""
    ways: dict[str, Staffing | Infeasible] = {
        NO_GROWTH: staff(replace(problem, limits=Limits(most_recruits=0)), "hours"),
        FEWEST: staff(replace(problem, limits=Limits()), "hours"),
        ONE_PER_GRID: staff(replace(problem, limits=Limits()), "one-each"),
    }
    if budget_yuan is not None:
        ways["by-budget"] = staff(replace(problem, limits=Limits(budget_yuan=budget_yuan)), "hours")
    return ways


def _rounds(today: Plan | None, units: UnitSet) -> float | None:
    """Count today's grids that have units and are neither exclusive nor retired."""
    if today is None:
        return None
    sizes = today.totals(np.ones(len(units), np.int64))
    kinds = [grid.type for grid in today.grids]
    return float(
        sum(size > 0 and kind not in {EXCLUSIVE, RETIRED} for size, kind in zip(sizes, kinds, strict=True))
    )


def _fte_by_basis(dataset: Dataset, plan: Plan, standards: Standards) -> dict[str, float]:
    """Full-time equivalents on the norm's basis and on every basis that follows from it.

    A basis that was counted in a column of its own is taken from there, not converted.
    """
    units, norm = dataset.graph.units, dataset.info.households
    households = units.count(norm).astype(np.float64)
    by_basis = {units.column(norm).basis: households}
    counted = {column.basis: column.name for column in units.columns}
    for basis, key in sorted(dataset.info.conversions.items()):
        by_basis[basis] = (
            units.count(counted[basis]).astype(np.float64)
            if basis in counted
            else households * standards[key]
        )
    return {
        basis: float(workload(dataset.graph, plan, demand_of(dataset, homes, standards), standards).fte.sum())
        for basis, homes in by_basis.items()
    }
