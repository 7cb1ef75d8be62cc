"""A plan: which grid each planning unit belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.digest import plan_digest
from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.units import UnitSet

UNASSIGNED = -1
EXCLUSIVE = "exclusive"
RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One grid (网格): its code, the key of its type, its name, and whether its lines may move."""

    code: str
    type: str
    name: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """An assignment of units to grids, immutable.

    Attributes
    ----------
    unit_set
        Digest of the unit set that the positions of `grid_of` refer to.
    grid_of
        For each unit the position of its grid in `grids`, or `UNASSIGNED`; int32, shape (units,).
    grids
        The grids, empty ones included.
    """

    unit_set: str
    grid_of: NDArray[np.int32]
    grids: tuple[Grid, ...]

    def __post_init__(self) -> None:
        """Freeze the array and check that it points into the grids."""
        grid_of = frozen_array(self.grid_of, np.int32)
        if grid_of.size and not (grid_of.min() >= UNASSIGNED and grid_of.max() < len(self.grids)):
            raise InvalidValueError(
                "plan-range", low=int(grid_of.min()), high=int(grid_of.max()), grids=len(self.grids)
            )
        object.__setattr__(self, "grid_of", grid_of)

    def __len__(self) -> int:
        """Return the number of grids."""
        return len(self.grids)

    def totals(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Sum whole numbers of units by grid; int64, shape (grids,)."""
        sums = np.zeros(len(self.grids), np.int64)
        assigned = self.grid_of >= 0
        np.add.at(sums, self.grid_of[assigned], values[assigned])
        return sums

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum measured values of units by grid; float64, shape (grids,)."""
        assigned = self.grid_of >= 0
        sums = np.zeros(len(self.grids), np.float64)
        np.add.at(sums, self.grid_of[assigned], values[assigned])
        return sums

    def moved(self, units: NDArray[np.int32], to: int) -> Plan:
        """Return the same plan with some units in another grid (or unassigned)."""
        grid_of = self.grid_of.copy()
        grid_of[units] = to
        return replace(self, grid_of=grid_of)

    def digest(self, units: UnitSet) -> str:
        """Return the name of this plan's lines: see `domain.digest.plan_digest`."""
        return plan_digest(units.codes, self.grid_of)


def plan_on(
    plan: Plan, members: NDArray[np.int64], unit_set: str, *, also: Sequence[int] = ()
) -> tuple[Plan, list[int]]:
    """Return a plan on some of its units, and the positions in the whole of the grids that it has there.

    `unit_set` is the digest of these units; grids in `also` are there although they may hold none of them.
    """
    grids = sorted({int(grid) for grid in np.unique(plan.grid_of[members]) if grid >= 0} | set(also))
    place = np.full(len(plan) + 1, UNASSIGNED, np.int32)
    place[grids] = np.arange(len(grids))
    there = tuple(plan.grids[grid] for grid in grids)
    return Plan(unit_set=unit_set, grid_of=place[plan.grid_of[members]], grids=there), grids


def kept_grids(plan: Plan) -> list[int]:
    """Return the grids that a redraw leaves as they are: locked and exclusive ones that hold ground."""
    held = set(plan.grid_of.tolist())
    return [n for n, grid in enumerate(plan.grids) if n in held and (grid.locked or grid.type == EXCLUSIVE)]


def with_kept(today: Plan | None, drawn: Plan) -> Plan | None:
    """Return today's grids with the kept grids of a drawn plan as it has them (see `kept_grids`).

    A kept grid stands under its code with exactly the units it has in the drawn plan; what else
    bore its code today is in no grid. Without any kept grid today's plan comes back.
    """
    kept = kept_grids(drawn)
    if not kept:
        return today
    none = np.full(drawn.grid_of.size, UNASSIGNED, np.int32)
    grids, grid_of = (list(today.grids), today.grid_of.copy()) if today else ([], none)
    place = {grid.code: n for n, grid in enumerate(grids)}
    for position in kept:
        grid = drawn.grids[position]
        here = place.setdefault(grid.code, len(grids))
        grid_of[grid_of == here] = UNASSIGNED
        grids[here : here + 1] = [grid]
    for position in kept:
        grid_of[drawn.grid_of == position] = place[drawn.grids[position].code]
    return Plan(unit_set=drawn.unit_set, grid_of=grid_of, grids=tuple(grids))


def community_of_grid(plan: Plan, units: UnitSet) -> NDArray[np.int32]:
    """Return the community that holds most units of each grid, −1 for an empty grid; int32."""
    areas = np.int64(len(units.communities.codes))
    assigned = np.flatnonzero(plan.grid_of >= 0)
    pair = plan.grid_of[assigned] * areas + units.communities.of_unit[assigned]
    pairs, votes = np.unique(pair, return_counts=True)
    order = np.lexsort((pairs % areas, -votes, pairs // areas))
    grids, first = np.unique(pairs[order] // areas, return_index=True)
    found = np.full(len(plan), -1, np.int32)
    found[grids] = (pairs[order] % areas)[first]
    return found
