"""What was drawn: sentences, the map with police grids by their band, a table; or why nothing was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from dash import html

from layouts import ids
from layouts.gridmap import GridMap, packed
from layouts.maps import ground, legend
from layouts.text import number, say, share, teller
from scenarios.documents import clash_text
from scenarios.policing.ground import FACILITY
from scenarios.policing.lines import gaps, opening
from scenarios.policing.tables import area_rows, compared_rows, grid_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dash.development.base_component import Component

    from domain.outcome import Infeasible
    from domain.police import PoliceGrid
    from layouts.view import View
    from scenarios.policing.policed import Policed
    from scenarios.services import Services

FILLS: Final = {
    "ok": "--rule-ok-soft", "amber": "--rule-acceptable-soft", "red": "--rule-over-soft",
    "light": "--rule-exclusive-soft",
}  # fmt: skip
BANDS_ON_MAP: Final = {"ok": "ok", "amber": "acceptable", "red": "over", "light": "exclusive"}
"""How the map calls the bands of police grids."""
HEADS: Final = (
    "name", "communities", "people_each", "band", "calls", "minutes", "busy", "cover", "auxiliaries_of",
)  # fmt: skip
AREAS: Final = (
    "area", "officers", "officers_needed", "people_each", "minutes", "station_minutes", "waits", "method",
)  # fmt: skip
COMPARED: Final = ("measure", "before", "after", "change")
TEXTS: Final = ("name", "communities", "band", "cover", "area", "measure", "method")
SHARES: Final = ("change", "waits")
MINUTES: Final = ("minutes", "station_minutes")


def refused(found: Infeasible, view: View) -> list[Component]:
    """Why there are no police grids, and the smallest changes that help."""
    return [html.P(clash_text(clash, teller(view.language)), className="say over") for clash in found.clashes]


def told(found: Policed, view: View, services: Services) -> list[Component]:
    """Sentences, the map, tables, and the button for the workbook."""
    tell = teller(view.language)
    first, *rest = opening(found, tell)
    return [
        html.P(first, className="lead"),
        html.Div(_map(found, view, services), className="mapbox sheetmap"),
        html.Div([html.P(line) for line in rest], className="muted small"),
        html.Div(_plain(COMPARED, compared_rows(found, tell), view), className="scrolling"),
        html.Ul([html.Li(line) for line in gaps(found, tell)]),
        html.H2(say("police.sheet.areas", view.language)),
        html.Div(_plain(AREAS, area_rows(found, tell), view), className="scrolling"),
        html.H2(say("police.sheet.grids", view.language)),
        html.Button(say("police.book", view.language), id=ids.POLICE_BOOK, className="also fitting"),
        html.Div(_table(found, view), className="scrolling", style={"marginTop": "10px"}),
    ]


def _plain(fields: Sequence[str], rows: Sequence[Mapping[str, Any]], view: View) -> Component:
    """A table of the workbook, some of its columns."""
    cells = [[_cell(field, row.get(field, ""), view) for field in fields] for row in rows]
    return html.Table(
        [html.Thead(html.Tr(_heads(fields, view))), html.Tbody([html.Tr(row) for row in cells])]
    )


def _cell(field: str, value: Any, view: View) -> Component:
    """One value as planners write it."""
    if field in SHARES and value != "":
        text = share(value)
    elif field in MINUTES and value != "":
        text = number(value, view.language, decimals=1)
    else:
        text = number(value, view.language) if isinstance(value, (int, float)) else str(value)
    return html.Td(text, className="text" if field in TEXTS else "")


def _heads(fields: Sequence[str], view: View) -> list[Component]:
    return [
        html.Th(
            say(f"police.head.{name}", view.language), scope="col", className="text" if name in TEXTS else ""
        )
        for name in fields
    ]


def _map(found: Policed, view: View, services: Services) -> GridMap:
    """Police grids filled by their band, their outlines and names, and the stations."""
    drawn = ground(view, services.viewer)
    bands = [found.rules.band(grid.people_each) for grid in found.after.grids]
    members = [np.flatnonzero(found.zones == n).tolist() for n in range(len(found.after.grids))]
    outlines = json.loads(services.viewer.groups(view.district, members))
    for feature in outlines["features"]:
        n = int(feature["properties"]["name"]) - 1
        grid = found.after.grids[n]
        feature["properties"] = {
            "grid": n, "code": str(grid.number), "label": _label(found, grid, view),
            "band": BANDS_ON_MAP[bands[n]],
        }  # fmt: skip
    props = {
        "id": ids.POLICE_MAP,
        "gridOfUnit": packed(found.zones),
        "colours": [FILLS[band] for band in bands],
        "grids": outlines,
        "labels": True,
        "legend": legend(
            say("police.legend", view.language),
            [(FILLS[band], say(f"police.band.{band}", view.language)) for band in FILLS if band in bands],
        ),
        "layers": [*drawn["layers"], *_stations(found, view, services)],
        "style": {"height": "100%"},
    }
    return GridMap(**(drawn | props))


def _stations(found: Policed, view: View, services: Services) -> Iterator[dict[str, Any]]:
    """The police stations as places of the map, where any are known."""
    if found.ground.station_names:
        every = json.loads(services.viewer.layer(view.district, "facilities"))
        mine = [each for each in every["features"] if each["properties"]["kind"] == FACILITY]
        yield {
            "id": f"of-{FACILITY}", "kind": "station", "title": say("police.head.station", view.language),
            "data": {**every, "features": mine},
        }  # fmt: skip


def _label(found: Policed, grid: PoliceGrid, view: View) -> str:
    """What stands at the pointer: the name, people for the officer, and minutes to a call."""
    name = grid_name(grid, found, teller(view.language))
    minutes = grid.answer.minutes if grid.answer else 0.0
    return say("police.label", view.language, name=name, people=round(grid.people_each), minutes=minutes)


def _table(found: Policed, view: View) -> Component:
    """A row a police grid."""
    names = {grid.code: grid_name(grid, found, teller(view.language)) for grid in found.after.grids}
    level = found.ground.dataset.graph.units.communities
    places = dict(zip(level.codes, level.names, strict=True))
    rows = []
    for grid in found.after.grids:
        held = say("police.and", view.language).join(places[code] or code for code in grid.communities)
        values = {
            "name": names[grid.code], "communities": held,
            "people_each": number(round(grid.people_each), view.language),
            "band": say(f"police.band.{found.rules.band(grid.people_each)}", view.language),
            "calls": number(round(grid.calls), view.language),
            "auxiliaries_of": f"{grid.auxiliaries}/{grid.auxiliaries_least}", **_answer(grid, names, view),
        }  # fmt: skip
        rows.append(html.Tr([html.Td(values[h], className="text" if h in TEXTS else "") for h in HEADS]))
    return html.Table([html.Thead(html.Tr(_heads(HEADS, view))), html.Tbody(rows)])


def _answer(grid: PoliceGrid, names: dict[str, str], view: View) -> dict[str, str]:
    """Minutes, busy share and cover of a police grid, as far as there are any."""
    if grid.answer is None:
        return dict.fromkeys(("minutes", "busy", "cover"), "–")
    away = grid.answer.away
    return {
        "minutes": f"{grid.answer.minutes:.1f}", "busy": share(grid.answer.busy),
        "cover": names[away.cover] if away else say("police.nobody", view.language),
    }  # fmt: skip
