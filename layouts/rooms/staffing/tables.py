"""The tables of grid workers: both readings, the work on each basis, communities, and what is assumed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from dash import html

from domain.posts import READINGS
from layouts.pieces import table
from layouts.text import money, number, quantity, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from domain.posts import Reading
    from domain.staffing import CommunityStaff, Staffing
    from domain.standards import Standards
    from layouts.text import Language
    from layouts.view import View
    from optimizer.staffing.sensitivity import Sensitivity
    from scenarios.services import Services
    from scenarios.staff import Staffed

    Found = Mapping[Reading, Staffing]

TABLE: Final = "staff-table"
WEIGHTIEST: Final = 5
"""Assumptions that are told in a line; all of them stand in the table of grid workers."""
NEED: Final = ("posts", "fte", "worst", "cost", "once")
MOVES: Final = ("posts", "retain", "transfer", "recruit", "short", "release", "fte", "worst", "cost", "once")
"""Lines where nobody is known to be there yet, and where today's heads are given."""


def has_pool(found: Found) -> bool:
    """Whether it is known who is there today."""
    return any(one.heads.existing for one in found.values())


def side_by_side(found: Found, language: Language) -> Component:
    """Posts, work and money of both readings, and what one full-timer a grid asks for beyond the hours."""
    head = (
        say("compare.measure", language),
        *(say(f"staff.reading.{reading}", language) for reading in found),
    )
    lines = MOVES if has_pool(found) else NEED
    body = [_line(line, found, language) for line in lines]
    at = lines.index("cost") + 1
    body[at:at] = _sources(found, language)
    return html.Table([html.Thead(html.Tr([html.Th(name, scope="col") for name in head])), html.Tbody(body)])


def _line(line: str, found: Found, language: Language) -> Component:
    name = html.Th(say(f"staff.line.{line}", language), scope="row")
    return html.Tr([name, *(html.Td(value_told(line, one, language)) for one in found.values())])


def value_told(line: str, one: Staffing, language: Language) -> str:
    """One number of a staffing with its unit; a dash where a grid with work has nobody."""
    match line:
        case "fte":
            return f"{number(one.fte, language, decimals=1)} {say('unit.fte', language)}"
        case "cost":
            return money(one.cost_yuan, language)
        case "once":
            return money(one.once_yuan, language)
        case "worst":
            return quantity(one.worst_load, "share", language) if math.isfinite(one.worst_load) else "–"
        case _:
            return quantity(getattr(one.heads, line), "posts", language)


def _sources(found: Found, language: Language) -> list[Component]:
    """Yearly cost by source of money, those that pay anything."""
    paid = {reading: one.money_yuan for reading, one in found.items()}
    keys = sorted({key for one in paid.values() for key, yuan in one.items() if yuan})
    return [
        html.Tr(
            [
                html.Th(say(f"posts.money.{key}", language), scope="row", className="part"),
                *(html.Td(money(one.get(key, 0.0), language)) for one in paid.values()),
            ]
        )
        for key in keys
    ]


def by_basis(staffed: Staffed, language: Language) -> Component:
    """The work of the whole district on every basis of households."""
    rows = [
        html.Tr(
            [
                html.Th(basis, scope="row"),
                html.Td(f"{number(fte, language, decimals=1)} {say('unit.fte', language)}"),
            ]
        )
        for basis, fte in staffed.fte_by_basis.items()
    ]
    head = [html.Th(say(f"staff.basis.{name}", language), scope="col") for name in ("basis", "fte")]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)])


def communities(found: Found, view: View, services: Services) -> Component:
    """A table with one row a community: its grids, its work, and the posts of both readings."""
    shorts = tuple(f"{reading}-short" for reading in found) if has_pool(found) else ()
    fields = ("name", "grids", "hours-work", "fte", *found, *shorts)
    columns = [
        {
            "field": field,
            "headerName": say(f"staff.column.{field}", view.language),
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
            **({"minWidth": 180} if field == "name" else {"type": "numericColumn"}),
        }
        for field in fields
    ]
    return table(TABLE, columns, community_rows(found, view, services), view)


def community_rows(found: Found, view: View, services: Services) -> list[dict[str, Any]]:
    """Communities in the order of their codes; nobody is ranked."""
    rows: dict[str, dict[str, Any]] = {}
    for reading, one in found.items():
        for community in one.communities:
            row = rows.setdefault(community.community, _community(community, view, services))
            row[reading] = community.posts
            row[f"{reading}-short"] = community.short
    return [rows[code] for code in sorted(rows)]


def _community(community: CommunityStaff, view: View, services: Services) -> dict[str, Any]:
    code = community.community
    name = services.viewer.community_name(view.district, code) if code else say("staff.lot", view.language)
    return {
        "id": code or "lot",
        "name": name,
        "grids": community.grids,
        "hours-work": round(community.hours),
        "fte": round(community.fte, 2),
    }


def assumptions(rows: Sequence[Sensitivity], standards: Standards, language: Language) -> Component:
    """Every number that the hours rest on: value, unit, source, and what a change of it would do."""
    names = ("name", "value", "low", "high", "source")
    head = [html.Th(say(f"staff.assumption.{name}", language), scope="col") for name in names]
    body = [html.Tr([html.Td(cell) for cell in assumption_cells(row, standards, language)]) for row in rows]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="texts")


def assumption_cells(row: Sensitivity, standards: Standards, language: Language) -> tuple[str, ...]:
    """Name, value with its unit, work at the lower and the higher value, and where the number comes from."""
    entry = standards.entries[row.key]
    told = number(entry.value, language)
    source = say("staff.assumption.mark", language, source=entry.source) if entry.assumed else entry.source
    return (
        say(f"standard.{row.key}", language),
        f"{told} {entry.unit}" if language == "zh_Hans" else told,
        _outcome(row.low.value, row.low.fte, language),
        _outcome(row.high.value, row.high.fte, language),
        source,
    )


def _outcome(value: float, fte: float, language: Language) -> str:
    return say("staff.assumption.outcome", language, value=value, fte=fte)


def readings_found(staffed: Staffed) -> dict[Reading, Staffing]:
    """The readings that have an answer, the hours first."""
    answers = {staffing.reading: staffing for staffing in staffed.scenario.staffings}
    return {reading: answers[reading] for reading in READINGS if reading in answers}


def assumption_lines(rows: Sequence[Sensitivity], language: Language) -> Component:
    """The numbers that move most posts, each with how many when it is a quarter lower or higher."""
    told = [
        html.Li(
            say(
                "staff.assumption.swing",
                language,
                name=f"standard.{row.key}",
                value=row.base.value,
                posts=row.swing_posts,
            )
        )
        for row in rows[:WEIGHTIEST]
    ]
    return html.Ul(told)
