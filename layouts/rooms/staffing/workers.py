"""网格员: the posts that a plan needs, by hours and by one full-timer a grid, community by community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts.pairing import plan_title
from layouts.rooms.staffing.nav import LEADERS, POOL, pages_nav
from layouts.rooms.staffing.tables import (
    assumptions,
    by_basis,
    communities,
    has_pool,
    readings_found,
    side_by_side,
)
from layouts.text import quantity, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from domain.posts import Reading
    from domain.staffing import Staffing
    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services
    from scenarios.staff import Staffed


def layout(view: View, services: Services) -> Component:
    """Both readings side by side, the work by basis, the assumptions, then the communities."""
    record = services.viewer.record(view.district, view.scenario)
    staffed, language = services.desk.staffed(view.district, record.id), view.language
    found = readings_found(staffed)
    return html.Div(
        [
            pages_nav(view),
            html.H1(say("staff.title", language, plan=plan_title(record, view))),
            html.P(headline(found, staffed, language), className="lead"),
            *([] if has_pool(found) else [_no_pool(view)]),
            html.Div(
                [
                    html.Div(side_by_side(found, language), className="wide scrolling"),
                    html.Div([by_basis(staffed, language), *_notes(found, view)]),
                ],
                className="columns",
            ),
            _assumed(view, services, record.id),
            html.H2(say("staff.by-community", language)),
            html.Div(communities(found, view, services), className="tall"),
        ],
        className="room plain sheetpage",
    )


def headline(found: Mapping[Reading, Staffing], staffed: Staffed, language: Language) -> str:
    """What both readings ask for, who is there, and what lies between the readings."""
    posts = {reading: one.heads.posts for reading, one in found.items()}
    hours, one_each = posts.get("hours", 0), posts.get("one-each", 0)
    existing = max((one.heads.existing for one in found.values()), default=0)
    needed = (
        say("staff.heads", language, hours=hours, one_each=one_each, existing=existing)
        if existing
        else say("staff.needed", language, hours=hours, one_each=one_each)
    )
    if not staffed.difference:
        return needed
    return needed + say("staff.difference", language, posts=quantity(staffed.difference, "posts", language))


def _no_pool(view: View) -> Component:
    """That nobody is known to be there, and the way to say who is."""
    link = dcc.Link(say("staffing.fill", view.language), href=view.at(step=POOL).href, className="link")
    return html.P([say("staff.no-pool", view.language), " ", link], className="say acceptable")


def _notes(found: Mapping[Reading, Staffing], view: View) -> list[Component]:
    """That the work is the same in every plan, and the way to the comparison."""
    return [
        html.P(say("staff.same-work", view.language), className="muted small"),
        *(
            []
            if all(one.proven for one in found.values())
            else [html.P(say("staff.not-proven", view.language), className="say acceptable")]
        ),
        dcc.Link(say("staff.next", view.language), href=view.at(room="compare").href, className="also"),
        dcc.Link(say("leaders.next", view.language), href=view.at(step=LEADERS).href, className="also"),
    ]


def _assumed(view: View, services: Services, scenario: str) -> Component:
    """The numbers behind the hours, opened by a click."""
    rows, standards = (
        services.desk.assumptions(view.district, scenario),
        services.viewer.standards(view.district),
    )
    assumed = sum(standards.entries[row.key].assumed for row in rows)
    told = say("staff.assumptions", view.language, numbers=len(rows), assumed=assumed)
    return html.Details(
        [
            html.Summary(told),
            html.Div(assumptions(rows, standards, view.language), className="scrolling", tabIndex=0),
        ],
        className="say acceptable",
    )
