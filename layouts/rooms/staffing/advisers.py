"""法律顾问: who advises and mediates where, what is short, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import Input, Output, State, dcc, html, no_update

from domain.advisers import LEVELS
from layouts import ids
from layouts.rooms.staffing.heads import LEGAL
from layouts.rooms.staffing.nav import POOL, pages_nav
from layouts.text import number, say, share, teller
from layouts.view import view_of
from scenarios.advice_tables import body_rows, post_rows, short_rows, village_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from domain.advisers import Profile
    from domain.standards import Standards
    from layouts.text import Language
    from layouts.view import View
    from scenarios.advisers import Advised
    from scenarios.services import Services

PROFILES: Final[tuple[Profile, ...]] = ("basic", "enhanced")
POSTS: Final = ("post", "place", "villages", "hours", "km", "backups", "load", "where")
VILLAGES: Final = ("street", "name", "post", "remote", "hours", "km", "backup")
BODIES: Final = ("level", "name", "needed", "full", "present", "short")
SHORT: Final = ("place", "role", "seats")
SHARES: Final = ("load", "remote")
STANDARDS: Final = "advisers."


def layout(view: View, services: Services) -> Component:
    """What is asked of each village, who serves it, seats of mediators, what is short, the assumptions."""
    language = view.language
    found = services.staffing.advised(view.district, profile_of(view))
    nobody = not services.staffing.roster(view.district).advisers
    return html.Div(
        [
            pages_nav(view),
            html.H1(say("staffing.page.advisers", language)),
            dmc.SegmentedControl(
                id=ids.ADVISERS_PROFILE,
                value=profile_of(view),
                size="sm",
                data=[{"value": one, "label": say(f"advisers.profile.{one}", language)} for one in PROFILES],
            ),
            html.Div([_nobody(view) if nobody else None, *_told(found, language)]),
            _assumed(services.viewer.standards(view.district), language),
        ],
        className="room plain sheetpage",
    )


def profile_of(view: View) -> Profile:
    """How much service each village asks for, by the address."""
    return next((one for one in PROFILES if one == view.ask), PROFILES[0])


def _nobody(view: View) -> Component:
    """That nobody is known to be there, and the way to say who is."""
    link = dcc.Link(
        say("staffing.fill", view.language), href=view.at(step=POOL, ask=LEGAL).href, className="do fitting"
    )
    return html.Div([html.Span(say("advisers.nobody", view.language)), link], className="say acceptable asks")


def _told(found: Advised, language: Language) -> list[Component]:
    """The sentence, what each level of mediators lacks, and the tables."""
    advice, tell = found.advice, teller(language)
    whole = say(
        "advisers.whole",
        language,
        villages=len(advice.services),
        served=len(advice.services) - len(advice.missing),
        used=sum(post.villages > 0 for post in advice.advisers),
        heads=len(advice.advisers),
        hours=round(advice.advice_hours),
        km=round(found.km),
        remote=found.remote_share,
    )
    least = say("advisers.least", language, least=found.least)
    seats = []
    for level in LEVELS:
        needed, full, present = advice.seats(level)
        if needed:
            facts = {"needed": needed, "full": full, "short": needed - full, "present": present}
            seats.append(html.P(say("advisers.seats", language, level=f"advisers.level.{level}", **facts)))
    return [
        html.P([*([whole, " "] if advice.advisers else []), least], className="lead"),
        *seats,
        *_folded("posts", POSTS, post_rows(found, tell), language, opened=True),
        *_folded("villages", VILLAGES, village_rows(found, tell), language),
        *_folded("bodies", BODIES, body_rows(found, tell), language),
        *_folded("short", SHORT, list(short_rows(found, tell)), language),
    ]


def _folded(
    name: str,
    fields: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    language: Language,
    *,
    opened: bool = False,
) -> list[Component]:
    """A table behind its title and the number of its rows; nothing where it has none."""
    if not rows:
        return []
    head = [html.Th(say(f"advisers.head.{field}", language), scope="col") for field in fields]
    body = [
        html.Tr([html.Td(_cell(field, row.get(field, ""), language)) for field in fields]) for row in rows
    ]
    title = say("staffing.table", language, name=f"advisers.sheet.{name}", rows=len(rows))
    sheet = html.Div(
        html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="texts"),
        className="scrolling",
        tabIndex=0,
    )
    return [html.Details([html.Summary(title), sheet], className="more", open=opened)]


def _cell(field: str, value: Any, language: Language) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return share(value) if field in SHARES else number(value, language)


def _assumed(standards: Standards, language: Language) -> Component:
    """Every number that it rests on: value, unit and source, and whether it is only assumed."""
    entries = [one for key, one in sorted(standards.entries.items()) if key.startswith(STANDARDS)]
    head = [html.Th(say(f"staff.assumption.{name}", language), scope="col") for name in ("value", "source")]
    body = [
        html.Tr(
            [
                html.Td(f"{number(one.value, language)} {one.unit}"),
                html.Td(
                    say("staff.assumption.mark", language, source=one.source) if one.assumed else one.source
                ),
            ]
        )
        for one in entries
    ]
    told = say(
        "staffing.assumptions", language, numbers=len(entries), assumed=sum(one.assumed for one in entries)
    )
    return html.Details(
        [
            html.Summary(told),
            html.Div(
                html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="texts"),
                className="scrolling",
            ),
        ],
        className="say acceptable",
    )


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [dmc.SegmentedControl(id=ids.ADVISERS_PROFILE, data=[])]


def register(app: Dash, services: Services) -> None:  # noqa: ARG001 -- as all pages are registered
    """Another profile is another address."""

    @app.callback(
        Output(ids.ADDRESS, "search", allow_duplicate=True),
        Input(ids.ADVISERS_PROFILE, "value"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def ask(profile: str, path: str, query: str) -> Any:
        view = view_of(path, query)
        return no_update if profile == profile_of(view) else view.at(ask=profile).query
