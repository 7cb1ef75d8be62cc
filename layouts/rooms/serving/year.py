"""A year: what its events, and some more, do to the grids of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from dash import html

from layouts.text import say, share
from scenarios.stress import stress

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services

RUNS: Final = 5
SHOWN: Final = 10


def year(view: View, services: Services, percent: int) -> list[Component]:
    """What a year of events, some per cent more than counted, does to the plan."""
    language = view.language
    dataset = services.viewer.dataset(view.district)
    plan = services.viewer.scenario(view.district, view.scenario).plan
    found = stress(dataset, plan, services.viewer.standards(view.district), more=percent / 100, runs=RUNS)
    outcome, over = found.outcome, found.unstable
    whole = say(
        "stress.whole",
        language,
        grids=found.grids.size,
        events=round(float(found.yearly.sum())),
        runs=RUNS,
        share=outcome.on_time.mean,
        half=outcome.on_time.half,
        minutes=outcome.waiting.mean,
    )
    broken = say("stress.unstable", language, grids=over[0], communities=over[1], streets=over[2])
    order = np.lexsort((found.grids, -found.loads[0], outcome.by_grid[0]))[:SHOWN]
    heads = ("grid", "events", "load", "on-time", "queue")
    head = [
        html.Th(say(f"serving.head.{h}", language), scope="col", className="text" if n == 0 else "")
        for n, h in enumerate(heads)
    ]
    rows = [
        html.Tr(
            [
                html.Td(plan.grids[int(found.grids[n])].code, className="text"),
                html.Td(str(round(float(found.yearly[n])))),
                html.Td(share(float(found.loads[0][n]))),
                html.Td(share(float(outcome.by_grid[0, n]))),
                html.Td(f"{outcome.queue[n]:.2f}"),
            ]
        )
        for n in order
    ]
    return [
        html.P(whole, className="lead"),
        html.P(broken, className="say over") if any(over) else None,
        html.Div(html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)]), className="scrolling"),
    ]
