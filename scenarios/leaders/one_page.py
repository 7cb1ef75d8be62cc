"""One page for a leader: today and a few plans, at most seven numbers each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.staffing import Staffing
from scenarios.briefing import busiest_fte, crossed
from scenarios.leaders.ground import ground_of
from scenarios.leaders.variants import as_today
from scenarios.needs import streets_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.posts import Pool
    from gis.dataset import Dataset
    from scenarios.desk import Desk
    from scenarios.difference import Difference
    from scenarios.leaders.values import Leaders
    from scenarios.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Losing:
    """The street with most communities that are worse off than today, and how many."""

    street: str
    communities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanColumn:
    """One plan: people and money by hours, the work of its busiest grid, and what residents notice.

    For today these are the heads who are there, where that is known, for a plan those whom it needs by
    hours. `load` is what each head does in the busiest grid as a multiple of one person's work, infinite
    where nobody is; where nobody is known to be there, what the busiest grid asks for. `people` and what
    follows from it is None where there is no answer, `crossed` for today's plan; `losing` is None where
    nobody is worse off.
    """

    plan: str
    name: str
    baseline: bool
    people: int | None
    yuan: float | None
    load: float | None
    over: int
    crossed: float | None
    losing: Losing | None


def one_page(
    desk: Desk, viewer: Viewer, district: str, plans: Sequence[str], pool: tuple[Pool, ...]
) -> tuple[PlanColumn, ...]:
    """Return today, then the plans of these ids, with these grid workers there today."""
    return tuple(_column(desk, viewer, district, plan, pool) for plan in ("", *plans))


def way_columns(today: PlanColumn, found: Leaders, names: Mapping[str, str]) -> tuple[PlanColumn, ...]:
    """Return some ways to staff today's grids as columns beside today, by their keys, with these names."""
    street = dict(zip(found.ground.problem.communities, found.ground.streets, strict=True))
    return tuple(
        PlanColumn(
            plan=way.key,
            name=names[way.key],
            baseline=False,
            people=way.staffing.heads.posts - way.staffing.heads.short,
            yuan=way.yearly_yuan,
            load=way.staffing.worst_load,
            over=today.over,
            crossed=0.0,
            losing=_most([street[one.community] for one in way.effects.worse]),
        )
        for way in found.ways
        if way.key in names and way.staffing and way.effects
    )


def _column(desk: Desk, viewer: Viewer, district: str, plan: str, pool: tuple[Pool, ...]) -> PlanColumn:
    record, dataset = viewer.record(district, plan), viewer.dataset(district)
    scenario, readings = viewer.scenario(district, record.id), desk.staffed(district, record.id).readings
    found = readings["hours"] if isinstance(readings["hours"], Staffing) else None
    comparison = None if record.baseline else desk.comparison(district, "", record.id)
    column = PlanColumn(
        plan=record.id,
        name=record.name,
        baseline=record.baseline,
        people=found.heads.posts if found else None,
        yuan=found.cost_yuan if found else None,
        load=found.worst_load if found and pool else busiest_fte(readings),
        over=round(scenario.scorecard.metrics["grids-over-limit"].value),
        crossed=crossed(comparison, 1) if comparison else None,
        losing=_losing(comparison.differences[0], dataset) if comparison else None,
    )
    if not pool or not record.baseline:
        return column
    problem = ground_of(dataset, scenario.plan, viewer.standards(district), pool).problem
    yearly = {kind.key: kind.yearly_yuan for kind in problem.types}
    return replace(
        column,
        people=sum(one.heads for one in pool),
        yuan=sum(yearly[one.type] * one.heads for one in pool),
        load=as_today(problem).worst_load,
    )


def _losing(difference: Difference, dataset: Dataset) -> Losing | None:
    streets = streets_of(dataset.graph.units)
    return _most([streets[effect.community] for effect in difference.worse_off])


def _most(streets: Sequence[str]) -> Losing | None:
    """Return the street that is named most often, the first by name of several; None where none is."""
    often = Counter(streets)
    del often[""]
    if not often:
        return None
    street = max(sorted(often), key=lambda name: often[name])
    return Losing(street=street, communities=often[street])
