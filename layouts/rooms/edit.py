"""手工调整: every stroke judged at once, kept, and taken back when it was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import ALL, Input, Output, State, ctx, dcc, html, no_update

from layouts import ids, searching
from layouts.edit_actions import chosen, colours, edited, note, state
from layouts.gridmap import GridMap, packed
from layouts.maps import band_legend, ground, labelled
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.services import Services

TOOLS: Final = (
    (ids.EDIT_SELECT, "select", "s"),
    (ids.EDIT_BRUSH, "drag", "b"),
    (ids.EDIT_SPLIT, "split", "x"),
    (ids.EDIT_MERGE, "merge", "m"),
)
"""Element, word and key of each visible tool."""
HELD: Final = {ids.EDIT_SELECT: "select", ids.EDIT_BRUSH: "brush"}
"""The tools that stay in the hand, and what the map calls them."""


def layout(view: View, services: Services) -> Component:
    """The map of the draft with its tools, and what the last stroke did."""
    draft = services.editing.open(view.district, view.scenario)
    scenario = services.editing.scenario(view.district, draft)
    side = [
        html.H2(say("edit.title", view.language)),
        html.Div(html.P(say("edit.how", view.language)), id=ids.EDIT_SAYS, **{"aria-live": "polite"}),
        html.Div(id=ids.EDIT_CHOSEN),
        html.Div(state(view, scenario), id=ids.EDIT_STATE),
    ]
    map_ = html.Div(_map(view, services, scenario), className="mapbox")
    return html.Div(
        [
            html.Div([map_, _rail(view)], className="mapside"),
            html.Aside([html.Div(side, className="scroll"), _acts(view)], className="inspector"),
        ],
        className="room",
    )


def _map(view: View, services: Services, scenario: Scenario) -> GridMap:
    drawn = {
        "id": ids.EDIT_MAP,
        "gridOfUnit": packed(scenario.plan.grid_of),
        "colours": colours(scenario),
        "grids": labelled(services.viewer.features(view.district, scenario), view.language),
        "legend": band_legend(view.language, scenario.scorecard.per_grid),
        "found": searching.NOTHING_ASKED,
        "labels": True,
        "style": {"height": "100%"},
    }
    return GridMap(**(ground(view, services.viewer) | drawn))


def _rail(view: View) -> Component:
    """The four tools, each with its key."""
    buttons = [
        html.Button(
            [say(f"tool.{tool}", view.language), html.Kbd(key.upper())],
            id=name,
            title=say(f"tool.{tool}.how", view.language),
            **{
                "data-key": key,
                **({"aria-pressed": "true" if tool == "select" else "false"} if name in HELD else {}),
            },
        )
        for name, tool, key in TOOLS
    ]
    return html.Div(
        buttons, className="rail", role="toolbar", **{"aria-label": say("edit.tools", view.language)}
    )


def _acts(view: View) -> Component:
    """Undo, redo, and the two ways out: keep as a plan, or leave the draft as it is."""
    language = view.language
    pair = [
        html.Button(
            [say(code, language), html.Kbd(key)], id=name, className="also", **{"data-key": key.lower()}
        )
        for name, code, key in (
            (ids.EDIT_UNDO, "edit.undo", "Ctrl+Z"),
            (ids.EDIT_REDO, "edit.redo", "Ctrl+Y"),
        )
    ]
    return html.Div(
        [
            html.Div(pair, className="pair"),
            html.Button(say("edit.keep", language), id=ids.EDIT_KEEP, className="do"),
            dcc.Link(say("edit.leave", language), href=view.at(editing="").href, className="also"),
        ],
        className="act",
    )


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    buttons = (*(name for name, _, _ in TOOLS), ids.EDIT_UNDO, ids.EDIT_REDO, ids.EDIT_KEEP, ids.EDIT_WIDER)
    boxes = (ids.EDIT_SAYS, ids.EDIT_STATE, ids.EDIT_CHOSEN)
    return [
        GridMap(id=ids.EDIT_MAP),
        dcc.Store(id=ids.EDIT_OFFER),
        *(html.Div(id=name) for name in boxes),
        *(html.Button(id=name) for name in buttons),
    ]


def register(app: Dash, services: Services) -> None:
    """Connect the tools with the draft, and the hand with the map."""
    address = (State(ids.ADDRESS, "pathname"), State(ids.ADDRESS, "search"))
    clicks = (ids.EDIT_SPLIT, ids.EDIT_MERGE, ids.EDIT_UNDO, ids.EDIT_REDO)
    _register_strokes(app, services, clicks, address)
    searching.register(app, services, ids.EDIT_MAP, searching.draft_plan)

    @app.callback(
        Output(ids.EDIT_MAP, "selection"),
        Output(ids.EDIT_CHOSEN, "children"),
        Output(ids.EDIT_MAP, "layers"),
        Input(ids.EDIT_MAP, "gridPicked"),
        State(ids.EDIT_MAP, "selection"),
        *address,
        prevent_initial_call=True,
    )
    def choose(picked: Any, selection: Any, path: str, query: str) -> Any:
        return chosen(view_of(path, query), services, picked, selection or {})

    @app.callback(
        Output(ids.EDIT_MAP, "tool"),
        *(Output(name, "aria-pressed") for name in HELD),
        *(Input(name, "n_clicks") for name in HELD),
        prevent_initial_call=True,
    )
    def take(*_clicks: Any) -> Any:
        name = str(ctx.triggered_id)
        return HELD.get(name, "select"), *("true" if name == held else "false" for held in HELD)

    @app.callback(
        Output(ids.EDIT_MAP, "note"), Input(ids.EDIT_MAP, "stroke"), *address, prevent_initial_call=True
    )
    def say_live(stroke: Any, path: str, query: str) -> Any:
        return note(view_of(path, query), services, stroke)

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Input(ids.EDIT_KEEP, "n_clicks"),
        *address,
        prevent_initial_call=True,
    )
    def keep(clicks: int | None, path: str, query: str) -> Any:
        return kept(view_of(path, query), services) if clicks else no_update


def _register_strokes(
    app: Dash, services: Services, clicks: tuple[str, ...], address: tuple[State, ...]
) -> None:
    """Everything that changes the draft changes the page through one callback, so that no two race."""
    shown = [Output(ids.EDIT_SAYS, "children"), Output(ids.EDIT_STATE, "children")]
    shown += [Output(ids.EDIT_CHOSEN, "children", allow_duplicate=True)]
    shown += [Output(ids.EDIT_MAP, "selection", allow_duplicate=True)]
    shown += [Output(ids.EDIT_MAP, prop) for prop in ("gridOfUnitDiff", "colours", "gridsDiff")]
    shown += [Output(ids.EDIT_MAP, "layers", allow_duplicate=True)]
    again = [Output(out.component_id, out.component_property, allow_duplicate=True) for out in shown]

    @app.callback(
        *shown,
        Input(ids.EDIT_MAP, "unitsPicked"),
        *(Input(name, "n_clicks") for name in clicks),
        State(ids.EDIT_MAP, "tool"),
        State(ids.EDIT_MAP, "selection"),
        *address,
        prevent_initial_call=True,
    )
    def edit(picked: Any, *rest: Any) -> Any:
        given = {"picked": picked, "tool": rest[-4], "selection": rest[-3]}
        return edited(view_of(*rest[-2:]), services, str(ctx.triggered_id), given)

    @app.callback(
        *again,
        Input({"type": ids.COACH, "n": ALL}, "n_clicks"),
        State(ids.EDIT_MAP, "selection"),
        *address,
        prevent_initial_call=True,
    )
    def follow(clicks: Any, selection: Any, path: str, query: str) -> Any:
        if not any(clicks):
            return (no_update,) * len(shown)
        given = {"advice": ctx.triggered_id["n"], "selection": selection}
        return edited(view_of(path, query), services, ids.COACH, given)

    @app.callback(
        *again,
        Input(ids.EDIT_WIDER, "n_clicks"),
        State(ids.EDIT_OFFER, "data"),
        *address,
        prevent_initial_call=True,
    )
    def widen(clicks: int | None, offer: Any, path: str, query: str) -> Any:
        given = {"offer": offer, "selection": None}
        return (
            edited(view_of(path, query), services, ids.EDIT_WIDER, given)
            if clicks
            else (no_update,) * len(shown)
        )


def kept(view: View, services: Services) -> str:
    """Freeze the draft under the next letter; the address of the new plan."""
    draft = services.editing.open(view.district, view.scenario)
    name = services.viewer.next_name(view.district)
    return view.at(scenario=services.editing.freeze(view.district, draft, name=name), editing="").query
