r"""What a staffing means beyond its heads and its money: load, work left undone, who changes worker.

Households that change worker, at least: heads of a community serve equal parts of its households, so
that of H households no more than H · k / max(a, b) keep their worker, with a full-time equivalents
today, b afterwards and k of those who stay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.posts import StaffingProblem
    from domain.staffing import CommunityStaff, Staffing
    from domain.standards import Standards
    from scenarios.leaders.ground import Ground

HAIR: Final = 1e-9
"""A load above 1 by less than this is a rounding error."""
Why = Literal["lent", "redeployed", "fewer", "work"]


class Undone(NamedTuple):
    """Hours a year that nobody has time for: visits give way first, then patrols, then events."""

    visits: float
    patrols: float
    events: float


class StreetLoad(NamedTuple):
    """A street by its name, and its work over the time of all its heads; infinite where nobody is."""

    street: str
    load: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorseOff:
    """A community whose heads are above full load and loaded more than today's, and why."""

    community: str
    before: float
    after: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a staffing means; what needs today's heads is None where they are not known.

    `over` counts grids whose workers have more work than time, `changed` households that change
    worker at least, `placed` is the share of all heads who work in a community.
    """

    undone: Undone
    over: int
    worst: StreetLoad | None
    changed: float | None
    placed: float | None
    missing: tuple[tuple[str, int], ...]
    worse: tuple[WorseOff, ...]

    @property
    def uncovered_hours(self) -> float:
        """Hours a year that nobody has time for."""
        return math.fsum(self.undone)


def effects_of(
    ground: Ground, staffing: Staffing, today: Staffing, standards: Standards, *, before: StaffingProblem
) -> Effects:
    """Return what a staffing means beside today's heads where they are.

    `before` has the heads from whom households may change to another worker.
    """
    rows = _rows(staffing)
    return Effects(
        undone=_undone(ground, staffing),
        over=sum(grid.load > 1.0 + HAIR for grid in staffing.grids),
        worst=_worst_street(ground, rows),
        changed=_changed(ground, rows, before) if ground.has_pool else None,
        placed=_placed(staffing) if ground.has_pool else None,
        missing=tuple((code, row.short) for code, row in rows.items() if row.short),
        worse=_worse(_rows(today), rows, standards["fairness.load-tolerance"]),
    )


def _rows(staffing: Staffing) -> dict[str, CommunityStaff]:
    """Rows by community, without the lot of department staff."""
    return {row.community: row for row in staffing.communities if row.community}


def load_of(fte: float, filled_fte: float) -> float:
    """Return work over time, infinite where there is work and nobody to do it."""
    return fte / filled_fte if filled_fte > 0 else math.inf


def _undone(ground: Ground, staffing: Staffing) -> Undone:
    """Hours beyond the time of those who serve each grid, by what gives way first."""
    hours = np.array([max(grid.fte - grid.served_fte, 0.0) for grid in staffing.grids])
    left = hours * ground.problem.worker_hours
    told = []
    for kind in (ground.visits, ground.patrols):
        told.append(np.minimum(left, kind))
        left = left - told[-1]
    return Undone(*(float(part.sum()) for part in (*told, left)))


def _worst_street(ground: Ground, rows: Mapping[str, CommunityStaff]) -> StreetLoad | None:
    """Return the street with most work for the time of its heads; None where there are no streets."""
    work: dict[str, float] = {}
    time: dict[str, float] = {}
    for code, street in zip(ground.problem.communities, ground.streets, strict=True):
        if street:
            work[street] = work.get(street, 0.0) + rows[code].fte
            time[street] = time.get(street, 0.0) + rows[code].filled_fte
    loads = {street: load_of(fte, time[street]) for street, fte in work.items() if fte > 0}
    if not loads:
        return None
    worst = max(sorted(loads), key=lambda street: loads[street])
    return StreetLoad(worst, loads[worst])


def _changed(ground: Ground, rows: Mapping[str, CommunityStaff], problem: StaffingProblem) -> float:
    """Households that cannot keep their worker; those who join or move in are full-timers."""
    today = problem.existing() @ np.array([kind.fte for kind in problem.types])
    total = 0.0
    for code, households, before in zip(
        ground.problem.communities, ground.households.tolist(), today[:-1].tolist(), strict=True
    ):
        row = rows[code]
        kept = max(row.filled_fte - row.transfer_in - row.recruit, 0.0)
        most = max(before, row.filled_fte)
        total += households * (1.0 - kept / most) if most > 0 else 0.0
    return total


def _placed(staffing: Staffing) -> float:
    """Share of all heads who work in a community, not yet in a department."""
    inside = sum(row.full + row.part for row in staffing.communities if row.community)
    outside = sum(row.release for row in staffing.communities if not row.community)
    return inside / (inside + outside) if inside + outside else 0.0


def _worse(
    today: Mapping[str, CommunityStaff], rows: Mapping[str, CommunityStaff], tolerance: float
) -> tuple[WorseOff, ...]:
    """Communities above full load and more loaded than today, beyond the tolerance, in code order."""
    found = []
    for code, row in rows.items():
        before, after = (load_of(one.fte, one.filled_fte) for one in (today[code], row))
        if row.fte > 0 and after > max(1.0 + HAIR, before * (1.0 + tolerance)):
            why = _why(today[code], row)
            found.append(WorseOff(community=code, before=before, after=after, why=why))
    return tuple(found)


def _why(today: CommunityStaff, row: CommunityStaff) -> Why:
    """Say why a community is loaded more than today."""
    if row.transfer_out > row.transfer_in:
        return "lent"
    if row.release:
        return "redeployed"
    return "fewer" if row.filled_fte < today.filled_fte else "work"
