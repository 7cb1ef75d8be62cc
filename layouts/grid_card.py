"""The card of one grid: its band and why, how to mend it, its numbers, and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import ids
from layouts.apportionment import why_text
from layouts.pieces import facts, reason_text, word
from layouts.text import number, quantity, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.scenario import GridRow, Scenario
    from layouts.text import Language
    from layouts.view import View
    from scenarios.needs import Need
    from scenarios.services import Services

MOVES = 3


def grid_card(view: View, services: Services, scenario: Scenario, grid: int) -> list[Component]:
    """Everything of one grid of a scenario."""
    row = next(row for row in scenario.scorecard.per_grid if row.grid == grid)
    needs = services.desk.needs(view.district, view.scenario)
    need = next((need for need in needs if need.code == row.community), None)
    ruled = need if row.band not in {"exclusive", "empty"} else None
    language = view.language
    held = html.Span(quantity(row.households, "households", language), className="figure")
    return [
        html.Div(
            [
                html.H2(row.code),
                html.Button(say("grid.close", language), id=ids.CLOSE_CARD, className="textual"),
            ],
            className="cardhead",
        ),
        html.P([held, " ", word(row.band, language)]),
        *([html.P(reason_text(row.reason, language), className=f"say {row.band}")] if row.reason else []),
        *_advice(row, ruled, language, baseline=scenario.baseline),
        *_origin(view, services, scenario, row),
        facts(_numbers(row, ruled, language)),
    ]


def _numbers(row: GridRow, need: Need | None, language: Language) -> list[tuple[str, str]]:
    """Name and value of everything that is measured of one grid."""
    norm = f"{need.kind.norm_low}–{need.kind.norm_high}" if need else ""
    return [
        (say("grid.community", language), need.name if need else row.community),
        (say("grid.type", language), say(f"grid-type.{row.type}", language)),
        *([(say("grid.norm", language), norm)] if need else []),
        (say("grid.area_km2", language), number(row.area_m2 / 1e6, language, decimals=3)),
        (say("grid.perimeter", language), quantity(round(row.perimeter_m), "m", language)),
        (say("grid.compactness", language), number(row.compactness, language, decimals=2)),
    ]


def _advice(row: GridRow, need: Need | None, language: Language, *, baseline: bool) -> list[Component]:
    """How to mend a grid outside its norm, and what its community needs."""
    if need is None:
        return []
    advice = split_text(row.households, need, language) if row.band == "over" else ""
    run = say("grid.split-run", language) if advice and baseline else ""
    return [
        *([html.H3(say("grid.split", language)), html.P(advice, className="told")] if advice else []),
        *([html.P(run, className="muted small")] if run else []),
        html.H3(say("grid.need", language)),
        html.P(why_text(need, language), className="told"),
    ]


def split_text(households: int, need: Need, language: Language) -> str:
    """Into how many grids a grid over limit should be split, or that it should grow."""
    kind = need.kind
    if households < kind.norm_low:
        return say("grid.merge", language, households=households, limit=kind.hard_low)
    fewest = -(-households // kind.norm_high)
    near = max(fewest, round(households / kind.target))
    return say("grid.split-into", language, households=households, grids=near, mean=round(households / near))


def _origin(view: View, services: Services, scenario: Scenario, row: GridRow) -> list[Component]:
    """The old grids that a redrawn grid was made of, and why it took over ground."""
    if scenario.baseline:
        return []
    language = view.language
    pieces = services.desk.sources_of_grid(view.district, view.scenario, row.grid)
    moves = services.desk.moves_to_grid(view.district, view.scenario, row.grid)[:MOVES]
    lines = [(old, quantity(households, "households", language)) for old, households in pieces]
    return [
        *([html.H3(say("grid.from", language)), facts(lines)] if lines else []),
        *([html.H3(say("grid.why-moved", language))] if moves else []),
        *[html.P(say(f"why.{move.why}", language, **move.facts()), className="told") for move in moves],
    ]
