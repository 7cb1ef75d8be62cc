"""The page of both questions, and the numbers that may be asked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import Input, Output, State, html
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.rooms.serving.reach import asked, kinds_of, reach
from layouts.rooms.serving.year import year
from layouts.rooms.staffing.nav import pages_nav
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services

MORE: Final = (0, 10, 30)


def layout(view: View, services: Services) -> Component:
    """Both questions, each with its answer for the usual numbers."""
    language = view.language
    kinds = kinds_of(view, services)
    return html.Div(
        [
            pages_nav(view),
            html.H1(say("serving.title", language)),
            html.H2(say("serving.reach", language)),
            *(asked(view, services, kinds) or [html.P(say("serving.none", language), className="say")]),
            html.H2(say("serving.year", language)),
            dmc.SegmentedControl(
                id=ids.STRESS_MORE,
                value="0",
                size="sm",
                data=[
                    {
                        "value": str(n),
                        "label": say("serving.more" if n else "serving.same", language, percent=n),
                    }
                    for n in MORE
                ],
            ),
            html.Div(year(view, services, 0), id=ids.STRESS_TOLD, role="status"),
        ],
        className="room plain sheetpage",
    )


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        dmc.Select(id=ids.REACH_KIND),
        dmc.Select(id=ids.REACH_MODE),
        dmc.NumberInput(id=ids.REACH_MINUTES),
        html.Div(id=ids.REACH_TOLD),
        dmc.SegmentedControl(id=ids.STRESS_MORE, data=[]),
        html.Div(id=ids.STRESS_TOLD),
    ]


def register(app: Dash, services: Services) -> None:
    """Answer anew when something else is asked."""

    @app.callback(
        Output(ids.REACH_TOLD, "children"),
        Input(ids.REACH_KIND, "value"),
        Input(ids.REACH_MODE, "value"),
        Input(ids.REACH_MINUTES, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def reached(kind: str, mode: str, minutes: Any, path: str, query: str) -> Any:
        if not kind or not minutes:
            raise PreventUpdate
        return reach(view_of(path, query), services, kind, mode, float(minutes))

    @app.callback(
        Output(ids.STRESS_TOLD, "children"),
        Input(ids.STRESS_MORE, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def strained(more: str, path: str, query: str) -> Any:
        return year(view_of(path, query), services, int(more))
