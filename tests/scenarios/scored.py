"""Subjects and scenarios of small towns for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.reference import shipped_standards
from domain.measures import Subject
from domain.scenario import Provenance, Scenario, Scorecard
from scenarios.scores import grid_rows, known_types, metrics_of
from tests.strategies import plan_of

if TYPE_CHECKING:
    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from gis.dataset import Dataset

STANDARDS = shipped_standards()
TYPES = known_types(STANDARDS)


def subject_of(graph: PlanningGraph, plan: Plan, today: Plan | None = None) -> Subject:
    """A plan of a town as a subject, by the shipped standards."""
    households = graph.units.count("households")
    return Subject(graph=graph, plan=plan, households=households, types=TYPES, today=today)


def before_and_after(
    graph: PlanningGraph, old: list[int], new: list[int], *, grids: int | None = None
) -> tuple[Subject, Subject]:
    """Two plans of a town as subjects, the first as the second's today."""
    today = plan_of(graph, old, grids or max(old) + 1)
    plan = plan_of(graph, new, grids or max(new) + 1)
    return subject_of(graph, today), subject_of(graph, plan, today)


def scenario_of(dataset: Dataset, plan: Plan, name: str, *, baseline: bool = False) -> Scenario:
    """A plan of a dataset as a scenario."""
    subject = subject_of(dataset.graph, plan, dataset.today)
    return Scenario(
        name=name,
        dataset=dataset.digest,
        plan=plan,
        scorecard=Scorecard(
            basis="常住户", metrics=metrics_of(subject), violations=(), per_grid=grid_rows(subject)
        ),
        baseline=baseline,
        provenance=Provenance(
            recipe="r" * 64,
            plan_digest=plan.digest(dataset.graph.units),
            dataset=dataset.digest,
            standards=STANDARDS.digest,
            problem="",
            seed=1,
            proposals=7,
            stopped_by="proposals",
            engine="test",
        ),
    )
