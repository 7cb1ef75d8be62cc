"""A gesture done: what the page says of it, and what of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.maps import locked_grids
from layouts.rooms.editing.gestures import GESTURES, At, meant
from layouts.rooms.editing.shown import chosen, on_the_map, state, unusable
from layouts.rooms.editing.twin import changed_rows
from layouts.rooms.editing.words import failed, live_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layouts.view import View
    from scenarios.services import Services

STAYING: Final = (ids.COACH, ids.EDIT_LOCK, ids.EDIT_TABLE)
"""After these the chosen grid stays chosen."""
CHANGED: Final = (
    "state", "chosen", "selection", "units", "colours", "outlines", "layers", "locks", "rows",
    "undo", "redo",
)  # fmt: skip
"""What of the page a change of the draft changes, beside what it says."""


def edited(view: View, services: Services, trigger: str, given: Mapping[str, Any]) -> tuple[Any, ...]:
    """Do what an element asks; what to say, the state, and what changes on the map.

    `given` holds the `selection` of the map and what the gesture itself tells.
    """
    draft = services.editing.open(view.district, view.scenario)
    before, edits = services.editing.scenario(view.district, draft), len(services.editing.draft(draft).edits)
    try:
        says = GESTURES[trigger](At(view, services, draft), given)
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
        changed_rows(view, services, before.plan, scenario),
        *unusable(services, draft),
    )


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
