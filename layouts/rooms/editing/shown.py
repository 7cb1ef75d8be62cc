"""What the page shows of a draft: its state, its fills, outlines and locks, and what is chosen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from dash import html
from dash.exceptions import PreventUpdate

from domain.plan import UNASSIGNED
from layouts import ids
from layouts.coach import coached
from layouts.map_layers import layers_of
from layouts.maps import BAND_FILL
from layouts.pieces import bands, measures
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dash.development.base_component import Component

    from domain.plan import Plan
    from domain.scenario import GridRow, Scenario
    from layouts.rooms.editing.changes import Change
    from layouts.view import View
    from scenarios.services import Services

WATCHED: Final = ("share-in-norm", "grids-over-limit", "household-max", "household-min", "crossed-share")
GONE: Final = {"type": "Polygon", "coordinates": []}
LOCKS: Final = "locks"


def state(view: View, scenario: Scenario) -> list[Component]:
    """The three bands with the way to what is over limit, and the measures that a hand watches."""
    text = [say("edit.worst", view.language), html.Kbd("W")]
    worst = html.Button(
        text, id=ids.EDIT_WORST, className="textual", disabled=not worst_first(scenario), **{"data-key": "w"}
    )
    told = measures(scenario, view.language, WATCHED)
    return [bands(scenario.scorecard.per_grid, view.language), worst, *_leftovers(view, scenario.plan), told]


def unusable(services: Services, draft: str) -> tuple[bool, bool]:
    """Whether there is nothing to take back, and nothing to restore."""
    drawn = services.editing.draft(draft)
    return not drawn.last_gesture(), not drawn.next_gesture()


def _leftovers(view: View, plan: Plan) -> list[Component]:
    """How many units are in no grid, and the way to share them out, where there are any."""
    left = int((plan.grid_of == UNASSIGNED).sum())
    if not left:
        return []
    share = html.Button(say("edit.share-out", view.language), id=ids.EDIT_LEFTOVERS, className="textual")
    return [html.P([say("edit.left", view.language, units=left), " ", share], className="say acceptable")]


def worst_first(scenario: Scenario) -> list[int]:
    """The grids over limit, those with most households first."""
    over = [row for row in scenario.scorecard.per_grid if row.band == "over"]
    return [row.grid for row in sorted(over, key=lambda row: (-row.households, row.code))]


def next_worst(view: View, services: Services, selection: Mapping[str, Any]) -> Any:
    """The grid over limit after the one that is chosen: as `chosen`, and where to look."""
    draft = services.editing.open(view.district, view.scenario)
    scenario = services.editing.scenario(view.district, draft)
    order, held = worst_first(scenario), selection.get("grids", [])
    if not order:
        raise PreventUpdate
    after = order.index(held[0]) + 1 if held and held[0] in order else 0
    grid = order[after % len(order)]
    box = services.viewer.box(view.district, np.flatnonzero(scenario.plan.grid_of == grid))
    return *chosen(view, services, {"grid": grid, "additive": False}, {}), box


def colours(scenario: Scenario) -> list[str]:
    """The fill of every grid position, retired ones included."""
    fill = {row.grid: BAND_FILL[row.band] for row in scenario.scorecard.per_grid}
    return [fill.get(grid, "--map-unassigned") for grid in range(len(scenario.plan))]


def on_the_map(view: View, services: Services, scenario: Scenario, change: Change) -> tuple[Any, ...]:
    """Units that moved, colours, and the outlines of the grids that changed."""
    now = scenario.plan.grid_of
    diff = [[unit, int(now[unit])] for unit in change.units]
    return diff, colours(scenario), outlined(view, services, scenario, change.grids)


def outlined(
    view: View, services: Services, scenario: Scenario, touched: Collection[int]
) -> list[dict[str, Any]]:
    """The outlines of some grids as they are now; of those without ground that they are gone."""
    features = json.loads(services.viewer.features(view.district, scenario, sorted(touched)))["features"]
    held = {feature["properties"]["grid"] for feature in features}
    return [*features, *(_gone(grid) for grid in sorted({*touched} - held))]


def _gone(grid: int) -> dict[str, Any]:
    """The outline of a grid that has no ground any more."""
    return {
        "type": "Feature",
        "geometry": GONE,
        "properties": {"grid": grid, "code": "", "households": 0, "band": "ok"},
    }


def chosen(
    view: View, services: Services, picked: Mapping[str, Any] | None, selection: Mapping[str, Any]
) -> Any:
    """The selection after a click on a grid (that grid, or with Shift two of them), its words, the layers.

    Of one grid the coach says what to do next, and the ground that would move stands on the map.
    """
    if picked is None:
        raise PreventUpdate
    grid, held = picked["grid"], list(selection.get("grids", []))
    draft = services.editing.open(view.district, view.scenario)
    around = layers(view, services, draft)
    if grid is None:
        return {"grids": [], "units": []}, [], around
    grids = [*(g for g in held[-1:] if g != grid), grid] if picked["additive"] else [grid]
    scenario = services.editing.scenario(view.district, draft)
    told_of = [
        _chosen_grid(row, scenario.plan, view) for row in scenario.scorecard.per_grid if row.grid in grids
    ]
    advice, ghosts = coached(view, services, grid) if len(grids) == 1 else ([], None)
    shown = [html.H3(say("edit.chosen", view.language)), *told_of, *advice]
    return {"grids": grids, "units": []}, shown, [*around, *([ghosts] if ghosts else [])]


def _chosen_grid(row: GridRow, plan: Plan, view: View) -> Component:
    """One chosen grid: its households, its band, and whether it is locked."""
    band = say(f"band.{row.band}.mark", view.language)
    told = say("edit.chosen.grid", view.language, grid=row.code, households=row.households, band=band)
    lock = [" ", html.Span(say("edit.locked", view.language), className="state")]
    return html.Div([told, *(lock if plan.grids[row.grid].locked else [])])


def layers(view: View, services: Services, draft: str) -> list[dict[str, Any]]:
    """The layers of the district, and the units of a draft that are locked by themselves."""
    locked = services.editing.locked(view.district, services.editing.draft(draft)).tolist()
    around = layers_of(view, services.viewer)
    if not locked:
        return around
    outline = json.loads(services.viewer.groups(view.district, [locked]))
    return [*around, {"id": LOCKS, "kind": "lock", "data": outline}]
