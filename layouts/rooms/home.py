"""The first page: the districts there are, and how to bring one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts.text import say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from data.store.records import DatasetRecord
    from layouts.view import View
    from scenarios.services import Services


def layout(view: View, services: Services) -> Component:
    """A card for each district, and the words that import another."""
    districts = services.viewer.districts()
    cards = [_card(view, record, services) for record in districts]
    return html.Div(
        [
            html.H1(say("home.title", view.language)),
            None if districts else html.P(say("home.empty", view.language), className="lead"),
            html.Div(cards, className="cards"),
            html.H2(say("home.import", view.language)),
            html.P(say("home.import.how", view.language), className="lead"),
            html.Pre(
                "gridwright import PROFILE.toml --root FOLDER --out DATASET\ngridwright serve DATASET",
                className="say",
            ),
        ],
        className="room plain sheetpage",
    )


def _card(view: View, record: DatasetRecord, services: Services) -> Component:
    """One district: name, what it holds, and the way in."""
    dataset = services.viewer.dataset(record.id)
    units = dataset.graph.units
    told = say(
        "home.card",
        view.language,
        communities=len(units.communities.codes),
        units=len(units),
        grids=len(dataset.today) if dataset.today is not None else 0,
    )
    sample = dataset.info.sample
    return html.Section(
        [
            html.H2(record.title if view.language == "zh_Hans" else record.title_en, style={"margin": 0}),
            html.Span(told, className="muted"),
            html.Span(say("sample.banner", view.language), className="word acceptable") if sample else None,
            dcc.Link(
                say("home.sample" if sample else "home.open", view.language),
                href=view.at(district=record.id).href,
                className="do",
            ),
        ],
        className="card",
    )
