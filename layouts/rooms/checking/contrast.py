"""对照检验: the two plans of 比选 among legal plans that nobody wished for, measure by measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import Input, Output, State, dcc, html
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from domain.outcome import Infeasible
from layouts import ids
from layouts.pairing import pair_of
from layouts.text import quantity, say, teller
from layouts.view import view_of
from scenarios.documents import clash_text

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from layouts.pairing import Pair
    from layouts.view import View
    from scenarios.contrast import Contrast, Standing
    from scenarios.contrasting import Progress
    from scenarios.services import Services

STEP: Final = "contrast"
TICK_MS: Final = 1000
NONE_MORE, NO_END = 0, -1
"""Ticks to come, in the words of the interval."""
LARGE: Final = 1000
MARKS: Final = ("before", "after")


def layout(view: View, _services: Services) -> Component:
    """What is asked, how far the plans are drawn, and the table that fills while they are."""
    language = view.language
    return html.Div(
        [
            dcc.Link(say("contrast.back", language), href=view.at(step="").href, className="textual"),
            html.H1(say("contrast.title", language)),
            html.P(say("contrast.lead", language), className="lead"),
            html.Div(
                html.P(say("contrast.beginning", language), className="muted"),
                id=ids.CONTRAST_TOLD,
                **{"aria-live": "polite"},
            ),
            html.Button(say("contrast.stop", language), id=ids.CONTRAST_STOP, className="also fitting"),
            dcc.Interval(id=ids.CONTRAST_TICK, interval=TICK_MS),
        ],
        className="room plain sheetpage",
    )


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        html.Div(id=ids.CONTRAST_TOLD),
        html.Button(id=ids.CONTRAST_STOP),
        dcc.Interval(id=ids.CONTRAST_TICK),
    ]


def register(app: Dash, services: Services) -> None:
    """Draw for a moment at each tick until all plans are drawn or it is stopped; going on is offered."""

    @app.callback(
        Output(ids.CONTRAST_TOLD, "children"),
        Output(ids.CONTRAST_TICK, "disabled"),
        Output(ids.CONTRAST_STOP, "hidden"),
        Input(ids.CONTRAST_TICK, "n_intervals"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def draw(ticks: int | None, path: str, query: str) -> Any:
        if not ticks:
            raise PreventUpdate
        lines, ended = told(view_of(path, query), services)
        return lines, ended, ended

    @app.callback(
        Output(ids.CONTRAST_TICK, "max_intervals"),
        Output(ids.CONTRAST_STOP, "children"),
        Input(ids.CONTRAST_STOP, "n_clicks"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def stop(clicks: int | None, query: str) -> Any:
        stopped = (clicks or 0) % 2 == 1
        key = "contrast.go-on" if stopped else "contrast.stop"
        return NONE_MORE if stopped else NO_END, say(key, view_of("/", query).language)


def told(view: View, services: Services) -> tuple[list[Component], bool]:
    """How far the plans are and what they say by now, and whether that is all."""
    pair = pair_of(view, services)
    if pair is None:
        return [html.P(say("compare.nothing", view.language), className="muted")], True
    try:
        found = services.contrasting.advance(view.district, (pair.before.id, pair.after.id))
    except GridwrightError as error:
        return [html.P(say(error.code, view.language, **error.facts), className="say over")], True
    if isinstance(found, Infeasible):
        tell = teller(view.language)
        return [html.P(clash_text(clash, tell), className="say over") for clash in found.clashes], True
    lines = [_progress(found, view)]
    if found.found:
        lines += [*_unlike(found.found, pair, view, services), *_measures(found.found, pair, view)]
    return lines, found.ended


def _unlike(found: Contrast, pair: Pair, view: View, services: Services) -> list[Component]:
    """That the left plan has another number of grids, where it has."""
    scenario = services.viewer.scenario(view.district, pair.before.id)
    grids = sum(row.band != "exclusive" for row in scenario.scorecard.per_grid)
    if grids == found.grids:
        return []
    told = say("contrast.unlike", view.language, plan=pair.titles(view)[0], grids=grids, others=found.grids)
    return [html.P(told, className="muted")]


def _progress(found: Progress, view: View) -> Component:
    """Plans drawn, and the time that is left."""
    language = view.language
    if found.ended:
        grids = found.found.grids if found.found else 0
        return html.P(say("contrast.ended", language, plans=found.plans, grids=grids))
    left = "" if found.seconds_left is None else say("contrast.left", language, seconds=found.seconds_left)
    return html.P(
        [
            html.Progress(value=str(found.done), max=str(found.plans)),
            " " + say("contrast.progress", language, done=found.done, plans=found.plans) + left,
        ],
        className="muted",
    )


def _measures(found: Contrast, pair: Pair, view: View) -> list[Component]:
    """A row for each measure: where nine of ten plans lie, and where the two stand."""
    language, titles = view.language, pair.titles(view)
    head = [
        html.Th(say("compare.measure", language), scope="col"),
        html.Th(say("contrast.nine-of-ten", language), scope="col", colSpan=2),
        *(
            html.Th([html.Span(className=f"mark {mark}"), title], scope="col")
            for mark, title in zip(MARKS, titles, strict=True)
        ),
    ]
    names = (pair.before.id, pair.after.id)
    rows = [_row(standing, names, view) for standing in found.standings]
    notes = [html.P(say("contrast.illegal", language, illegal=found.illegal))] if found.illegal else []
    return [
        html.Div(
            html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="facts contrasted"),
            className="scrolling",
            tabIndex=0,
        ),
        *notes,
        html.P(say("contrast.means", language), className="muted small"),
    ]


def _row(standing: Standing, names: tuple[str, str], view: View) -> Component:
    language = view.language
    key = f"measure.{standing.key}"
    ends = [_told(end, standing, view) for end in (standing.low, standing.high)]
    return html.Tr(
        [
            html.Th(say(key, language), scope="row", title=say(f"{key}.note", language)),
            html.Td(_strip(standing, names), className="strip"),
            html.Td(f"{ends[0]} – {ends[1]}"),
            *(html.Td(_stands(standing, name, view)) for name in names),
        ]
    )


def _stands(standing: Standing, name: str, view: View) -> list[Component | str]:
    """The value of a plan, the share of plans that it is better than, and whether it is unusual."""
    language = view.language
    value = _told(standing.values[name], standing, view)
    if standing.better == "neither":
        return [value]
    told = say("contrast.better-than", language, share=standing.better_than[name])
    unusual = standing.unusual(name)
    mark = say("contrast.outside", language) if unusual else ""
    return [value, html.Div(told + mark, className="small" if unusual else "muted small")]


def _told(value: float, standing: Standing, view: View) -> str:
    """A value with its unit, large ones without decimals."""
    return quantity(round(value) if abs(value) >= LARGE else value, standing.unit, view.language)


def _strip(standing: Standing, names: tuple[str, str]) -> Component:
    """The span of nine of ten plans as a band, its median, and the two plans as marks on one axis."""
    values = [standing.values[name] for name in names]
    low, high = min(standing.low, *values), max(standing.high, *values)
    width = high - low or 1.0

    def at(value: float) -> float:
        return round(3 + 94 * (value - low) / width, 1)

    band = {"left": f"{at(standing.low)}%", "width": f"{at(standing.high) - at(standing.low):.1f}%"}
    marks = [
        html.Span(className=f"mark {mark}", style={"left": f"{at(value)}%"})
        for mark, value in zip(MARKS, values, strict=True)
    ]
    return html.Div(
        [
            html.Span(className="band", style=band),
            html.Span(className="median", style={"left": f"{at(standing.median)}%"}),
            *marks,
        ],
        className="axis",
        **{"aria-hidden": "true"},
    )
