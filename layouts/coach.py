"""The coach's words: what to do next about the chosen grid, what it brings, and where it lies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts import ids
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from domain.plan import Plan
    from layouts.text import Language
    from layouts.view import View
    from optimizer.redraw.coach import Advice, AdvisedStroke
    from scenarios.services import Services

GHOSTS: Final = "ghosts"


def coached(view: View, services: Services, grid: int) -> tuple[list[Component], dict[str, Any] | None]:
    """What to do next about a grid, and the ground that the first steps would move as a map layer."""
    draft = services.editing.open(view.district, view.scenario)
    plan = services.editing.plan(view.district, draft)
    found = services.coaching.advise(view.district, draft, grid)
    if not found:
        nothing = html.P(say("coach.none", view.language), className="muted")
        return [html.H3(say("coach.title", view.language)), nothing], None
    rows = [_row(n, advice, plan, view.language) for n, advice in enumerate(found, start=1)]
    return [html.H3(say("coach.title", view.language)), *rows], _ghosts(view, services, found)


def _row(n: int, advice: Advice, plan: Plan, language: Language) -> Component:
    """One advice: its steps, where they lead, and the button that makes the first."""
    key = {"data-key": "enter"} if n == 1 else {}
    button = html.Button(
        say("coach.apply" if n == 1 else "coach.apply-other", language, n=n),
        id={"type": ids.COACH, "n": n - 1}, className="also", **key,
    )  # fmt: skip
    return html.Div([html.B(str(n)), html.Div([*_steps(advice, plan, language), button])], className="advice")


def _steps(advice: Advice, plan: Plan, language: Language) -> list[Component]:
    """What is to be done, step by step, and how the community stands after it."""
    was, now = advice.before, advice.after
    stands = say(
        "coach.spread" if now.over > was.over else "coach.stands", language, over=was.over,
        over_after=now.over, outside=was.outside, outside_after=now.outside,
    )  # fmt: skip
    if advice.action != "move":
        told = say(
            f"coach.{advice.action}", language, grid=plan.grids[advice.grid].code, households=advice.total,
            grids=advice.grids, fitting=advice.fitting,
        )  # fmt: skip
        return [html.Div(told)]
    if now.outside == 0:
        stands = say("coach.left", language, changes=len(advice.strokes))
    return [
        *(_step(stroke, plan, language) for stroke in advice.strokes),
        html.Div([say(f"coach.why.{advice.reason}", language), " ", stands], className="muted"),
    ]


def _step(stroke: AdvisedStroke, plan: Plan, language: Language) -> Component:
    """One stroke: how many households go where, and what it makes of both grids."""
    head = say(
        "coach.step", language, units=int(stroke.units.size), households=stroke.households,
        giver=plan.grids[stroke.giver].code, taker=plan.grids[stroke.taker].code,
    )  # fmt: skip
    told = [
        say(
            "edit.live", language, grid=plan.grids[change.grid].code, before=change.before,
            after=change.after, band=say(f"band.{change.band_after}", language),
        )
        for change in stroke.changes
    ]  # fmt: skip
    return html.Div([html.Div(head), *(html.Div(line, className="muted") for line in told)])


def _ghosts(view: View, services: Services, found: Sequence[Advice]) -> dict[str, Any] | None:
    """The ground of each first stroke, numbered as the advice is."""
    groups = [advice.strokes[0].units.tolist() if advice.strokes else [] for advice in found]
    if not any(groups):
        return None
    return {"id": GHOSTS, "kind": "ghost", "data": json.loads(services.viewer.groups(view.district, groups))}
