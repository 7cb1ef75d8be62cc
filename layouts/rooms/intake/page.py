"""The page of an import: its three steps, and the one that the address names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import dcc, html

from layouts import ids
from layouts.rooms.intake import arriving, fields, outcome
from layouts.text import say
from layouts.view import NEW

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.intake.intakes import Intake
    from scenarios.services import Services

STEPS: Final = ("files", "fields", "check")
TICK_MS: Final = 600


def layout(view: View, services: Services) -> Component:
    """The whole page; files that came since they were last looked at are looked at now."""
    if view.intake != NEW and services.intakes.needs_looking(view.intake):
        services.intakes.look(view.intake)
    working = view.intake != NEW and services.intakes.get(view.intake).working
    return html.Div(
        [
            html.Div(body(view, services), id=ids.INTAKE_BODY, className="intake"),
            html.Div(id=ids.INTAKE_SAYS, role="alert"),
            dcc.Store(id=ids.UPLOADED),
            dcc.Interval(id=ids.INTAKE_TICK, interval=TICK_MS, disabled=not working),
        ],
        className="room plain sheetpage importing",
    )


def body(view: View, services: Services) -> list[Component]:
    """The steps and the one that is open, as the intake is now."""
    if view.intake == NEW:
        return [_steps(view, None), *arriving.empty(view, services)]
    intake = services.intakes.get(view.intake)
    step = step_of(view, intake)
    shown = {"files": arriving.step, "fields": fields.step, "check": outcome.step}[step]
    return [_steps(view.at(step=step), intake), *shown(view.at(step=step), services, intake)]


def step_of(view: View, intake: Intake) -> str:
    """The step of the address, or the first: without a layer there is nothing to say or to check."""
    return view.step if view.step in STEPS and intake.sights else STEPS[0]


def _steps(view: View, intake: Intake | None) -> Component:
    """The title and the three steps as links, the open one marked."""
    there = intake is not None and bool(intake.sights)
    links = [
        html.Li(
            dcc.Link(say(f"intake.step.{step}", view.language), href=view.at(step=step, layer="").href)
            if there or step == STEPS[0]
            else html.Span(say(f"intake.step.{step}", view.language), className="muted"),
            **({"aria-current": "step"} if step == (view.step or STEPS[0]) else {}),
        )
        for step in STEPS
    ]
    return html.Div(
        [
            html.H1(say("intake.title", view.language)),
            html.Ol(links, className="stepper", **{"aria-label": say("intake.steps", view.language)}),
        ],
        className="intakehead",
    )
