"""比选: two plans on maps in step, what each is worth, and every piece of ground that moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.frame import scenario_title
from layouts.gridmap import GridMap
from layouts.maps import legend, plan_map
from layouts.pieces import NINE, drawer, table
from layouts.text import quantity, say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from data.store.records import ScenarioRecord
    from layouts.view import View
    from scenarios.compare import Compared, Comparison
    from scenarios.difference import Difference
    from scenarios.moves import Move
    from scenarios.services import Services

ARROWS = {"better": "▲", "worse": "▼", "same": "＝", "changed": "◆", "unknown": ""}
"""How a value stands to the baseline's; always beside the word for it."""
MOST_LISTED = 8


def layout(view: View, services: Services) -> Component:
    """Two maps in step with the table of measures; a way to make a plan where there is none yet."""
    after = _other(view, services)
    if after is None:
        return _nothing(view)
    before = services.viewer.record(view.district, view.beside)
    comparison = services.desk.comparison(view.district, before.id, after.id)
    return html.Div(
        [
            html.Div(
                [_map(view, services, before, comparison, 0), _map(view, services, after, comparison, 1)],
                className="mapside two",
            ),
            html.Aside(
                html.Div(_report(view, services, comparison, before, after), className="scroll"),
                className="inspector",
            ),
            drawer(
                say("compare.changes", view.language, changes=len(comparison.differences[0].moves)),
                table(ids.CHANGE_TABLE, columns(view), rows(comparison, view), view),
            ),
        ],
        className="room",
    )


def parts() -> list[Component]:
    """Every element that a callback of this room speaks to."""
    return [
        GridMap(id=ids.BESIDE_MAP),
        dcc.Dropdown(id=ids.BESIDE_CHOICE),
        table(ids.CHANGE_TABLE, [], [], view_of("/x", "")),
    ]


