"""Plans in folders: draw, score, staff and compare them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.outcome import Infeasible
from domain.staffing import Staffing
from gis.dataset_folder import read_dataset, read_files, refuse_filled, write_files
from scenarios.beginning import baseline, beginning
from scenarios.commands.done import Done, no_plan
from scenarios.compare import compare
from scenarios.documents import document
from scenarios.folder import scenario_from
from scenarios.norms import norm_answers
from scenarios.plan_documents import compare_document, evaluate_document, redraw_document
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.roster import Roster, read_roster
from scenarios.running.lanes import never, stop_after
from scenarios.staff import staff_scenario
from scenarios.staff_document import staff_document
from scenarios.trail import folder_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.plan import Plan
    from domain.scenario import Scenario
    from domain.settings import RedrawSettings
    from domain.standards import Standards
    from domain.units import UnitSet
    from gis.dataset import Dataset
    from scenarios.documents import Tell


def redraw_folder(
    folder: Path,
    out: Path,
    settings: RedrawSettings,
    standards: Standards,
    *,
    workers: int,
    name: str,
    keep: Path | None = None,
    tell: Tell,
) -> Done:
    """Redraw a dataset folder into a scenario folder; nothing is written where no plan exists.

    Locked and exclusive grids of the scenario folder `keep` stay as they are there.
    """
    refuse_filled(out)
    begun = time.monotonic()
    dataset = read_dataset(folder)
    kept = None if keep is None else scenario_from(read_files(keep), dataset.graph.units).plan
    work = RedrawWork(
        dataset=dataset, settings=settings, standards=standards, name=name or out.name, kept=kept
    )
    scenario = redraw_now(
        work, workers=workers, stop=never if settings.seconds is None else stop_after(settings.seconds)
    )
    if isinstance(scenario, Infeasible) or isinstance(work.prepared, Infeasible):
        clashes = scenario if isinstance(scenario, Infeasible) else Infeasible(clashes=())
        return no_plan("redraw", clashes, tell)
    units = work.dataset.graph.units
    write_files(folder_files(work.dataset, scenario, standards), out)
    told = redraw_document(
        scenario,
        units,
        seconds=round(time.monotonic() - begun, 3),
        household_cv_floor=work.prepared.household_cv_floor,
    )
    answers = norm_answers(work.dataset, standards, settings)
    told["norm"] = [answer.told() for answer in answers]
    named = [line for answer in answers for line in answer.lines(tell)] if settings.task == "norm" else []
    return Done(document=told, lines=(*_plan_lines(scenario, units, tell), *named))


def evaluate_folder(
    folder: Path, ground: Path | None, standards: Standards, *, basis: str, tell: Tell
) -> Done:
    """Score a scenario folder, or today's grids of a dataset folder."""
    if ground is None:
        dataset = read_dataset(folder)
        scenario = baseline(dataset, standards, basis=basis)
    else:
        dataset = read_dataset(ground)
        scenario = scenario_from(read_files(folder), dataset.graph.units)
    if scenario is None:
        return Done(document=document("evaluate", ok=False), lines=(tell("told.no-today"),))
    return Done(
        document=evaluate_document(scenario, dataset.graph.units),
        lines=tuple(_plan_lines(scenario, dataset.graph.units, tell)),
    )


def staff_folder(
    folder: Path, ground: Path, out: Path, standards: Standards, *, pool: Path | None, tell: Tell
) -> Done:
    """Staff a scenario folder into another one."""
    refuse_filled(out)
    dataset = read_dataset(ground)
    scenario = scenario_from(read_files(folder), dataset.graph.units)
    areas = dataset.graph.units.communities
    roster = Roster() if pool is None else read_roster(pool, areas, standards, tell)
    staffed = staff_scenario(dataset, scenario, standards, roster.workers)
    for answer in staffed.readings.values():
        if isinstance(answer, Infeasible):
            return no_plan("staff", answer, tell)
    found = {key: one for key, one in staffed.readings.items() if isinstance(one, Staffing)}
    kept = replace(staffed.scenario, staffings=tuple(found.values()))
    write_files(folder_files(dataset, kept, standards), out)
    line = tell(
        "staff.heads",
        hours=found["hours"].heads.posts,
        one_each=found["one-each"].heads.posts,
        existing=found["hours"].heads.existing,
    )
    return Done(document=document("staff") | staff_document(staffed, tell), lines=(line,))


def compare_folders(ground: Path, folders: Sequence[Path], standards: Standards, *, tell: Tell) -> Done:
    """Compare scenario folders with today's grids, or with the first where there are none."""
    dataset = read_dataset(ground)
    scenarios = [scenario_from(read_files(folder), dataset.graph.units) for folder in folders]
    today = baseline(dataset, standards)
    comparison = compare(dataset, [*([today] if today else []), *scenarios], standards=standards)
    lines = [
        tell("told.moved", plan=scenario.name, split=found.split, crossed=found.crossed)
        for scenario, found in comparison.others
    ]
    return Done(document=compare_document(comparison, dataset.graph.units), lines=tuple(lines))


def plan_at(dataset: Dataset, scenario: Path | None, standards: Standards) -> Plan:
    """Return the plan of a scenario's folder, or the grids that the dataset begins with."""
    return scenario_at(dataset, scenario, standards).plan


def scenario_at(dataset: Dataset, scenario: Path | None, standards: Standards) -> Scenario:
    """Return a scenario's folder, or what the dataset begins with."""
    if scenario is None:
        return beginning(dataset, standards)
    return scenario_from(read_files(scenario), dataset.graph.units)


def _plan_lines(scenario: Scenario, units: UnitSet, tell: Tell) -> list[str]:
    """A plan in a few lines: its bands, its spread, and the communities that fit no number of grids."""
    names = dict(zip(units.communities.codes, units.communities.names, strict=True))
    rows, metrics = scenario.scorecard.per_grid, scenario.scorecard.metrics
    bands = {band: sum(row.band == band for row in rows) for band in ("ok", "acceptable", "over")}
    head = tell("told.plan", grids=len(rows), basis=scenario.scorecard.basis, **bands)
    spread = tell("told.spread", cv=metrics["household-cv"].value, share=metrics["share-in-norm"].value)
    unavoidable = [
        tell(
            "told.unavoidable",
            community=f"{row.community} {names[row.community]}".strip(),
            households=row.households,
            nearest=row.nearest_households,
        )
        for row in scenario.apportionment
        if row.unavoidable
    ]
    return [head, spread, *unavoidable]
