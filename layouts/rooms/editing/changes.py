"""What of a draft is other than before: between two plans, or after some of its edits."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import UNASSIGNED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.draft import Edit
    from domain.plan import Plan
    from domain.scenario import Scenario
    from domain.units import UnitSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Units that lie in another grid, and grids that have other ground or another row; ascending."""

    units: tuple[int, ...]
    grids: tuple[int, ...]


def between(before: Scenario, after: Scenario) -> Change:
    """Return what differs between two scenarios of the same ground."""
    was, now = before.plan.grid_of, after.plan.grid_of
    rows, had = ({row.grid: row for row in each.scorecard.per_grid} for each in (after, before))
    grids = {grid for grid in rows.keys() | had.keys() if rows.get(grid) != had.get(grid)}
    moved = np.flatnonzero(was != now)
    grids |= {*was[moved].tolist(), *now[moved].tolist()} - {UNASSIGNED}
    return Change(units=tuple(moved.tolist()), grids=tuple(sorted(grids)))


def touched(edits: Sequence[Edit], units: UnitSet, plan: Plan) -> Change:
    """Return all that edits name, whether it differs in the end or not.

    That is what a page has to be told that may show any state between them.
    """
    named = [edit.units for edit in edits], [(*edit.before, *edit.after, edit.grid) for edit in edits]
    of_unit, of_grid = (set(itertools.chain.from_iterable(codes)) for codes in named)
    return Change(
        units=tuple(n for n, code in enumerate(units.codes) if code in of_unit),
        grids=tuple(n for n, grid in enumerate(plan.grids) if grid.code in of_grid),
    )
