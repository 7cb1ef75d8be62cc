"""The page of a round: its beginning, or how far it is and what to do next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import dash_mantine_components as dmc
from dash import dcc, html

from layouts import ids
from layouts.rooms.collecting.board import board_table, fault_table
from layouts.rooms.intake.arriving import drop_zone
from layouts.text import say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.collection.collecting import OpenRound
    from scenarios.collection.gathering import Collected
    from scenarios.services import Services

STEP: Final = "collect"
"""The step of 摸底 that this page is."""


def layout(view: View, services: Services) -> Component:
    """The page of a district's round."""
    language = view.language
    back = dcc.Link(say("collecting.survey", language), href=view.at(step="").href)
    return html.Div(
        [
            html.H1(say("collecting.title", language)),
            html.P(back),
            html.Div(body(view, services), id=ids.COLLECT_BODY),
            html.Div(id=ids.COLLECT_SAYS, role="alert"),
            dcc.Store(id=ids.RETURNED),
            dcc.Download(id=ids.COLLECT_FILE),
        ],
        className="room plain sheetpage",
    )


def body(view: View, services: Services) -> list[Component]:
    """How to begin a round, or the one that is under way."""
    round_ = services.collecting.under_way(view.district)
    if round_ is None:
        return _beginning(view, services)
    found = services.collecting.back(round_, word)
    return [
        html.P(say("collecting.round", view.language, round=round_.name), className="lead"),
        html.Button(say("collecting.again", view.language), id=ids.COLLECT_MAKE, className="textual"),
        dcc.Input(id=ids.COLLECT_NAME, type="hidden", value=round_.name),
        html.H2(say("collecting.back", view.language)),
        drop_zone(round_.id, services, view.language, told=ids.RETURNED, what="collecting.wanted"),
        *(_came(view, services, round_, found) if found is not None else _nothing(view)),
        _end(view.language),
    ]


def word(name: str) -> str:
    """The name of a count in workbooks, which are in Chinese whoever makes them."""
    return say(f"count.{name}", "zh_Hans")


def _beginning(view: View, services: Services) -> list[Component]:
    """What a round is, its name, and the button that makes its workbooks."""
    language = view.language
    communities = len(services.viewer.dataset(view.district).graph.units.communities.codes)
    today = date.today()  # noqa: DTZ011 -- the planner's own day
    return [
        html.P(say("collecting.what", language), className="lead"),
        dmc.TextInput(
            id=ids.COLLECT_NAME,
            label=say("collecting.name", language),
            value=f"{today:%Y-%m}",
            size="sm",
            w=240,
        ),
        html.Button(
            say("survey.make", language, communities=communities), id=ids.COLLECT_MAKE, className="do fitting"
        ),
    ]


def _nothing(view: View) -> list[Component]:
    """That nothing came back yet."""
    return [html.P(say("collecting.nothing", view.language), className="say"), *idle_parts()]


def idle_parts() -> list[Component]:
    """The elements that callbacks speak to where there is nothing to do with them."""
    return [
        html.Button(id=ids.COLLECT_LETTERS, hidden=True),
        html.Button(id=ids.COLLECT_MERGE, hidden=True),
        dcc.Input(id=ids.COLLECT_BY, type="hidden"),
        dcc.Input(id=ids.COLLECT_DATE, type="hidden"),
    ]


def _came(view: View, services: Services, round_: OpenRound, found: Collected) -> list[Component]:
    """The board, what is faulty, and what to do with both."""
    language, progress = view.language, services.collecting.board(round_)
    total = progress.total
    line = say("survey.board", language, returned=total.back, faulty=total.faulty, missing=total.missing)
    return [
        html.P(line, className="lead"),
        html.Div(board_table(progress, language), className="scrolling"),
        *fault_table(view, found),
        *_actions(view, found),
    ]


def _actions(view: View, found: Collected) -> list[Component]:
    """Letters to those with faults; figures of the others taken over, as of a day."""
    language = view.language
    letters = say("collecting.letters", language, letters=len({one.community for one in found.faulty} - {""}))
    merge = say("collecting.merge", language, communities=len(found.sound))
    return [
        html.Div(
            [
                dmc.TextInput(
                    id=ids.COLLECT_BY,
                    label=say("collecting.by", language),
                    placeholder="2026-12-10",
                    size="sm",
                    w=200,
                ),
                html.Button(
                    letters, id=ids.COLLECT_LETTERS, className="also fitting", disabled=not found.faulty
                ),
                dmc.TextInput(
                    id=ids.COLLECT_DATE,
                    label=say("intake.part.date", language),
                    placeholder="2026-11-30",
                    size="sm",
                    w=200,
                ),
                html.Button(merge, id=ids.COLLECT_MERGE, className="do fitting", disabled=not found.sound),
            ],
            className="intakefoot",
        )
    ]


def _end(language: Language) -> Component:
    """The way to end the round, which deletes what came back."""
    return html.Details(
        [
            html.Summary(say("collecting.end", language), className="muted"),
            html.P(say("collecting.end.told", language)),
            html.Button(say("collecting.end.do", language), id=ids.COLLECT_END, className="also fitting"),
        ]
    )
