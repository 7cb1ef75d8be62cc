"""What a planner asks of a redraw: two buttons, and the numbers behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import dash_mantine_components as dmc
from dash import Input, Output, State, ctx, dcc, html, no_update

from domain.errors import GridwrightError
from domain.settings import RedrawSettings
from layouts import ids
from layouts.inspector import compare_link
from layouts.maps import locked_grids
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from domain.settings import Effort
    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services

EFFORTS: Final = ("quick", "normal", "thorough")
CROSS_SHARE: Final = "redraw.cross-share"


class Fields(NamedTuple):
    """The values of the form as they come; an empty field is None or empty."""

    low: int | str | None = None
    high: int | str | None = None
    cross: float | None = None
    grids: int | str | None = None
    seed: int | str | None = None
    effort: Effort | None = None


def form(view: View, services: Services, scenario: Scenario) -> Component:
    """The two ways to redraw, each naming its effect, and the settings they use."""
    language = view.language
    settings = html.Details(
        [html.Summary(say("draw.settings", language), className="muted"), *_fields(view, services)],
        className="settings",
    )
    says = html.Div(id=ids.RUN_SAYS, role="alert")
    if scenario.baseline:
        buttons = _buttons(view, services, first="do")
        return html.Div([settings, says, *buttons, _by_hand(view)], className="act")
    again = html.Details(
        [
            html.Summary(say("draw.again", language), className="muted"),
            html.Div(
                [settings, *_kept(scenario, language), *_buttons(view, services, first="also")],
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
    """That locked grids stay as they are, where there are any."""
    locked = len(locked_grids(scenario.plan))
    return [_note(say("draw.keeps", language, grids=locked))] if locked else []


def _by_hand(view: View) -> Component:
    """The way to changing the plan by hand."""
    return dcc.Link(
        say("edit.enter", view.language), href=view.at(editing="1", run="").href, className="also"
    )


def _fields(view: View, services: Services) -> list[Component]:
    """Norm, movement, number of grids and effort, each with its unit and its source."""
    language, town = view.language, services.desk.main_type(view.district)
    usual = round(100 * services.desk.standards[CROSS_SHARE])
    norm = services.desk.source(f"grid-types.{town.key}.norm-low")
    return [
        html.Div(
            [
                _number(ids.NORM_LOW, say("form.low", language), str(town.norm_low)),
                _number(ids.NORM_HIGH, say("form.high", language), str(town.norm_high)),
            ],
            className="pair",
        ),
        _note(say("form.norm-source", language, source=norm)),
        html.Div(cross_told(usual, language), id=ids.CROSS_SAYS, className="fieldname"),
        dmc.Slider(
            id=ids.CROSS,
            value=usual,
            min=0,
            max=100,
            step=5,
            size="sm",
            label=None,
            thumbLabel=say("form.cross", language),
            marks=[{"value": v, "label": f"{v}%"} for v in (0, 50, 100)],
            className="slider",
        ),
        _note(say("form.cross-only", language, source=services.desk.source(CROSS_SHARE))),
        html.Div(
            [
                _number(ids.GRID_COUNT, say("form.grids", language), say("form.grids-by-norm", language)),
                _number(ids.SEED, say("form.variant", language), "1", least=0),
            ],
            className="pair",
        ),
        _note(f"{say('form.count-note', language)} {say('form.variant-note', language)}"),
        html.Div(say("form.effort", language), className="fieldname"),
        dmc.SegmentedControl(
            id=ids.EFFORT,
            value="normal",
            size="xs",
            fullWidth=True,
            data=[{"value": e, "label": say(f"effort.{e}", language)} for e in EFFORTS],
        ),
    ]


def _number(element: str, label: str, placeholder: str, *, least: int = 1) -> Component:
    return dmc.NumberInput(
        id=element, label=label, placeholder=placeholder, min=least, size="xs", allowDecimal=False
    )


def _note(text: str) -> Component:
    return html.Div(text, className="muted small")


def cross_told(per_cent: float, language: Language) -> str:
    """What the slider says at its present place."""
    return say("form.cross-told", language, cross=per_cent)


def norm_errors(low: int | str | None, high: int | str | None, language: Language) -> tuple[str, str]:
    """What is wrong with the lower and with the upper limit; empty where nothing is."""
    if low in {None, ""} and high in {None, ""}:
        return "", ""
    if low in {None, ""} or high in {None, ""}:
        pair = say("form.norm-pair", language)
        return (pair, "") if low in {None, ""} else ("", pair)
    if int(low or 0) <= 0:
        return say("form.norm-zero", language), ""
    return (say("form.norm-order", language), "") if int(low or 0) > int(high or 0) else ("", "")


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


def started(view: View, services: Services, fields: Fields, *, only_over: bool) -> tuple[Any, Any]:
    """Queue the run; the address to watch it at, or what is wrong with the settings."""
    try:
        asked = settings_of(fields, only_over=only_over)
        record = services.viewer.record(view.district, view.scenario)
        if locked_grids(services.viewer.scenario(view.district, record.id).plan):
            asked = replace(asked, keep=record.id)
        run = services.runs.submit(view.district, asked).id
    except GridwrightError as error:
        return no_update, html.P(say(error.code, view.language, **error.facts), className="say over")
    return view.at(run=run, grid="", scenario="").query, None


def settings_of(fields: Fields, *, only_over: bool) -> RedrawSettings:
    """The settings that the form's values mean; an empty field leaves the standard."""
    count = None if only_over else _whole(fields.grids)
    return RedrawSettings(
        task="only-over" if only_over else "norm" if count is None else "count",
        grids=count,
        low=_whole(fields.low),
        high=_whole(fields.high),
        cross=fields.cross / 100 if only_over and fields.cross is not None else None,
        effort=fields.effort or "normal",
        seed=1 if _whole(fields.seed) is None else int(fields.seed or 0),
    )


def _whole(value: int | str | None) -> int | None:
    return None if value in {None, ""} else int(value or 0)
