"""Groups below the grid in 审定入库: what kind, and the workbook of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast, get_args

import dash_mantine_components as dmc
from dash import Input, Output, State, dcc, html, no_update

from domain.errors import GridwrightError
from layouts import ids
from layouts.text import say, teller
from layouts.view import view_of
from scenarios.small_groups import SPLIT, Kind, small_groups
from scenarios.small_sheets import small_workbook

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services
    from scenarios.small_groups import SmallGroups

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PACE: Final = "small-groups.buildings-per-second"


def section(view: View, services: Services) -> Component:
    """The kinds of groups, the button that forms them, and where it is said what came of it."""
    language = view.language
    seconds = _seconds(view, services)
    return html.Section(
        [
            html.H2(say("small.title", language)),
            html.P(say("small.lead", language), className="muted"),
            dmc.SegmentedControl(
                id=ids.SMALL_KIND,
                value=KINDS[0],
                size="xs",
                data=[{"value": kind, "label": say(f"small.{kind}", language)} for kind in KINDS],
            ),
            html.Div(
                html.Button(
                    say("small.form", language, seconds=seconds), id=ids.SMALL_FORM, className="also fitting"
                )
            ),
            html.Div(id=ids.SMALL_TOLD, role="status"),
            dcc.Download(id=ids.SMALL_FILE),
        ]
    )


def _seconds(view: View, services: Services) -> int:
    """How long it will take, by the buildings that a walk leads through."""
    dataset = services.viewer.dataset(view.district)
    buildings = max(len(dataset.layers.get("buildings", ())), len(dataset.graph.units))
    return max(1, round(buildings / services.viewer.standards(view.district)[PACE]))


def parts() -> list[Component]:
    """Every element that a callback of this section speaks to."""
    return [
        dmc.SegmentedControl(id=ids.SMALL_KIND, data=[]),
        html.Button(id=ids.SMALL_FORM),
        html.Div(id=ids.SMALL_TOLD),
        dcc.Download(id=ids.SMALL_FILE),
    ]


def register(app: Dash, services: Services) -> None:
    """Form the groups when asked, say how many, and hand the workbook over."""

    @app.callback(
        Output(ids.SMALL_TOLD, "children"),
        Output(ids.SMALL_FILE, "data"),
        Input(ids.SMALL_FORM, "n_clicks"),
        State(ids.SMALL_KIND, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        running=[(Output(ids.SMALL_FORM, "disabled"), True, False)],
        prevent_initial_call=True,
    )
    def form(clicks: int | None, kind: str, path: str, query: str) -> Any:
        return (
            formed(view_of(path, query), services, cast("Kind", kind)) if clicks else (no_update, no_update)
        )


def formed(view: View, services: Services, kind: Kind) -> tuple[list[Component], Any]:
    """What was formed in one sentence, and the workbook on its way to the browser."""
    dataset, language = services.viewer.dataset(view.district), view.language
    plan = services.viewer.scenario(view.district, view.scenario).plan
    try:
        found = small_groups(dataset, plan, kind, services.viewer.standards(view.district))
    except GridwrightError as error:
        return [html.P(say(error.code, language, **error.facts), className="say over")], no_update
    book = small_workbook(dataset, found.groups, found.built, SPLIT[kind], teller(language))
    file = dcc.send_bytes(book, f"{say(f'small.{kind}', language)}.xlsx")
    return [html.P(_told(found, kind, view), className="say ok")], file


def _told(found: SmallGroups, kind: Kind, view: View) -> str:
    groups = found.groups
    return say(
        "small.told", view.language, kind=f"small.{kind}", groups=len(groups),
        areas=len({one.area for one in groups}), weight=sum(one.weight for one in groups),
        odd=sum(not one.fits for one in groups),
    )  # fmt: skip
