"""领导方案: one page to decide on, and every way to staff the plan behind it."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.pairing import plan_title
from layouts.rooms.staffing.nav import POOL, answer_soon, pages_nav, soon
from layouts.rooms.staffing.one_page import front
from layouts.rooms.staffing.tables import assumption_lines
from layouts.rooms.staffing.ways import published, reasons, side_by_side
from layouts.text import say, teller
from layouts.view import view_of
from scenarios.leaders.tables import leaders_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services

WAN: Final = 10_000
SUMS: Final = {
    ids.LEADERS_BUDGET: "leaders.budget", ids.LEADERS_SECOND: "leaders.budget-second",
    ids.LEADERS_THIRD: "leaders.budget-third",
}  # fmt: skip
"""Fields for the money of this year and the two after it, and what they are called."""


def layout(view: View, services: Services) -> Component:
    """The heading and what is asked for; the answer follows as soon as it is worked out."""
    record = services.viewer.record(view.district, view.scenario)
    language, seconds = view.language, services.staffing.seconds(view.district, record.id)
    return html.Div(
        [
            pages_nav(view),
            html.Div(
                [
                    html.H1(say("leaders.page", language, plan=plan_title(record, view))),
                    *_asked(view, language),
                ],
                className="leaderhead",
            ),
            *soon(ids.LEADERS_TOLD, ids.LEADERS_TICK, seconds, view),
        ],
        className="room plain sheetpage leading",
    )


def _asked(view: View, language: Language) -> list[Component]:
    """The money of this year and the two after it, and the ways to take all of it along."""
    budgets = budgets_of(view)
    return [
        *(_sum(name, text, budgets, year, language) for year, (name, text) in enumerate(SUMS.items())),
        html.Button(say("leaders.workbook", language), id=ids.LEADERS_WORKBOOK, className="also"),
        dcc.Download(id=ids.LEADERS_FILE),
        _printing(view, language),
    ]


def _sum(name: str, text: str, budgets: Sequence[float], year: int, language: Language) -> Component:
    """The money of one year; that of a later one is asked for once the year before it has some."""
    return dmc.NumberInput(
        id=name, label=say(text, language), value=budgets[year] / WAN if year < len(budgets) else "",
        placeholder="–", min=0, size="xs", w=180 if year else 220, debounce=True, hideControls=True,
        disabled=year > len(budgets),
    )  # fmt: skip


def _printing(view: View, language: Language) -> Component:
    """The way to print: paper is light, so from the dark page it leads to the light one first."""
    if view.theme == "dark":
        return dcc.Link(say("leaders.light", language), href=view.at(theme="light").href, className="also")
    return html.Button(say("leaders.print", language), id=ids.LEADERS_PRINT, className="also")


def budgets_of(view: View) -> tuple[float, ...]:
    """The money in yuan of this year and those after it, as far as the address names it."""
    parts = view.ask.split(",")
    known = all(part.isascii() and part.isdecimal() for part in parts)
    return tuple(map(float, parts[: len(SUMS)])) if known else ()


def told(view: View, services: Services) -> list[Component]:
    """The page to decide on, the ways side by side, published figures, and what it all rests on."""
    language = view.language
    found = services.staffing.leaders(view.district, view.scenario, budgets_of(view))
    record = services.viewer.record(view.district, view.scenario)
    rows = services.desk.assumptions(view.district, record.id)
    return [
        *([] if found.ground.has_pool else [_no_pool(view)]),
        front(view, services, found),
        html.Details(
            [
                html.Summary(say("leaders.ways", language)),
                html.Div(side_by_side(found, language), className="scrolling beside", tabIndex=0),
                *reasons(found, language),
            ],
            className="more",
        ),
        html.Details(
            [
                html.Summary(say("leaders.published", language)),
                published(services.staffing.published(view.district, record.id), language),
            ],
            className="more",
        ),
        html.Details(
            [
                html.Summary(say("leaders.rests-on", language)),
                assumption_lines(rows, language),
            ],
            className="more",
        ),
    ]


def workbook(view: View, services: Services) -> bytes:
    """All ways, missing posts, communities worse off and published figures as a workbook."""
    found = services.staffing.leaders(view.district, view.scenario, budgets_of(view))
    record = services.viewer.record(view.district, view.scenario)
    return leaders_workbook(
        found, services.staffing.published(view.district, record.id), teller(view.language)
    )


def _no_pool(view: View) -> Component:
    """That nobody is known to be there, and the way to say who is."""
    link = dcc.Link(
        say("staffing.fill", view.language), href=view.at(step=POOL, ask="").href, className="do fitting"
    )
    return html.Div([html.Span(say("leaders.no-pool", view.language)), link], className="say acceptable asks")


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        html.Div(id=ids.LEADERS_TOLD),
        dcc.Interval(id=ids.LEADERS_TICK),
        *(dmc.NumberInput(id=name) for name in SUMS),
        html.Button(id=ids.LEADERS_PRINT),
        html.Button(id=ids.LEADERS_WORKBOOK),
        dcc.Download(id=ids.LEADERS_FILE),
    ]


def register(app: Dash, services: Services) -> None:
    """Answer once the page stands; another sum of money is another address; print."""
    answer_soon(app, ids.LEADERS_TOLD, ids.LEADERS_TICK, lambda view: told(view, services))

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        *(Input(name, "value") for name in SUMS),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def pay(*told: Any) -> Any:
        *sums, path, query = told
        view = view_of(path, query)
        given = takewhile(lambda each: isinstance(each, (int, float)) and each >= 0, sums)
        ask = ",".join(str(round(each * WAN)) for each in given)
        return no_update if ask == view.ask else view.at(ask=ask).query

    @app.callback(
        Output(ids.LEADERS_FILE, "data"),
        Input(ids.LEADERS_WORKBOOK, "n_clicks"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def take(clicks: int | None, path: str, query: str) -> Any:
        if not clicks:
            raise PreventUpdate
        view = view_of(path, query)
        return dcc.send_bytes(workbook(view, services), f"{say('leaders.sheet.ways', view.language)}.xlsx")

    app.clientside_callback(
        "(clicks) => { if (clicks) window.print(); return window.dash_clientside.no_update; }",
        Output(ids.LEADERS_PRINT, "title"),
        Input(ids.LEADERS_PRINT, "n_clicks"),
        prevent_initial_call=True,
    )
