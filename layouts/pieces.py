"""Small parts that several rooms are made of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import dash_ag_grid as dag
from dash import html

from layouts.table_look import table_theme, table_words
from layouts.text import quantity, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from domain.scenario import GridRow, Scenario
    from layouts.text import Language
    from layouts.view import View

BANDS: Final = ("ok", "acceptable", "over")
NINE: Final = (
    "share-in-norm",
    "grids-over-limit",
    "household-max",
    "household-min",
    "household-max-deviation",
    "crossed-share",
    "boundary-following",
    "estates-cut-needless",
    "travel-max-m",
)
"""The measures shown by default; the others stand behind a switch."""


def word(band: str, language: Language) -> Component:
    """A band as mark and word in its colour."""
    return html.Span(word_text(band, language), className=f"word {band}")


def word_text(band: str, language: Language) -> str:
    """A band as mark and word."""
    return say(f"band.{band}.mark", language)


def reason_text(reason: str, language: Language) -> str:
    """Why a grid is in its band; nothing where there is nothing to explain."""
    return say(f"reason.{reason}", language) if reason else ""


def bands(rows: Sequence[GridRow], language: Language) -> Component:
    """How many grids are in each of the three bands."""
    found = Counter(row.band for row in rows)
    return html.Div(
        [
            html.Div([html.B(str(found[b])), say(f"band.{b}.mark", language)], className=f"band {b}")
            for b in BANDS
        ],
        className="bands",
    )


def facts(rows: Sequence[tuple[Any, Any]]) -> Component:
    """A list of names and values."""
    return html.Table(
        html.Tbody([html.Tr([html.Th(name, scope="row"), html.Td(value)]) for name, value in rows]),
        className="facts",
    )


def measures(scenario: Scenario, language: Language, keys: Sequence[str] = NINE) -> Component:
    """Measures of a scenario with their names and units; those it does not have are left out."""
    metrics = scenario.scorecard.metrics
    return facts(
        [
            (
                html.Span(say(f"measure.{key}", language), title=say(f"measure.{key}.note", language)),
                quantity(metrics[key].value, metrics[key].unit, language),
            )
            for key in keys
            if key in metrics
        ]
    )


def basis_line(scenario: Scenario, view: View, date: str) -> Component:
    """What the household numbers count, and when."""
    text = say("basis.line", view.language, basis=scenario.scorecard.basis, date=date)
    return html.P(text, className="muted small")


def table(
    element: str, columns: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], view: View
) -> Component:
    """A table that can be sorted, filtered and walked by keyboard; one row can be chosen."""
    return dag.AgGrid(
        id=element,
        columnDefs=list(columns),
        rowData=list(rows),
        defaultColDef={"sortable": True, "filter": True, "resizable": True, "minWidth": 80, "flex": 1},
        dashGridOptions={
            "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
            "animateRows": False,
            "theme": table_theme(),
            "localeText": dict(table_words(view.language)),
        },
        getRowId="params.data.id",
        className="table",
        style={"height": "100%"},
    )


def drawer(title: str, content: Component, *, opened: bool = False) -> Component:
    """A drawer below the map that opens by click or Enter."""
    return html.Div(
        html.Details([html.Summary(title), html.Div(content, className="sheet")], open=opened),
        className="drawer",
    )
