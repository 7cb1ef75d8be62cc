"""What the commands print about plans: their scores, how they were drawn, and how they compare."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from scenarios.documents import Document, document

if TYPE_CHECKING:
    from domain.outcome import Violation
    from domain.scenario import Scenario
    from domain.units import UnitSet
    from scenarios.compare import Comparison
    from scenarios.difference import Difference


def evaluate_document(scenario: Scenario, units: UnitSet) -> Document:
    """What a plan is worth."""
    return document("evaluate", **_scored(scenario, units))


def redraw_document(
    scenario: Scenario, units: UnitSet, *, seconds: float, household_cv_floor: float
) -> Document:
    """A plan that was drawn: its scores, how it was divided, and how good it can be at most."""
    return document(
        "redraw",
        **_scored(scenario, units),
        seconds=seconds,
        stopped_by=scenario.provenance.stopped_by,
        proposals=scenario.provenance.proposals,
        apportionment=[
            {
                "community": row.community,
                "households": row.households,
                "grids": row.grids,
                "low": row.low,
                "high": row.high,
                "legal": [row.legal_low, row.legal_high],
                "unavoidable": row.unavoidable,
                "nearest_households": row.nearest_households,
            }
            for row in scenario.apportionment
        ],
        floor={"household-cv": household_cv_floor},
        certificate=[asdict(certificate) for certificate in scenario.certificate],
    )


def compare_document(comparison: Comparison, units: UnitSet) -> Document:
    """Scenarios side by side; values of metrics in the order baseline, then `scenarios`."""
    return document(
        "compare",
        baseline=comparison.baseline.name,
        scenarios=[scenario.name for scenario in comparison.scenarios[1:]],
        bases=[scenario.scorecard.basis for scenario in comparison.scenarios],
        metrics={key: list(compared.values) for key, compared in comparison.metrics.items()},
        verdicts={key: list(compared.verdicts) for key, compared in comparison.metrics.items()},
        moved=[
            {"scenario": one.name, "split": found.split, "crossed": found.crossed, "changed_worker": None}
            for one, found in comparison.others
        ],
        crosswalk=[row for one, found in comparison.others for row in _crosswalk(comparison, one, found)],
        changes=[row for one, found in comparison.others for row in _changes(comparison, one, found)],
        worse_off=[row for one, found in comparison.others for row in _worse_off(one, found, units)],
    )


def _scored(scenario: Scenario, units: UnitSet) -> Document:
    """What `evaluate` and `redraw` have in common; `fte` of grids is known once the plan is staffed."""
    card = scenario.scorecard
    fte_of_grid = {grid.grid: grid.fte for staffing in scenario.staffings for grid in staffing.grids}
    return {
        "recipe": scenario.provenance.recipe,
        "plan_digest": scenario.provenance.plan_digest,
        "grids": len(card.per_grid),
        "units": len(units),
        "basis": card.basis,
        "metrics": {key: asdict(metric) for key, metric in card.metrics.items()},
        "violations": [_violation(scenario, violation) for violation in card.violations],
        "per_grid": [
            {
                "grid": row.code,
                "type": row.type,
                "community": row.community,
                "households": row.households,
                "area_m2": row.area_m2,
                "perimeter_m": row.perimeter_m,
                "fte": fte_of_grid.get(row.code),
                "band": row.band,
                "reason": row.reason,
            }
            for row in card.per_grid
        ],
    }


def _violation(scenario: Scenario, violation: Violation) -> Document:
    grid = scenario.plan.grids[violation.grid].code if violation.grid >= 0 else None
    return {**asdict(violation), "grid": grid}


def _crosswalk(comparison: Comparison, one: Scenario, found: Difference) -> list[Document]:
    """Rows of the crosswalk from the baseline's grids to a scenario's."""
    old, new = comparison.baseline.plan.grids, one.plan.grids
    return [
        {
            "scenario": one.name,
            "old": old[row.old].code,
            "new": new[row.new].code,
            "units": row.units,
            "households": row.households,
            "area_m2": row.area_m2,
        }
        for row in found.crosswalk
    ]


def _changes(comparison: Comparison, one: Scenario, found: Difference) -> list[Document]:
    """Rows of the change list."""
    old, new = comparison.baseline.plan.grids, one.plan.grids
    return [
        {
            "scenario": one.name,
            "kind": change.kind,
            "old": [old[grid].code for grid in change.old],
            "new": [new[grid].code for grid in change.new],
            "units": change.units,
            "households": change.households,
            "share": change.share,
        }
        for change in found.changes
    ]


def _worse_off(one: Scenario, found: Difference, units: UnitSet) -> list[Document]:
    """The communities that are worse off, with what they lose."""
    return [
        {
            "scenario": one.name,
            "community": units.communities.codes[effect.community],
            "worse": list(effect.worse),
            "better": list(effect.better),
            "before": asdict(effect.before),
            "after": asdict(effect.after),
        }
        for effect in found.worse_off
    ]
