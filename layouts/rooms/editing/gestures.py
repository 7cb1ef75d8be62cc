"""Every gesture of the hand on a draft, and the words for what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from dash import html
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.rooms.editing.words import failed, reasons, refused, told
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services

PAIR: Final = 2


class At(NamedTuple):
    """The draft that a gesture is made on."""

    view: View
    services: Services
    draft: str

    def says(self, code: str, tone: str = "ok", /, **facts: str | float) -> list[Component]:
        """One sentence."""
        return [html.P(say(code, self.view.language, **facts), className=f"say {tone}")]


def stroked(at: At, given: Mapping[str, Any]) -> list[Component]:
    """Strokes of the brush: the units under each join the grid it began in.

    Of several, every one that was refused says why, and the last of these what would be allowed.
    """
    made: list[Component] = []
    not_made: list[list[Component]] = []
    for one in given["brushed"]["strokes"]:
        units = meant(at, one, given["only"]) if one["grid"] >= 0 else []
        if not units:
            made = at.says("edit.units-none", "acceptable")
            continue
        try:
            stroke = at.services.editing.stroke(at.view.district, at.draft, units, one["grid"])
        except GridwrightError as error:
            not_made.append(failed(error, at.view.language))
            continue
        if stroke.made:
            made = told(stroke, at.view.language)
        else:
            not_made.append(refused(stroke, one["grid"], at.view.language))
    return [*(says[0] for says in not_made[:-1]), *not_made[-1]] if not_made else made


def meant(at: At, stroke: Mapping[str, Any], only: str | None) -> list[int]:
    """The units of a stroke of the brush that the planner wants to move at all."""
    units = np.asarray(stroke["units"], np.int32)
    found = at.services.choosing.only(at.view.district, at.draft, units, only or "all", stroke["grid"])
    return [int(unit) for unit in found]


def given_to(at: At, units: list[int], to: int) -> list[Component]:
    """Units given to a grid, or why not."""
    stroke = at.services.editing.stroke(at.view.district, at.draft, units, to)
    return told(stroke, at.view.language) if stroke.made else refused(stroke, to, at.view.language)


def offered(at: At, given: Mapping[str, Any]) -> list[Component]:
    """What was offered, done: units into a grid, or a whole grid."""
    offer = given["stroke"]
    if "merge" in offer:
        return _merged(at, offer["merge"], offer["to"])
    return given_to(at, offer["units"], offer["to"])


def _merged(at: At, grid: int, into: int) -> list[Component]:
    stroke = at.services.editing.merge(at.view.district, at.draft, grid, into)
    return told(stroke, at.view.language) if stroke.made else refused(stroke, into, at.view.language)


def split(at: At, given: Mapping[str, Any]) -> list[Component]:
    """The one chosen grid divided, else what to choose."""
    grids = _grids(given)
    if len(grids) != 1:
        return at.says("edit.choose-one", "acceptable")
    return at.says("edit.split-done", grid=at.services.editing.split(at.view.district, at.draft, grids[0]))


def merged(at: At, given: Mapping[str, Any]) -> list[Component]:
    """The second of two chosen grids put into the first, else what to choose."""
    grids = _grids(given)
    return _merged(at, grids[1], grids[0]) if len(grids) == PAIR else at.says("edit.choose-two", "acceptable")


def locked(at: At, given: Mapping[str, Any]) -> list[Component]:
    """The units in the hand locked or unlocked, else the chosen grids; else what to choose."""
    editing, units, grids = at.services.editing, _units(given), _grids(given)
    if units:
        now = editing.lock(at.view.district, at.draft, units=units)
        return at.says("edit.units-locked" if now else "edit.units-unlocked", units=len(units))
    if not grids:
        return at.says("edit.choose-lock", "acceptable")
    codes = editing.plan(at.view.district, at.draft).grids
    says = []
    for grid in grids:
        now = editing.lock(at.view.district, at.draft, grid=grid)
        says += at.says("edit.grid-locked" if now else "edit.grid-unlocked", grid=codes[grid].code)
    return says


def written(at: At, given: Mapping[str, Any]) -> list[Component]:
    """A cell of the table changed: the name of a grid, or its lock."""
    cell, grid = given["cell"], int(given["cell"]["rowId"])
    if cell["colId"] == "locked":
        return locked(at, {"selection": {"grids": [grid]}})
    about = at.services.editing.plan(at.view.district, at.draft).grids[grid]
    if not at.services.editing.rename(at.view.district, at.draft, grid, str(cell["value"] or "")):
        raise PreventUpdate
    return at.says("edit.renamed", grid=about.code, name=str(cell["value"] or "—").strip())


def founded(at: At, given: Mapping[str, Any]) -> list[Component]:
    """A grid of the norm made of the units in the hand."""
    return _made_grid(at, given, exclusive=False)


def set_apart(at: At, given: Mapping[str, Any]) -> list[Component]:
    """An exclusive grid made of the units in the hand."""
    return _made_grid(at, given, exclusive=True)


def _made_grid(at: At, given: Mapping[str, Any], *, exclusive: bool) -> list[Component]:
    units, language = _units(given), at.view.language
    if not units:
        raise PreventUpdate
    stroke, code = at.services.founding.found(at.view.district, at.draft, units, exclusive=exclusive)
    if not stroke.made:
        return [reasons(stroke.judged, language)]
    made = at.says("edit.exclusive-made" if exclusive else "edit.new-made", grid=code)
    return [*made, *told(stroke, language, but=len(stroke.judged.plan) - 1 if exclusive else None)]


def shared_out(at: At, _given: Mapping[str, Any]) -> list[Component]:
    """What is in no grid given to the grids beside it."""
    given, left = at.services.founding.share_out(at.view.district, at.draft)
    return at.says("edit.shared-some" if left else "edit.shared", units=given, left=left)


def followed(at: At, given: Mapping[str, Any]) -> list[Component]:
    """The first step of an advice, made; advice that is no longer there is not followed."""
    grids, place = _grids(given), given["advice"]
    if len(grids) != 1:
        raise PreventUpdate
    found = at.services.coaching.advise(at.view.district, at.draft, grids[0])
    if place >= len(found):
        raise PreventUpdate
    done = at.services.coaching.follow(at.view.district, at.draft, found[place], grids[0])
    if isinstance(done, str):
        return at.says("edit.split-done", grid=done)
    return told(done, at.view.language) if done.made else refused(done, grids[0], at.view.language)


def undone(at: At, _given: Mapping[str, Any]) -> list[Component]:
    """One gesture taken back, or the word that there is none."""
    if at.services.editing.undo(at.draft):
        return at.says("edit.undone")
    return at.says("edit.nothing-to-undo", "acceptable")


def redone(at: At, _given: Mapping[str, Any]) -> list[Component]:
    """One gesture restored, or the word that there is none."""
    if at.services.editing.redo(at.draft):
        return at.says("edit.redone")
    return at.says("edit.nothing-to-redo", "acceptable")


def _grids(given: Mapping[str, Any]) -> list[int]:
    return list((given["selection"] or {}).get("grids", []))


def _units(given: Mapping[str, Any]) -> list[int]:
    return list((given["selection"] or {}).get("units", []))


GESTURES: Final[Mapping[str, Callable[[At, Mapping[str, Any]], list[Component]]]] = {
    ids.EDIT_MAP: stroked,
    ids.EDIT_WIDER: offered,
    ids.EDIT_ACCEPT: offered,
    ids.COACH: followed,
    ids.EDIT_SPLIT: split,
    ids.EDIT_MERGE: merged,
    ids.EDIT_NEW: founded,
    ids.EDIT_EXCLUSIVE: set_apart,
    ids.EDIT_LEFTOVERS: shared_out,
    ids.EDIT_LOCK: locked,
    ids.EDIT_TABLE: written,
    ids.EDIT_UNDO: undone,
    ids.EDIT_REDO: redone,
}
"""What each element does."""
