"""What a planner asks of a redraw: two buttons, and the numbers behind them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import Input, Output, State, ctx, dcc, html, no_update

from domain.errors import GridwrightError
from domain.plan import kept_grids
from layouts import ids
from layouts.inspector import compare_link
from layouts.redraw_fields import Fields, cross_told, fields, keeping, norm_errors, note, settings_of
from layouts.rooms.trading import starting
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services


def form(view: View, services: Services, scenario: Scenario) -> Component:
    """The two ways to redraw, each naming its effect, and the settings they use."""
    language = view.language
    settings = html.Details(
        [html.Summary(say("draw.settings", language), className="muted"), *fields(view, services)],
        className="settings",
    )
    says, sets = html.Div(id=ids.RUN_SAYS, role="alert"), starting.buttons(view, services)
    if scenario.baseline:
        buttons = _buttons(view, services, first="do")
        return html.Div([settings, says, *buttons, sets, _by_hand(view)], className="act")
    again = html.Details(
        [
            html.Summary(say("draw.again", language), className="muted"),
            html.Div(
                [settings, *_kept(scenario, language), *_buttons(view, services, first="also"), sets],
                className="again",
            ),
        ]
    )
    return html.Div([again, says, compare_link(view), _by_hand(view)], className="act")


def _buttons(view: View, services: Services, *, first: str) -> list[Component]:
    """Fix what is over limit today, or redraw everything; each says how much and how long."""
    today = services.viewer.scenario(view.district, "")
    over = Counter(row.band for row in today.scorecard.per_grid)["over"]
    dataset = services.viewer.dataset(view.district)
    communities = len(dataset.graph.units.communities.codes)
    fix = say(
        "run.only-over", view.language, grids=over, seconds=services.desk.seconds(view.district, "only-over")
    )
    full = say(
        "run.full",
        view.language,
        communities=communities,
        seconds=services.desk.seconds(view.district, "norm"),
    )
    none = "" if over else say("form.over-none", view.language)
    if dataset.today is None:
        none = say("form.no-today", view.language)
    return [
        html.Button(none or fix, id=ids.FIX_OVER, className="also" if none else first, disabled=bool(none)),
        html.Button(full, id=ids.REDRAW_ALL, className=first if none else "also"),
    ]


def _kept(scenario: Scenario, language: Language) -> list[Component]:
    """That locked and exclusive grids stay as they are, where there are any."""
    kept = len(kept_grids(scenario.plan))
    return [note(say("draw.keeps", language, grids=kept))] if kept else []


def _by_hand(view: View) -> Component:
    """The way to changing the plan by hand."""
    return dcc.Link(
        say("edit.enter", view.language), href=view.at(editing="1", run="").href, className="also"
    )


def parts() -> list[Component]:
    """Every element that a callback of this form speaks to."""
    return [
        html.Button(id=ids.FIX_OVER),
        html.Button(id=ids.REDRAW_ALL),
        html.Div(id=ids.RUN_SAYS),
        dmc.NumberInput(id=ids.NORM_LOW),
        dmc.NumberInput(id=ids.NORM_HIGH),
        html.Div(id=ids.CROSS_SAYS),
        dmc.Slider(id=ids.CROSS),
        dmc.NumberInput(id=ids.GRID_COUNT),
        dmc.NumberInput(id=ids.SEED),
        dmc.SegmentedControl(id=ids.EFFORT, data=[]),
        dmc.MultiSelect(id=ids.REDRAW_NETS),
    ]


def register(app: Dash, services: Services) -> None:
    """Start a run with the settings of the form and go to its address; check the fields on the way."""

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Output(ids.RUN_SAYS, "children"),
        Input(ids.FIX_OVER, "n_clicks"),
        Input(ids.REDRAW_ALL, "n_clicks"),
        State(ids.NORM_LOW, "value"),
        State(ids.NORM_HIGH, "value"),
        State(ids.CROSS, "value"),
        State(ids.GRID_COUNT, "value"),
        State(ids.SEED, "value"),
        State(ids.EFFORT, "value"),
        State(ids.REDRAW_NETS, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def start(fix: int | None, full: int | None, *values: Any) -> Any:
        if not (fix or full):
            return no_update, no_update
        only_over = ctx.triggered_id == ids.FIX_OVER
        return started(view_of(*values[-2:]), services, Fields(*values[:-2]), only_over=only_over)

    @app.callback(
        Output(ids.NORM_LOW, "error"),
        Output(ids.NORM_HIGH, "error"),
        Output(ids.CROSS_SAYS, "children"),
        Input(ids.NORM_LOW, "value"),
        Input(ids.NORM_HIGH, "value"),
        Input(ids.CROSS, "value"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def check(low: int | str | None, high: int | str | None, cross: float, query: str) -> Any:
        language = view_of("/", query).language
        return *norm_errors(low, high, language), cross_told(cross, language)


def started(view: View, services: Services, asked: Fields, *, only_over: bool) -> tuple[Any, Any]:
    """Queue the run; the address to watch it at, or what is wrong with the settings."""
    try:
        settings = keeping(view, services, settings_of(asked, only_over=only_over))
        run = services.runs.submit(view.district, settings).id
    except GridwrightError as error:
        return no_update, html.P(say(error.code, view.language, **error.facts), className="say over")
    return view.at(run=run, grid="", scenario="").query, None
