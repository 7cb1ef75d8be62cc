"""The inspector of a plan: what is wrong with it, where, and what a redraw of it has achieved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import ids
from layouts.apportionment import summary
from layouts.judged_note import judged_note
from layouts.pieces import bands, basis_line, facts, measures
from layouts.rooms.checking import nets
from layouts.text import say
from scenarios.beginning import START
from scenarios.needs import worst_streets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.needs import Need
    from scenarios.services import Services

STREETS = 3


def _heading(scenario: Scenario) -> str:
    """The code of the heading: today's grids, what stands in for them, or a plan."""
    if scenario.name == START:
        return "scenario.start"
    return "draw.today" if scenario.baseline else "draw.plan"


def overview(view: View, services: Services, scenario: Scenario) -> list[Component]:
    """The worst grid in one sentence, the three bands, what is needed, what moved, and the measures."""
    date = services.viewer.basis_date(view.district, scenario)
    return [
        html.H2(say(_heading(scenario), view.language)),
        *_headline(view, services, scenario),
        *judged_note(view, services, scenario),
        bands(scenario.scorecard.per_grid, view.language),
        basis_line(scenario, view, date),
        *_moved(view, services, scenario),
        *_certificate(view, scenario),
        *_needs(view, services.desk.needs(view.district, view.scenario), today=scenario.baseline),
        html.H3(say("draw.measures", view.language)),
        measures(scenario, view.language),
        *nets.entry(view, services),
    ]


def worst_grid(scenario: Scenario) -> int | None:
    """The grid with the most households among those over limit; None without any."""
    over = [row for row in scenario.scorecard.per_grid if row.band == "over"]
    return max(over, key=lambda row: (row.households, -row.grid)).grid if over else None


def _headline(view: View, services: Services, scenario: Scenario) -> list[Component]:
    """What a planner must know first: the largest grid over limit with the way to split it, or none."""
    over = [row for row in scenario.scorecard.per_grid if row.band == "over"]
    if not over:
        told = say("draw.none-over", view.language, grids=len(scenario.scorecard.per_grid))
        return [html.P([told, *_allowed(view, services, scenario)], className="lead say ok")]
    worst = max(over, key=lambda row: row.households)
    limit = services.desk.norm_high(view.district, worst.type)
    above = worst.households > limit > 0
    told = (
        say("grid.worst", view.language, households=worst.households, limit=limit,
            times=worst.households / limit)
        if above
        else say("draw.over", view.language, grids=len(over))
    )  # fmt: skip
    show = html.Button(say("grid.worst.split", view.language), id=ids.SHOW_WORST, className="textual")
    return [html.P([told, " ", show], className="lead say over")]


def _allowed(view: View, services: Services, scenario: Scenario) -> list[str]:
    """Why a grid above the norm is not over limit: it is below the highest allowed."""
    outside = [row for row in scenario.scorecard.per_grid if row.band == "acceptable"]
    if not outside:
        return []
    largest = max(outside, key=lambda row: row.households)
    limit = services.desk.hard_high(view.district, largest.type)
    facts = {"grids": len(outside), "households": largest.households, "limit": limit}
    return [" ", say("draw.none-over-but", view.language, **facts)]


def _needs(view: View, needs: Sequence[Need], *, today: bool) -> list[Component]:
    """What the district lacks by the norm, what no number of grids can mend, and the worst streets."""
    language = view.language
    unavoidable = sum(need.unavoidable for need in needs)
    worst = [
        (street, say("draw.street-over", language, over=over, grids=grids))
        for street, over, grids in worst_streets(needs, STREETS)
    ]
    return [
        html.P(summary(needs, language, today=today), className="told"),
        *(
            [html.P(say("draw.unavoidable-told", language, communities=unavoidable), className="muted")]
            if unavoidable
            else []
        ),
        *([html.H3(say("draw.worst-streets", language)), facts(worst)] if worst else []),
    ]


def _moved(view: View, services: Services, scenario: Scenario) -> list[Component]:
    """The three movement numbers against today's grids; the third comes with the staff."""
    metrics = scenario.scorecard.metrics
    if scenario.baseline or "split-share" not in metrics:
        return []
    total = services.viewer.households(view.district, scenario)
    told = say(
        "moved.two",
        view.language,
        split=round(metrics["split-share"].value * total),
        crossed=round(metrics["crossed-share"].value * total),
    )
    later = html.Span(say("moved.after-staffing", view.language), className="muted small")
    return [html.P([told, html.Br(), later], className="say")]


def _certificate(view: View, scenario: Scenario) -> list[Component]:
    """How many communities cannot be improved, and how far from best the others are at most."""
    if not scenario.certificate:
        return []
    proven = sum(row.proven for row in scenario.certificate)
    gap = sum(row.gap or 0.0 for row in scenario.certificate if not row.proven)
    told = say("draw.proven", view.language, proven=proven, communities=len(scenario.certificate))
    if proven == len(scenario.certificate):
        told = say("certificate.best", view.language)
    more = [html.Br(), say("draw.gap", view.language, gap=round(gap))] if gap >= 1 else []
    return [html.P([told, *more], className="told")]


def compare_link(view: View) -> Component:
    """The way from a plan to its comparison with today's grids."""
    return dcc.Link(
        say("draw.compare", view.language), href=view.at(room="compare", grid="").href, className="do"
    )
