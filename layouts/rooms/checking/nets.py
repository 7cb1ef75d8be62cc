"""多网融合: the nets of departments over the plan, where they conflict, and a crosswalk for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from gis.zoned import NET, net_names
from layouts import ids
from layouts.pairing import plan_title
from layouts.places import layer_text
from layouts.text import number, quantity, say, teller
from layouts.view import view_of
from scenarios.net_sheets import nets_workbook
from scenarios.nets import least_norm, overlays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.nets import Conflict, Overlay
    from scenarios.services import Services

STEP: Final = "nets"
SHOWN: Final = 8
"""Conflicts of a net that the page tells; the workbook holds all."""
COLUMNS: Final = ("areas", "nested", "pure", "areas-a-grid", "conflicts")


def entry(view: View, services: Services) -> list[Component]:
    """The way to this page, where the district has nets."""
    nets = len(net_names(services.viewer.dataset(view.district)))
    if not nets:
        return []
    words = say("nets.enter", view.language, nets=nets)
    return [dcc.Link(words, href=view.at(step=STEP, grid="").href, className="textual")]


def layout(view: View, services: Services) -> Component:
    """A table of all nets, the grids of each that several of its areas share, and the workbook."""
    language = view.language
    record = services.viewer.record(view.district, view.scenario)
    dataset, found = services.viewer.dataset(view.district), _found(view, services)
    codes = [grid.code for grid in services.viewer.scenario(view.district, record.id).plan.grids]
    least = least_norm(dataset, services.viewer.standards(view.district))
    return html.Div(
        [
            dcc.Link(say("nets.back", language), href=view.at(step="").href, className="textual"),
            html.H1(say("nets.title", language, plan=plan_title(record, view))),
            html.P(say("nets.lead" if found else "nets.none", language), className="lead"),
            *([_table(found, view)] if found else []),
            *[_conflicts(one, codes, least, view) for one in found],
            *([_book(view)] if found else []),
            dcc.Download(id=ids.NETS_FILE),
        ],
        className="room plain sheetpage",
    )


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [html.Button(id=ids.NETS_BOOK), dcc.Download(id=ids.NETS_FILE)]


def register(app: Dash, services: Services) -> None:
    """Hand the crosswalks over as a workbook."""

    @app.callback(
        Output(ids.NETS_FILE, "data"),
        Input(ids.NETS_BOOK, "n_clicks"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def book(clicks: int | None, path: str, query: str) -> Any:
        if not clicks:
            raise PreventUpdate
        view = view_of(path, query)
        plan = services.viewer.scenario(view.district, view.scenario).plan
        codes = [grid.code for grid in plan.grids]
        file = nets_workbook(_found(view, services), codes, teller(view.language))
        return dcc.send_bytes(file, f"{say('nets.file', view.language)}.xlsx")


def _found(view: View, services: Services) -> tuple[Overlay, ...]:
    """All nets of the district over the plan that is shown."""
    plan = services.viewer.scenario(view.district, view.scenario).plan
    return overlays(services.viewer.dataset(view.district), plan, services.viewer.standards(view.district))


def _title(found: Overlay, view: View) -> str:
    return layer_text(NET + found.net.name, view.language)


def _table(found: Sequence[Overlay], view: View) -> Component:
    """What each net is like, a row each."""
    language = view.language
    head = [html.Th(say("nets.head.net", language), scope="col")]
    head += [
        html.Th(say(f"nets.head.{key}", language), scope="col", title=say(f"nets.note.{key}", language))
        for key in COLUMNS
    ]
    rows = [
        html.Tr(
            [
                html.Th(_title(one, view), scope="row"),
                html.Td(number(len(one.net.codes), language)),
                html.Td(quantity(one.nested, "share", language)),
                html.Td(quantity(one.pure, "share", language)),
                html.Td(f"{one.areas_a_grid:.2f}"),
                html.Td(number(len(one.conflicts), language)),
            ]
        )
        for one in found
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="facts")
    return html.Div(table, className="scrolling", tabIndex=0)


def _conflicts(found: Overlay, codes: Sequence[str], least: int, view: View) -> Component:
    """The grids of a net that several areas share, or that there are none, or that areas are the smaller."""
    language = view.language
    told: list[Component]
    if found.finer_than(least):
        told = [html.P(say("nets.finer-areas", language, pure=found.pure_areas))]
    elif not found.conflicts:
        told = [html.P(say("nets.all-nested", language), className="muted")]
    else:
        rows = [_conflict(one, found, codes, view) for one in found.conflicts[:SHOWN]]
        more = len(found.conflicts) - SHOWN
        rest = [html.P(say("nets.more-in-book", language, grids=more), className="muted")] if more > 0 else []
        told = [html.Table(html.Tbody(rows), className="facts"), *rest]
    return html.Section([html.H2(_title(found, view)), *told])


def _conflict(one: Conflict, found: Overlay, codes: Sequence[str], view: View) -> Component:
    """A grid with the areas that share it; the code leads to the grid on the map."""
    net, code = found.net, codes[one.grid]
    areas = say("infeasible.and", view.language).join(
        say("nets.part", view.language, area=net.names[area] or net.codes[area], households=held)
        for area, held in one.parts
    )
    link = dcc.Link(code, href=view.at(step="", grid=code).href)
    return html.Tr([html.Th(link, scope="row"), html.Td(areas)])


def _book(view: View) -> Component:
    """The button that takes all crosswalks along."""
    return html.Button(say("nets.take", view.language), id=ids.NETS_BOOK, className="also fitting")