def register(app: Dash, services: Services) -> None:
    """Change what is compared with, and show a moved piece of ground on the map."""

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
        Output(ids.BESIDE_MAP, "selection"),
        Input(ids.CHANGE_TABLE, "selectedRows"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def show(chosen: list[dict[str, Any]] | None, path: str, query: str) -> Any:
        return moved_units(view_of(path, query), services, chosen)


def compared_with(view: View, services: Services, beside: str) -> Any:
    """The address of the chosen comparison; nothing new where it is shown already."""
    if beside == services.viewer.record(view.district, view.beside).id:
        raise PreventUpdate
    return view.at(beside=beside).query


def _other(view: View, services: Services) -> ScenarioRecord | None:
    """The scenario to compare: the one of the view, else the newest that is not the baseline."""
    if view.scenario:
        record = services.viewer.record(view.district, view.scenario)
        if not record.baseline or view.beside:
            return record
    plans = [record for record in services.viewer.scenarios(view.district) if not record.baseline]
    return plans[-1] if plans else None


def _nothing(view: View) -> Component:
    return html.Div(
        [
            html.H1(say("tab.compare", view.language)),
            html.P(say("compare.nothing", view.language), className="lead"),
            dcc.Link(
                say("compare.draw", view.language),
                href=view.at(room="draw").href,
                className="do",
                style={"maxWidth": "320px"},
            ),
        ],
        className="room plain sheetpage",
    )


def _map(
    view: View, services: Services, record: ScenarioRecord, comparison: Comparison, place: int
) -> Component:
    """One of the two maps with its title."""
    scenario = services.viewer.scenario(view.district, record.id)
    changed = comparison.differences[0].changed
    more: dict[str, Any] = {"sync": "compare", "labels": False}
    if place:
        more["moved"] = changed.nonzero()[0].tolist()
    name = ids.BESIDE_MAP if place else ids.MAP
    return html.Div(
        [
            html.Div(scenario_title(record.name, view), className="maptitle"),
            plan_map(name, view, services.viewer, scenario, record.id, **more),
            legend(view.language) if place else None,
        ],
        className="mapbox",
    )


def _report(
    view: View, services: Services, comparison: Comparison, before: ScenarioRecord, after: ScenarioRecord
) -> list[Component]:
    """The sentence to read aloud, the choice of the other plan, and the table of measures."""
    names = [scenario_title(record.name, view) for record in (before, after)]
    choices = [
        {"value": record.id, "label": scenario_title(record.name, view)}
        for record in services.viewer.scenarios(view.district)
        if record.id != after.id
    ]
    return [
        html.P(sentence(comparison, view, names[1]), className="lead"),
        dmc.Select(
            id=ids.BESIDE_CHOICE,
            data=choices,
            value=before.id,
            size="xs",
            allowDeselect=False,
            label=say("compare.with", view.language),
        ),
        html.H3(say("draw.measures", view.language)),
        _table(view, comparison, names, NINE),
        html.Details(
            [
                html.Summary(say("compare.more", view.language), className="muted"),
                _table(view, comparison, names, _others(comparison)),
            ]
        ),
        *_worse_off(view, services, comparison.differences[0]),
    ]


def sentence(comparison: Comparison, view: View, plan: str) -> str:
    """What a leader could read aloud: grids over limit, grids in norm, and households that move."""
    over, share = (comparison.metrics[key] for key in ("grids-over-limit", "share-in-norm"))
    difference = comparison.differences[0]
    return say(
        "compare.sentence",
        view.language,
        plan=plan,
        over_before=round(over.values[0] or 0),
        over=round(over.values[1] or 0),
        share_before=share.values[0] or 0.0,
        share=share.values[1] or 0.0,
        split=difference.split,
        crossed=difference.crossed,
    )


def _others(comparison: Comparison) -> list[str]:
    return [key for key in comparison.metrics if key not in NINE]


def _table(
    view: View, comparison: Comparison, names: list[str], keys: tuple[str, ...] | list[str]
) -> Component:
    """Measures as rows, plans as columns, each change with an arrow and its word."""
    head = html.Thead(html.Tr([html.Th(""), *(html.Th(name) for name in names)]))
    body = [_measure(view, comparison.metrics[key]) for key in keys if key in comparison.metrics]
    return html.Table([head, html.Tbody(body)], className="facts")


def _measure(view: View, compared: Compared) -> Component:
    language, unit = view.language, compared.measure.unit
    told = [quantity(value, unit, language) if value is not None else "–" for value in compared.values]
    verdict = compared.verdicts[1]
    arrow = html.Span(
        f" {ARROWS[verdict]}",
        className=verdict,
        title=say(f"verdict.{verdict}", language),
        **{"aria-label": say(f"verdict.{verdict}", language)},
    )
    key = compared.measure.key
    name = html.Th(say(f"measure.{key}", language), scope="row", title=say(f"measure.{key}.note", language))
    return html.Tr([name, html.Td(told[0]), html.Td([told[1], arrow])])


def _worse_off(view: View, services: Services, difference: Difference) -> list[Component]:
    """The communities worse off than today, by name."""
    found = difference.worse_off
    title = html.H3(say("fairness.worse", view.language, communities=len(found)))
    names = [services.viewer.community_at(view.district, effect.community) for effect in found]
    listed = html.Ul([html.Li(name) for name in names[:MOST_LISTED]])
    rest = (
        html.P(say("compare.and-more", view.language, more=len(names) - MOST_LISTED))
        if len(names) > MOST_LISTED
        else None
    )
    return [title, listed, rest] if names else [title]


def columns(view: View) -> list[dict[str, Any]]:
    """Columns of the change list."""
    wide = {"why": {"flex": 4, "tooltipField": "why"}}
    numeric = {"units", "households"}
    return [
        {
            "field": field,
            "headerName": say(f"change.{field}", view.language),
            **({"type": "numericColumn"} if field in numeric else {}),
            **wide.get(field, {}),
        }
        for field in ("old", "new", "units", "households", "why")
    ]


def rows(comparison: Comparison, view: View) -> list[dict[str, Any]]:
    """One row for each piece of ground that moved, with the sentence that explains it."""
    before, after = (scenario.plan.grids for scenario in comparison.scenarios[:2])
    return [
        {
            "id": str(n),
            "old": before[move.old].code,
            "new": after[move.new].code,
            "units": int(move.units.size),
            "households": move.households,
            "why": why(move, view),
        }
        for n, move in enumerate(comparison.differences[0].moves)
    ]


def why(move: Move, view: View) -> str:
    """Why a piece of ground moved, in one sentence."""
    return say(f"why.{move.why}", view.language, **move.facts())


def moved_units(view: View, services: Services, chosen: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The selection that shows the chosen piece of ground."""
    after = _other(view, services)
    if not chosen or after is None:
        raise PreventUpdate
    before = services.viewer.record(view.district, view.beside)
    difference = services.desk.comparison(view.district, before.id, after.id).differences[0]
    return {"units": difference.moves[int(chosen[0]["id"])].units.tolist(), "grids": []}
