"""What the tools of the hand do to a draft, and what of the page changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from dash import html, no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.coach import coached
from layouts.map_layers import layers_of
from layouts.maps import BAND_FILL, labelled
from layouts.pieces import bands, measures
from layouts.rooms.editing.words import failed, live_note, refused, told
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from domain.plan import Plan
    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.services import Services

WATCHED = ("share-in-norm", "grids-over-limit", "household-max", "household-min", "crossed-share")
GONE = {"type": "Polygon", "coordinates": []}
PAIR = 2


def edited(view: View, services: Services, trigger: str, given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Do what a tool asks; what to say, the state, and what changes on the map."""
    draft = services.editing.open(view.district, view.scenario)
    before = services.editing.plan(view.district, draft)
    try:
        says = _done(view, services, draft, trigger, given)
    except GridwrightError as error:
        says = failed(error, view.language)
    scenario = services.editing.scenario(view.district, draft)
    if np.array_equal(before.grid_of, scenario.plan.grid_of) and len(before) == len(scenario.plan):
        return (says, *(no_update,) * 7)
    follow = trigger == ids.COACH and bool((scenario.plan.grid_of == given["selection"]["grids"][0]).any())
    picked = {"grid": given["selection"]["grids"][0] if follow else None, "additive": False}
    selection, told_of, layers = chosen(view, services, picked, {})
    return (
        says,
        state(view, scenario),
        told_of,
        selection,
        *_on_the_map(view, services, before, scenario),
        layers,
    )


def _done(
    view: View, services: Services, draft: str, trigger: str, given: Mapping[str, Any]
) -> list[Component]:
    """The words for what one tool did."""
    grids, language = (given["selection"] or {}).get("grids", []), view.language
    match trigger:
        case ids.EDIT_MAP:
            return _stroke(view, services, draft, given["picked"], given["tool"])
        case ids.EDIT_WIDER | ids.EDIT_ACCEPT:
            units, to = given["stroke"]["units"], given["stroke"]["to"]
            stroke = services.editing.stroke(view.district, draft, units, to)
            return told(stroke, language) if stroke.made else refused(stroke, to, language)
        case ids.COACH if len(grids) == 1:
            return _followed(view, services, draft, grids[0], given["advice"])
        case ids.EDIT_SPLIT | ids.EDIT_MERGE:
            return _shaped(view, services, draft, grids, split=trigger == ids.EDIT_SPLIT)
        case ids.EDIT_UNDO | ids.EDIT_REDO:
            return _stepped(view, services, draft, back=trigger == ids.EDIT_UNDO)
        case _:
            raise PreventUpdate


def _stroke(
    view: View, services: Services, draft: str, picked: Mapping[str, Any] | None, tool: str | None
) -> list[Component]:
    """A stroke of the brush: the units under it join the grid it began in."""
    if tool != "brush" or not picked or not picked["units"] or picked["grid"] is None:
        raise PreventUpdate
    stroke = services.editing.stroke(view.district, draft, picked["units"], picked["grid"])
    return told(stroke, view.language) if stroke.made else refused(stroke, picked["grid"], view.language)


def _shaped(
    view: View, services: Services, draft: str, grids: Sequence[int], *, split: bool
) -> list[Component]:
    """One chosen grid divided, or the second of two put into the first; else what to choose."""
    language = view.language
    if len(grids) != (1 if split else PAIR):
        wanted = say("edit.choose-one" if split else "edit.choose-two", language)
        return [html.P(wanted, className="say acceptable")]
    if split:
        return _was_split(services.editing.split(view.district, draft, grids[0]), view)
    stroke = services.editing.merge(view.district, draft, grids[1], grids[0])
    return told(stroke, language) if stroke.made else refused(stroke, grids[0], language)


def _followed(view: View, services: Services, draft: str, grid: int, place: int) -> list[Component]:
    """The first step of an advice, made; advice that is no longer there is not followed."""
    found = services.coaching.advise(view.district, draft, grid)
    if place >= len(found):
        raise PreventUpdate
    done = services.coaching.follow(view.district, draft, found[place], grid)
    if isinstance(done, str):
        return _was_split(done, view)
    return told(done, view.language) if done.made else refused(done, grid, view.language)


