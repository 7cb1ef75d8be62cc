"""A guided tour: eight stops through the rooms in the order of a campaign, begun by whoever wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dash import dcc, html

from layouts.text import say
from layouts.view import Room, View

if TYPE_CHECKING:
    from dash.development.base_component import Component


class Stop(NamedTuple):
    """A stop: the name of its texts, the room it is in, and what it points at there."""

    name: str
    room: Room
    at: str


STOPS: Final = (
    Stop("survey", "survey", ".sheetpage .lead"),
    Stop("today", "draw", ".inspector .bands"),
    Stop("redraw", "draw", "#fix-over"),
    Stop("by-hand", "draw", '.inspector a[href*="edit=1"]'),
    Stop("staff", "staff", "nav.pages"),
    Stop("compare", "compare", ".room h1"),
    Stop("approve", "approve", "#prepare-handover"),
    Stop("menu", "approve", ".menu summary"),
)
WORDS: Final = ("next", "back", "end", "close")


def stops(view: View) -> Component:
    """All stops of a district with the ways there, which the page's script walks; nobody sees them here."""
    language, size = view.language, len(STOPS)
    return html.Div(
        [
            html.Span(
                dcc.Link(
                    say(f"tour.{stop.name}", language),
                    href=View(
                        district=view.district, room=stop.room, language=language, theme=view.theme
                    ).href,
                ),
                **{
                    "data-at": stop.at,
                    "data-told": say(f"tour.{stop.name}.told", language),
                    "data-place": say("tour.place", language, stop=n, stops=size),
                },
            )
            for n, stop in enumerate(STOPS, start=1)
        ],
        id="tour",
        hidden=True,
        **{f"data-{word}": say(f"tour.word.{word}", language) for word in WORDS},
    )


def begin(view: View, *, invite: bool = False) -> list[Component]:
    """The button that begins the tour, none without a district; an invitation goes after the first time."""
    if not view.district:
        return []
    told = say("tour.begin", view.language, stops=len(STOPS))
    return [html.Button(told, className=f"also fitting{' invite' if invite else ''}", **{"data-tour": ""})]
