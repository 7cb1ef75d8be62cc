"""Police grids as tables: by police grid, with base grids, by station area, for absence, and beside today."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scenarios.sheets import workbook_of
from scenarios.staff_sheet import staff_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from domain.police import PoliceGrid
    from domain.staffing import Staffing
    from scenarios.documents import Tell
    from scenarios.policing.policed import Policed
    from scenarios.sheets import Sheet

    Row = Mapping[str, Any]

GRIDS = (
    "code", "name", "station", "communities", "villages", "base_grids", "officers", "auxiliaries",
    "auxiliaries_least", "people", "people_each", "band", "calls", "calls_each", "minutes", "wait", "busy",
    "outside",
)  # fmt: skip
PAIRS = ("code", "name", "grid", "whole")
AREAS = (
    "area_code", "area", "station", "police_grids", "officers", "officers_needed", "auxiliaries", "people",
    "people_each", "calls", "minutes", "station_minutes", "waits", "wait", "method",
)  # fmt: skip
AWAY = ("code", "name", "cover", "cover_busy", "cover_people", "minutes", "minutes_away", "wait_away")
COMPARED = ("measure", "before", "after", "change")
"""Columns of the tables, in the order in which they are printed."""


def grid_name(grid: PoliceGrid, found: Policed, tell: Tell) -> str:
    """A police grid as it is called in lists: its station, else its area, and its number."""
    place = found.ground.place(found.ground.codes.index(grid.area))
    return tell("police.grid", place=place, number=grid.number)


def grid_rows(found: Policed, tell: Tell) -> list[Row]:
    """Every police grid with what it holds, who is there, and how its calls are answered."""
    level = found.ground.dataset.graph.units.communities
    names = dict(zip(level.codes, level.names, strict=True))
    stations = {area.code: area.station or area.name for area in found.after.areas}
    rows: list[Row] = []
    for grid in found.after.grids:
        answer = grid.answer
        rows.append(
            {
                "code": grid.code, "name": grid_name(grid, found, tell), "station": stations[grid.area],
                "communities": tell("police.and").join(names[code] or code for code in grid.communities),
                "villages": grid.villages, "base_grids": len(grid.grids), "officers": grid.officers,
                "auxiliaries": grid.auxiliaries, "auxiliaries_least": grid.auxiliaries_least,
                "people": round(grid.people), "people_each": round(grid.people_each),
                "band": tell(f"police.band.{found.rules.band(grid.people_each)}"),
                "calls": round(grid.calls, 1), "calls_each": round(grid.calls_each, 1),
                **({} if answer is None else {
                    "minutes": round(answer.minutes, 2), "wait": round(answer.wait, 2),
                    "busy": round(answer.busy, 4), "outside": round(answer.outside, 4),
                }),
            }
        )  # fmt: skip
    return rows


def pair_rows(found: Policed, tell: Tell) -> list[Row]:
    """The table 警格—网格对应表: every base grid of every police grid, and whether it lies there whole."""
    count = Counter(code for grid in found.after.grids for code in grid.grids)
    return [
        {
            "code": grid.code, "name": grid_name(grid, found, tell), "grid": code,
            "whole": tell("police.whole" if count[code] == 1 else "police.cut"),
        }
        for grid in found.after.grids
        for code in grid.grids
    ]  # fmt: skip


def area_rows(found: Policed, tell: Tell) -> list[Row]:
    """Every station area: officers there and needed, minutes to a call, and the share that waits."""
    count = Counter(grid.area for grid in found.after.grids)
    rows: list[Row] = []
    for area in found.after.areas:
        answered: Row = {"method": tell("police.grows-short")}
        if area.minutes is not None and area.waits is not None and area.wait is not None:
            answered = {
                "minutes": round(area.minutes, 2), "waits": round(area.waits, 6), "wait": round(area.wait, 2),
                "method": tell("police.exact" if area.exact else "police.near"),
            }  # fmt: skip
        rows.append(
            {
                "area_code": area.code, "area": area.name, "station": area.station,
                "police_grids": count[area.code], "officers": area.officers,
                "officers_needed": area.needed, "auxiliaries": area.auxiliaries, "people": round(area.people),
                "people_each": round(area.people / area.officers), "calls": round(area.calls, 1),
                "station_minutes": round(area.station_minutes, 2), **answered,
            }
        )  # fmt: skip
    return rows


def away_rows(found: Policed, tell: Tell) -> list[Row]:
    """Who covers for the officer of every police grid, what he then has, and what it costs in minutes."""
    names = {grid.code: grid_name(grid, found, tell) for grid in found.after.grids}
    rows: list[Row] = []
    for grid in found.after.grids:
        if grid.answer is None:
            continue
        away = grid.answer.away
        row: Row = {
            "code": grid.code, "name": names[grid.code], "cover": tell("police.nobody"),
            "minutes": round(grid.answer.minutes, 2),
        }  # fmt: skip
        if away is not None:
            row = {
                **row, "cover": names[away.cover], "cover_busy": round(away.busy, 4),
                "cover_people": round(away.people),
                "minutes_away": "" if away.minutes is None else round(away.minutes, 2),
                "wait_away": "" if away.wait is None else round(away.wait, 2),
            }  # fmt: skip
        rows.append(row)
    return rows


def compared(found: Policed) -> dict[str, tuple[float | None, float | None]]:
    """Return evenness and minutes today and as drawn, by their keys.

    Where no zones of today are known there is no evenness of today.
    """
    was, now = found.before, found.after
    if not found.today:
        return {
            "people-most": (None, round(now.people_most)), "people-spread": (None, now.people_spread),
            "calls-spread": (None, now.calls_spread), "minutes": (was.minutes, now.minutes),
        }  # fmt: skip
    return {
        "people-most": (round(was.people_most), round(now.people_most)),
        "people-spread": (was.people_spread, now.people_spread),
        "calls-spread": (was.calls_spread, now.calls_spread),
        "minutes": (was.minutes, now.minutes),
    }


def compared_rows(found: Policed, tell: Tell) -> list[Row]:
    """Evenness and minutes before and after, with the change as a share of before."""
    pairs = compared(found)
    return [
        {
            "measure": tell(f"police.measure.{key}"), "before": "" if before is None else round(before, 4),
            "after": "" if after is None else round(after, 4),
            "change": round(after / before - 1, 4) if before and after is not None else "",
        }
        for key, (before, after) in pairs.items()
    ]  # fmt: skip


def staff_columns(found: Policed) -> dict[str, Row]:
    """Officers, police grids and people for each officer of every community."""
    rows: dict[str, Row] = {}
    for code in found.ground.dataset.graph.units.communities.codes:
        mine = [grid for grid in found.after.grids if code in grid.communities]
        officers = sum(grid.officers for grid in mine)
        people = sum(grid.people for grid in mine)
        rows[code] = {
            "officers": officers, "police_grids": len(mine),
            "people_officer": round(people / max(officers, 1)),
        }  # fmt: skip
    return rows


def police_workbook(found: Policed, staffing: Staffing | None, tell: Tell) -> bytes:
    """Return all tables as a workbook, that of the staff first where the grids are staffed."""
    units = found.ground.dataset.graph.units
    sheets = [staff_sheet(staffing, units, staff_columns(found), tell)] if staffing else []
    sheets += [
        _sheet("grids", GRIDS, grid_rows(found, tell), tell),
        _sheet("pairs", PAIRS, pair_rows(found, tell), tell),
        _sheet("areas", AREAS, area_rows(found, tell), tell),
        _sheet("away", AWAY, away_rows(found, tell), tell),
        _sheet("compared", COMPARED, compared_rows(found, tell), tell),
    ]
    return workbook_of(sheets)


def _sheet(name: str, fields: Sequence[str], rows: Sequence[Row], tell: Tell) -> Sheet:
    """One sheet, its heads and values in the order of its fields."""
    heads = [tell(f"police.head.{field}") for field in fields]
    return tell(f"police.sheet.{name}"), heads, [[row.get(field, "") for field in fields] for row in rows]
