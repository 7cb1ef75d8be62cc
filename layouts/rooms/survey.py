"""摸底: what was read, on which basis it counts, what was repaired, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from dash import dcc, html

from layouts.gridmap import GridMap
from layouts.maps import ground
from layouts.pieces import table
from layouts.places import count_text, layer_text, place_text
from layouts.text import number, say
from layouts.view import NEW, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from domain.ground import GroundInfo
    from domain.outcome import Problem
    from domain.units import Count
    from gis.dataset import Dataset
    from layouts.text import Language
    from scenarios.services import Services

PROBLEM_TABLE = "problem-table"
WIDTHS = {"severity": 90, "layer": 110, "feature": 140, "field": 100, "value": 150}


def layout(view: View, services: Services) -> Component:
    """Totals of the district, its problems, its repairs and where it comes from."""
    dataset, language = services.viewer.dataset(view.district), view.language
    info = dataset.info
    return html.Div(
        [
            html.H1(say("tab.survey", language)),
            html.P(_summary(dataset, language), className="lead"),
            html.H2(say("survey.counts", language)),
            html.Div(_counts(dataset, language), className="scrolling"),
            html.H2(say("survey.problems", language, problems=len(info.problems))),
            *_problems(info, view),
            html.H2(say("survey.repairs", language, repairs=len(info.repairs))),
            _repairs(info, language),
            *_repair_map(view, services),
            html.H2(say("survey.sources", language)),
            _sources(info, language),
            html.Div(
                [
                    dcc.Link(
                        say("survey.next", language), href=view.at(room="draw").href, className="do fitting"
                    ),
                    dcc.Link(
                        say("survey.collect", language),
                        href=view.at(step="collect").href,
                        className="also fitting",
                    ),
                    dcc.Link(
                        say("survey.import", language),
                        href=View(intake=NEW, language=language, theme=view.theme).href,
                        className="also fitting",
                    ),
                ],
                className="intakefoot",
            ),
        ],
        className="room plain sheetpage",
    )


def _summary(dataset: Dataset, language: Language) -> str:
    units = dataset.graph.units
    worst = Counter(problem.severity for problem in dataset.info.problems)
    return say(
        "survey.summary",
        language,
        communities=len(units.communities.codes),
        units=len(units),
        problems=len(dataset.info.problems),
        errors=worst["error"],
        crs=dataset.info.crs,
    )


def _counts(dataset: Dataset, language: Language) -> Component:
    """Each count with basis and date: what came in, what is placed on units, what is only listed."""
    heads = ("count", "basis", "date", "in", "on-units", "listed")
    head = [
        html.Th(say(f"survey.head.{name}", language), scope="col", className="text" if n < 3 else "")  # noqa: PLR2004 -- the first three are words
        for n, name in enumerate(heads)
    ]
    body = [
        html.Tr([html.Td(cell, className="text" if n < 3 else "") for n, cell in enumerate(row)])  # noqa: PLR2004 -- as above
        for row in count_rows(dataset, language)
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)])


def count_rows(dataset: Dataset, language: Language) -> list[tuple[str, ...]]:
    """Name, basis, date, and the three numbers of each count."""
    units, totals = dataset.graph.units, dataset.info.totals
    rows = []
    for column in units.columns:
        on_units = int(units.count(column.name).sum())
        total = totals.get(column.name)
        numbers = (total.into if total else on_units, on_units, total.listed if total else 0)
        basis = f"{column.basis} · {_surety(dataset, column, language)}"
        rows.append(
            (
                count_text(column.name, language),
                basis,
                column.date,
                *(number(value, language) for value in numbers),
            )
        )
    return rows


def _surety(dataset: Dataset, column: Count, language: Language) -> str:
    """Whether a count is official, or an estimate, and then how far it is off on a unit in the middle."""
    if column.official:
        return say("survey.official", language)
    if column.name not in dataset.errors:
        return say("survey.estimated", language)
    middle = float(np.median(dataset.errors[column.name]))
    return say("survey.estimated-by", language, error=middle)


def problem_rows(problems: Sequence[Problem], language: Language) -> list[dict[str, Any]]:
    """Each problem as a row of text, what must be acted on first."""
    order = {"error": 0, "warning": 1, "note": 2}
    return [
        {
            "id": str(n),
            "severity": say(f"severity.{problem.severity}", language),
            "layer": layer_text(problem.layer, language),
            "feature": place_text(problem.feature, language),
            "field": problem.field,
            "value": place_text(problem.value, language),
            "text": problem_text(problem, language),
        }
        for n, problem in sorted(enumerate(problems), key=lambda pair: (order[pair[1].severity], pair[0]))
    ]


def problem_text(problem: Problem, language: Language) -> str:
    """What is wrong, in one sentence."""
    named = {"feature": place_text(problem.feature, language), "value": place_text(problem.value, language)}
    return say(problem.code, language, **(named | dict(problem.facts)))


def _problems(info: GroundInfo, view: View) -> list[Component]:
    if not info.problems:
        return [html.P(say("survey.no-problem", view.language), className="say ok")]
    columns = [
        {
            "field": field,
            "headerName": say(f"survey.problem.{field}", view.language),
            **({"flex": 1, "minWidth": 300, "tooltipField": field} if field == "text" else {}),
            **({"minWidth": WIDTHS[field]} if field in WIDTHS else {}),
        }
        for field in (*WIDTHS, "text")
    ]
    rows = problem_rows(info.problems, view.language)
    return [html.Div(table(PROBLEM_TABLE, columns, rows, view), className="tall")]


def _repairs(info: GroundInfo, language: Language) -> Component:
    """What was repaired, by layer and kind, with the ground that it moved."""
    if not info.repairs:
        return html.P(say("survey.no-repair", language), className="say ok")
    kinds = sorted({(repair.layer, repair.what) for repair in info.repairs})
    rows = []
    for layer, what in kinds:
        some = [repair.area_m2 for repair in info.repairs if (repair.layer, repair.what) == (layer, what)]
        told = say("survey.repaired", language, repairs=len(some), area_m2=f"{sum(some):,.1f}")
        rows.append([layer_text(layer, language), say(f"repair.{what}", language), told])
    return html.Table(
        html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in rows]), className="texts"
    )


def _repair_map(view: View, services: Services) -> list[Component]:
    """Where ground was moved by repairs, over communities and roads."""
    if "repairs" not in services.viewer.dataset(view.district).layers:
        return []
    drawn = ground(view, services.viewer)
    moved = {"id": "repairs", "kind": "fault", "url": f"/layers/{view.district}/repairs.geojson"}
    return [
        html.Div(
            GridMap(**(drawn | {"layers": [*drawn["layers"], moved], "style": {"height": "100%"}})),
            className="mapbox sheetmap",
        )
    ]


def _sources(info: GroundInfo, language: Language) -> Component:
    """Where each layer comes from, and under which licence; layers of one source together."""
    if not info.sources:
        return html.P(say("survey.no-source", language), className="say")
    layers: dict[str, list[str]] = {}
    for layer, source in sorted(info.sources.items()):
        layers.setdefault(source, []).append(layer_text(layer, language))
    join = "、" if language == "zh_Hans" else ", "
    rows = [html.Tr([html.Td(join.join(names)), html.Td(source)]) for source, names in layers.items()]
    return html.Table(html.Tbody(rows), className="texts")
