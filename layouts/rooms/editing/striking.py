"""Everything that changes the draft changes the page through `edited`, so that no two ways differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import ALL, Input, Output, State, ctx, no_update

from layouts import ids
from layouts.rooms.editing.doing import edited
from layouts.view import view_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash import Dash

    from scenarios.services import Services

PAGE: Final = (State(ids.EDIT_SEEN, "data"), State(ids.ADDRESS, "pathname"), State(ids.ADDRESS, "search"))
"""How many edits the page shows, and its address."""
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
    (ids.EDIT_TABLE, "rowData"),
    (ids.EDIT_UNDO, "disabled"),
    (ids.EDIT_REDO, "disabled"),
    (ids.EDIT_SEEN, "data"),
)
"""What a change of the draft changes on the page, in the order in which `edited` tells it."""
AGAIN: Final = tuple(Output(*shown, allow_duplicate=True) for shown in STROKE)
NOTHING: Final = (no_update,) * len(STROKE)


def register(app: Dash, services: Services) -> None:
    """Connect every gesture with the page."""
    _register_strokes(app, services)
    _register_offers(app, services)
    _register_grids(app, services)


def _done(services: Services, trigger: str, given: Mapping[str, Any], page: Sequence[Any]) -> tuple[Any, ...]:
    """Do what an element of the page asks."""
    seen, path, query = page
    return edited(view_of(path, query), services, trigger, given, seen)


def _register_strokes(app: Dash, services: Services) -> None:
    """Strokes of the brush, one answer at a time, and the buttons that are always there."""

    @app.callback(
        *AGAIN,
        Output(ids.EDIT_MAP, "answered"),
        Input(ids.EDIT_MAP, "brushed"),
        State(ids.EDIT_MAP, "selection"),
        State(ids.EDIT_ONLY, "value"),
        *PAGE,
        prevent_initial_call=True,
    )
    def brush(brushed: Any, selection: Any, only: str, *page: Any) -> Any:
        given = {"brushed": brushed, "selection": selection, "only": only}
        return *_done(services, ids.EDIT_MAP, given, page), brushed["n"]

    @app.callback(
        *(Output(*shown) for shown in STROKE),
        *(Input(name, "n_clicks") for name in CLICKS),
        State(ids.EDIT_MAP, "selection"),
        *PAGE,
        prevent_initial_call=True,
    )
    def edit(*told: Any) -> Any:
        selection, *page = told[-1 - len(PAGE) :]
        return _done(services, str(ctx.triggered_id), {"selection": selection}, page)


def _register_offers(app: Dash, services: Services) -> None:
    """What the page offers is done by its button: an advice, a pending stroke, a wider one."""

    @app.callback(
        *AGAIN,
        Input({"type": ids.COACH, "n": ALL}, "n_clicks"),
        State(ids.EDIT_MAP, "selection"),
        *PAGE,
        prevent_initial_call=True,
    )
    def follow(clicks: Any, selection: Any, *page: Any) -> Any:
        if not any(clicks):
            return NOTHING
        given = {"advice": ctx.triggered_id["n"], "selection": selection}
        return _done(services, ids.COACH, given, page)

    @app.callback(
        *AGAIN,
        Input(ids.EDIT_WIDER, "n_clicks"),
        State(ids.EDIT_OFFER, "data"),
        *PAGE,
        prevent_initial_call=True,
    )
    def widen(clicks: int | None, offer: Any, *page: Any) -> Any:
        given = {"stroke": offer, "selection": None}
        return _done(services, ids.EDIT_WIDER, given, page) if clicks else NOTHING

    @app.callback(
        *AGAIN,
        Input(ids.EDIT_ACCEPT, "n_clicks"),
        State(ids.EDIT_TARGET, "value"),
        State(ids.EDIT_MAP, "selection"),
        *PAGE,
        prevent_initial_call=True,
    )
    def accept(clicks: int | None, to: str, selection: Any, *page: Any) -> Any:
        if not clicks:
            return NOTHING
        given = {"stroke": {"units": selection["units"], "to": int(to)}, "selection": None}
        return _done(services, ids.EDIT_ACCEPT, given, page)


def _register_grids(app: Dash, services: Services) -> None:
    """Grids are made of what is in the hand; names and locks are written in the table."""

    def found(clicks: int | None, selection: Any, *page: Any) -> Any:
        given = {"selection": selection}
        return _done(services, str(ctx.triggered_id), given, page) if clicks else NOTHING

    for name in FOUNDING:  # they are not on the page at the same time
        asked = (Input(name, "n_clicks"), State(ids.EDIT_MAP, "selection"), *PAGE)
        app.callback(*AGAIN, *asked, prevent_initial_call=True)(found)

    @app.callback(
        *AGAIN,
        Input(ids.EDIT_TABLE, "cellValueChanged"),
        State(ids.EDIT_MAP, "selection"),
        *PAGE,
        prevent_initial_call=True,
    )
    def write(cells: Any, selection: Any, *page: Any) -> Any:
        if not cells:
            return NOTHING
        given = {"cell": cells[0], "selection": selection}
        return _done(services, ids.EDIT_TABLE, given, page)
