"""The numbers of a plan: what is measured on its ground, every measure, and a row for each grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import InvalidValueError
from domain.measures import MEASURES, Subject
from domain.plan import RETIRED, community_of_grid
from domain.scenario import GridRow, Metric
from scenarios.hours import hours_of
from scenarios.lineage import MOVED_SHARE

if TYPE_CHECKING:
    from domain.plan import Plan
    from domain.standards import GridType, Standards
    from gis.dataset import Dataset

ALL_MEASURES = (*MEASURES, MOVED_SHARE)


def subject_of(
    dataset: Dataset, plan: Plan, *, standards: Standards, basis: str = "", today: Plan | None = None
) -> Subject:
    """Return what is to be measured."""
    units = dataset.graph.units
    for drawn in (plan, today):
        if drawn is not None and drawn.unit_set != units.digest:
            raise InvalidValueError("plan-units", dataset=dataset.info.name)
    return Subject(
        graph=dataset.graph,
        plan=plan,
        households=units.count(basis or dataset.info.households),
        types=known_types(standards),
        today=today,
        fte=hours_of(dataset, plan, standards, basis=basis).fte,
    )


def metrics_of(subject: Subject) -> dict[str, Metric]:
    """Return every measure by its key; those of movement and work only where these are known."""
    return {
        measure.key: Metric(value=measure.value(subject), unit=measure.unit, version=measure.version)
        for measure in ALL_MEASURES
        if measure.told_of(subject)
    }


def known_types(standards: Standards) -> dict[str, GridType]:
    """Return the bands of every grid type in the standards, by key."""
    return {key: standards.grid_type(key) for key in standards.under("grid-types")}


def grid_rows(subject: Subject) -> tuple[GridRow, ...]:
    """Return one row for each grid that is not retired, in the plan's order."""
    units = subject.graph.units
    communities = (*units.communities.codes, "")
    community = community_of_grid(subject.plan, units)
    return tuple(
        GridRow(
            grid=grid,
            code=about.code,
            type=about.type,
            community=communities[community[grid]],
            households=int(subject.households_of_grid[grid]),
            area_m2=float(subject.area_m2[grid]),
            perimeter_m=float(subject.perimeter_m[grid]),
            compactness=float(subject.compactness[grid]),
            pieces=int(subject.pieces[grid]),
            band=subject.verdicts[grid].band,
            reason=subject.verdicts[grid].reason,
        )
        for grid, about in enumerate(subject.plan.grids)
        if about.type != RETIRED
    )
