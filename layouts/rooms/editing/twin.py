"""The table of grids beside the map: the same choice, names and locks, by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from dash import Input, Output, State
from dash.exceptions import PreventUpdate

from layouts import grid_table, ids
from layouts.pieces import drawer, table
from layouts.rooms.editing.pending import pending
from layouts.rooms.editing.shown import chosen
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from domain.plan import Plan
    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.services import Services

NAME, LOCKED = "name", "locked"
SHOWN: Final = ("code", NAME, "community", "households", "band", "reason", LOCKED)
IN_STEP: Final = """
(selection, told) => {
    const ids = (selection?.grids ?? []).map(String);
    const held = (Array.isArray(told) ? told.map((row) => row.id) : told?.ids) ?? [];
    if (String(ids) === String(held)) return [dash_clientside.no_update, dash_clientside.no_update];
    const there = ids.length ? { rowId: ids.at(-1), rowPosition: "middle" } : dash_clientside.no_update;
    return [{ ids }, there];
}
"""
"""The row of the grid that is chosen on the map; nothing where it is chosen already."""


def twin(view: View, services: Services, scenario: Scenario) -> Component:
    """The drawer with the table; a name can be written, a lock ticked."""
    title = say("draw.table", view.language, grids=len(scenario.scorecard.per_grid))
    return drawer(title, table(ids.EDIT_TABLE, _columns(view), all_rows(view, services, scenario), view))


def _columns(view: View) -> list[dict[str, Any]]:
    known = {column["field"]: column for column in grid_table.columns(view)}
    own = {
        NAME: {
            "field": NAME, "headerName": say("grid.name", view.language), "editable": True, "minWidth": 150,
        },
        LOCKED: {
            "field": LOCKED, "headerName": say("edit.lock", view.language), "editable": True, "minWidth": 80,
            "cellDataType": "boolean", "cellRenderer": "agCheckboxCellRenderer",
            "cellEditor": "agCheckboxCellEditor",
        },
    }  # fmt: skip
    return [(known | own)[field] for field in SHOWN]


def all_rows(view: View, services: Services, scenario: Scenario) -> list[dict[str, Any]]:
    """Every row of the table."""
    return _rows(view, services, scenario, set(range(len(scenario.plan))))


def _rows(view: View, services: Services, scenario: Scenario, only: set[int]) -> list[dict[str, Any]]:
    communities = services.viewer.dataset(view.district).graph.units.communities
    names = dict(zip(communities.codes, communities.names, strict=True))
    grids, card = scenario.plan.grids, scenario.scorecard
    rows = tuple(row for row in card.per_grid if row.grid in only)
    shown = replace(scenario, scorecard=replace(card, per_grid=rows))
    return [
        {**row, NAME: grids[int(row["id"])].name, LOCKED: grids[int(row["id"])].locked}
        for row in grid_table.rows(shown, names, view)
    ]


def changed_rows(view: View, services: Services, before: Plan, scenario: Scenario) -> dict[str, Any]:
    """What an edit changes in the table: rows that are other than before, new, or gone."""
    was, now, plan = before.grid_of, scenario.plan.grid_of, scenario.plan
    moved = np.flatnonzero(was != now)
    touched = {*was[moved].tolist(), *now[moved].tolist()} - {-1}
    touched |= {n for n, grid in enumerate(plan.grids) if n >= len(before) or grid != before.grids[n]}
    held, had = set(now.tolist()), set(was.tolist())
    shown = _rows(view, services, scenario, touched)
    return {
        "async": False,
        "update": [row for row in shown if int(row["id"]) in had],
        "add": [row for row in shown if int(row["id"]) not in had],
        "remove": [{"id": str(grid)} for grid in sorted(touched & (had - held))],
    }


def register(app: Dash, services: Services) -> None:
    """Keep the choice in the table and on the map the same."""
    app.clientside_callback(
        IN_STEP,
        Output(ids.EDIT_TABLE, "selectedRows"),
        Output(ids.EDIT_TABLE, "scrollTo"),
        Input(ids.EDIT_MAP, "selection"),
        State(ids.EDIT_TABLE, "selectedRows"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.EDIT_MAP, "selection", allow_duplicate=True),
        Output(ids.EDIT_MAP, "layers", allow_duplicate=True),
        Output(ids.EDIT_MAP, "look", allow_duplicate=True),
        Output(ids.EDIT_CHOSEN, "children", allow_duplicate=True),
        Input(ids.EDIT_TABLE, "selectedRows"),
        State(ids.EDIT_MAP, "selection"),
        State(ids.EDIT_MAP, "layers"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def choose(told: Any, selection: Any, layers: Any, path: str, query: str) -> Any:
        return chosen_row(view_of(path, query), services, told, selection or {}, layers)


def chosen_row(view: View, services: Services, told: Any, selection: dict[str, Any], layers: Any) -> Any:
    """The grid of the chosen row on the map; with units in the hand it is what they are aimed at."""
    grid = grid_table.grid_of_row(told)
    if grid is None or selection.get("grids") == [grid]:
        raise PreventUpdate
    draft = services.editing.open(view.district, view.scenario)
    plan, units = services.editing.plan(view.district, draft), selection.get("units", [])
    around = np.union1d(np.flatnonzero(plan.grid_of == grid), units).astype(np.intp)
    box = services.viewer.box(view.district, around)
    if units:
        shown, held = pending(view, services, units, grid)
        return held, layers, box, shown
    held, shown, around_it = chosen(view, services, {"grid": grid, "additive": False}, {})
    return held, around_it, box, shown
