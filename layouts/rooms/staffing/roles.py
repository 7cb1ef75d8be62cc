"""其他岗位: the posts of every other role on the plan, with money, what is missing, and sources of norms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import ids
from layouts.pairing import plan_title
from layouts.rooms.staffing.nav import answer_soon, pages_nav, soon
from layouts.text import money, number, quantity, say, teller
from scenarios.role_areas import residents_follow
from scenarios.role_tables import count_of, level_of, role_facts

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from domain.role_need import RoleNeed, RolesNeed
    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services

SECONDS = 5
"""About how long all roles of a district of 180 grids take at the first time."""


def layout(view: View, services: Services) -> Component:
    """The heading; the roles follow as soon as they are worked out."""
    record = services.viewer.record(view.district, view.scenario)
    language = view.language
    return html.Div(
        [
            pages_nav(view),
            html.H1(say("staffing.roles", language, plan=plan_title(record, view))),
            *soon(ids.ROLES_TOLD, ids.ROLES_TICK, SECONDS, view),
        ],
        className="room plain sheetpage",
    )


def told(view: View, services: Services) -> list[Component]:
    """All roles in a table, and the one that the address asks for area by area."""
    language, day = view.language, date.today()  # noqa: DTZ011 -- the planner's own day
    found = services.staffing.roles(view.district, view.scenario, day)
    whole = say(
        "roles.whole",
        language,
        roles=len(found.needs),
        heads=found.heads,
        yuan=sum(found.all_money_yuan.values()),
        day=day.isoformat(),
    )
    size = services.viewer.standards(view.district)["basis.household-size"]
    follows = residents_follow(services.viewer.dataset(view.district))
    return [
        html.P(whole, className="lead"),
        html.Div(_table(found, view), className="scrolling"),
        *(
            [html.P(say("roles.residents-follow", language, size=size), className="muted small")]
            if follows
            else []
        ),
        html.P(say("staffing.roles.own", language), className="muted small"),
        *_one(found, view),
    ]


def _table(found: RolesNeed, view: View) -> Component:
    """A row a role: posts, full-time equivalents, money, who is there, and the source of its norm."""
    language = view.language
    heads = ("role", "status", "posts", "fte", "yuan", "existing", "short", "source")
    named = {"yuan": "leaders.way.yearly"}
    head = [html.Th(say(named.get(name, f"roles.head.{name}"), language), scope="col") for name in heads]
    return html.Table(
        [html.Thead(html.Tr(head)), html.Tbody([_row(found, n, view) for n in range(len(found.needs))])],
        className="texts roles",
    )


def _row(found: RolesNeed, position: int, view: View) -> Component:
    language, need = view.language, found.needs[position]
    facts = role_facts(found, position, teller(language), english=language == "en")
    name = dcc.Link(str(facts["name"]), href=view.at(ask=need.role.key).href, className="link")
    unknown = need.existing is None
    posts = found.posts[position]
    uncounted = bool(need.missing) and not posts
    return html.Tr(
        [
            html.Td(
                [name, *([html.Div(str(facts["valid"]), className="muted small")] if facts["valid"] else [])]
            ),
            html.Td(str(facts["status"])),
            html.Td(say("staffing.no-counts", language) if uncounted else quantity(posts, "posts", language)),
            html.Td(number(need.fte, language, decimals=1)),
            html.Td(money(sum(found.money_yuan(position).values()), language)),
            html.Td("–" if unknown else quantity(need.existing or 0, "posts", language)),
            html.Td("–" if unknown or uncounted else quantity(need.short or 0, "posts", language)),
            html.Td(need.role.source),
        ],
        **({"aria-current": "true"} if need.role.key == view.ask else {}),
    )


def _one(found: RolesNeed, view: View) -> list[Component]:
    """The role that the address asks for: what it lacks, and its areas."""
    need = next((one for one in found.needs if one.role.key == view.ask), None)
    if need is None:
        return [html.P(say("staffing.roles.choose", view.language), className="muted")]
    language = view.language
    return [
        html.H2(need.role.title(english=language == "en")),
        *_gaps(need, language),
        html.Div(_areas(need, language), className="scrolling"),
    ]


def _gaps(need: RoleNeed, language: Language) -> list[Component]:
    """What the ground does not know, and who goes without."""
    tell = teller(language)
    lines = []
    if need.missing:
        names = say("roles.and", language).join(count_of(name, tell) for name in need.missing)
        lines.append(say("roles.missing", language, missing=names))
    for why in dict.fromkeys(one.why for one in need.unserved):
        areas = [one.area for one in need.unserved if one.why == why]
        lines.append(say(f"roles.unserved.{why}", language, areas=len(areas), first=", ".join(areas[:8])))
    return [html.P(line.strip(), className="say acceptable") for line in lines]


def _areas(need: RoleNeed, language: Language) -> Component:
    """Areas of a role in the order of their codes: amount, units, posts."""
    tell = teller(language)
    heads = ("level", "name", "amount", "units", "posts", "fte")
    head = [html.Th(say(f"roles.head.{name}", language), scope="col") for name in heads]
    body = [
        html.Tr(
            [
                html.Td(level_of(row.level, tell), className="text"),
                html.Td(row.name or row.area, className="text"),
                html.Td(number(round(row.amount, 1), language)),
                html.Td(number(row.units, language)),
                html.Td("–" if row.posts is None else number(row.posts, language)),
                html.Td(number(row.fte, language, decimals=2)),
            ]
        )
        for row in need.areas
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)])


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [html.Div(id=ids.ROLES_TOLD), dcc.Interval(id=ids.ROLES_TICK)]


def register(app: Dash, services: Services) -> None:
    """Answer once the page stands."""
    answer_soon(app, ids.ROLES_TOLD, ids.ROLES_TICK, lambda view: told(view, services))
