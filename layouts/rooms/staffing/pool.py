"""现有人员: how many heads of each kind there are in each community, filled in here or from a file."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

import dash_ag_grid as dag
from dash import Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.rooms.staffing.heads import LEGAL, form, kind_name, kinds_of, pool_of_rows, rows_of, words_of
from layouts.rooms.staffing.nav import ADVISERS, LEADERS, pages_nav
from layouts.table_look import table_theme, table_words
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services

WIDE: Final = 200


def layout(view: View, services: Services) -> Component:
    """What is wanted, the two ways to give it, and the table."""
    language = view.language
    heads = sum(entry.heads for entry in services.staffing.pool(view.district))
    return html.Div(
        [
            pages_nav(view),
            html.H1(say("staffing.page.pool", language)),
            html.P(known(view, heads), id=ids.POOL_KNOWN, className="lead"),
            html.Div(
                [
                    html.Label(
                        dcc.Upload(
                            html.Button(say("pool.upload", language), className="also"),
                            id=ids.POOL_UPLOAD,
                            accept=".csv,text/csv",
                        )
                    ),
                    html.Button(say("pool.form", language), id=ids.POOL_FORM, className="also"),
                    dcc.Download(id=ids.POOL_FILE),
                    html.Span(say("pool.columns", language), className="muted small"),
                ],
                className="poolways",
            ),
            _which(view),
            html.Div(_table(view, services), className="tall"),
            html.Div(
                [
                    html.Button(say("pool.save", language), id=ids.POOL_SAVE, className="do"),
                    html.Div(id=ids.POOL_SAYS, role="status"),
                ],
                className="poolways",
            ),
        ],
        className="room plain sheetpage",
    )


def known(view: View, heads: int) -> str:
    """How many are known to be there, and what can be done."""
    return say("pool.known" if heads else "pool.empty", view.language, heads=heads)


def _which(view: View) -> Component:
    """Grid workers or legal trades: which columns the table has."""
    links = [
        html.Span(
            dcc.Link(say(f"pool.which.{ask or 'workers'}", view.language), href=view.at(ask=ask).href),
            **({"aria-current": "page"} if ask == view.ask else {}),
        )
        for ask in ("", LEGAL)
    ]
    return html.Nav(links, className="pages small", **{"aria-label": say("pool.which", view.language)})


def _table(view: View, services: Services) -> Component:
    """A row a community and one for department staff; heads can be typed in and pasted."""
    return dag.AgGrid(
        id=ids.POOL_TABLE,
        columnDefs=_columns(view, services),
        rowData=rows_of(view, services),
        defaultColDef={"sortable": True, "resizable": True, "minWidth": 80, "flex": 1},
        dashGridOptions={
            "singleClickEdit": True,
            "stopEditingWhenCellsLoseFocus": True,
            "theme": table_theme(),
            "localeText": dict(table_words(view.language)),
        },
        getRowId="params.data.id",
        className="table",
        style={"height": "100%"},
    )


def _columns(view: View, services: Services) -> list[dict[str, Any]]:
    """Street and community, and a column for each kind of post."""
    language = view.language
    places: list[dict[str, Any]] = [
        {"field": "street", "headerName": say("leaders.head.street", language)},
        {"field": "name", "headerName": say("staff.column.name", language), "minWidth": WIDE},
    ]
    kinds: list[dict[str, Any]] = [
        {
            "field": f"k{n}",
            "headerName": kind_name(kind, language),
            "editable": True,
            "type": "numericColumn",
            "cellDataType": "number",
            "cellEditor": "agNumberCellEditor",
            "cellEditorParams": {"min": 0, "precision": 0},
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        }
        for n, kind in enumerate(kinds_of(view, services))
    ]
    return places + kinds


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        dag.AgGrid(id=ids.POOL_TABLE),
        html.Button(id=ids.POOL_SAVE),
        html.Div(id=ids.POOL_SAYS),
        html.P(id=ids.POOL_KNOWN),
        dcc.Upload(id=ids.POOL_UPLOAD),
        html.Button(id=ids.POOL_FORM),
        dcc.Download(id=ids.POOL_FILE),
    ]


def register(app: Dash, services: Services) -> None:
    """Keep what was typed in or came in a file; give the form."""
    where = (State(ids.ADDRESS, "pathname"), State(ids.ADDRESS, "search"))

    @app.callback(
        Output(ids.POOL_SAYS, "children"),
        Output(ids.POOL_KNOWN, "children"),
        Output(ids.POOL_TABLE, "rowData"),
        Input(ids.POOL_SAVE, "n_clicks"),
        Input(ids.POOL_UPLOAD, "contents"),
        State(ids.POOL_UPLOAD, "filename"),
        State(ids.POOL_TABLE, "rowData"),
        *where,
        prevent_initial_call=True,
    )
    def keep(*given: Any) -> Any:
        clicks, contents, file, rows, path, query = given
        view = view_of(path, query)
        if ctx.triggered_id == ids.POOL_UPLOAD and contents:
            return taken_in(view, services, contents, file or "")
        if ctx.triggered_id == ids.POOL_SAVE and clicks:
            kinds = kinds_of(view, services)
            heads = services.staffing.keep(view.district, pool_of_rows(rows or [], kinds), kinds)
            return saved(view, heads), known(view, heads), no_update
        raise PreventUpdate

    @app.callback(
        Output(ids.POOL_FILE, "data"), Input(ids.POOL_FORM, "n_clicks"), *where, prevent_initial_call=True
    )
    def fill(clicks: int | None, path: str, query: str) -> Any:
        if not clicks:
            raise PreventUpdate
        view = view_of(path, query)
        return dcc.send_bytes(form(view, services), f"{say('pool.file', view.language)}.csv")


def taken_in(view: View, services: Services, contents: str, file: str) -> tuple[Any, Any, Any]:
    """What is said of a file that came, and the table with its heads; nothing new where it is refused."""
    data = base64.b64decode(contents.partition(",")[2])
    try:
        heads = services.staffing.take_in(view.district, data, file, words_of(services))
    except GridwrightError as error:
        told = html.P(say(error.code, view.language, **error.facts), className="say over")
        return told, no_update, no_update
    return saved(view, heads), known(view, heads), rows_of(view, services)


def saved(view: View, heads: int) -> Component:
    """That heads are kept, and where to go on."""
    step, code = (ADVISERS, "staffing.page.advisers") if view.ask == LEGAL else (LEADERS, "leaders.next")
    return html.P(
        [
            say("pool.saved", view.language, heads=heads),
            " ",
            dcc.Link(say(code, view.language), href=view.at(step=step, ask="").href, className="link"),
        ],
        className="say ok",
    )
