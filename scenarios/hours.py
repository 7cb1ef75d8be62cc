"""Hours of a plan's grids on real ground: what was counted, and shares and rates where it was not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.plan import EXCLUSIVE, RETIRED
from optimizer.staffing.workload import (
    HOUSEHOLD_CLASSES,
    PLACE_CLASSES,
    Demand,
    Workload,
    street_metres,
    workload,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.standards import Standards
    from domain.units import Count, UnitSet
    from gis.dataset import Dataset

HOMES: Final = ("households", "dwellings")
YEAR: Final = re.compile(r"(?:19|20)\d\d(?!\d)")


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


def fte_by_basis(dataset: Dataset, plan: Plan, standards: Standards) -> dict[str, float]:
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


def _rounds(today: Plan | None, units: UnitSet) -> float | None:
    """Count today's grids that have units and are neither exclusive nor retired."""
    if today is None:
        return None
    sizes = today.totals(np.ones(len(units), np.int64))
    kinds = [grid.type for grid in today.grids]
    return float(
        sum(size > 0 and kind not in {EXCLUSIVE, RETIRED} for size, kind in zip(sizes, kinds, strict=True))
    )
