"""What a planner is asked for police grids: heads of every station, and what calls are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import dash_mantine_components as dmc
import numpy as np
from dash import html

from layouts import ids
from layouts.text import number, say
from scenarios.policing.value import VILLAGE

if TYPE_CHECKING:
    from dash.development.base_component import Component
    from numpy.typing import NDArray

    from layouts.view import View
    from scenarios.policing.ground import PoliceGround
    from scenarios.services import Services

LEAST_S: Final = 3
PACE: Final = 1500
"""Seconds that drawing takes at least, and the square of officers that one more allows for."""
FROM_PEOPLE: Final = "people"
EVENTS: Final = "events"


def asking(ground: PoliceGround, view: View, services: Services) -> list[Component]:
    """A row a station, as many officers there at first as leave nobody with many people."""
    language, amber = view.language, services.viewer.standards(view.district)["police.amber"]
    people = np.bincount(ground.area_of_unit, ground.people, len(ground.codes))
    officers = np.maximum(np.ceil(people / amber), 1).astype(int)
    auxiliaries = officers + _villages(ground)
    head = [
        html.Th(
            say(f"police.head.{name}", language), scope="col", className="" if name == "people" else "text"
        )
        for name in ("station", "people", "officers", "auxiliaries")
    ]
    rows = [
        html.Tr(
            [
                html.Td(ground.place(area), className="text"),
                html.Td(number(round(float(people[area])), language)),
                html.Td(_field(ids.POLICE_OFFICERS, area, int(officers[area]), view)),
                html.Td(_field(ids.POLICE_AUXILIARIES, area, int(auxiliaries[area]), view)),
            ]
        )
        for area in range(len(ground.codes))
    ]
    seconds = LEAST_S + int(officers.sum()) ** 2 // PACE
    return [
        html.P(say("police.ask", language, amber=amber), className="lead"),
        html.Div(html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)]), className="scrolling"),
        html.Div([*_calls(ground, view), _button(view, seconds)], className="intakefoot asking"),
        _waiting(view, seconds),
    ]


def _villages(ground: PoliceGround) -> NDArray[np.int64]:
    """Villages of each station area."""
    level = ground.dataset.graph.units.communities
    area = np.zeros(len(level.codes), np.int64)
    area[level.of_unit] = ground.area_of_unit
    return np.bincount(area[np.isin(level.kinds, VILLAGE)], minlength=len(ground.codes))


def _field(kind: str, area: int, value: int, view: View) -> Component:
    """A field for a number of heads, named for those who hear the page."""
    name = "officers" if kind == ids.POLICE_OFFICERS else "auxiliaries"
    return dmc.NumberInput(
        id={"type": kind, "area": area}, value=value, min=0, max=999, allowDecimal=False, size="xs", w=96,
        **{"aria-label": say(f"police.head.{name}", view.language)},
    )  # fmt: skip


def _calls(ground: PoliceGround, view: View) -> list[Component]:
    """What calls are: reckoned from people, or the events of the dataset where it has any."""
    choices = [FROM_PEOPLE, *([EVENTS] if ground.dataset.graph.units.has(EVENTS) else [])]
    data = [{"value": each, "label": say(f"police.by.{each}", view.language)} for each in choices]
    return [dmc.SegmentedControl(id=ids.POLICE_CALLS, value=FROM_PEOPLE, size="sm", data=data)]


def _button(view: View, seconds: int) -> Component:
    told = say("police.draw", view.language, seconds=seconds)
    return html.Button(told, id=ids.POLICE_DRAW, className="do fitting")


def _waiting(view: View, seconds: int) -> Component:
    """What is going on, and for how long."""
    bar = html.Div(html.I(style={"animationDuration": f"{seconds}s"}), className="progress")
    return html.Div(
        [html.P(say("police.working", view.language, seconds=seconds)), bar],
        id=ids.POLICE_WAIT, hidden=True, className="wait",
    )  # fmt: skip
