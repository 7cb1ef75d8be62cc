"""A gesture done: what the page says of it, and what of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.maps import locked_grids
from layouts.rooms.editing.changes import between, touched
from layouts.rooms.editing.gestures import GESTURES, At, meant
from layouts.rooms.editing.shown import chosen, on_the_map, state, unusable
from layouts.rooms.editing.twin import all_rows, changed_rows
from layouts.rooms.editing.words import failed, live_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.plan import Plan
    from layouts.view import View
    from scenarios.services import Services

STAYING: Final = (ids.COACH, ids.EDIT_LOCK, ids.EDIT_TABLE)
"""After these the chosen grid stays chosen."""
CHANGED: Final = (
    "state", "chosen", "selection", "units", "colours", "outlines", "layers", "locks", "rows",
    "table", "undo", "redo", "seen",
)  # fmt: skip
"""What of the page a change of the draft changes, beside what it says."""


def edited(
    view: View, services: Services, trigger: str, given: Mapping[str, Any], seen: int | None
) -> tuple[Any, ...]:
    """Do what an element asks; what to say, the state, and what changes on the map.

    `given` holds the `selection` of the map and what the gesture itself tells, `seen` how many edits
    the page shows. It may show fewer than there are: answers to what was asked twice are dropped, and
    another window may have drawn. Then it is told everything since.
    """
    draft = services.editing.open(view.district, view.scenario)
    before, edits = services.editing.scenario(view.district, draft), len(services.editing.draft(draft).edits)
    shown = seen if seen is not None and 0 <= seen <= edits else edits
    try:
        says = GESTURES[trigger](At(view, services, draft), given)
    except GridwrightError as error:
        says = failed(error, view.language)
    drawn = services.editing.draft(draft).edits
    if len(drawn) == shown:
        return (says, *(no_update,) * len(CHANGED))
    scenario = services.editing.scenario(view.district, draft)
    if shown == edits:
        change = between(before, scenario)
        rows = changed_rows(view, services, before.plan, scenario), no_update
    else:
        change = touched(drawn[shown:], services.viewer.dataset(view.district).graph.units, scenario.plan)
        rows = no_update, all_rows(view, services, scenario)
    selection, told_of, layers = _still_chosen(view, services, trigger, given, scenario.plan)
    return (
        says, state(view, scenario), told_of, selection,
        *on_the_map(view, services, scenario, change),
        layers, locked_grids(scenario.plan), *rows, *unusable(services, draft), len(drawn),
    )  # fmt: skip


def _still_chosen(
    view: View, services: Services, trigger: str, given: Mapping[str, Any], plan: Plan
) -> tuple[Any, Any, Any]:
    """The selection after an edit, its words and the layers: the chosen grid where it stays."""
    grids = (given["selection"] or {}).get("grids", [])
    stays = trigger in STAYING and len(grids) == 1 and bool((plan.grid_of == grids[0]).any())
    picked = {"grid": grids[0] if stays else None, "additive": False}
    selection, told_of, layers = chosen(view, services, picked, {})
    return selection, told_of, layers


def note(
    view: View, services: Services, stroke: Mapping[str, Any] | None, only: str | None
) -> dict[str, Any]:
    """The label at the pointer for a stroke that is still being drawn."""
    if not stroke or stroke["grid"] < 0:
        raise PreventUpdate
    draft = services.editing.open(view.district, view.scenario)
    plan = services.editing.plan(view.district, draft)
    hand = services.editing.hand(view.district, services.editing.draft(draft))
    units = meant(At(view, services, draft), stroke, only)
    return live_note(hand.judge(plan, units, stroke["grid"]), view.language)
