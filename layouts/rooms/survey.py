"""摸底: what was read, on which basis it counts, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts.pieces import drawer, table
from layouts.text import number, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from gis.dataset import Dataset
    from layouts.view import View
    from scenarios.services import Services


def layout(view: View, services: Services) -> Component:
    """Totals of the district, its repairs and its problems."""
    dataset = services.viewer.dataset(view.district)
    problems = problem_rows(dataset, view)
    return html.Div(
        [
            html.H1(say("tab.survey", view.language)),
            html.P(_summary(dataset, view), className="lead"),
            html.H2(say("survey.counts", view.language)),
            _counts(dataset, view),
            html.H2(say("survey.problems", view.language, problems=len(problems))),
            _problems(problems, view) if problems else html.P(say("survey.no-problem", view.language)),
        ],
        className="room plain sheetpage",
    )


def _summary(dataset: Dataset, view: View) -> str:
    units = dataset.graph.units
    return say(
        "survey.summary",
        view.language,
        communities=len(units.communities.codes),
        units=len(units),
        repairs=len(dataset.info.repairs),
        area_m2=sum(repair.area_m2 for repair in dataset.info.repairs),
        crs=dataset.info.crs,
    )


def _counts(dataset: Dataset, view: View) -> Component:
    """Each count with basis and date: what came in, what is placed on units, what is only listed."""
    units, totals = dataset.graph.units, dataset.info.totals
    words, figures = ("count", "basis", "date"), ("in", "on-units", "listed")
    body = []
    for column in units.columns:
        on_units = int(units.count(column.name).sum())
        total = totals.get(column.name)
        numbers = (total.into if total else on_units, on_units, total.listed if total else 0)
        name = say(f"count.{column.name}", view.language)
        cells = [
            html.Td(name),
            html.Td(column.basis, className="text"),
            html.Td(column.date, className="text"),
        ]
        body.append(html.Tr([*cells, *(html.Td(number(value, view.language)) for value in numbers)]))
    head = [html.Th(say(f"survey.head.{h}", view.language), className="text") for h in words]
    head += [html.Th(say(f"survey.head.{h}", view.language)) for h in figures]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)])


def problem_rows(dataset: Dataset, view: View) -> list[dict[str, object]]:
    """Each problem as a row of text."""
    return [
        {
            "id": str(n),
            "severity": say(f"severity.{problem.severity}", view.language),
            "layer": problem.layer,
            "feature": problem.feature,
            "field": problem.field,
            "value": problem.value,
            "text": say(problem.code, view.language, **problem.facts),
        }
        for n, problem in enumerate(dataset.info.problems)
    ]


def _problems(rows: list[dict[str, object]], view: View) -> Component:
    fields = ("severity", "layer", "feature", "field", "value", "text")
    columns = [
        {
            "field": f,
            "headerName": say(f"survey.problem.{f}", view.language),
            **({"flex": 3} if f == "text" else {}),
        }
        for f in fields
    ]
    return drawer(
        say("import.view-problems", view.language), table("problem-table", columns, rows, view), opened=True
    )
