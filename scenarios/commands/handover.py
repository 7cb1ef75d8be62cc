"""A scenario handed over to other systems."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gis.dataset_folder import read_dataset, read_files
from gis.export.bundle import export_scenario
from scenarios.commands.done import Done
from scenarios.documents import document
from scenarios.folder import scenario_from
from scenarios.pipeline import standards_of
from scenarios.trail import exchanged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.standards import Standards
    from gis.export.bundle import Audience
    from scenarios.documents import Tell


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
    beside = exchanged(dataset, scenario, standards)
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
        attributes=beside.attributes,
        crosswalk=beside.crosswalk,
    )
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    told = document("export", folder=str(out), files=files)
    return Done(document=told, lines=(tell("told.exported", files=len(files)),))
