"""What a leader sees first: three sentences, seven numbers for each plan, and the map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from dash import html

from layouts import ids
from layouts.frame import scenario_title
from layouts.maps import plan_map
from layouts.text import number, quantity, say, teller
from scenarios.leaders.one_page import way_columns
from scenarios.leaders.tables import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.leaders.one_page import Losing, PlanColumn
    from scenarios.leaders.values import Leaders, Way
    from scenarios.services import Services

ROWS: Final = ("people", "money", "load", "over", "crossed", "losing", "opinions")
WAYS: Final = ("no-growth", "fewest", "one-per-grid")
"""Ways that stand beside today where no plan was drawn yet."""
PLANS: Final = 3
"""Plans that stand beside today at most: the one that is shown, and the newest others."""


def front(view: View, services: Services, found: Leaders) -> Component:
    """Sentences and numbers beside the map of the plan."""
    record = services.viewer.record(view.district, view.scenario)
    plans = _plans(view, services)
    columns = services.staffing.one_page(view.district, plans)
    if not plans:
        names = {way.key: title_of(way, teller(view.language)) for way in found.ways if way.key in WAYS}
        columns += way_columns(columns[0], found, names)
    scenario = services.viewer.scenario(view.district, record.id)
    return html.Div(
        [
            html.Div(
                [
                    *(html.P(line, className="lead") for line in sentences(view, found, columns)),
                    html.Div(seven(view, columns), className="scrolling"),
                ]
            ),
            html.Div(
                plan_map(ids.LEADERS_MAP, view, services.viewer, scenario, record.id),
                className="mapbox sheetmap",
            ),
        ],
        className="onepage",
    )


def _plans(view: View, services: Services) -> list[str]:
    """The plan that is shown and the newest others, in the order in which they were drawn."""
    drawn = [one.id for one in services.viewer.scenarios(view.district) if not one.baseline]
    shown = services.viewer.record(view.district, view.scenario).id
    others = [one for one in drawn if one != shown]
    room = PLANS - (shown in drawn)
    kept = {*others[-room:], shown}
    return [one for one in drawn if one in kept]


def seven(view: View, columns: Sequence[PlanColumn]) -> Component:
    """At most seven numbers for today and each plan."""
    language = view.language
    head = [html.Th(say("compare.measure", language), scope="col")]
    head += [html.Th(_name(one, view), scope="col") for one in columns]
    body = [
        html.Tr(
            [
                html.Th(say(f"leaders.row.{row}", language), scope="row"),
                *(html.Td(_cell(row, one, language)) for one in columns),
            ]
        )
        for row in ROWS
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="seven")


def _name(column: PlanColumn, view: View) -> str:
    return scenario_title(column.name, view)


def _cell(row: str, one: PlanColumn, language: Language) -> str:
    """One number of a plan; a dash where there is none."""
    numbers: dict[str, tuple[float | None, str]] = {
        "money": (one.yuan, "yuan"),
        "over": (one.over, "grids"),
        "crossed": (one.crossed, "households"),
    }
    if row in numbers:
        value, unit = numbers[row]
        return "–" if value is None else quantity(value, unit, language)
    if row == "people":
        return "–" if one.people is None else say("leaders.persons", language, load=one.people)
    if row == "load":
        return "–" if one.load is None else load_told(one.load, language)
    if one.baseline:
        return "–"
    return _losing(one.losing, language) if row == "losing" else say("leaders.opinions.none", language)


def _losing(lost: Losing | None, language: Language) -> str:
    """The street that loses most, or that none does."""
    if lost is None:
        return say("leaders.losing.none", language)
    return say("leaders.losing", language, street=lost.street, communities=lost.communities)


def load_told(load: float, language: Language) -> str:
    """What each head does as a multiple of one person's work, or that nobody is there."""
    if not math.isfinite(load):
        return say("leaders.nobody", language)
    return say("leaders.persons", language, load=number(load, language, decimals=1))


def sentences(view: View, found: Leaders, columns: Sequence[PlanColumn]) -> list[str]:
    """Three plain sentences from the numbers: people, money, and what the plan does."""
    ways = {way.key: way for way in reversed(found.ways)}
    shown = next((one for one in columns if one.plan == view.scenario), columns[0])
    return [
        _of_people(ways["no-growth"], ways["fewest"], ways["one-per-grid"], view.language),
        _of_money(found, ways["fewest"], ways["one-per-grid"], columns[0].yuan or 0.0, view.language),
        _of_plan(columns[0], shown, view),
    ]


def _of_people(still: Way, fewest: Way, each: Way, language: Language) -> str:
    """Who is needed, and how far those who are there go."""
    needed = _posts(fewest)
    if still.staffing is None or still.effects is None:
        return say("leaders.people.unknown", language, needed=needed, each=_posts(each))
    existing = still.staffing.heads.existing
    worst, hours = still.staffing.worst_load, round(still.effects.uncovered_hours)
    if hours and not math.isfinite(worst):
        return say("leaders.people.unserved", language, existing=existing, needed=needed, hours=hours)
    load = load_told(worst, language)
    code = "leaders.people.short" if hours else "leaders.people.enough"
    return say(code, language, existing=existing, needed=needed, load=load, hours=hours)


def _of_money(found: Leaders, fewest: Way, each: Way, today_yuan: float, language: Language) -> str:
    """What the fewest posts cost, at once or over years."""
    recruits = fewest.staffing.heads.recruit if fewest.staffing else 0
    if not found.ground.has_pool:
        more = each.yearly_yuan - fewest.yearly_yuan
        return say("leaders.money.unknown", language, yearly=fewest.yearly_yuan, more=more)
    years = [way for way in found.ways if way.key == "year"]
    first = years[0].staffing.heads.recruit if years and years[0].staffing else 0
    facts = {
        "recruits": recruits,
        "yearly": fewest.yearly_yuan,
        "more": fewest.yearly_yuan - today_yuan,
        "once": fewest.once_yuan,
    }
    if not recruits:
        return say("leaders.money.none", language, **facts)
    short = years[-1].staffing.heads.short if years and years[-1].staffing else 0
    code = "leaders.money.paid" if years and "yuan" in years[0].facts else "leaders.money.some"
    return say(code, language, **facts, years=len(years), first=first, short=short)


def _of_plan(today: PlanColumn, shown: PlanColumn, view: View) -> str:
    """What becomes of grids over limit, of households and of streets."""
    language = view.language
    if shown.baseline:
        return say("leaders.plan.today", language, plan=_name(today, view), over=today.over)
    told = say(
        "leaders.plan",
        language,
        plan=_name(shown, view),
        before=today.over,
        after=shown.over,
        crossed=round(shown.crossed or 0),
    )
    lost = shown.losing
    if lost is None:
        return told + say("leaders.plan.nobody", language)
    return told + say("leaders.plan.losing", language, street=lost.street, communities=lost.communities)


def _posts(way: Way) -> int:
    return way.staffing.heads.posts if way.staffing else 0
