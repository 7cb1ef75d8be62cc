"""What a planner is asked for police grids: heads of every station, and what calls are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import dash_mantine_components as dmc
import numpy as np
from dash import html

from layouts import ids
from layouts.text import number, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.policing.ground import PoliceGround
    from scenarios.services import Services

SECONDS: Final = 8
"""How long drawing usually takes."""
FROM_PEOPLE: Final = "people"
EVENTS: Final = "events"


def asking(ground: PoliceGround, view: View, services: Services) -> list[Component]:
    """A row a station, as many officers there at first as leave nobody with many people."""
    language, standards = view.language, services.desk.standards
    amber = standards["police.amber"]
    people = np.bincount(ground.area_of_unit, ground.people, len(ground.codes))
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
                html.Td(
                    _field(ids.POLICE_OFFICERS, area, needed := max(1, math.ceil(people[area] / amber)), view)
                ),
                html.Td(_field(ids.POLICE_AUXILIARIES, area, 2 * needed, view)),
            ]
        )
        for area in range(len(ground.codes))
    ]
    return [
        html.P(say("police.ask", language, amber=amber), className="lead"),
        html.Div(html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)]), className="scrolling"),
        html.Div([*_calls(ground, view), _button(view)], className="intakefoot asking"),
        _waiting(view),
    ]


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


def _button(view: View) -> Component:
    told = say("police.draw", view.language, seconds=SECONDS)
    return html.Button(told, id=ids.POLICE_DRAW, className="do fitting")


def _waiting(view: View) -> Component:
    """What is going on, and for how long."""
    bar = html.Div(html.I(style={"animationDuration": f"{SECONDS}s"}), className="progress")
    return html.Div(
        [html.P(say("police.working", view.language, seconds=SECONDS)), bar],
        id=ids.POLICE_WAIT, hidden=True, className="wait",
    )  # fmt: skip
