"""划分: today's grids judged, the redraw run, and its result on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from layouts import ids, redraw_form
from layouts.gridmap import GridMap, packed
from layouts.inspector import grid_card, overview
from layouts.maps import legend, plan_map, soft_colours
from layouts.pieces import drawer, reason_text, table, word_text
from layouts.run_panel import panel
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.services import Services

TICK_MS = 700
NO_GRIDS: dict[str, Any] = {"type": "FeatureCollection", "features": []}


def layout(view: View, services: Services) -> Component:
    """The map of the scenario with its inspector and table; of the run, while one is watched."""
    record = services.viewer.record(view.district, view.scenario)
    scenario = services.viewer.scenario(view.district, record.id)
    running = bool(view.run)
    more = {"grids": NO_GRIDS, "labels": False} if running else {"pulse": worst_grid(scenario)}
    return html.Div(
        [
            html.Div(
                [
                    html.Div(
                        plan_map(ids.MAP, view, services.viewer, scenario, record.id, **more),
                        className="mapbox",
                    ),
                    legend(view.language),
                ],
                className="mapside",
            ),
            _watched(view, services) if running else _judged(view, services, scenario),
            drawer(
                say("draw.table", view.language, grids=len(scenario.plan)),
                table(ids.GRID_TABLE, columns(view), rows(scenario, view), view),
            ),
        ],
        className="room",
    )


def worst_grid(scenario: Scenario) -> int | None:
    """The grid with the most households among those over limit, which pulses once; None without any."""
    over = [row for row in scenario.scorecard.per_grid if row.band == "over"]
    return max(over, key=lambda row: (row.households, -row.grid)).grid if over else None


def _judged(view: View, services: Services, scenario: Scenario) -> Component:
    """The inspector with what is wrong, and what can be done about it."""
    return html.Aside(
        [
            html.Div(
                overview(view, services, scenario),
                id=ids.INSPECTOR,
                className="scroll",
                **{"aria-live": "polite"},
            ),
            redraw_form.form(view, services, scenario),
        ],
        className="inspector",
    )


def _watched(view: View, services: Services) -> Component:
    """The inspector while a run goes on; it says how far it is and can stop it."""
    run = services.runs.get(view.run)
    return html.Aside(
        [
            html.Div(panel(run, view), id=ids.RUN_PROGRESS, className="scroll", **{"aria-live": "polite"}),
            html.Div(
                html.Button(say("run.stop", view.language), id=ids.STOP_RUN, className="also"),
                className="act",
            ),
            dcc.Interval(id=ids.RUN_TICK, interval=TICK_MS),
        ],
        className="inspector",
    )


def columns(view: View) -> list[dict[str, Any]]:
    """Columns of the grid table."""
    numeric = {"households", "area_km2", "compactness"}
    fields = ("code", "community", "households", "band", "reason", "area_km2", "compactness")
    return [
        {
            "field": field,
            "headerName": say(f"grid.{field}", view.language),
            **({"type": "numericColumn"} if field in numeric else {}),
            **({"minWidth": 160} if field in {"code", "reason"} else {}),
        }
        for field in fields
    ]


def rows(scenario: Scenario, view: View) -> list[dict[str, Any]]:
    """One row a grid: the worst first, each with its band in words and the reason."""
    order = {"over": 0, "acceptable": 1, "empty": 2, "ok": 3, "exclusive": 4}
    return [
        {
            "id": str(row.grid),
            "code": row.code,
            "community": row.community,
            "households": row.households,
            "band": word_text(row.band, view.language),
            "reason": reason_text(row.reason, view.language),
            "area_km2": round(row.area_m2 / 1e6, 3),
            "compactness": round(row.compactness, 2),
        }
        for row in sorted(scenario.scorecard.per_grid, key=lambda r: (order[r.band], -r.households, r.code))
    ]


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    view = view_of("/x/draw", "")
    return [
        GridMap(id=ids.MAP),
        html.Div(id=ids.INSPECTOR),
        table(ids.GRID_TABLE, [], [], view),
        html.Div(id=ids.RUN_PROGRESS),
        html.Button(id=ids.STOP_RUN),
        dcc.Interval(id=ids.RUN_TICK, disabled=True),
        *redraw_form.parts(),
    ]


def register(app: Dash, services: Services) -> None:
    """Connect map and table with the inspector, and the run with its progress."""
    redraw_form.register(app, services)

    @app.callback(
        Output(ids.INSPECTOR, "children"),
        Output(ids.MAP, "selection"),
        Input(ids.MAP, "gridPicked"),
        Input(ids.GRID_TABLE, "selectedRows"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def inspect(
        picked: dict[str, Any] | None, chosen: list[dict[str, Any]] | None, path: str, query: str
    ) -> Any:
        return inspected(
            view_of(path, query), services, picked, chosen, by_table=ctx.triggered_id == ids.GRID_TABLE
        )

    @app.callback(
        Output(ids.RUN_PROGRESS, "children"),
        Output(ids.MAP, "gridOfUnit"),
        Output(ids.MAP, "colours"),
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Input(ids.RUN_TICK, "n_intervals"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def watch(_n: int, path: str, query: str) -> Any:
        return watched(view_of(path, query), services)

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
    picked: dict[str, Any] | None,
    chosen: list[dict[str, Any]] | None,
    *,
    by_table: bool,
) -> tuple[Any, Any]:
    """The card of the grid chosen on the map or in the table, and the selection to show."""
    if picked is None and not chosen:
        raise PreventUpdate
    scenario = services.viewer.scenario(view.district, view.scenario)
    grid = int(chosen[0]["id"]) if by_table and chosen else None if by_table else (picked or {}).get("grid")
    if grid is None:
        return overview(view, services, scenario), {"grids": [], "units": []}
    return grid_card(view, services, scenario, grid), {"grids": [grid], "units": []}


def watched(view: View, services: Services) -> tuple[Any, Any, Any, Any]:
    """Progress, plan and colours of the run as it is now; the new scenario's address once it is done."""
    if not view.run:
        raise PreventUpdate
    run = services.runs.get(view.run)
    if run.result:
        return no_update, no_update, no_update, view.at(run="", scenario=run.result).query
    grid_of = services.viewer.plan_of_run(run.id, view.district)
    return panel(run, view), packed(grid_of), soft_colours(grid_of), no_update
