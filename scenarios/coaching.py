"""Coaching: what to do next about one grid of a draft, and the first step of it done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.settings import RedrawSettings
from optimizer.redraw.coach import advise
from scenarios.pipeline import build_problem, standards_of
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from domain.problem import DistrictingProblem
    from optimizer.redraw.coach import Advice
    from scenarios.editing import Editing, Stroke
    from scenarios.viewer import Viewer

PROBLEMS_AT_HAND = 4


class Coaching:
    """Advice on drafts; it is made anew from the draft as it stands, so that no step is ever stale."""

    def __init__(self, editing: Editing, viewer: Viewer) -> None:
        """Advise on what the editing keeps, by the standards of each project."""
        self._editing, self._viewer = editing, viewer
        self._problems: AtHand[DistrictingProblem] = AtHand(PROBLEMS_AT_HAND)

    def advise(self, district: str, draft: str, grid: int) -> tuple[Advice, ...]:
        """Return what to do about a grid, best first; see `optimizer.redraw.coach.advise`.

        What would move locked units is left out.
        """
        drawn = self._editing.draft(draft)
        plan, locked = self._editing.plan(district, draft), self._editing.locked(district, drawn)
        found = advise(self._problem(district, drawn.parent), plan, grid)
        return tuple(
            advice
            for advice in found
            if not any(np.isin(stroke.units, locked).any() for stroke in advice.strokes)
        )

    def follow(self, district: str, draft: str, advice: Advice, grid: int) -> Stroke | str:
        """Do the first step of an advice about a grid; return the stroke made, or the code of a new grid.

        Raises
        ------
        InvalidValueError
            The grid to be split cannot be divided.
        """
        if advice.action == "split":
            return self._editing.split(district, draft, advice.grid)
        if advice.action == "merge":
            return self._editing.merge(district, draft, grid, advice.grid)
        first = advice.strokes[0]
        return self._editing.stroke(district, draft, first.units.tolist(), first.taker)

    def _problem(self, district: str, parent: str) -> DistrictingProblem:
        """The whole redraw of a district by the standards that a scenario was drawn by."""
        dataset, scenario = self._viewer.dataset(district), self._viewer.scenario(district, parent)
        asked = RedrawSettings(task="norm", basis=self._viewer.column(district, scenario).name)
        own = standards_of(dataset, scenario, self._viewer.standards(district))
        return self._problems.get((district, parent, own.digest), lambda: build_problem(dataset, asked, own))
