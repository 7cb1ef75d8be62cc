"""What the tools of the hand do to a draft, and what of the page changes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import html, no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.maps import locked_grids
from layouts.rooms.editing.shown import chosen, on_the_map, state
from layouts.rooms.editing.words import failed, live_note, refused, told
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services

PAIR = 2
STAYING: Final = (ids.COACH, ids.EDIT_LOCK)
"""After these the chosen grid stays chosen."""
CHANGED: Final = ("state", "chosen", "selection", "units", "colours", "outlines", "layers", "locks")
"""What of the page a change of the draft changes, beside what it says."""


def edited(view: View, services: Services, trigger: str, given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Do what a tool asks; what to say, the state, and what changes on the map."""
    draft = services.editing.open(view.district, view.scenario)
    before, edits = services.editing.plan(view.district, draft), len(services.editing.draft(draft).edits)
    try:
        says = _done(view, services, draft, trigger, given)
    except GridwrightError as error:
        says = failed(error, view.language)
    if len(services.editing.draft(draft).edits) == edits:
        return (says, *(no_update,) * len(CHANGED))
    scenario = services.editing.scenario(view.district, draft)
    grids = (given["selection"] or {}).get("grids", [])
    stays = trigger in STAYING and len(grids) == 1 and bool((scenario.plan.grid_of == grids[0]).any())
    picked = {"grid": grids[0] if stays else None, "additive": False}
    selection, told_of, layers = chosen(view, services, picked, {})
    return (
        says,
        state(view, scenario),
        told_of,
        selection,
        *on_the_map(view, services, before, scenario),
        layers,
        locked_grids(scenario.plan),
    )


def _done(
    view: View, services: Services, draft: str, trigger: str, given: Mapping[str, Any]
) -> list[Component]:
    """The words for what one tool did."""
    grids = (given["selection"] or {}).get("grids", [])
    match trigger:
        case ids.EDIT_MAP:
            return _stroke(view, services, draft, given["picked"], given["tool"])
        case ids.EDIT_WIDER | ids.EDIT_ACCEPT:
            return _offered(view, services, draft, given["stroke"])
        case ids.COACH if len(grids) == 1:
            return _followed(view, services, draft, grids[0], given["advice"])
        case ids.EDIT_SPLIT | ids.EDIT_MERGE:
            return _shaped(view, services, draft, grids, split=trigger == ids.EDIT_SPLIT)
        case ids.EDIT_LOCK:
            return _locked(view, services, draft, given["selection"] or {})
        case ids.EDIT_UNDO | ids.EDIT_REDO:
            return _stepped(view, services, draft, back=trigger == ids.EDIT_UNDO)
        case _:
            raise PreventUpdate


def _offered(view: View, services: Services, draft: str, offer: Mapping[str, Any]) -> list[Component]:
    """What was offered, done: units into a grid, or a whole grid."""
    to = offer["to"]
    if "merge" in offer:
        stroke = services.editing.merge(view.district, draft, offer["merge"], to)
    else:
        stroke = services.editing.stroke(view.district, draft, offer["units"], to)
    return told(stroke, view.language) if stroke.made else refused(stroke, to, view.language)


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


def _locked(view: View, services: Services, draft: str, selection: Mapping[str, Any]) -> list[Component]:
    """The units in the hand locked or unlocked, else the chosen grids; else what to choose."""
    language, units, grids = view.language, selection.get("units", []), selection.get("grids", [])
    if units:
        locked = services.editing.lock(view.district, draft, units=units)
        text = say("edit.units-locked" if locked else "edit.units-unlocked", language, units=len(units))
        return [html.P(text, className="say ok")]
    if not grids:
        return [html.P(say("edit.choose-lock", language), className="say acceptable")]
    grids_of = services.editing.plan(view.district, draft).grids
    told_of = []
    for grid in grids:
        locked = services.editing.lock(view.district, draft, grid=grid)
        word = "edit.grid-locked" if locked else "edit.grid-unlocked"
        told_of.append(html.P(say(word, language, grid=grids_of[grid].code), className="say ok"))
    return told_of


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
    hand = services.editing.hand(view.district, services.editing.draft(draft))
    return live_note(hand.judge(plan, stroke["units"], stroke["grid"]), view.language)
