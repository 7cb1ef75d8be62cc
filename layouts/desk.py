"""The desk as a Dash application: one address, one frame, and the room it names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dash import Dash, Input, Output, State, dcc, html, no_update

from domain.errors import GridwrightError
from layouts import ids
from layouts.frame import frame
from layouts.rooms import approve, compare, draw, home, survey, walk
from layouts.rooms.checking import contrast, nets
from layouts.rooms.collecting import acting as collecting
from layouts.rooms.collecting import page as round_page
from layouts.rooms.editing import acting as editing
from layouts.rooms.editing import page as editing_page
from layouts.rooms.intake import acting
from layouts.rooms.intake import page as intake
from layouts.rooms.menu import guide, runs
from layouts.rooms.staffing import page as staff
from layouts.rooms.standards import acting as standards_acting
from layouts.rooms.standards import page as standards
from layouts.rooms.trading import page as trading
from layouts.text import say
from layouts.view import View, view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dash.development.base_component import Component

    from layouts.view import Room
    from scenarios.services import Services

LAYOUTS: Final[Mapping[Room, Callable[[View, Services], Component]]] = {
    "survey": survey.layout,
    "draw": draw.layout,
    "walk": walk.layout,
    "staff": staff.layout,
    "compare": compare.layout,
    "approve": approve.layout,
    "runs": runs.layout,
    "standards": standards.layout,
    "help": guide.layout,
}
STEPS: Final[Mapping[tuple[Room, str], Callable[[View, Services], Component]]] = {
    ("survey", round_page.STEP): round_page.layout,
    ("draw", nets.STEP): nets.layout,
    ("compare", contrast.STEP): contrast.layout,
}
"""Pages of a room behind its first."""


def create_desk(services: Services, network: Any) -> Dash:
    """The desk on a Flask application (`network`), every callback registered."""
    app = Dash(
        "gridwright",
        server=network,
        assets_folder=str(Path(__file__).parent / "assets"),
        title="织网 Gridwright",
        update_title="",
        serve_locally=True,
    )
    app.index_string = app.index_string.replace("<html>", '<html lang="zh-CN">')
    app.layout = html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh="callback-nav"),
            dcc.Store(id=ids.ARRIVE),
            html.Div(id=ids.DESK),
        ]
    )
    app.validation_layout = html.Div([app.layout, *_parts()])
    _register_address(app, services)
    rooms = (draw, trading, editing, compare, contrast, nets, approve, acting, collecting, staff)
    for room in (*rooms, standards_acting):
        room.register(app, services)
    return app


def page(view: View, services: Services) -> Component:
    """The whole page of a view; a sentence and a way back where it names something that is not there."""
    try:
        return frame(view, services.viewer, _room(view, services))
    except GridwrightError as error:
        return frame(View(language=view.language, theme=view.theme), services.viewer, _missing(view, error))


def _room(view: View, services: Services) -> Component:
    if view.intake:
        return intake.layout(view, services)
    if not view.district and view.room not in {"standards", "help"}:
        return home.layout(view, services)
    if view.room == "draw" and view.trade:
        return trading.layout(view, services)
    if view.room == "draw" and view.editing:
        return editing_page.layout(view, services)
    return STEPS.get((view.room, view.step), LAYOUTS[view.room])(view, services)


def _missing(view: View, error: GridwrightError) -> Component:
    return html.Div(
        [
            html.H1(say("page.missing", view.language)),
            html.P(say(error.code, view.language, **error.facts), className="say over"),
            dcc.Link(
                say("page.home", view.language),
                href=View(language=view.language, theme=view.theme).href,
                className="also",
            ),
        ],
        className="room plain sheetpage",
    )


def _parts() -> list[Component]:
    """One of each element that callbacks speak to, so that Dash can check them all at the start."""
    return [
        dcc.Dropdown(id=ids.SCENARIO_CHOICE),
        *draw.parts(),
        *trading.parts(),
        *editing_page.parts(),
        *compare.parts(),
        *contrast.parts(),
        *nets.parts(),
        *approve.parts(),
        *acting.parts(),
        *collecting.parts(),
        *staff.parts(),
        *standards_acting.parts(),
    ]


def _register_address(app: Dash, services: Services) -> None:
    """The page follows the address, and the choice of a scenario changes the address."""

    @app.callback(Output(ids.DESK, "children"), Input(ids.ADDRESS, "pathname"), Input(ids.ADDRESS, "search"))
    def show(path: str, query: str) -> Component:
        return page(view_of(path, query), services)

    # A run that ends takes the page to its plan as a visit of its own: late answers of the page that
    # watched it can then change nothing any more.
    app.clientside_callback(
        "(address) => { if (address) window.location.assign(address); return null; }",
        Output(ids.ARRIVE, "data", allow_duplicate=True),
        Input(ids.ARRIVE, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Input(ids.SCENARIO_CHOICE, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def choose(scenario: str, path: str, query: str) -> Any:
        return chosen(view_of(path, query), services, scenario)


def chosen(view: View, services: Services, scenario: str) -> Any:
    """The address of the chosen scenario; nothing new where it is shown already."""
    if scenario == services.viewer.record(view.district, view.scenario).id:
        return no_update
    return view.at(scenario=scenario, run="", grid="").query
