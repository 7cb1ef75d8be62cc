"""The beginning of a district: today's grids, or, where it has none yet, each community as one grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.digest import recipe_digest
from domain.plan import Grid, Plan
from domain.scenario import Provenance, Scenario
from scenarios.evaluate import evaluate

if TYPE_CHECKING:
    from domain.standards import Standards
    from gis.dataset import Dataset

TODAY: Final = "today"
START: Final = "start"
"""Name of the scenario that stands in for today's grids where a district has none."""


def baseline(dataset: Dataset, standards: Standards, *, basis: str = "") -> Scenario | None:
    """Today's grids as a scenario like any other, or None where there are none."""
    if dataset.today is None:
        return None
    return _begun(TODAY, dataset, dataset.today, standards, basis)


def beginning(dataset: Dataset, standards: Standards) -> Scenario:
    """Today's grids, or where there are none each community as one grid."""
    return baseline(dataset, standards) or _begun(START, dataset, by_community(dataset), standards, "")


def by_community(dataset: Dataset) -> Plan:
    """Return the plan in which each community is one grid, coded as its first."""
    units = dataset.graph.units
    level = units.communities
    grids = tuple(
        Grid(code=f"{code}001", type=kind, name=name)
        for code, kind, name in zip(level.codes, level.kinds, level.names, strict=True)
    )
    return Plan(unit_set=units.digest, grid_of=level.of_unit, grids=grids)


def _begun(name: str, dataset: Dataset, plan: Plan, standards: Standards, basis: str) -> Scenario:
    """A plan that nobody has proposed, as a scenario."""
    told = recipe_digest({"dataset": dataset.digest, "standards": standards.digest, name: True})
    return Scenario(
        name=name,
        dataset=dataset.digest,
        baseline=True,
        plan=plan,
        scorecard=evaluate(
            dataset,
            plan,
            standards=standards,
            basis=basis or dataset.info.households,
            today=dataset.today,
            requested=None,
        ),
        provenance=Provenance(
            recipe=told,
            plan_digest=plan.digest(dataset.graph.units),
            dataset=dataset.digest,
            standards=standards.digest,
            problem="",
            seed=0,
            proposals=0,
            stopped_by="today",
            engine="",
        ),
    )
