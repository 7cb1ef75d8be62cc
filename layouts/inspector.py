"""The inspector: what is wrong with a plan, and everything of one grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts.pieces import bands, basis_line, facts, measures, reason_text, word
from layouts.text import number, quantity, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.scenario import GridRow, Scenario
    from layouts.view import View
    from scenarios.services import Services


def overview(view: View, services: Services, scenario: Scenario) -> list[Component]:
    """The worst grid in one sentence, the three bands, the nine measures, and what moved."""
    date = services.viewer.basis_date(view.district, scenario)
    return [
        html.H2(say("draw.today" if scenario.baseline else "draw.plan", view.language)),
        _headline(view, services, scenario),
        bands(scenario.scorecard.per_grid, view.language),
        basis_line(scenario, view, date),
        *_moved(view, services, scenario),
        html.H3(say("draw.measures", view.language)),
        measures(scenario, view.language),
        *_certificate(view, scenario),
    ]


def _headline(view: View, services: Services, scenario: Scenario) -> Component:
    """What a planner must know first: the largest grid over limit, or that there is none."""
    over = [row for row in scenario.scorecard.per_grid if row.band == "over"]
    if not over:
        return html.P(say("draw.none-over", view.language, grids=len(scenario.plan)), className="lead say ok")
    worst = max(over, key=lambda row: row.households)
    limit = services.desk.norm_high(worst.type)
    if worst.households <= limit:
        return html.P(say("draw.over", view.language, grids=len(over)), className="lead say over")
    told = say(
        "grid.worst", view.language, households=worst.households, limit=limit, times=worst.households / limit
    )
    return html.P(told, className="lead say over")


def _moved(view: View, services: Services, scenario: Scenario) -> list[Component]:
    """The movement numbers against today's grids."""
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
    compare = dcc.Link(say("draw.compare", view.language), href=view.at(room="compare", grid="").href)
    return [html.P([told, html.Br(), compare], className="say")]


def _certificate(view: View, scenario: Scenario) -> list[Component]:
    """How many communities are proven best, and the apportionment that was followed."""
    if not scenario.certificate:
        return []
    proven = sum(row.proven for row in scenario.certificate)
    rows = sorted(scenario.apportionment, key=lambda row: (not row.unavoidable, row.community))
    unavoidable = [row for row in rows if row.unavoidable]
    return [
        html.H3(say("draw.result", view.language)),
        html.P(say("draw.proven", view.language, proven=proven, communities=len(scenario.certificate))),
        html.Details(
            [
                html.Summary(say("draw.unavoidable", view.language, communities=len(unavoidable))),
                facts(
                    [
                        (row.community, quantity(row.households, "households", view.language))
                        for row in unavoidable
                    ]
                ),
            ]
        ),
    ]


def grid_card(view: View, services: Services, scenario: Scenario, grid: int) -> list[Component]:
    """Everything of one grid: its band and why, its numbers, and where its households come from."""
    row = scenario.scorecard.per_grid[grid]
    language = view.language
    kind = services.desk.grid_type(row.type)
    lines = [
        (say("grid.community", language), services.viewer.community_name(view.district, row.community)),
        (say("grid.type", language), say(f"grid-type.{row.type}", language)),
        (say("grid.households", language), quantity(row.households, "households", language)),
        *([(say("grid.norm", language), f"{kind.norm_low}–{kind.norm_high}")] if kind else []),
        (say("grid.area_km2", language), f"{number(row.area_m2 / 1e6, language, decimals=3)} km²"),
        (say("grid.perimeter", language), quantity(round(row.perimeter_m), "m", language)),
        (say("grid.compactness", language), number(row.compactness, language, decimals=2)),
    ]
    return [
        html.H2(row.code),
        html.P(
            [
                html.Span(quantity(row.households, "households", language), className="figure"),
                " ",
                word(row.band, language),
            ]
        ),
        *([html.P(reason_text(row.reason, language), className=f"say {row.band}")] if row.reason else []),
        facts(lines),
        *_sources(view, services, scenario, row),
    ]


def _sources(view: View, services: Services, scenario: Scenario, row: GridRow) -> list[Component]:
    """The old grids whose households a redrawn grid took over."""
    if scenario.baseline:
        return []
    pieces = services.desk.sources_of_grid(view.district, view.scenario, row.grid)
    if not pieces:
        return []
    lines = [(old, quantity(households, "households", view.language)) for old, households in pieces]
    return [html.H3(say("grid.from", view.language)), facts(lines)]
