"""The page of all numbers: a table to choose one from, what the project changed, and the form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import html

from domain.own_standards import editable
from layouts import ids
from layouts.pieces import table
from layouts.rooms.standards.form import choose_one
from layouts.rooms.standards.names import number_name
from layouts.text import number, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.standards import Standard
    from layouts.view import View
    from scenarios.services import Services

WIDTHS: Final = {"name": 180, "value": 92, "unit": 92, "mark": 104, "source": 200, "group": 92}
FIRST: Final = ("grid-types", "redraw", "workload", "staffing", "posts", "basis")
"""Groups of the numbers that steer lines and posts most; what cannot be changed stands last."""
ALL: Final = "all"
OWN: Final = "own"


def layout(view: View, services: Services) -> Component:
    """Every number with its unit and source; in a district each can be changed for it."""
    language = view.language
    own = services.viewer.own
    entries = (own.of(view.district) if view.district else own.shipped).entries
    assumed = sum(standard.assumed for standard in entries.values())
    numbers = html.Div(table(ids.STANDARDS, columns(view), rows(view, services), view), className="tall long")
    form = html.Aside(
        choose_one(view), id=ids.STANDARD_FORM, className="numberform", **{"aria-live": "polite"}
    )
    return html.Div(
        [
            html.H1(say("menu.standards", language)),
            html.P(say("standards.told", language, numbers=len(entries), assumed=assumed), className="lead"),
            *(
                [
                    html.Div(changed(view, services), id=ids.STANDARDS_CHANGED, className="ownnumbers"),
                    html.Div([numbers, form], className="numbers"),
                ]
                if view.district
                else [html.P(say("standards.district", language), className="muted"), numbers]
            ),
        ],
        className="room plain sheetpage",
    )


def changed(view: View, services: Services) -> list[Component]:
    """How many numbers differ from the shipped ones, with the ways back; says so where none does."""
    language, own = view.language, services.viewer.own
    count = len(own.numbers(view.district))
    can_undo = own.can_undo(view.district)
    told = say("standards.own", language, numbers=count) if count else say("standards.own-none", language)
    which = [{"value": one, "label": say(f"standards.which.{one}", language)} for one in (ALL, OWN)]
    return [
        html.P(told, className="say acceptable" if count else "muted", role="status"),
        dmc.SegmentedControl(
            id=ids.STANDARDS_WHICH, value=ALL, size="xs",
            data=which,
        ),
        html.Button(
            say("edit.undo", language), id=ids.STANDARDS_UNDO, className="also", disabled=not can_undo
        ),
        html.Button(
            say("standards.all-back", language), id=ids.STANDARDS_BACK, className="also", disabled=not count
        ),
    ]  # fmt: skip


def columns(view: View) -> list[dict[str, Any]]:
    """Columns of the table; the source takes what is left."""
    return [
        {
            "field": field,
            "headerName": say(f"standards.{field}", view.language),
            "minWidth": width,
            "flex": {"source": 4, "name": 2}.get(field, 0),
            "width": width,
            **({"type": "numericColumn", "filter": "agNumberColumnFilter"} if field == "value" else {}),
            **({"wrapText": True, "autoHeight": True} if field in {"source", "name", "mark"} else {}),
            **({"tooltipField": "id"} if field == "name" else {}),
        }
        for field, width in WIDTHS.items()
    ]


def rows(view: View, services: Services, which: str = ALL) -> list[dict[str, Any]]:
    """A row for each number, or for each that the project changed; those that can be changed first."""
    own = services.viewer.own
    entries = (own.of(view.district) if view.district else own.shipped).entries
    numbers = own.numbers(view.district) if view.district else {}
    keys = sorted(entries, key=lambda key: (key not in numbers, not editable(key), _place(key), key))
    return [
        _row(entries[key], own.shipped.entries[key], view, own=key in numbers)
        for key in keys
        if which == ALL or key in numbers
    ]


def _place(key: str) -> int:
    group = key.split(".", maxsplit=1)[0]
    return FIRST.index(group) if group in FIRST else len(FIRST)


def _row(standard: Standard, shipped: Standard, view: View, *, own: bool) -> dict[str, Any]:
    group = standard.key.split(".")[0]
    return {
        "id": standard.key,
        "name": number_name(standard.key, view.language) or standard.key,
        "group": say(f"standards.group.{group}", view.language),
        "value": standard.value,
        "unit": standard.unit,
        "source": standard.source,
        "mark": _mark(standard, shipped, view, own=own),
    }


def _mark(standard: Standard, shipped: Standard, view: View, *, own: bool) -> str:
    """What is to be known of a number: that the project changed it, that it is read no more, or assumed."""
    if own:
        return say("standards.mark.own", view.language, value=number(shipped.value, view.language))
    if not editable(standard.key):
        return say("standards.mark.read-before", view.language)
    return say("standards.assumed", view.language) if standard.assumed else ""
