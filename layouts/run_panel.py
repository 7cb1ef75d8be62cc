"""A run while it goes on: how far it is, how long it may take, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts.infeasible import told_clash
from layouts.text import number, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from data.store.records import RunRecord
    from layouts.view import View


def panel(run: RunRecord, view: View) -> list[Component]:
    """Progress of a run in words and as a bar; the reasons when it ended without a plan."""
    if run.state in {"failed", "infeasible"}:
        return [
            html.H2(say(f"run.end.{run.state}", view.language)),
            *told_clash(run.outcome, view),
            _back(view),
        ]
    if run.state == "stopped" and not run.result:
        return [html.H2(say("run.stopped", view.language)), _back(view)]
    share = run.proposals / run.proposals_asked if run.proposals_asked else 0.0
    return [
        html.H2(say("run.queued" if run.state == "queued" else "run.running", view.language)),
        html.Div(
            html.I(style={"width": f"{100 * share:.1f}%"}),
            className="progress",
            role="progressbar",
            **{"aria-valuenow": str(round(100 * share)), "aria-valuemin": "0", "aria-valuemax": "100"},
        ),
        html.P(
            say("run.progress", view.language, done=run.parts_done, parts=run.parts, proven=run.parts_proven),
            className="lead",
        ),
        html.P(_time(run, share, view), className="muted"),
    ]


def _time(run: RunRecord, share: float, view: View) -> str:
    """Seconds spent, and how many are left at this pace."""
    if share <= 0:
        return say("run.starting", view.language)
    left = max(0, round(run.elapsed_s * (1 - share) / share))
    return say(
        "run.time",
        view.language,
        spent=number(round(run.elapsed_s), view.language),
        left=number(left, view.language),
    )


def _back(view: View) -> Component:
    return dcc.Link(say("run.back", view.language), href=view.at(run="").href, className="also")
