"""Grids that a hand draws anew, and units without any grid shared out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.plan import EXCLUSIVE, UNASSIGNED, Grid
from optimizer.leftovers import shared_out
from scenarios.editing import Stroke, grid_edit, move_edit, next_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.editing import Editing
    from scenarios.viewer import Viewer


class Founding:
    """Draws grids on drafts of the editing."""

    def __init__(self, editing: Editing, viewer: Viewer) -> None:
        """Found grids on the ground that the viewer shows."""
        self._editing, self._viewer = editing, viewer

    def found(
        self, district: str, draft: str, units: Sequence[int], *, exclusive: bool
    ) -> tuple[Stroke, str]:
        """Make a grid of some units, an exclusive one (专属网格) or one of the norm of their community.

        Returns
        -------
        tuple
            What became of it, judged as a stroke into an empty grid, and the code of the grid. An
            exclusive grid has no norm; afterwards it gives and takes nothing.
        """
        drawn, plan = self._editing.draft(draft), self._editing.plan(district, draft)
        ground = self._viewer.dataset(district).graph.units
        home = int(ground.communities.of_unit[units[0]])
        kind = ground.communities.kinds[home]
        code = next_code(plan, ground.communities.codes[home])
        asked = replace(plan, grids=(*plan.grids, Grid(code=code, type=kind)))
        judged = self._editing.hand(district, drawn).judge(asked, units, len(plan))
        if not judged.legal:
            return Stroke(made=False, judged=judged), code
        add = grid_edit("add", code, EXCLUSIVE if exclusive else kind)
        self._editing.keep(draft, drawn, add)
        to = [code] * judged.units.size
        move = move_edit(ground.codes, plan, judged.units.tolist(), to)
        self._editing.keep(draft, self._editing.draft(draft), move)
        return Stroke(made=True, judged=judged), code

    def share_out(self, district: str, draft: str) -> tuple[int, int]:
        """Give every unit without a grid to one beside it; how many were given, and how many are left.

        Raises
        ------
        InvalidValueError
            No unit is without a grid, or no grid may have any.
        """
        drawn, plan = self._editing.draft(draft), self._editing.plan(district, draft)
        ground = self._viewer.dataset(district).graph.units
        now = shared_out(self._editing.hand(district, drawn), plan)
        given = np.flatnonzero(now != plan.grid_of).tolist()
        if not given:
            raise InvalidValueError("leftovers-none", units=int((plan.grid_of == UNASSIGNED).sum()))
        to = [plan.grids[now[unit]].code for unit in given]
        self._editing.keep(draft, drawn, move_edit(ground.codes, plan, given, to))
        return len(given), int((now == UNASSIGNED).sum())
