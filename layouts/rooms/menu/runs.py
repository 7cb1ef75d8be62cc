"""运算记录: every run of a district, how it stands, and the way to what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from dash import dcc, html

from layouts.frame import scenario_title
from layouts.run_panel import asked_text
from layouts.text import number, say
from layouts.tour import begin

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from data.store.records import RunRecord
    from layouts.view import View
    from scenarios.services import Services

COLUMNS: Final = ("queued", "asked", "state", "parts", "seconds", "result")


def layout(view: View, services: Services) -> Component:
    """A row for each run, the newest first; where there is none, where one is started."""
    language, plain = view.language, view.at(room="draw", run="", grid="", scenario="")
    runs = services.runs.of(view.district)
    if not runs:
        told: list[Component] = [
            html.P(say("runs.none", language), className="lead"),
            dcc.Link(say("runs.start", language), href=plain.href, className="do fitting"),
            *begin(view, invite=True),
        ]
    else:
        names = {record.id: record.name for record in services.viewer.scenarios(view.district)}
        told = [
            html.Div(
                html.Table(
                    [
                        html.Thead(
                            html.Tr([html.Th(say(f"runs.{key}", language), scope="col") for key in COLUMNS])
                        ),
                        html.Tbody([_row(run, names, plain) for run in runs]),
                    ],
                    className="facts runs",
                ),
                className="scrolling",
            )
        ]
    return html.Div([html.H1(say("menu.runs", language)), *told], className="room plain sheetpage")


def _row(run: RunRecord, names: dict[str, str], view: View) -> Component:
    """A run in words, with a link to its plan, to watching it, or to the reasons for there being none."""
    language = view.language
    if run.result in names:
        title = scenario_title(names[run.result or ""], view)
        link = dcc.Link(title, href=view.at(scenario=run.result or "").href)
    else:
        key = "runs.why" if run.ended_already else "runs.watch"
        link = dcc.Link(say(key, language), href=view.at(run=run.id).href)
    asked_at = datetime.fromisoformat(run.queued).astimezone()
    parts = say("runs.of", language, done=run.parts_done, parts=run.parts) if run.parts else "–"
    return html.Tr(
        [
            html.Td(f"{asked_at:%Y-%m-%d %H:%M}"),
            html.Td(asked_text(run, language)),
            html.Td(say(f"runs.state.{run.state}", language)),
            html.Td(parts),
            html.Td(number(round(run.elapsed_s), language)),
            html.Td(link),
        ]
    )
