"""The tools connected with the draft, and the hand with the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import ALL, Input, Output, State, ctx, no_update

from domain.errors import GridwrightError
from layouts import ids, searching
from layouts.rooms.editing import twin
from layouts.rooms.editing.doing import edited, note
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
CLICKS: Final = (ids.EDIT_SPLIT, ids.EDIT_MERGE, ids.EDIT_LOCK, ids.EDIT_UNDO, ids.EDIT_REDO)
FOUNDING: Final = (ids.EDIT_NEW, ids.EDIT_EXCLUSIVE, ids.EDIT_LEFTOVERS)
STROKE: Final = (
    (ids.EDIT_SAYS, "children"),
    (ids.EDIT_STATE, "children"),
    (ids.EDIT_CHOSEN, "children"),
    (ids.EDIT_MAP, "selection"),
    (ids.EDIT_MAP, "gridOfUnitDiff"),
    (ids.EDIT_MAP, "colours"),
    (ids.EDIT_MAP, "gridsDiff"),
    (ids.EDIT_MAP, "layers"),
    (ids.EDIT_MAP, "locked"),
    (ids.EDIT_TABLE, "rowTransaction"),
)
"""What a change of the draft changes on the page, in the order in which `edited` tells it."""


def register(app: Dash, services: Services) -> None:
    """Connect everything on the page."""
    _register_choice(app, services)
    _register_units(app, services)
    _register_strokes(app, services)
    _register_offers(app, services)
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
    """Units are chosen, aimed at a grid, and let go."""

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


def _register_strokes(app: Dash, services: Services) -> None:
    """Everything that changes the draft changes the page through `edited`, so that no two differ."""

    @app.callback(
        *(Output(*shown) for shown in STROKE),
        Input(ids.EDIT_MAP, "unitsPicked"),
        *(Input(name, "n_clicks") for name in CLICKS),
        State(ids.EDIT_MAP, "tool"),
        State(ids.EDIT_MAP, "selection"),
        State(ids.EDIT_ONLY, "value"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def edit(picked: Any, *rest: Any) -> Any:
        given = {"picked": picked, "tool": rest[-5], "selection": rest[-4], "only": rest[-3]}
        return edited(view_of(*rest[-2:]), services, str(ctx.triggered_id), given)


def _register_offers(app: Dash, services: Services) -> None:
    """What the page offers is done by its button: an advice, a pending stroke, a wider one."""
    again = [Output(*shown, allow_duplicate=True) for shown in STROKE]
    nothing = (no_update,) * len(STROKE)

    @app.callback(
        *again,
        Input({"type": ids.COACH, "n": ALL}, "n_clicks"),
        State(ids.EDIT_MAP, "selection"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def follow(clicks: Any, selection: Any, path: str, query: str) -> Any:
        if not any(clicks):
            return nothing
        given = {"advice": ctx.triggered_id["n"], "selection": selection}
        return edited(view_of(path, query), services, ids.COACH, given)

    @app.callback(
        *again,
        Input(ids.EDIT_WIDER, "n_clicks"),
        State(ids.EDIT_OFFER, "data"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def widen(clicks: int | None, offer: Any, path: str, query: str) -> Any:
        given = {"stroke": offer, "selection": None}
        return edited(view_of(path, query), services, ids.EDIT_WIDER, given) if clicks else nothing

    def found(clicks: int | None, selection: Any, path: str, query: str) -> Any:
        given = {"selection": selection}
        return edited(view_of(path, query), services, str(ctx.triggered_id), given) if clicks else nothing

    @app.callback(
        *again,
        Input(ids.EDIT_TABLE, "cellValueChanged"),
        State(ids.EDIT_MAP, "selection"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def write(cells: Any, selection: Any, path: str, query: str) -> Any:
        if not cells:
            return nothing
        given = {"cell": cells[0], "selection": selection}
        return edited(view_of(path, query), services, ids.EDIT_TABLE, given)

    for name in FOUNDING:  # they are not on the page at the same time
        asked = (Input(name, "n_clicks"), State(ids.EDIT_MAP, "selection"), *ADDRESS)
        app.callback(*again, *asked, prevent_initial_call=True)(found)

    @app.callback(
        *again,
        Input(ids.EDIT_ACCEPT, "n_clicks"),
        State(ids.EDIT_TARGET, "value"),
        State(ids.EDIT_MAP, "selection"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def accept(clicks: int | None, to: str, selection: Any, path: str, query: str) -> Any:
        if not clicks:
            return nothing
        given = {"stroke": {"units": selection["units"], "to": int(to)}, "selection": None}
        return edited(view_of(path, query), services, ids.EDIT_ACCEPT, given)


def _again(of_map: tuple[str, ...], boxes: tuple[str, ...]) -> list[Output]:
    """Outputs that other callbacks have too: properties of the map, then the contents of boxes."""
    found = [Output(ids.EDIT_MAP, name, allow_duplicate=True) for name in of_map]
    return found + [Output(name, "children", allow_duplicate=True) for name in boxes]


def kept(view: View, services: Services) -> str:
    """Freeze the draft under the next letter; the address of the new plan."""
    draft = services.editing.open(view.district, view.scenario)
    name = services.viewer.next_name(view.district)
    return view.at(scenario=services.editing.freeze(view.district, draft, name=name), editing="").query
