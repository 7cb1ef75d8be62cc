"""走线与意见: what this room will hold, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts.text import say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services


def layout(view: View, _services: Services) -> Component:
    """The sentence, and the way to the room where work goes on meanwhile."""
    return html.Div(
        [
            html.H1(say("tab.walk", view.language)),
            html.P(say("walk.later", view.language), className="lead"),
            dcc.Link(
                say("walk.go-on", view.language), href=view.at(room="approve").href, className="also fitting"
            ),
        ],
        className="room plain sheetpage",
    )
