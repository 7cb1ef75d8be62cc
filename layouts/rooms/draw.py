"""划分: today's grids judged, the redraw run, and its result on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from layouts import apportionment, grid_table, ids, redraw_form, searching, shading
from layouts.grid_card import grid_card
from layouts.gridmap import GridMap, packed
from layouts.inspector import overview, worst_grid
from layouts.maps import making_colours, making_legend, plan_map
from layouts.pieces import table
from layouts.run_panel import panel
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from data.store.records import RunRecord
    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.making import Making
    from scenarios.services import Services

TICK_MS = 500
NO_GRIDS: dict[str, Any] = {"type": "FeatureCollection", "features": []}
NOTHING_SEEN: dict[str, Any] = {"seq": -1, "points": []}


def layout(view: View, services: Services) -> Component:
    """The map of the scenario with its inspector and tables; of the run, while one is watched."""
    if view.run:
        return _watching(view, services)
    record = services.viewer.record(view.district, view.scenario)
    scenario = services.viewer.scenario(view.district, record.id)
    grid = grid_of_code(scenario, view.grid)
    more: dict[str, Any] = {
        "pulse": worst_grid(scenario),
        "selection": _selection(grid),
        "found": searching.NOTHING_ASKED,
        "shades": shading.offered(view, services),
        **shading.shaded(view, services, shading.shade_of(view.colour)),
    }
    drawn = plan_map(ids.MAP, view, services.viewer, scenario, record.id, **more)
    return html.Div(
        [
            html.Div(html.Div(drawn, className="mapbox"), className="mapside"),
            _judged(view, services, scenario, grid),
            _tables(view, services, scenario),
        ],
        className="room",
    )


def _watching(view: View, services: Services) -> Component:
    """The map and the inspector while a run goes on; the ground is grey until it is drawn."""
    run, today = services.runs.get(view.run), services.viewer.record(view.district, "")
    making = services.viewer.making(run.id, view.district)
    more = {
        "grids": NO_GRIDS,
        "labels": False,
        "gridOfUnit": packed(making.grid_of),
        "colours": making_colours(making.settled),
        "legend": making_legend(view.language),
    }
    scenario = services.viewer.scenario(view.district, "")
    drawn = plan_map(ids.MAP, view, services.viewer, scenario, today.id, **more)
    stop = html.Button(
        say("run.stop", view.language), id=ids.STOP_RUN, className="also", hidden=run.ended_already
    )
    progress = html.Div(
        _told(run, view, services, making, []),
        id=ids.RUN_PROGRESS,
        className="scroll",
        **{"aria-live": "polite"},
    )
    return html.Div(
        [
            html.Div(html.Div(drawn, className="mapbox"), className="mapside"),
            html.Aside([progress, html.Div(stop, className="act")], className="inspector"),
            dcc.Interval(id=ids.RUN_TICK, interval=TICK_MS),
            dcc.Store(id=ids.RUN_TRACE, data=NOTHING_SEEN),
        ],
        className="room",
    )


def _judged(view: View, services: Services, scenario: Scenario, grid: int | None) -> Component:
    """The inspector with what is wrong, and what can be done about it."""
    told = overview(view, services, scenario) if grid is None else grid_card(view, services, scenario, grid)
    return html.Aside(
        [
            html.Div(told, id=ids.INSPECTOR, className="scroll", **{"aria-live": "polite"}),
            redraw_form.form(view, services, scenario),
        ],
        className="inspector",
    )


def _tables(view: View, services: Services, scenario: Scenario) -> Component:
    """The drawer: grids, and how many of them each community gets; a tab opens and closes its table."""
    needs = services.desk.needs(view.district, view.scenario)
    names = {need.code: need.name for need in needs}
    grids = table(ids.GRID_TABLE, grid_table.columns(view), grid_table.rows(scenario, names, view), view)
    communities = table(
        ids.COMMUNITY_TABLE,
        apportionment.columns(view, proven=bool(scenario.certificate)),
        apportionment.rows(needs, scenario, view),
        view,
    )
    sheets = [
        ("grids", say("draw.table", view.language, grids=len(scenario.scorecard.per_grid)), grids),
        ("communities", say("apportion.table", view.language, communities=len(needs)), communities),
    ]
    return html.Div(
        dmc.Tabs(
            [
                dmc.TabsList([dmc.TabsTab(title, value=key) for key, title, _ in sheets]),
                *[dmc.TabsPanel(html.Div(sheet, className="sheet"), value=key) for key, _, sheet in sheets],
            ],
            id=ids.TABLES,
            value=None,
            allowTabDeactivation=True,
            keepMounted=False,  # a closed table costs the first drawing of the map a third of its time
        ),
        className="drawer",
    )


def grid_of_code(scenario: Scenario, code: str) -> int | None:
    """The position of the grid with this code; None where there is none."""
    return next((row.grid for row in scenario.scorecard.per_grid if code and row.code == code), None)


def _selection(grid: int | None) -> dict[str, list[int]]:
    return {"grids": [] if grid is None else [grid], "units": []}


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    view = view_of("/x/draw", "")
    return [
        GridMap(id=ids.MAP),
        html.Div(id=ids.INSPECTOR),
        html.Button(id=ids.SHOW_WORST),
        html.Button(id=ids.CLOSE_CARD),
        table(ids.GRID_TABLE, [], [], view),
        html.Div(id=ids.RUN_PROGRESS),
        html.Button(id=ids.STOP_RUN),
        dcc.Interval(id=ids.RUN_TICK, disabled=True),
        dcc.Store(id=ids.RUN_TRACE),
        *redraw_form.parts(),
    ]


def register(app: Dash, services: Services) -> None:
    """Connect map and table with the inspector, and the run with its progress."""
    redraw_form.register(app, services)
    shading.register(app, services)
    searching.register(app, services, ids.MAP, searching.scenario_plan)
    _register_grids(app, services)
    _register_run(app, services)


def _register_grids(app: Dash, services: Services) -> None:
    """One grid is chosen on the map, in the table, or as the worst; all show it."""

    @app.callback(
        Output(ids.INSPECTOR, "children"),
        Output(ids.MAP, "selection"),
        Output(ids.GRID_TABLE, "selectedRows"),
        Output(ids.GRID_TABLE, "scrollTo"),
        Input(ids.MAP, "gridPicked"),
        Input(ids.GRID_TABLE, "selectedRows"),
        Input(ids.SHOW_WORST, "n_clicks", allow_optional=True),
        Input(ids.CLOSE_CARD, "n_clicks", allow_optional=True),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def inspect(*values: Any) -> Any:
        return inspected(view_of(*values[-2:]), services, str(ctx.triggered_id), *values[:-2])


def _register_run(app: Dash, services: Services) -> None:
    """A run is watched until it has a plan, and can be stopped."""

    @app.callback(
        Output(ids.RUN_PROGRESS, "children"),
        Output(ids.MAP, "gridOfUnit"),
        Output(ids.MAP, "colours"),
        Output(ids.RUN_TRACE, "data"),
        Output(ids.STOP_RUN, "hidden"),
        Output(ids.RUN_TICK, "disabled"),
        Output(ids.ARRIVE, "data"),
        Input(ids.RUN_TICK, "n_intervals"),
        State(ids.RUN_TRACE, "data"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def watch(_n: int, seen: dict[str, Any], path: str, query: str) -> Any:
        return watched(view_of(path, query), services, seen)

    @app.callback(
        Output(ids.STOP_RUN, "disabled"),
        Input(ids.STOP_RUN, "n_clicks"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def stop(clicks: int | None, query: str) -> bool:
        if clicks:
            services.runs.cancel(view_of("/", query).run)
        return bool(clicks)


def inspected(
    view: View,
    services: Services,
    by: str,
    picked: dict[str, Any] | None,
    chosen: grid_table.Chosen,
    worst: int | None,
    closed: int | None,
) -> tuple[Any, Any, Any, Any]:
    """Card and selection of the grid chosen last, by whichever element; the overview without one."""
    if {ids.MAP: picked, ids.GRID_TABLE: chosen, ids.SHOW_WORST: worst, ids.CLOSE_CARD: closed}[by] is None:
        raise PreventUpdate
    scenario = services.viewer.scenario(view.district, view.scenario)
    grid = {
        ids.MAP: (picked or {}).get("grid"),
        ids.GRID_TABLE: grid_table.grid_of_row(chosen),
        ids.SHOW_WORST: worst_grid(scenario),
        ids.CLOSE_CARD: None,
    }[by]
    told = overview(view, services, scenario) if grid is None else grid_card(view, services, scenario, grid)
    if by == ids.GRID_TABLE:
        return told, _selection(grid), no_update, no_update
    there = no_update if grid is None else {"rowId": str(grid), "rowPosition": "middle"}
    return told, _selection(grid), {"ids": [] if grid is None else [str(grid)]}, there


def watched(view: View, services: Services, seen: dict[str, Any]) -> tuple[Any, ...]:
    """Progress, plan and colours of the run as it is now; the new scenario's address once it is done.

    `seen` is what the page knows already: the last change of the run, and the best value over time.
    An ended run is watched no longer: a late tick would ask for the page again and again.
    """
    if not view.run:
        raise PreventUpdate
    run = services.runs.get(view.run)
    if run.result:
        return (*[no_update] * 5, True, view.at(run="", scenario=run.result).href)
    making = services.viewer.making(run.id, view.district)
    points = list(seen["points"])
    if run.value is not None and making.begun >= 1 and (not points or points[-1][0] < run.elapsed_s):
        points.append((run.elapsed_s, run.value))
    told = _told(run, view, services, making, points)
    now = {"seq": run.seq, "points": points}
    if run.seq == seen["seq"]:
        return told, no_update, no_update, now, run.ended_already, run.ended_already, no_update
    colours = making_colours(making.settled)
    return told, packed(making.grid_of), colours, now, run.ended_already, run.ended_already, no_update


def _told(
    run: RunRecord, view: View, services: Services, making: Making, points: list[tuple[float, float]]
) -> list[Component]:
    """The run in words, with how many others go first."""
    others = [other for other in services.runs.of(view.district) if not other.ended_already]
    ahead = sum(other.queued < run.queued for other in others) if run.state == "queued" else 0
    return panel(run, view, begun=making.begun, trace=points, ahead=ahead)
