"""人员: the posts that a plan needs, by hours and by one full-timer a grid, community by community."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import dcc, html

from domain.staffing import Staffing
from layouts.frame import scenario_title
from layouts.pieces import table
from layouts.text import money, number, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from domain.outcome import Infeasible
    from domain.posts import Reading
    from domain.staffing import CommunityStaff
    from layouts.view import View
    from scenarios.services import Services

    Readings = Mapping[Reading, Staffing | Infeasible]

READINGS: Final[tuple[Reading, ...]] = ("hours", "one-each")
TABLE = "staff-table"


def layout(view: View, services: Services) -> Component:
    """Both readings side by side, then the communities of each."""
    record = services.viewer.record(view.district, view.scenario)
    readings = services.desk.staffing(view.district, record.id)
    found = {reading: one for reading, one in readings.items() if isinstance(one, Staffing)}
    plan = scenario_title(record.name, view)
    return html.Div(
        [
            html.H1(say("staff.title", view.language, plan=plan)),
            html.P(_headline(found, view), className="lead"),
            _side_by_side(found, view),
            html.P(say("staff.assumed", view.language), className="say acceptable"),
            html.H2(say("staff.communities", view.language)),
            html.Div(_communities(found, view, services), style={"height": "420px"}),
            dcc.Link(say("staff.next", view.language), href=view.at(room="compare").href, className="also"),
        ],
        className="room plain sheetpage",
    )


def _headline(found: Mapping[Reading, Staffing], view: View) -> str:
    """The three numbers of users §4 row 34."""
    posts = {reading: found[reading].heads.posts if reading in found else 0 for reading in READINGS}
    existing = max((one.heads.existing for one in found.values()), default=0)
    return say(
        "staff.heads", view.language, hours=posts["hours"], one_each=posts["one-each"], existing=existing
    )


def _side_by_side(found: Mapping[Reading, Staffing], view: View) -> Component:
    """Posts, moves, work and money of each reading as columns."""
    lines = ("posts", "fte", "retain", "transfer", "recruit", "short", "release", "worst", "cost")
    head = [html.Th("")] + [html.Th(say(f"staff.reading.{reading}", view.language)) for reading in found]
    body = [
        html.Tr(
            [html.Td(say(f"staff.line.{line}", view.language))]
            + [html.Td(_value(line, one, view)) for one in found.values()]
        )
        for line in lines
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)])


def _value(line: str, one: Staffing, view: View) -> str:
    """One number of a staffing with its unit."""
    if line == "fte":
        return number(one.fte, view.language, decimals=1)
    if line == "cost":
        return money(one.cost_yuan, view.language)
    if line == "worst":
        return number(one.worst_load, view.language, decimals=2)
    return number(getattr(one.heads, line), view.language)


def _communities(found: Mapping[Reading, Staffing], view: View, services: Services) -> Component:
    """One row a community with the posts of both readings."""
    rows: dict[str, dict[str, Any]] = {}
    for reading, one in found.items():
        for community in one.communities:
            row = rows.setdefault(community.community, _row(community, view, services))
            row[reading] = community.posts
            row[f"{reading}-short"] = community.short
    fields = ("name", "grids", "hours-work", "fte", *READINGS, *(f"{reading}-short" for reading in READINGS))
    columns = [
        {
            "field": field,
            "headerName": say(f"staff.column.{field}", view.language),
            **({} if field == "name" else {"type": "numericColumn"}),
        }
        for field in fields
    ]
    return table(TABLE, columns, list(rows.values()), view)


def _row(community: CommunityStaff, view: View, services: Services) -> dict[str, Any]:
    return {
        "id": community.community,
        "name": services.viewer.community_name(view.district, community.community),
        "grids": community.grids,
        "hours-work": round(community.hours),
        "fte": round(community.fte, 2),
    }
