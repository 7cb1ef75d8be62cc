"""标准: every number that steers a plan, with its unit and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from layouts import ids
from layouts.pieces import table
from layouts.text import say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.standards import Standard
    from layouts.view import View
    from scenarios.services import Services

WIDTHS = {"group": 130, "value": 100, "unit": 180, "source": 420, "assumed": 120}


def layout(view: View, services: Services) -> Component:
    """One table of all numbers that can be sorted and filtered; assumed ones are marked."""
    language, entries = view.language, services.desk.standards.entries
    assumed = sum(standard.assumed for standard in entries.values())
    rows = [_row(entries[key], view) for key in sorted(entries)]
    return html.Div(
        [
            html.H1(say("menu.standards", language)),
            html.P(say("standards.told", language, numbers=len(rows), assumed=assumed), className="lead"),
            html.P(say("standards.change", language), className="muted"),
            html.Div(table(ids.STANDARDS, columns(view), rows, view), className="tall long"),
        ],
        className="room plain sheetpage",
    )


def columns(view: View) -> list[dict[str, Any]]:
    """Columns of the table; the source takes what is left, and tells the key at the pointer."""
    return [
        {
            "field": field,
            "headerName": say(f"standards.{field}", view.language),
            "minWidth": width,
            "flex": 4 if field == "source" else 0,
            "width": width,
            **({"type": "numericColumn", "filter": "agNumberColumnFilter"} if field == "value" else {}),
            **({"tooltipField": "id", "wrapText": True, "autoHeight": True} if field == "source" else {}),
        }
        for field, width in WIDTHS.items()
    ]


def _row(standard: Standard, view: View) -> dict[str, Any]:
    group = standard.key.split(".")[0]
    return {
        "id": standard.key,
        "group": say(f"standards.group.{group}", view.language),
        "value": standard.value,
        "unit": standard.unit,
        "source": standard.source,
        "assumed": say("standards.assumed", view.language) if standard.assumed else "",
    }
