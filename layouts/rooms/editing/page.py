"""手工调整: the draft on the map with its tools, and what the last stroke did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import dcc, html

from layouts import ids, searching
from layouts.gridmap import GridMap, packed
from layouts.maps import band_legend, ground, locked_grids, outlines
from layouts.pieces import table
from layouts.rooms.editing.changes import between
from layouts.rooms.editing.rail import TOOLS, rail
from layouts.rooms.editing.shown import colours, layers, outlined, state, unusable
from layouts.rooms.editing.twin import twin
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.services import Services


def layout(view: View, services: Services) -> Component:
    """The map of the draft with its tools, and what the last stroke did."""
    draft = services.editing.open(view.district, view.scenario)
    scenario = services.editing.scenario(view.district, draft)
    side = [
        html.H2(say("edit.title", view.language)),
        _typed(view),
        html.Div(html.P(say("edit.how", view.language)), id=ids.EDIT_SAYS, **{"aria-live": "polite"}),
        html.Div(id=ids.EDIT_CHOSEN),
        html.Div(state(view, scenario), id=ids.EDIT_STATE),
    ]
    map_ = html.Div(_map(view, services, draft, scenario), className="mapbox")
    return html.Div(
        [
            html.Div([map_, rail(view)], className="mapside"),
            html.Aside(
                [html.Div(side, className="scroll"), _acts(view, *unusable(services, draft))],
                className="inspector",
            ),
            twin(view, services, scenario),
            dcc.Store(id=ids.EDIT_SEEN, data=len(services.editing.draft(draft).edits)),
        ],
        className="room",
    )


def _typed(view: View) -> Component:
    """The field for a move by words; its key goes into it."""
    label = html.Label(
        [say("edit.typed", view.language), html.Kbd("G")], htmlFor=ids.EDIT_TYPED, **{"data-key": "g"}
    )
    field = dcc.Input(
        id=ids.EDIT_TYPED, type="text", placeholder=say("edit.typed.like", view.language), autoComplete="off"
    )
    return html.Div([label, field], className="typed")


def _map(view: View, services: Services, draft: str, scenario: Scenario) -> GridMap:
    parent = services.editing.draft(draft).parent
    before = services.viewer.scenario(view.district, parent)
    drawn = {
        "id": ids.EDIT_MAP,
        "gridOfUnit": packed(scenario.plan.grid_of),
        "colours": colours(scenario),
        "grids": outlines(view.district, parent, services.viewer),
        "gridsDiff": outlined(view, services, scenario, between(before, scenario).grids),
        "legend": band_legend(view.language, scenario.scorecard.per_grid),
        "found": searching.NOTHING_ASKED,
        "labels": True,
        "layers": layers(view, services, draft),
        "locked": locked_grids(scenario.plan),
        "style": {"height": "100%"},
    }
    return GridMap(**(ground(view, services.viewer) | drawn))


def _acts(view: View, *unusable: bool) -> Component:
    """Undo, redo, and the two ways out: keep as a plan, or leave the draft as it is."""
    language = view.language
    pair = [
        html.Button(
            [say(code, language), html.Kbd(key)],
            id=name,
            className="also",
            disabled=off,
            **{"data-key": key.lower()},
        )
        for (name, code, key), off in zip(
            ((ids.EDIT_UNDO, "edit.undo", "Ctrl+Z"), (ids.EDIT_REDO, "edit.redo", "Ctrl+Y")),
            unusable,
            strict=True,
        )
    ]
    return html.Div(
        [
            html.Div(pair, className="pair"),
            html.Div(
                [
                    html.Button(say("edit.keep", language), id=ids.EDIT_KEEP, className="do"),
                    dcc.Link(say("edit.leave", language), href=view.at(editing="").href, className="also"),
                ],
                className="pair",
            ),
        ],
        className="act",
    )


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    buttons = {
        *(name for name, _, _ in TOOLS), ids.EDIT_UNDO, ids.EDIT_REDO, ids.EDIT_KEEP,
        ids.EDIT_WIDER, ids.EDIT_WORST, ids.EDIT_ACCEPT, ids.EDIT_CANCEL,
        ids.EDIT_NEW, ids.EDIT_EXCLUSIVE, ids.EDIT_LEFTOVERS,
    }  # fmt: skip
    boxes = (ids.EDIT_SAYS, ids.EDIT_STATE, ids.EDIT_CHOSEN, ids.EDIT_PREVIEW, ids.EDIT_MORE)
    return [
        GridMap(id=ids.EDIT_MAP),
        table(ids.EDIT_TABLE, [], [], view_of("/x/draw", "")),
        dcc.Store(id=ids.EDIT_OFFER),
        dcc.Store(id=ids.EDIT_SEEN),
        dmc.RadioGroup([], id=ids.EDIT_TARGET),
        dmc.RadioGroup([], id=ids.EDIT_ONLY),
        dcc.Input(id=ids.EDIT_TYPED),
        *(html.Div(id=name) for name in boxes),
        *(html.Button(id=name) for name in sorted(buttons)),
    ]
