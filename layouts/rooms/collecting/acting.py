"""What a planner does with a round: send, read back, write letters, take over, end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from dash import Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.rooms.collecting.page import STEP, body, idle_parts, word
from layouts.rooms.intake.arriving import refusal
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.collection.collecting import OpenRound
    from scenarios.collection.gathering import Collected
    from scenarios.services import Services

ADDRESS: Final = (State(ids.ADDRESS, "pathname"), State(ids.ADDRESS, "search"))
SHOWN: Final = (
    Output(ids.COLLECT_BODY, "children", allow_duplicate=True),
    Output(ids.COLLECT_SAYS, "children", allow_duplicate=True),
)
FILE: Final = Output(ids.COLLECT_FILE, "data", allow_duplicate=True)


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        html.Div(id=ids.COLLECT_BODY),
        html.Div(id=ids.COLLECT_SAYS),
        dcc.Store(id=ids.RETURNED),
        dcc.Download(id=ids.COLLECT_FILE),
        html.Button(id=ids.COLLECT_MAKE),
        html.Button(id=ids.COLLECT_END),
        dcc.Input(id=ids.COLLECT_NAME),
        *idle_parts(),
    ]


def register(app: Dash, services: Services) -> None:
    """Connect the page with the rounds."""
    _register_out(app, services)
    _register_back(app, services)


def _register_out(app: Dash, services: Services) -> None:
    """Workbooks and letters go out."""

    @app.callback(
        *SHOWN,
        FILE,
        Input(ids.COLLECT_MAKE, "n_clicks"),
        State(ids.COLLECT_NAME, "value"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def make(clicks: int | None, name: str | None, path: str, query: str) -> Any:
        view = _asked(clicks, path, query)
        try:
            round_ = services.collecting.begin(view.district, name or "")
        except GridwrightError as error:
            return no_update, _refused(error, view), no_update
        file = _sent(
            services.collecting.sent(round_, word), say("collecting.file", view.language, round=round_.name)
        )
        return body(view, services), [], file

    @app.callback(
        *SHOWN,
        FILE,
        Input(ids.COLLECT_LETTERS, "n_clicks"),
        State(ids.COLLECT_BY, "value"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def write(clicks: int | None, by: str | None, path: str, query: str) -> Any:
        view = _asked(clicks, path, query)
        round_, found = _round(view, services)
        try:
            made = services.collecting.letters(
                round_, found, (by or "").strip(), lambda code, /, **facts: say(code, "zh_Hans", **facts)
            )
        except GridwrightError as error:
            return no_update, _refused(error, view), no_update
        return no_update, [], _sent(made, say("collecting.letters-file", view.language, round=round_.name))


def _register_back(app: Dash, services: Services) -> None:
    """Workbooks come back, are merged, and the round ends."""

    @app.callback(*SHOWN, Input(ids.RETURNED, "data"), *ADDRESS, prevent_initial_call=True)
    def came(told: Mapping[str, Any] | None, path: str, query: str) -> Any:
        if not told:
            raise PreventUpdate
        view = view_of(path, query)
        return body(view, services), [refusal(each, view.language) for each in told["refused"]]

    @app.callback(
        *SHOWN,
        Output(ids.ARRIVE, "data", allow_duplicate=True),
        Input(ids.COLLECT_MERGE, "n_clicks"),
        State(ids.COLLECT_DATE, "value"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def merge(clicks: int | None, day: str | None, path: str, query: str) -> Any:
        view = _asked(clicks, path, query)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", (day or "").strip()):
            told = html.P(say("intake.need.date", view.language), className="say over")
            return no_update, [told], no_update
        round_, found = _round(view, services)
        version = services.collecting.merge(round_, found, (day or "").strip())
        return no_update, [], view.at(district=version.dataset, step=STEP, scenario="").href

    @app.callback(*SHOWN, Input(ids.COLLECT_END, "n_clicks"), *ADDRESS, prevent_initial_call=True)
    def end(clicks: int | None, path: str, query: str) -> Any:
        view = _asked(clicks, path, query)
        round_ = services.collecting.under_way(view.district)
        if round_ is not None:
            services.collecting.end(round_)
        return body(view, services), []


def _asked(clicks: int | None, path: str, query: str) -> View:
    """The view of a page on which a button was really pressed."""
    if not clicks:
        raise PreventUpdate
    return view_of(path, query)


def _round(view: View, services: Services) -> tuple[OpenRound, Collected]:
    """The round under way and what came back of it."""
    round_ = services.collecting.under_way(view.district)
    found = services.collecting.back(round_, word) if round_ is not None else None
    if round_ is None or found is None:
        raise PreventUpdate
    return round_, found


def _refused(error: GridwrightError, view: View) -> list[Component]:
    return [html.P(say(error.code, view.language, **error.facts), className="say over")]


def _sent(data: bytes, name: str) -> Any:
    """An archive on its way to the browser."""
    return dcc.send_bytes(data, f"{name}.zip")
