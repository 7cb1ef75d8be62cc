"""The tools connected with the draft, and the hand with the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import Input, Output, State, ctx, no_update

from domain.errors import GridwrightError
from layouts import ids, searching
from layouts.rooms.editing import striking, twin
from layouts.rooms.editing.doing import note
from layouts.rooms.editing.pending import NOTHING, chosen_units, pending, preview, typed_units
from layouts.rooms.editing.rail import HELD, how, more_title
from layouts.rooms.editing.shown import chosen, layers, next_worst
from layouts.rooms.editing.words import failed
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash

    from layouts.view import View
    from scenarios.services import Services

ADDRESS: Final = (State(ids.ADDRESS, "pathname"), State(ids.ADDRESS, "search"))


def register(app: Dash, services: Services) -> None:
    """Connect everything on the page."""
    _register_choice(app, services)
    _register_units(app, services)
    _register_aim(app, services)
    striking.register(app, services)
    twin.register(app, services)
    searching.register(app, services, ids.EDIT_MAP, searching.draft_plan)

    @app.callback(
        Output(ids.EDIT_MAP, "note"),
        Input(ids.EDIT_MAP, "stroke"),
        State(ids.EDIT_ONLY, "value"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def say_live(stroke: Any, only: str | None, path: str, query: str) -> Any:
        return note(view_of(path, query), services, stroke, only)

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Input(ids.EDIT_KEEP, "n_clicks"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def keep(clicks: int | None, path: str, query: str) -> Any:
        return kept(view_of(path, query), services) if clicks else no_update


def _register_choice(app: Dash, services: Services) -> None:
    """Grids are chosen by a click, and a tool is taken into the hand."""

    @app.callback(
        *_again(("selection", "layers"), (ids.EDIT_CHOSEN,)),
        Input(ids.EDIT_MAP, "gridPicked"),
        State(ids.EDIT_MAP, "selection"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def choose(picked: Any, selection: Any, path: str, query: str) -> Any:
        held, told_of, layers = chosen(view_of(path, query), services, picked, selection or {})
        return held, layers, told_of

    @app.callback(
        *_again(("selection", "layers", "look"), (ids.EDIT_CHOSEN,)),
        Input(ids.EDIT_WORST, "n_clicks"),
        State(ids.EDIT_MAP, "selection"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def step(clicks: int | None, selection: Any, path: str, query: str) -> Any:
        if not clicks:
            return (no_update,) * 4
        held, told_of, around, box = next_worst(view_of(path, query), services, selection or {})
        return held, around, box, told_of

    @app.callback(
        Output(ids.EDIT_MAP, "tool"),
        Output(ids.EDIT_MORE, "children"),
        *(Output(name, "aria-pressed") for name in HELD),
        *_again(("selection",), (ids.EDIT_CHOSEN, ids.EDIT_SAYS)),
        *(Input(name, "n_clicks") for name in HELD),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def take(*given: Any) -> Any:
        name, language = str(ctx.triggered_id), view_of(*given[-2:]).language
        tool = HELD.get(name, "select")
        pressed = ("true" if name == held else "false" for held in HELD)
        empty = (NOTHING, []) if tool == "brush" else (no_update, no_update)
        return tool, more_title(language, tool), *pressed, *empty, how(language, tool)


def _register_units(app: Dash, services: Services) -> None:
    """Units are chosen on the map."""

    @app.callback(
        *_again(("selection", "layers"), (ids.EDIT_CHOSEN, ids.EDIT_SAYS)),
        Input(ids.EDIT_MAP, "unitsPicked"),
        Input(ids.EDIT_MAP, "polygonDrawn"),
        State(ids.EDIT_MAP, "tool"),
        State(ids.EDIT_MAP, "selection"),
        State(ids.EDIT_ONLY, "value"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def gather(picked: Any, drawn: Any, tool: str, selection: Any, only: str, *address: str) -> Any:
        view = view_of(*address)
        told = drawn if "polygonDrawn" in next(iter(ctx.triggered_prop_ids)) else picked
        units = chosen_units(view, services, tool, told, (selection or {}).get("units", []), only)
        shown, held = pending(view, services, units)
        draft = services.editing.open(view.district, view.scenario)
        return held, layers(view, services, draft), shown, []


def _register_aim(app: Dash, services: Services) -> None:
    """A move is read from its words; what is in the hand is aimed at a grid, and let go."""

    @app.callback(
        *_again(("selection", "look"), (ids.EDIT_CHOSEN, ids.EDIT_SAYS)),
        Input(ids.EDIT_TYPED, "n_submit"),
        State(ids.EDIT_TYPED, "value"),
        State(ids.EDIT_MAP, "selection"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def read(asked: int | None, words: str | None, selection: Any, path: str, query: str) -> Any:
        view = view_of(path, query)
        if not asked or not (words or "").strip():
            return (no_update,) * 4
        try:
            held = (selection or {}).get("units", [])
            shown, aimed, box = typed_units(view, services, words or "", held)
        except GridwrightError as error:
            return *(no_update,) * 3, failed(error, view.language)
        return aimed, box, shown, []

    @app.callback(
        *_again(("selection",), (ids.EDIT_PREVIEW,)),
        Input(ids.EDIT_TARGET, "value"),
        State(ids.EDIT_MAP, "selection"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def aim(told: str | None, selection: Any, path: str, query: str) -> Any:
        units = (selection or {}).get("units", [])
        if told is None or not units or selection["grids"] == [int(told)]:
            return no_update, no_update
        to = int(told)
        return {"grids": [to], "units": units}, preview(view_of(path, query), services, units, to)

    @app.callback(
        *_again(("selection",), (ids.EDIT_CHOSEN,)), Input(ids.EDIT_CANCEL, "n_clicks"),
        prevent_initial_call=True,
    )  # fmt: skip
    def let_go(clicks: int | None) -> Any:
        return (NOTHING, []) if clicks else (no_update, no_update)


def _again(of_map: tuple[str, ...], boxes: tuple[str, ...]) -> list[Output]:
    """Outputs that other callbacks have too: properties of the map, then the contents of boxes."""
    found = [Output(ids.EDIT_MAP, name, allow_duplicate=True) for name in of_map]
    return found + [Output(name, "children", allow_duplicate=True) for name in boxes]


def kept(view: View, services: Services) -> str:
    """Freeze the draft under the next letter; the address of the new plan."""
    draft = services.editing.open(view.district, view.scenario)
    name = services.viewer.next_name(view.district)
    return view.at(scenario=services.editing.freeze(view.district, draft, name=name), editing="").query
