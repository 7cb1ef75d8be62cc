"""What each command does with folders: read, act, write, and tell."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from domain.outcome import Infeasible
from domain.staffing import Staffing
from gis.dataset_folder import read_dataset, read_files, write_files
from gis.export.bundle import export_scenario
from gis.verify.verifier import verify_export
from scenarios.compare import compare
from scenarios.documents import (
    document,
    import_document,
    infeasible_document,
    inspect_document,
    verify_document,
)
from scenarios.folder import scenario_files, scenario_from
from scenarios.lanes import never, stop_after
from scenarios.norms import norm_answers
from scenarios.pipeline import baseline, standards_of
from scenarios.plan_documents import compare_document, evaluate_document, redraw_document
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.staff import staff_scenario
from scenarios.staff_document import staff_document
from scenarios.staff_table import read_pool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.scenario import Scenario
    from domain.settings import RedrawSettings
    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.export.bundle import Audience
    from gis.inspection import FileFacts
    from scenarios.documents import Document, Tell

DATASET = "dataset.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command found: the document for programs, the lines for people."""

    document: Document
    lines: tuple[str, ...]


def build(command: str, dataset: Dataset, files: dict[str, bytes], out: Path, tell: Tell) -> Done:
    """Write a dataset that was imported or built."""
    write_files(files, out)
    told = import_document(command, dataset, str(out), tell)
    found = tell(
        "told.dataset",
        communities=len(dataset.graph.units.communities.codes),
        units=len(dataset.graph.units),
        problems=len(dataset.info.problems),
        repairs=len(dataset.info.repairs),
    )
    return Done(document=told, lines=(found, *(problem["text"] for problem in told["problems"])))


def inspected(files: Sequence[FileFacts], tell: Tell) -> Done:
    """What is in files: a line a layer, and everything that is wrong with them."""
    told = inspect_document(files, tell)
    lines = [
        tell(
            "told.layer",
            file=file["file"],
            layer=layer["layer"],
            features=layer["features"],
            crs=layer["crs"] or "–",
        )
        for file in told["files"]
        for layer in file["layers"]
    ]
    problems = [p["text"] for file in told["files"] for layer in file["layers"] for p in layer["problems"]]
    return Done(document=told, lines=(*lines, *problems))


def redraw_folder(
    folder: Path,
    out: Path,
    settings: RedrawSettings,
    standards: Standards,
    *,
    workers: int,
    name: str,
    tell: Tell,
) -> Done:
    """Redraw a dataset folder into a scenario folder; nothing is written where no plan exists."""
    begun = time.monotonic()
    work = RedrawWork(
        dataset=read_dataset(folder), settings=settings, standards=standards, name=name or out.name
    )
    scenario = redraw_now(
        work, workers=workers, stop=never if settings.seconds is None else stop_after(settings.seconds)
    )
    if isinstance(scenario, Infeasible) or isinstance(work.prepared, Infeasible):
        clashes = scenario if isinstance(scenario, Infeasible) else Infeasible(clashes=())
        return no_plan("redraw", clashes, tell)
    units = work.dataset.graph.units
    write_files(scenario_files(scenario, units), out)
    told = redraw_document(
        scenario,
        units,
        seconds=round(time.monotonic() - begun, 3),
        household_cv_floor=work.prepared.household_cv_floor,
    )
    answers = norm_answers(work.dataset, standards, settings)
    told["norm"] = [answer.told() for answer in answers]
    return Done(
        document=told, lines=(*_plan_lines(scenario, tell), *(answer.line(tell) for answer in answers))
    )


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
        document=evaluate_document(scenario, dataset.graph.units), lines=tuple(_plan_lines(scenario, tell))
    )


def staff_folder(
    folder: Path, ground: Path, out: Path, standards: Standards, *, pool: Path | None, tell: Tell
) -> Done:
    """Staff a scenario folder into another one."""
    dataset = read_dataset(ground)
    scenario = scenario_from(read_files(folder), dataset.graph.units)
    posts = read_pool(pool.read_bytes(), pool.name) if pool is not None else ()
    staffed = staff_scenario(dataset, scenario, standards, posts)
    for answer in staffed.readings.values():
        if isinstance(answer, Infeasible):
            return no_plan("staff", answer, tell)
    found = {key: one for key, one in staffed.readings.items() if isinstance(one, Staffing)}
    kept = replace(staffed.scenario, staffings=tuple(found.values()))
    write_files(scenario_files(kept, dataset.graph.units), out)
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


def export_folder(
    folder: Path,
    ground: Path,
    out: Path,
    standards: Standards,
    *,
    audience: Audience,
    formats: Sequence[str],
    crs: str | None,
    encodings: Sequence[str],
    tell: Tell,
) -> Done:
    """Write the hand-over of a scenario folder."""
    dataset = read_dataset(ground)
    scenario = scenario_from(read_files(folder), dataset.graph.units)
    export_scenario(
        dataset,
        scenario,
        out,
        formats=formats,
        audience=audience,
        crs=crs,
        encodings=encodings,
        standards=standards_of(dataset, scenario, standards),
        dated=date.today(),  # noqa: DTZ011 -- the planner's own day
    )
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    told = document("export", folder=str(out), files=files)
    return Done(document=told, lines=(tell("told.exported", files=len(files)),))


def verify_folder(folder: Path, *, tell: Tell) -> Done:
    """Check an export from its files alone."""
    report = verify_export(folder)
    lines = [f"{'✓' if check.ok else '✗'} {tell(f'check.{check.check}')}" for check in report.checks]
    return Done(document=verify_document(report.as_json()), lines=tuple(lines))


def no_plan(command: str, answer: Infeasible, tell: Tell) -> Done:
    """Say that no plan exists, and why."""
    told = infeasible_document(command, answer, tell)
    return Done(document=told, lines=tuple(reason["text"] for reason in told["infeasible"]))


def _plan_lines(scenario: Scenario, tell: Tell) -> list[str]:
    """A plan in a few lines: its bands, its spread, and the communities that fit no number of grids."""
    rows, metrics = scenario.scorecard.per_grid, scenario.scorecard.metrics
    bands = {band: sum(row.band == band for row in rows) for band in ("ok", "acceptable", "over")}
    head = tell("told.plan", grids=len(rows), basis=scenario.scorecard.basis, **bands)
    spread = tell("told.spread", cv=metrics["household-cv"].value, share=metrics["share-in-norm"].value)
    unavoidable = [
        tell(
            "told.unavoidable",
            community=row.community,
            households=row.households,
            nearest=row.nearest_households,
        )
        for row in scenario.apportionment
        if row.unavoidable
    ]
    return [head, spread, *unavoidable]
