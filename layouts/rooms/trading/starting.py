"""The ways to start a trade-off, and the runs that they start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.redraw_fields import Fields, keeping, settings_of
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.frontier import By
    from scenarios.services import Services


def buttons(view: View, services: Services) -> Component:
    """The ways to start a trade-off, folded: caps on crossing where there are grids of today, and numbers."""
    language, settings = view.language, settings_of(Fields(), only_over=False)
    seconds = services.desk.seconds(view.district, "norm")
    ways: list[tuple[str, By]] = [(ids.TRADE_GRIDS, "grids")]
    if services.viewer.dataset(view.district).today is not None:
        ways.insert(0, (ids.TRADE_CROSS, "cross"))
    found = []
    for element, by in ways:
        plans = len(services.trading.values(view.district, settings, by))
        text = say(f"trade.start.{by}", language, plans=plans, seconds=plans * seconds)
        found.append(html.Button(text, id=element, className="also"))
    return html.Details(
        [
            html.Summary(say("trade.start", language), className="muted"),
            html.Div([*found, html.Div(id=ids.TRADE_SAYS, role="alert")], className="again"),
        ]
    )


def parts() -> list[Component]:
    """Every element that a callback of these buttons speaks to."""
    return [
        html.Button(id=ids.TRADE_CROSS),
        html.Button(id=ids.TRADE_GRIDS),
        html.Div(id=ids.TRADE_SAYS),
    ]


def register(app: Dash, services: Services) -> None:
    """A set of runs with the settings of the form, and the address to follow it at."""

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Output(ids.TRADE_SAYS, "children"),
        Input(ids.TRADE_CROSS, "n_clicks", allow_optional=True),
        Input(ids.TRADE_GRIDS, "n_clicks", allow_optional=True),
        State(ids.NORM_LOW, "value"),
        State(ids.NORM_HIGH, "value"),
        State(ids.SEED, "value"),
        State(ids.EFFORT, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def start(cross: int | None, grids: int | None, *values: Any) -> Any:
        if not (cross or grids):
            raise PreventUpdate
        low, high, seed, effort, path, query = values
        view, fields = view_of(path, query), Fields(low=low, high=high, seed=seed, effort=effort)
        by: By = "cross" if ctx.triggered_id == ids.TRADE_CROSS else "grids"
        try:
            settings = keeping(view, services, settings_of(fields, only_over=False))
            runs = services.trading.submit(view.district, settings, by)
        except GridwrightError as error:
            told = say(error.code, view.language, **error.facts)
            return no_update, html.P(told, className="say over")
        return view.at(trade=",".join(runs), grid="", scenario="", run="").query, None
