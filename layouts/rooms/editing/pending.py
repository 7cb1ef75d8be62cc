"""Units in the hand: which they are, where they could go, and what that would make of the grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
import numpy as np
from dash import html
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.rooms.editing.words import SHORT, change_text, nearest_offer, reasons
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from domain.plan import Plan
    from layouts.text import Language
    from layouts.view import View
    from optimizer.strokes import Judged
    from scenarios.services import Services

POINTING: Final = ("unit", "flood", "estate", "block", "community")
"""Tools that choose units by a click."""
NOTHING: Final[dict[str, Any]] = {"grids": [], "units": []}


def chosen_units(
    view: View,
    services: Services,
    tool: str,
    told: Mapping[str, Any],
    held: Sequence[int],
    only: str = "all",
) -> list[int]:
    """The units in the hand after a click or a drawn shape; with Shift they are added, or given back.

    `only` leaves out what is in a grid already, or what lies in other communities than most of it.
    """
    draft = services.editing.open(view.district, view.scenario)
    if "ring" in told:
        found = services.choosing.inside(view.district, told["ring"])
    elif tool in POINTING and told["units"]:
        reach: Any = tool
        found = services.choosing.around(view.district, draft, told["units"][0], reach)
    else:
        raise PreventUpdate
    before = set(held) if told["additive"] else set()
    now = set(services.choosing.only(view.district, draft, found, only).tolist())
    return sorted(before - now if now and now <= before else before | now)


def pending(
    view: View, services: Services, units: Sequence[int], to: int | None = None, words: str = ""
) -> tuple[list[Component], dict[str, Any]]:
    """What is in the hand with the grids that could have it, and the selection on the map.

    `to` is the grid that is aimed at, without it the best; `words` are what was typed.
    """
    language = view.language
    if not units:
        return [html.P(say("edit.units-none", language), className="say acceptable")], NOTHING
    draft = services.editing.open(view.district, view.scenario)
    plan = services.editing.plan(view.district, draft)
    offers = services.choosing.offers(view.district, draft, units)
    if to is not None and to not in dict(offers):
        offers = ((to, services.choosing.weighed(view.district, draft, units, to)[0]), *offers)
    head = [html.H3(say("edit.chosen", language)), _told(view, services, plan, units)]
    if not offers:
        nowhere = html.P(say("edit.nowhere", language), className="say acceptable")
        return [*head, nowhere, _ways(language, None), _anew(language)], {"grids": [], "units": list(units)}
    aim = offers[0][0] if to is None else to
    choices = [
        dmc.Radio(label=_option(grid, judged, plan, language), value=str(grid), size="xs")
        for grid, judged in offers
    ]
    into = dmc.RadioGroup(
        html.Div(choices, className="targets"), id=ids.EDIT_TARGET, value=str(aim), size="xs",
        label=say("edit.into", language),
    )  # fmt: skip
    about = {"aria-live": "polite", "data-words": words}
    shown = html.Div(preview(view, services, units, aim), id=ids.EDIT_PREVIEW, **about)
    return [*head, into, shown, _anew(language)], {"grids": [aim], "units": list(units)}


def typed_units(
    view: View, services: Services, words: str, held: Sequence[int]
) -> tuple[list[Component], dict[str, Any], list[float]]:
    """What a typed move would do, the selection on the map, and where to look; errors say what is wrong."""
    draft = services.editing.open(view.district, view.scenario)
    units, to = services.choosing.typed(view.district, draft, words, held)
    shown, selection = pending(view, services, list(units), to, words)
    around = np.flatnonzero(services.editing.plan(view.district, draft).grid_of == to)
    return (
        shown,
        selection,
        services.viewer.box(view.district, np.union1d(around, np.asarray(units, np.intp))),
    )


def preview(view: View, services: Services, units: Sequence[int], to: int) -> list[Component]:
    """What giving the units to a grid would do, and the keys that do it or let go."""
    draft = services.editing.open(view.district, view.scenario)
    plan = services.editing.plan(view.district, draft)
    judged, near = services.choosing.weighed(view.district, draft, units, to)
    lines = [html.Div(change_text(change, plan, view.language)) for change in judged.changes]
    told: list[Component] = [html.Div(lines, className=f"say {'ok' if judged.legal else ''}")]
    if not judged.legal:
        told += [reasons(judged, view.language), *nearest_offer(judged, near, to, view.language)]
    return [*told, _ways(view.language, plan.grids[to].code if judged.legal else None)]


def _told(view: View, services: Services, plan: Plan, units: Sequence[int]) -> Component:
    """How many units, households and buildings are in the hand, and whose they are."""
    language = view.language
    scenario = services.viewer.scenario(view.district, view.scenario)
    households = services.viewer.households_of_units(view.district, scenario)
    own = np.unique(plan.grid_of[list(units)]).tolist()
    codes = [plan.grids[grid].code if grid >= 0 else say("edit.unassigned", language) for grid in own]
    buildings = services.choosing.buildings(view.district, units)
    held = int(households[list(units)].sum())
    told = [say("edit.units", language, units=len(units), households=held)]
    told += [say("edit.buildings", language, buildings=buildings)] if buildings else []
    told.append(say("edit.held-by", language, grids=" · ".join(codes)))
    return html.Div(" ".join(told) if language == "en" else "".join(told))


def _option(grid: int, judged: Judged, plan: Plan, language: Language) -> Component:
    """One grid that could have the units: its code, what it would hold, and its mark."""
    change = next(change for change in judged.changes if change.grid == grid)
    word = f"band.{change.band_after}.mark" if judged.legal else "edit.not-legal"
    tone = change.band_after if judged.legal else "empty"
    return html.Span(
        [
            html.B(plan.grids[grid].code[-SHORT:]),
            html.Span(f"{change.before}→{change.after}"),
            html.Span(say(word, language), className=f"word {tone}"),
        ],
        className="target",
        title=plan.grids[grid].code,
    )


def _anew(language: Language) -> Component:
    """The two grids that can be made of the units."""
    return html.Div(
        [
            html.Button(
                [say(code, language), html.Kbd(key.upper())], id=name, className="also", **{"data-key": key}
            )
            for name, code, key in (
                (ids.EDIT_NEW, "edit.new", "n"),
                (ids.EDIT_EXCLUSIVE, "edit.exclusive", "v"),
            )
        ],
        className="pair anew",
    )


def _ways(language: Language, grid: str | None) -> Component:
    """The two ways on: into the grid, where that is legal, or let go."""
    cancel = html.Button(
        [say("edit.cancel", language), html.Kbd("Esc")], id=ids.EDIT_CANCEL, className="also",
        **{"data-key": "escape"},
    )  # fmt: skip
    if grid is None:
        return cancel
    accept = html.Button(
        [say("edit.accept", language, grid=grid[-SHORT:]), html.Kbd(say("edit.enter-key", language))],
        id=ids.EDIT_ACCEPT, className="do", **{"data-key": "enter"},
    )  # fmt: skip
    return html.Div([accept, cancel], className="pair uneven")