def _was_split(code: str, view: View) -> list[Component]:
    """The word for a grid that was divided."""
    return [html.P(say("edit.split-done", view.language, grid=code), className="say ok")]


def _stepped(view: View, services: Services, draft: str, *, back: bool) -> list[Component]:
    """One step taken back or restored, or the word that there is none."""
    edits = services.editing.undo(draft) if back else services.editing.redo(draft)
    done, nothing = (
        ("edit.undone", "edit.nothing-to-undo") if back else ("edit.redone", "edit.nothing-to-redo")
    )
    text = say(done if edits else nothing, view.language)
    return [html.P(text, className="say ok" if edits else "say acceptable")]


def note(view: View, services: Services, stroke: Mapping[str, Any] | None) -> dict[str, Any]:
    """The label at the pointer for a stroke that is still being drawn."""
    if not stroke or stroke["grid"] < 0:
        raise PreventUpdate
    draft = services.editing.open(view.district, view.scenario)
    plan = services.editing.plan(view.district, draft)
    hand = services.editing.hand(view.district, services.editing.draft(draft).parent)
    return live_note(hand.judge(plan, stroke["units"], stroke["grid"]), view.language)


def state(view: View, scenario: Scenario) -> list[Component]:
    """The three bands and the measures that a hand watches."""
    return [bands(scenario.scorecard.per_grid, view.language), measures(scenario, view.language, WATCHED)]


def colours(scenario: Scenario) -> list[str]:
    """The fill of every grid position, retired ones included."""
    fill = {row.grid: BAND_FILL[row.band] for row in scenario.scorecard.per_grid}
    return [fill.get(grid, "--map-unassigned") for grid in range(len(scenario.plan))]


def _on_the_map(view: View, services: Services, before: Plan, scenario: Scenario) -> tuple[Any, ...]:
    """Units that moved, colours, and the outlines of the grids that changed."""
    was, now = before.grid_of, scenario.plan.grid_of
    moved = np.flatnonzero(was != now)
    touched = sorted({*was[moved].tolist(), *now[moved].tolist()} - {-1})
    features = services.viewer.features(view.district, scenario, touched)
    outlines = labelled(features, view.language)["features"]
    held = {feature["properties"]["grid"] for feature in outlines}
    gone = [_gone(grid) for grid in touched if grid not in held]
    diff = [[int(unit), int(now[unit])] for unit in moved]
    return diff, colours(scenario), [*outlines, *gone]


def _gone(grid: int) -> dict[str, Any]:
    """The outline of a grid that has no ground any more."""
    return {
        "type": "Feature",
        "geometry": GONE,
        "properties": {"grid": grid, "code": "", "label": "", "band": "ok"},
    }


def chosen(
    view: View, services: Services, picked: Mapping[str, Any] | None, selection: Mapping[str, Any]
) -> Any:
    """The selection after a click on a grid (that grid, or with Shift two of them), its words, the layers.

    Of one grid the coach says what to do next, and the ground that would move stands on the map.
    """
    if picked is None:
        raise PreventUpdate
    grid, held = picked["grid"], list(selection.get("grids", []))
    layers = layers_of(view, services.viewer)
    if grid is None:
        return {"grids": [], "units": []}, [], layers
    grids = [*(g for g in held[-1:] if g != grid), grid] if picked["additive"] else [grid]
    draft = services.editing.open(view.district, view.scenario)
    rows = {row.grid: row for row in services.editing.scenario(view.district, draft).scorecard.per_grid}
    told_of = [
        html.Div(
            say(
                "edit.chosen.grid",
                view.language,
                grid=rows[g].code,
                households=rows[g].households,
                band=say(f"band.{rows[g].band}.mark", view.language),
            )
        )
        for g in grids
        if g in rows
    ]
    advice, ghosts = coached(view, services, grid) if len(grids) == 1 else ([], None)
    shown = [html.H3(say("edit.chosen", view.language)), *told_of, *advice]
    return {"grids": grids, "units": []}, shown, [*layers, *([ghosts] if ghosts else [])]
