"""What a planner asks of a redraw: two buttons, and the numbers behind them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import Input, Output, State, ctx, dcc, html, no_update

from domain.errors import GridwrightError
from domain.settings import RedrawSettings
from layouts import ids
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from domain.settings import Effort
    from layouts.view import View
    from scenarios.services import Services

USUAL_CROSS = 10
"""Per cent of households that the default run lets cross an old border (users §1.5)."""


def form(view: View, services: Services, scenario: Scenario) -> Component:
    """The two ways to redraw, each naming its effect, and the settings they use."""
    over = Counter(row.band for row in scenario.scorecard.per_grid)["over"]
    communities = len(services.viewer.dataset(view.district).graph.units.communities.codes)
    fix = say(
        "run.only-over", view.language, grids=over, seconds=services.desk.seconds(view.district, "only-over")
    )
    full = say(
        "run.full",
        view.language,
        communities=communities,
        seconds=services.desk.seconds(view.district, "norm"),
    )
    return html.Div(
        [
            html.Details(
                [
                    html.Summary(say("draw.settings", view.language), className="muted"),
                    *_fields(view, services),
                ]
            ),
            html.Div(id=ids.RUN_SAYS, role="alert"),
            html.Button(fix, id=ids.FIX_OVER, className="do", disabled=not (over and scenario.baseline)),
            html.Button(full, id=ids.REDRAW_ALL, className="also"),
            dcc.Link(
                say("edit.enter", view.language), href=view.at(editing="1", run="").href, className="also"
            ),
        ],
        className="act",
    )


def _fields(view: View, services: Services) -> list[Component]:
    """Norm, movement, number of grids and effort, each with its unit and its source."""
    language, town = view.language, services.desk.main_type(view.district)
    source = services.desk.source(f"grid-types.{town.key}.norm-low")
    return [
        html.Div(
            [
                dmc.NumberInput(
                    id=ids.NORM_LOW,
                    label=say("form.low", language),
                    placeholder=str(town.norm_low),
                    min=1,
                    size="xs",
                ),
                dmc.NumberInput(
                    id=ids.NORM_HIGH,
                    label=say("form.high", language),
                    placeholder=str(town.norm_high),
                    min=1,
                    size="xs",
                ),
            ],
            className="pair",
        ),
        html.Div(say("form.norm-source", language, source=source), className="muted small"),
        html.Div(
            [
                html.Span(say("form.cross", language), className="label"),
                dmc.Slider(
                    id=ids.CROSS,
                    value=USUAL_CROSS,
                    min=0,
                    max=100,
                    step=5,
                    size="sm",
                    marks=[{"value": v, "label": f"{v}%"} for v in (0, 50, 100)],
                ),
            ],
            className="field",
            style={"marginBottom": "26px"},
        ),
        html.Div(
            [
                dmc.NumberInput(
                    id=ids.GRID_COUNT,
                    label=say("form.grids", language),
                    placeholder=say("form.grids-by-norm", language),
                    min=1,
                    size="xs",
                ),
                dmc.NumberInput(id=ids.SEED, label=say("form.variant", language), value=1, min=0, size="xs"),
            ],
            className="pair",
        ),
        dmc.SegmentedControl(
            id=ids.EFFORT,
            value="normal",
            size="xs",
            fullWidth=True,
            mt=8,
            data=[
                {"value": e, "label": say(f"effort.{e}", language)} for e in ("quick", "normal", "thorough")
            ],
        ),
    ]


def parts() -> list[Component]:
    """Every element that a callback of this form speaks to."""
    return [
        html.Button(id=ids.FIX_OVER),
        html.Button(id=ids.REDRAW_ALL),
        html.Div(id=ids.RUN_SAYS),
        dmc.NumberInput(id=ids.NORM_LOW),
        dmc.NumberInput(id=ids.NORM_HIGH),
        dmc.Slider(id=ids.CROSS),
        dmc.NumberInput(id=ids.GRID_COUNT),
        dmc.NumberInput(id=ids.SEED),
        dmc.SegmentedControl(id=ids.EFFORT, data=[]),
    ]


def register(app: Dash, services: Services) -> None:
    """Start a run with the settings of the form and go to its address."""

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
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def start(fix: int | None, full: int | None, *values: Any) -> Any:
        if not (fix or full):
            return no_update, no_update
        return started(
            view_of(*values[-2:]), services, values[:-2], only_over=ctx.triggered_id == ids.FIX_OVER
        )


def started(view: View, services: Services, values: tuple[Any, ...], *, only_over: bool) -> tuple[Any, Any]:
    """Queue the run; the address to watch it at, or what is wrong with the settings."""
    try:
        run = services.runs.submit(view.district, settings_of(*values, only_over=only_over)).id
    except GridwrightError as error:
        return no_update, html.P(say(error.code, view.language, **error.facts), className="say over")
    return view.at(run=run, grid="").query, None


def settings_of(
    low: int | str | None,
    high: int | str | None,
    cross: float | None,
    grids: int | str | None,
    seed: int | str | None,
    effort: Effort | None,
    *,
    only_over: bool,
) -> RedrawSettings:
    """The settings that the form's values mean; an empty field leaves the standard."""
    count = None if only_over or grids in (None, "") else int(grids)
    return RedrawSettings(
        task="only-over" if only_over else "norm" if count is None else "count",
        grids=count,
        low=None if low in (None, "") else int(low),
        high=None if high in (None, "") else int(high),
        cross=cross / 100 if only_over and cross is not None else None,
        effort=effort or "normal",
        seed=1 if seed in (None, "") else int(seed),
    )
