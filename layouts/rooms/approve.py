"""审定入库: what will leave, each file checked, then one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, dcc, html, no_update

from domain.errors import GridwrightError
from layouts import ids
from layouts.frame import scenario_title
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from gis.verify.report import Check
    from layouts.view import View
    from scenarios.handover import Handover
    from scenarios.services import Services


def layout(view: View, services: Services) -> Component:
    """What the hand-over of this scenario holds, and the button that makes and checks it."""
    record = services.viewer.record(view.district, view.scenario)
    language = view.language
    return html.Div(
        [
            html.H1(say("tab.approve", language)),
            html.P(
                say(
                    "approve.what",
                    language,
                    plan=scenario_title(record.name, view),
                    grids=len(services.viewer.scenario(view.district, record.id).plan),
                ),
                className="lead",
            ),
            html.Ul(
                [
                    html.Li(say(f"approve.file.{f}", language))
                    for f in ("shapefile", "geopackage", "geojson", "dictionary", "manifest")
                ]
            ),
            html.P(say("approve.internal", language), className="say acceptable"),
            html.Button(
                say("approve.prepare", language), id=ids.PREPARE, className="do", style={"maxWidth": "420px"}
            ),
            dcc.Loading(html.Div(id=ids.HANDOVER, role="status", style={"minHeight": "60px"}), type="dot"),
        ],
        className="room plain sheetpage",
    )


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    return [html.Button(id=ids.PREPARE), html.Div(id=ids.HANDOVER)]


def register(app: Dash, services: Services) -> None:
    """Make and check the hand-over when asked."""

    @app.callback(
        Output(ids.HANDOVER, "children"),
        Input(ids.PREPARE, "n_clicks"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def prepare(clicks: int | None, path: str, query: str) -> Any:
        return prepared(view_of(path, query), services) if clicks else no_update


def prepared(view: View, services: Services) -> list[Component]:
    """The checks of the hand-over made now, and the link that takes it away if all passed."""
    try:
        handover = services.desk.hand_over(view.district, view.scenario)
    except GridwrightError as error:
        return [html.P(say(error.code, view.language, **error.facts), className="say over")]
    return told(handover, view)


def told(handover: Handover, view: View) -> list[Component]:
    """Every check as a line with mark and word, and the one button."""
    language = view.language
    passed = sum(check.ok is True for check in handover.checks)
    lines = html.Ul([_line(check, view) for check in handover.checks], className="checks")
    if not handover.ok:
        return [
            html.P(
                say("approve.failed", language, failed=len(handover.checks) - passed), className="say over"
            ),
            lines,
        ]
    link = html.A(
        say("export.internal", language),
        href=f"/handover/{handover.name}",
        className="do",
        style={"maxWidth": "420px"},
        download=handover.name,
    )
    return [html.P(say("export.checks", language, checks=passed), className="say ok"), lines, link]


def _line(check: Check, view: View) -> Component:
    mark, tone = ("✓", "ok") if check.ok else ("✗", "over")
    name = say(f"check.{check.check}", view.language)
    value = "" if check.ok else f"（{', '.join(check.where)}）"
    return html.Li([html.Span(mark, className=f"word {tone}"), " ", name, value])
