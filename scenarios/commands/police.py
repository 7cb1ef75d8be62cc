"""Police grids on the command line: who has which ground, how calls are answered, and a workbook of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.errors import FormatError
from domain.outcome import Infeasible
from domain.police_rules import BANDS
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done, no_plan
from scenarios.commands.plans import scenario_at
from scenarios.documents import document
from scenarios.policing.policed import policed
from scenarios.policing.tables import compared, grid_name, police_workbook
from scenarios.staff import staffed_by_hours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.police import PoliceArea
    from domain.standards import Standards
    from scenarios.documents import Document, Tell
    from scenarios.policing.files import PoliceTables
    from scenarios.policing.policed import Policed

SHOWN = 8
"""Police grids that are told in a line; the document and the workbook hold all."""


def police_told(
    folder: Path, scenario: Path | None, tables: PoliceTables, standards: Standards, *,
    out: Path | None, tell: Tell,
) -> Done:  # fmt: skip
    """Say which ground each officer has; write all tables as a workbook where asked."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    drawn_on = scenario_at(dataset, scenario, standards)
    found = policed(dataset, drawn_on.plan, tables, standards)
    if isinstance(found, Infeasible):
        return no_plan("police", found, tell)
    if out is not None:
        staffing = staffed_by_hours(dataset, drawn_on, standards)
        out.write_bytes(police_workbook(found, staffing, tell))
    return Done(document=_told(found, out, tell), lines=tuple(_lines(found, tell)))


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


def _lines(found: Policed, tell: Tell) -> Iterator[str]:
    """Police grids and their bands, today beside them, the station areas, and what is short."""
    after, people = found.after, [grid.people_each for grid in found.after.grids]
    officers = sum(area.officers for area in after.areas)
    yield tell(
        "police.drawn", areas=len(after.areas), officers=officers, grids=len(after.grids),
        mean=round(sum(area.people for area in after.areas) / officers), least=round(min(people)),
        most=round(max(people)),
    )  # fmt: skip
    bands = [found.rules.band(each) for each in people]
    light, ok, amber, red = (bands.count(band) for band in BANDS)
    yield tell("police.bands", light=light, ok=ok, amber=amber, red=red)
    yield tell(f"police.calls-from.{found.ground.calls_from}", calls=round(sum(a.calls for a in after.areas)))
    yield tell("police.before-zones" if found.today else "police.before-stations", zones=found.today)
    for key, (was, now) in compared(found).items():
        if was and now is not None:
            facts = {"before": round(was, 2), "after": round(now, 2), "share": now / was - 1}
            yield tell("police.change", measure=f"police.measure.{key}", **facts)
    yield from (_area_line(area, found.ground.place(n), tell) for n, area in enumerate(after.areas))
    yield from _gaps(found, tell)


def _area_line(area: PoliceArea, place: str, tell: Tell) -> str:
    """One station area: people for each officer, minutes, and the share that waits."""
    facts: dict[str, str | float] = {
        "area": place, "officers": area.officers, "needed": area.needed,
        "people": round(area.people / area.officers), "station": area.station_minutes,
    }  # fmt: skip
    if area.minutes is None or area.waits is None:
        return tell("police.area-grows", **facts)
    method = "police.exact" if area.exact else "police.near"
    return tell("police.area", minutes=area.minutes, waits=area.waits, method=method, **facts)


def _gaps(found: Policed, tell: Tell) -> Iterator[str]:
    """Auxiliaries that are short, grids that are cut, stations where nobody covers, and the worst absence."""
    grids = found.after.grids
    short = [grid for grid in grids if grid.auxiliaries < grid.auxiliaries_least]
    if short:
        first = tell("police.and").join(grid_name(grid, found, tell) for grid in short[:SHOWN])
        heads = sum(grid.auxiliaries_least - grid.auxiliaries for grid in short)
        yield tell("police.auxiliaries-short", heads=heads, grids=len(short), first=first)
    if found.after.shared_communities:
        level = found.ground.dataset.graph.units.communities
        names = dict(zip(level.codes, level.names, strict=True))
        shared = found.after.shared_communities
        first = tell("police.and").join(names[code] or code for code in shared[:SHOWN])
        yield tell("police.shared", communities=len(shared), first=first)
    if found.after.cut_grids:
        first = tell("police.and").join(found.after.cut_grids[:SHOWN])
        yield tell("police.grids-cut", grids=len(found.after.cut_grids), first=first)
    alone = [grid for grid in grids if grid.answer is not None and grid.answer.away is None]
    if alone:
        first = tell("police.and").join(grid_name(grid, found, tell) for grid in alone[:SHOWN])
        yield tell("police.alone", grids=len(alone), first=first)
    covered = [(grid, grid.answer.away) for grid in grids if grid.answer and grid.answer.away]
    if covered:
        grid, away = max(covered, key=lambda pair: pair[1].people)
        names = {each.code: grid_name(each, found, tell) for each in grids}
        yield tell(
            "police.worst-away", grid=names[grid.code], cover=names[away.cover], people=round(away.people),
            busy=away.busy,
        )  # fmt: skip
