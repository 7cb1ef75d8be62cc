"""A run while it goes on: what it does now, how far it is, how long it may take, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from domain.settings import RedrawSettings
from gis.zoned import NET
from layouts.falling import falling_line
from layouts.infeasible import told_clash
from layouts.places import layer_text
from layouts.text import number, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from data.store.records import RunRecord
    from layouts.text import Language
    from layouts.view import View

Trace = list[tuple[float, float]]
"""Seconds since the start and the best value then."""


def panel(run: RunRecord, view: View, *, begun: float, trace: Trace, ahead: int = 0) -> list[Component]:
    """A run in words, as a bar and as a falling line; the reasons when it ended without a plan.

    `begun` is the share of units in a first plan, `ahead` the number of runs that go first.
    """
    if run.ended_already and not run.result:
        return _ended(run, view)
    language = view.language
    return [
        html.H2(_title(run, language)),
        html.P(asked_text(run, language), className="muted"),
        _bar(_share(run, begun)),
        *[html.P(line, className=name) for line, name in _lines(run, view, begun, ahead)],
        *falling_line(trace, language),
        html.P(say("run.can-leave", language), className="muted small"),
    ]


def _title(run: RunRecord, language: Language) -> str:
    if run.cancel:
        return say("run.stopping", language)
    return say("run.queued" if run.state == "queued" else "run.running", language)


def asked_text(run: RunRecord, language: Language) -> str:
    """What was asked of a run, as one line."""
    asked = RedrawSettings(**run.settings)  # type: ignore[arg-type]
    told = [say(f"run.asked.{asked.task}", language, grids=asked.grids or 0)]
    if asked.low is not None and asked.high is not None:
        told.append(say("run.asked.norm-given", language, low=asked.low, high=asked.high))
    if asked.cross is not None:
        told.append(say("run.crossing-cap", language, share=asked.cross))
    if asked.nets:
        names = (layer_text(NET + name, language) for name in asked.nets.split(","))
        told.append(say("run.asked.nets", language, nets=say("small.and", language).join(names)))
    told.append(say(f"effort.{asked.effort}", language))
    return " · ".join(told)


def _share(run: RunRecord, begun: float) -> float | None:
    """How far a run is, 0–1; None while nothing can be said of it."""
    if not run.parts or begun <= 0:
        return None
    spent = run.proposals / run.proposals_asked if run.proposals_asked else 0.0
    return max(spent, run.parts_done / run.parts) if begun >= 1 else 0.0


def _lines(run: RunRecord, view: View, begun: float, ahead: int) -> Sequence[tuple[str, str]]:
    """What a run does now, and for how long."""
    language = view.language
    if run.state == "queued":
        waits = [(say("run.ahead", language, runs=ahead), "lead")] if ahead else []
        return [*waits, (say("run.queued-told", language), "lead")]
    if begun <= 0:
        return [(say("run.preparing", language), "lead")]
    if begun < 1:
        return [(say("run.first-draft", language, share=begun), "lead")]
    done = say("run.progress", language, done=run.parts_done, parts=run.parts, proven=run.parts_proven)
    share = _share(run, begun) or 0.0
    left = max(1, round(run.elapsed_s * (1 - share) / share)) if share > 0 else 0
    spent = number(round(run.elapsed_s), language)
    time = [(say("run.time", language, spent=spent, left=number(left, language)), "muted")] if left else []
    return [(done, "lead"), *time]


def _bar(share: float | None) -> Component:
    """The share as a bar; a bar that only moves while nothing can be said."""
    if share is None:
        return html.Div(html.I(), className="progress unknown", role="progressbar")
    return html.Div(
        html.I(style={"width": f"{100 * share:.1f}%"}),
        className="progress",
        role="progressbar",
        **{"aria-valuenow": str(round(100 * share)), "aria-valuemin": "0", "aria-valuemax": "100"},
    )


def _ended(run: RunRecord, view: View) -> list[Component]:
    """How a run ended that made no plan, why, and the way back."""
    language = view.language
    back = dcc.Link(say("run.back", language), href=view.at(run="").href, className="also")
    if run.state == "stopped":
        return [html.H2(say("run.stopped", language)), back]
    hint = [html.P(say("run.infeasible-hint", language))] if run.state == "infeasible" else []
    return [
        html.H2(say(f"run.end.{run.state}", language)),
        html.P(asked_text(run, language), className="muted"),
        *told_clash(run.outcome, view),
        *hint,
        back,
    ]
