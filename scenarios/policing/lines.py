"""Police grids in sentences: bands, today beside them, station areas, what is short, who covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.police_rules import BANDS
from scenarios.policing.tables import compared, grid_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.police import PoliceArea
    from scenarios.documents import Tell
    from scenarios.policing.policed import Policed

SHOWN = 8
"""Police grids that are told in a line; the document and the workbook hold all."""


def police_lines(found: Policed, tell: Tell) -> Iterator[str]:
    """Everything: police grids and their bands, today beside them, the station areas, and what is short."""
    yield from opening(found, tell)
    for key, (was, now) in compared(found).items():
        if was and now is not None:
            facts = {"before": round(was, 2), "after": round(now, 2), "share": now / was - 1}
            yield tell("police.change", measure=f"police.measure.{key}", **facts)
    yield from (_area_line(area, found.ground.place(n), tell) for n, area in enumerate(found.after.areas))
    yield from gaps(found, tell)


def opening(found: Policed, tell: Tell) -> Iterator[str]:
    """Police grids and their bands, where calls are from, and what today is."""
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


def gaps(found: Policed, tell: Tell) -> Iterator[str]:
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
