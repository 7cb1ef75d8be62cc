"""审定入库: what will leave, each file checked, then one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import Input, Output, State, dcc, html, no_update

from domain.errors import GridwrightError
from layouts import ids
from layouts.pairing import plan_title
from layouts.places import place_text
from layouts.rooms import small_groups
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from gis.verify.report import Check
    from layouts.view import View
    from scenarios.handover import Handover
    from scenarios.services import Services

FILES: Final = ("shapefile", "geopackage", "geojson", "dictionary", "manifest")
PLACES_SHOWN: Final = 8


def layout(view: View, services: Services) -> Component:
    """What the hand-over of this scenario holds, and the button that makes and checks it."""
    record = services.viewer.record(view.district, view.scenario)
    language, plan = view.language, plan_title(record, view)
    grids = len(services.viewer.scenario(view.district, record.id).plan)
    seconds = services.desk.handover_seconds(view.district)
    return html.Div(
        [
            html.H1(say("approve.title", language, plan=plan)),
            html.P(say("approve.what", language, grids=grids), className="lead"),
            html.Div(
                [
                    html.Div([*_actions(view, seconds), _waiting(view, seconds)], className="wide"),
                    html.Div(_contents(view)),
                ],
                className="columns",
            ),
            html.Div(id=ids.HANDOVER, role="status"),
            small_groups.section(view, services),
        ],
        className="room plain sheetpage",
    )


def _actions(view: View, seconds: int) -> list[Component]:
    """The internal hand-over; of the public one what it waits for, and what there is meanwhile."""
    language = view.language
    to_map = dcc.Link(
        say("approve.public-map", language), href=view.at(room="draw").href, className="textual"
    )
    return [
        html.Button(say("approve.prepare", language, seconds=seconds), id=ids.PREPARE, className="do"),
        html.H2(say("export.public", language)),
        html.P([say("approve.public-later", language), " ", to_map], className="muted"),
    ]


def _contents(view: View) -> list[Component]:
    return [
        html.P(say("approve.internal", view.language), className="say acceptable"),
        html.Ul([html.Li(say(f"approve.file.{name}", view.language)) for name in FILES]),
    ]


def _waiting(view: View, seconds: int) -> Component:
    """What is going on, and for how long, while the files are made."""
    bar = html.Div(html.I(style={"animationDuration": f"{seconds}s"}), className="progress")
    return html.Div(
        [html.P(say("approve.working", view.language, seconds=seconds)), bar],
        id=ids.HANDOVER_WAIT,
        hidden=True,
        className="wait",
    )


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    return [
        html.Button(id=ids.PREPARE),
        html.Div(id=ids.HANDOVER),
        html.Div(id=ids.HANDOVER_WAIT),
        *small_groups.parts(),
    ]


def register(app: Dash, services: Services) -> None:
    """Make and check the hand-over when asked."""
    small_groups.register(app, services)

    @app.callback(
        Output(ids.HANDOVER, "children"),
        Input(ids.PREPARE, "n_clicks"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        running=[
            (Output(ids.PREPARE, "disabled"), True, False),
            (Output(ids.HANDOVER_WAIT, "hidden"), False, True),
        ],
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
    """The button that takes the files away, or why there is none; then every check with mark and word."""
    language = view.language
    passed = [check for check in handover.checks if check.ok]
    failed = [check for check in handover.checks if not check.ok]
    if not handover.ok:
        back = dcc.Link(
            say("compare.draw", language), href=view.at(room="draw").href, className="also fitting"
        )
        told_failed = say("approve.failed", language, failed=len(failed))
        return [
            html.P(told_failed, className="say over lead"),
            html.Ul([_failed(check, view) for check in failed], className="checks"),
            back,
            html.H2(say("approve.passed", language, checks=len(passed))),
            _passed(passed, view),
        ]
    link = html.A(
        say("export.internal", language),
        href=f"/handover/{handover.name}",
        className="do",
        download=handover.name,
    )
    ready = html.P(f"✓ {say('export.checks', language, checks=len(passed))}", className="say ok lead")
    return [html.Div([html.Div(ready, className="wide"), link], className="columns"), _passed(passed, view)]


def _passed(checks: Sequence[Check], view: View) -> Component:
    """The checks that passed, in columns."""
    mark = html.Span("✓ ", className="word ok")
    return html.Ul(
        [html.Li([mark, say(f"check.{check.check}", view.language)]) for check in checks],
        className="checks two",
    )


def _failed(check: Check, view: View) -> Component:
    """A check that did not pass: how many places, and the first of them in words."""
    language = view.language
    name = say(f"check.{check.check}", language)
    shown = check.where[:PLACES_SHOWN]
    count = check.value if isinstance(check.value, int) else len(check.where)
    if check.ok is None:
        name = say("approve.not-made", language, check=name)
    lines = [html.Li(place_text(place, language)) for place in shown]
    if count > len(shown):
        lines.append(html.Li(say("approve.and-more", language, places=count - len(shown))))
    mark = html.Span("✗ ", className="word over")
    return html.Li([mark, html.B(name), html.Ul(lines, className="places")])
