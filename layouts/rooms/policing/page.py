"""The page of police grids: how many officers each station has, and a button that draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
import numpy as np
from dash import ALL, Input, Output, State, dcc, html, no_update

from domain.errors import GridwrightError
from domain.outcome import Infeasible
from layouts import ids
from layouts.rooms.policing.asking import FROM_PEOPLE, asking
from layouts.rooms.policing.told import refused, told
from layouts.rooms.staffing.nav import pages_nav
from layouts.text import say, teller
from layouts.view import view_of
from scenarios.policing.ground import police_ground
from scenarios.policing.policed import policed
from scenarios.policing.tables import police_workbook
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.policing.policed import Policed
    from scenarios.services import Services

AT_HAND: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a planner asks: officers and auxiliaries by station area, and the count that calls are."""

    officers: tuple[int, ...]
    auxiliaries: tuple[int, ...]
    count: str


def layout(view: View, services: Services) -> Component:
    """The stations with fields for their heads, what calls are, and the button; or why there are none."""
    language = view.language
    try:
        ground = police_ground(
            services.viewer.dataset(view.district), services.viewer.standards(view.district)
        )
        form = asking(ground, view, services)
    except GridwrightError as error:
        form = [html.P(say(error.code, language, **error.facts), className="say over")]
    return html.Div(
        [
            pages_nav(view),
            html.H1(say("police.title", language)),
            *form,
            html.Div(id=ids.POLICE_TOLD, role="status", style={"marginTop": "14px"}),
            dcc.Download(id=ids.POLICE_FILE),
        ],
        className="room plain sheetpage",
    )


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        dmc.NumberInput(id={"type": ids.POLICE_OFFICERS, "area": 0}),
        dmc.NumberInput(id={"type": ids.POLICE_AUXILIARIES, "area": 0}),
        dmc.SegmentedControl(id=ids.POLICE_CALLS, data=[]),
        html.Button(id=ids.POLICE_DRAW),
        html.Button(id=ids.POLICE_BOOK),
        html.Div(id=ids.POLICE_WAIT),
        html.Div(id=ids.POLICE_TOLD),
        dcc.Download(id=ids.POLICE_FILE),
    ]


def register(app: Dash, services: Services) -> None:
    """Draw when asked, and hand the workbook over."""
    at_hand: AtHand[Policed | Infeasible] = AtHand(AT_HAND)
    heads = (
        State({"type": ids.POLICE_OFFICERS, "area": ALL}, "value"),
        State({"type": ids.POLICE_AUXILIARIES, "area": ALL}, "value"),
        State(ids.POLICE_CALLS, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
    )

    @app.callback(
        Output(ids.POLICE_TOLD, "children"),
        Input(ids.POLICE_DRAW, "n_clicks"),
        *heads,
        running=[
            (Output(ids.POLICE_DRAW, "disabled"), True, False),
            (Output(ids.POLICE_WAIT, "hidden"), False, True),
        ],
        prevent_initial_call=True,
    )
    def draw(clicks: int | None, officers: Any, auxiliaries: Any, calls: str, path: str, query: str) -> Any:
        view, asked = view_of(path, query), asked_of(officers, auxiliaries, calls)
        return answered(view, services, asked, at_hand) if clicks else no_update

    @app.callback(
        Output(ids.POLICE_FILE, "data"),
        Input(ids.POLICE_BOOK, "n_clicks"),
        *heads,
        prevent_initial_call=True,
    )
    def book(clicks: int | None, officers: Any, auxiliaries: Any, calls: str, path: str, query: str) -> Any:
        view, asked = view_of(path, query), asked_of(officers, auxiliaries, calls)
        return workbook(view, services, asked, at_hand) if clicks else no_update


def asked_of(officers: Sequence[Any], auxiliaries: Sequence[Any], calls: str) -> Asked:
    """What fields ask; an empty one is nobody."""
    heads = [tuple(int(value or 0) for value in values) for values in (officers, auxiliaries)]
    return Asked(officers=heads[0], auxiliaries=heads[1], count="" if calls == FROM_PEOPLE else calls)


def answered(
    view: View, services: Services, asked: Asked, at_hand: AtHand[Policed | Infeasible]
) -> list[Component]:
    """The police grids told, or why there are none."""
    try:
        found = _found(view, services, asked, at_hand)
    except GridwrightError as error:
        return [html.P(say(error.code, view.language, **error.facts), className="say over")]
    return refused(found, view) if isinstance(found, Infeasible) else told(found, view, services)


def workbook(view: View, services: Services, asked: Asked, at_hand: AtHand[Policed | Infeasible]) -> Any:
    """The workbook of the police grids on its way to the browser; nothing where there are none."""
    found = _found(view, services, asked, at_hand)
    if isinstance(found, Infeasible):
        return no_update
    hours = services.desk.staffed(view.district, view.scenario).readings["hours"]
    staffing = None if isinstance(hours, Infeasible) else hours
    name = f"{say('police.title', view.language)}.xlsx"
    return dcc.send_bytes(police_workbook(found, staffing, teller(view.language)), name)


def _found(
    view: View, services: Services, asked: Asked, at_hand: AtHand[Policed | Infeasible]
) -> Policed | Infeasible:
    """What was asked last, or drawn now."""
    record = services.viewer.record(view.district, view.scenario)
    standards = services.viewer.standards(view.district)

    def draw() -> Policed | Infeasible:
        ground = police_ground(services.viewer.dataset(view.district), standards, count=asked.count)
        ground = ground.with_heads(np.array(asked.officers), np.array(asked.auxiliaries))
        return policed(ground, services.viewer.scenario(view.district, record.id).plan, standards)

    return at_hand.get((view.district, record.id, asked), draw)
