"""What the desk says of a stroke: what it changed, or which law forbids it and what would be allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from dash import dcc, html

from layouts import ids
from layouts.text import say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.errors import GridwrightError
    from domain.plan import Plan
    from layouts.text import Language
    from optimizer.strokes import GridChange, Judged, Refusal
    from scenarios.editing import Stroke

TONES: Final = {"ok": "ok", "acceptable": "acceptable", "over": "over", "exclusive": "ok", "empty": "over"}
SHORT: Final = 6
"""Last digits of a code that tell a grid from its neighbours."""


def told(stroke: Stroke, language: Language, *, but: int | None = None) -> list[Component]:
    """What a stroke that was made did to each grid; `but` has no norm and is left out."""
    plan, changes = stroke.judged.plan, stroke.judged.changes
    lines = [html.Div(change_text(change, plan, language)) for change in changes if change.grid != but]
    return [html.Div(lines, className="say ok")]


def refused(stroke: Stroke, to: int, language: Language) -> list[Component]:
    """Why a stroke was not made, and the nearest one that may be; or that there was nothing to move."""
    judged = stroke.judged
    if judged.legal:
        there = say("edit.there-already", language, grid=judged.plan.grids[to].code)
        return [html.P(there, className="say acceptable")]
    return [reasons(judged, language), *nearest_offer(judged, stroke.nearest, to, language)]


def failed(error: GridwrightError, language: Language) -> list[Component]:
    """What is wrong with what was asked."""
    return [html.P(say(error.code, language, **error.facts), className="say over")]


def reasons(judged: Judged, language: Language) -> Component:
    """Every law that forbids a stroke."""
    told = dict.fromkeys(refusal_text(refusal, judged, language) for refusal in judged.refusals)
    return html.Div([html.Div(text) for text in told], className="say over")


def nearest_offer(judged: Judged, near: Judged | None, to: int, language: Language) -> list[Component]:
    """The nearest legal stroke with its key; for a grid that would be empty, to merge it."""
    emptied = [refusal.grid for refusal in judged.refusals if refusal.rule == "emptied"]
    if len(emptied) == len(judged.refusals) == 1:
        codes = {"grid": judged.plan.grids[emptied[0]].code, "into": judged.plan.grids[to].code}
        return _offered(say("edit.merge-instead", language, **codes), {"merge": emptied[0], "to": to})
    if near is None:
        return []
    more = np.setdiff1d(near.units, judged.units).size
    less = np.setdiff1d(judged.units, near.units).size
    which = "edit.wider" if not less else "edit.narrower" if not more else "edit.other"
    offer = [
        say(which, language, units=more, fewer=less, left=near.units.size),
        *(change_text(change, near.plan, language, short=True) for change in near.changes),
    ]
    return _offered("\n".join(offer), {"units": near.units.tolist(), "to": to})


def _offered(text: str, offer: dict[str, Any]) -> list[Component]:
    """A button with its key, and what it does."""
    key = {"data-key": "tab"}
    return [
        html.Button([html.Span(text), html.Kbd("Tab")], id=ids.EDIT_WIDER, className="also offer", **key),
        dcc.Store(id=ids.EDIT_OFFER, data=offer),
    ]


def change_text(change: GridChange, plan: Plan, language: Language, *, short: bool = False) -> str:
    """One grid before and after, with the band it ends in."""
    code = plan.grids[change.grid].code
    return say(
        "edit.live",
        language,
        grid=code[-SHORT:] if short else code,
        before=change.before,
        after=change.after,
        band=say(f"band.{change.band_after}", language),
    )


def refusal_text(refusal: Refusal, judged: Judged, language: Language) -> str:
    """One law that forbids the stroke, in words; units that do not touch where they go are named so."""
    plan = judged.plan
    code = plan.grids[refusal.grid].code if refusal.grid >= 0 else ""
    goes_there = refusal.rule == "contiguous" and refusal.grid == plan.grid_of[judged.units[0]]
    apart = goes_there and np.count_nonzero(plan.grid_of == refusal.grid) > judged.units.size
    rule = "apart" if apart else refusal.rule
    return say(f"edit.illegal.{rule}", language, grid=code, pieces=round(refusal.excess) + 1)


def live_note(judged: Judged, language: Language) -> dict[str, Any]:
    """The label at the pointer while the brush moves: both grids, or why it would be refused."""
    plan = judged.plan
    if not judged.legal:
        return {"text": refusal_text(judged.refusals[0], judged, language), "tone": "refused"}
    text = "\n".join(change_text(change, plan, language, short=True) for change in judged.changes)
    worst = max((change.band_after for change in judged.changes), key=list(TONES).index, default="ok")
    return {"text": text, "tone": TONES[worst]}
