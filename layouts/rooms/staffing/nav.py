"""The pages of 人员 as a row of links, each a step of the room, and answers that take a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View

WORKERS: Final = ""
LEADERS: Final = "leaders"
ROLES: Final = "roles"
ADVISERS: Final = "advisers"
POOL: Final = "pool"
POLICE: Final = "police"
SERVING: Final = "serving"
AT_ONCE_MS: Final = 50
STEPS: Final = (WORKERS, LEADERS, ROLES, ADVISERS, POLICE, POOL, SERVING)
"""Pages in the order in which they are offered."""


def pages_nav(view: View) -> Component:
    """The links to all pages of the room, the open one marked."""
    links = [
        html.Span(
            dcc.Link(
                say(f"staffing.page.{step or 'workers'}", view.language),
                href=view.at(step=step, ask="").href,
            ),
            **({"aria-current": "page"} if step == view.step else {}),
        )
        for step in STEPS
    ]
    return html.Nav(links, className="pages", **{"aria-label": say("staffing.pages", view.language)})


def soon(told: str, tick: str, seconds: int, view: View) -> list[Component]:
    """Where an answer will stand that takes some seconds, and what asks for it once the page is there."""
    working = html.P(say("leaders.working", view.language, seconds=seconds), className="muted")
    return [
        html.Div(working, id=told, **{"aria-live": "polite"}),
        dcc.Interval(id=tick, interval=AT_ONCE_MS, max_intervals=1),
    ]


def answer_soon(app: Dash, told: str, tick: str, answer: Callable[[View], list[Component]]) -> None:
    """Let the page of `soon` be answered once it stands."""

    @app.callback(
        Output(told, "children"),
        Input(tick, "n_intervals"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def show(ticks: int | None, path: str, query: str) -> Any:
        if not ticks:
            raise PreventUpdate
        return answer(view_of(path, query))
