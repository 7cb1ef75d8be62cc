"""Police grids on the command line: who has which ground, how calls are answered, and a workbook of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.errors import FormatError
from domain.outcome import Infeasible
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done, no_plan
from scenarios.commands.plans import scenario_at
from scenarios.documents import document
from scenarios.policing.files import officers_told
from scenarios.policing.ground import police_ground
from scenarios.policing.lines import police_lines
from scenarios.policing.policed import policed
from scenarios.policing.reaching import most_tried, officers_within
from scenarios.policing.tables import compared, grid_name, police_workbook
from scenarios.staff import staffed_by_hours

if TYPE_CHECKING:
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.documents import Document, Tell
    from scenarios.policing.files import PoliceTables
    from scenarios.policing.policed import Policed


def police_told(
    folder: Path, scenario: Path | None, tables: PoliceTables, standards: Standards, *,
    minutes: float | None, out: Path | None, tell: Tell,
) -> Done:  # fmt: skip
    """Say which ground each officer has; write all tables as a workbook where asked.

    `minutes` asks with how many officers calls are reached in so many on average.
    """
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    drawn_on = scenario_at(dataset, scenario, standards)
    ground = police_ground(dataset, standards, areas=tables.areas, calls=tables.calls, count=tables.count)
    ground = ground.with_heads(*officers_told(tables.officers, ground.known, len(ground.codes)))
    found = policed(ground, drawn_on.plan, standards, zones=tables.zones)
    if isinstance(found, Infeasible):
        return no_plan("police", found, tell)
    if out is not None:
        staffing = staffed_by_hours(dataset, drawn_on, standards)
        out.write_bytes(police_workbook(found, staffing, tell))
    told, lines = _told(found, out, tell), list(police_lines(found, tell))
    if minutes is not None:
        within = officers_within(ground, drawn_on.plan, standards, minutes)
        for area, officers in zip(told["areas"], within, strict=True):
            area["officers_within"] = officers
        lines += [_reached(found, n, minutes, heads, tell) for n, heads in enumerate(within)]
    return Done(document=told, lines=tuple(lines))


def _reached(found: Policed, area: int, minutes: float, officers: int | None, tell: Tell) -> str:
    """How many officers reach calls of a station in so many minutes, or how many do not."""
    place = found.ground.place(area)
    if officers is None:
        most = most_tried(found.after.areas[area].people, found.rules)
        return tell("police.never-within", place=place, minutes=minutes, officers=most)
    return tell("police.within", place=place, minutes=minutes, officers=officers)


def _told(found: Policed, out: Path | None, tell: Tell) -> Document:
    """Everything that was found."""
    units = found.ground.dataset.graph.units
    codes = [grid.code for grid in found.after.grids]
    return document(
        "police", ok=True, calls_from=found.ground.calls_from, today_zones=found.today,
        measures={
            key: {"before": before, "after": after} for key, (before, after) in compared(found).items()
        },
        areas=[asdict(area) for area in found.after.areas],
        areas_before=[asdict(area) for area in found.before.areas],
        grids=[
            {
                **asdict(grid), "name": grid_name(grid, found, tell), "people_each": grid.people_each,
                "band": found.rules.band(grid.people_each),
            }
            for grid in found.after.grids
        ],
        shared_communities=list(found.after.shared_communities), cut_grids=list(found.after.cut_grids),
        units={unit: codes[zone] for unit, zone in zip(units.codes, found.zones.tolist(), strict=True)},
        out=str(out) if out else None,
    )  # fmt: skip
