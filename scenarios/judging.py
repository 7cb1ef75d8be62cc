"""Plans held against the standards of now, whatever they were drawn by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.evaluate import evaluate
from scenarios.pipeline import cap_of, judged_on, standards_of

if TYPE_CHECKING:
    from domain.scenario import Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset


def judged_by(dataset: Dataset, scenario: Scenario, standards: Standards) -> Scenario:
    """Return a scenario with the scores that it has by these standards; what made it stays as it is.

    By other standards than it was drawn by, what was proven of it and its posts hold no longer.
    """
    if scenario.provenance.standards == standards.digest:
        return scenario
    scorecard = evaluate(
        dataset,
        scenario.plan,
        standards=standards_of(dataset, scenario, standards),
        basis=judged_on(dataset, scenario),
        today=dataset.today,
        requested=int(scenario.notes["grids"]) if "grids" in scenario.notes else None,
        cross=cap_of(scenario),
    )
    return replace(scenario, scorecard=scorecard, certificate=(), apportionment=(), staffings=())
