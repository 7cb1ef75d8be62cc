"""比选: two plans on maps in step, what each is worth, and every piece of ground that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from layouts import change_list, compared_maps, ids
from layouts.briefing import leader_table, measures_told, sentence, spaced, worse_off
from layouts.change_list import changes_drawer
from layouts.frame import scenario_title
from layouts.pairing import pair_of, plan_title, shown
from layouts.pieces import basis_line
from layouts.rooms.checking import contrast
from layouts.text import say
from layouts.tour import begin
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from layouts.pairing import Pair
    from layouts.view import View
    from scenarios.services import Services


def layout(view: View, services: Services) -> Component:
    """Two maps in step with the leader's table; a way to make a plan where there is none yet."""
    pair = pair_of(view, services)
    if pair is None:
        return _nothing(view)
    further = len(compared_maps.shown_plans(view, services, pair)) > len((pair.before, pair.after))
    return html.Div(
        [
            compared_maps.maps(view, services, pair),
            html.Aside(
                html.Div(report(view, services, pair), className="scroll", tabIndex=0),
                className="inspector",
            ),
            changes_drawer(pair.comparison, view),
        ],
        className=f"room comparing{' several' if further else ''}",
    )


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    return [
        *compared_maps.parts(),
        dcc.Dropdown(id=ids.BESIDE_CHOICE),
        dmc.MultiSelect(id=ids.MORE_CHOICE),
        html.Div(id=ids.PICKED),
        *change_list.parts(),
    ]


def register(app: Dash, services: Services) -> None:
    """Change what is compared with, and show what is picked on both maps."""
    compared_maps.register(app, services)

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Input(ids.BESIDE_CHOICE, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def choose(beside: str, path: str, query: str) -> Any:
        return compared_with(view_of(path, query), services, beside)

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Input(ids.MORE_CHOICE, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def add(more: list[str] | None, path: str, query: str) -> Any:
        return shown_with(view_of(path, query), more or [])

    @app.callback(
        Output(ids.BEFORE_MAP, "selection"),
        Output(ids.AFTER_MAP, "selection"),
        Output(ids.AFTER_MAP, "bounds"),
        Output(ids.PICKED, "children"),
        Input(ids.BEFORE_MAP, "gridPicked"),
        Input(ids.AFTER_MAP, "gridPicked"),
        Input(ids.CHANGE_TABLE, "selectedRows"),
        Input(ids.CROSSWALK_TABLE, "selectedRows"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def show(*given: Any) -> Any:
        return shown(view_of(*given[-2:]), services, ctx.triggered_id, ctx.triggered[0]["value"])


def shown_with(view: View, more: list[str]) -> Any:
    """The address with the further plans; nothing new where they are shown already."""
    if sorted(more) == sorted(one for one in view.more.split(",") if one):
        return no_update
    return view.at(more=",".join(more)).query


def compared_with(view: View, services: Services, beside: str) -> str:
    """The address of the chosen comparison; nothing new where it is shown already."""
    pair = pair_of(view, services)
    if pair is None or beside == pair.before.id:
        raise PreventUpdate
    return view.at(beside=beside, scenario=pair.after.id).query


def _nothing(view: View) -> Component:
    return html.Div(
        [
            html.H1(say("tab.compare", view.language)),
            html.P(say("compare.nothing", view.language), className="lead"),
            dcc.Link(
                say("compare.draw", view.language), href=view.at(room="draw").href, className="do fitting"
            ),
            *begin(view, invite=True),
        ],
        className="room plain sheetpage",
    )


def report(view: View, services: Services, pair: Pair) -> list[Component]:
    """The sentence to read aloud, what is picked, the leader's table, who is worse off, and the measures."""
    titles, language = pair.titles(view), view.language
    lines = services.desk.briefing(view.district, pair.before.id, pair.after.id)
    difference = pair.comparison.differences[0]
    moved = say("moved.two", language, split=difference.split, crossed=difference.crossed)
    against = spaced(say("compare.against", language, other=titles[0], moved=moved))
    after = pair.comparison.scenarios[1]
    others = compared_maps.shown_plans(view, services, pair)[2:]
    further = [
        (plan_title(one, view), services.desk.briefing(view.district, pair.before.id, one.id))
        for one in others
    ]
    measured = [
        (plan_title(one, view), services.desk.comparison(view.district, pair.before.id, one.id))
        for one in others
    ]
    return [
        html.H1(sentence(lines, titles, language), className="lead briefing"),
        html.Div(id=ids.PICKED, className="picked", **{"aria-live": "polite"}),
        leader_table(lines, titles, language, further),
        html.P(against, className="muted small"),
        *(
            []
            if pair.comparison.same_basis
            else [html.P(say("compare.bases", language), className="say over")]
        ),
        *worse_off(view, services, difference, titles[0]),
        *measures_told(pair.comparison, titles, language, measured),
        dcc.Link(say("contrast.enter", language), href=view.at(step=contrast.STEP).href, className="also"),
        basis_line(after, view, services.viewer.basis_date(view.district, after)),
        _choice(view, services, pair),
        _further(view, services, pair),
    ]


def _choice(view: View, services: Services, pair: Pair) -> Component:
    """What the plan is compared with."""
    return dmc.Select(
        id=ids.BESIDE_CHOICE,
        data=[
            {"value": record.id, "label": scenario_title(record.name, view)}
            for record in services.viewer.scenarios(view.district)
            if record.id != pair.after.id
        ],
        value=pair.before.id,
        size="xs",
        allowDeselect=False,
        label=say("compare.with", view.language),
    )


def _further(view: View, services: Services, pair: Pair) -> Component:
    """Plans to be seen on maps of their own beside the two."""
    shown = {record.id for record in compared_maps.shown_plans(view, services, pair)}
    compared = {pair.before.id, pair.after.id}
    return dmc.MultiSelect(
        id=ids.MORE_CHOICE,
        data=[
            {"value": record.id, "label": scenario_title(record.name, view)}
            for record in services.viewer.scenarios(view.district)
            if record.id not in compared
        ],
        value=sorted(shown - compared),
        size="xs",
        maxValues=compared_maps.FURTHER,
        label=say("compare.further", view.language),
    )
