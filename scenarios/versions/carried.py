"""Carrying over: a plan on units that were cut anew, and every unit whose grid had to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from domain.graph import connected_pieces
from domain.plan import EXCLUSIVE, UNASSIGNED, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from scenarios.versions.crosswalk import UnitCrosswalk

    Ints = NDArray[np.int64]
    Grids = NDArray[np.int32]
    Flags = NDArray[np.bool_]

Reason = Literal["share", "community", "community-kept", "new-ground", "no-grid"]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One new unit that did not simply keep the grid of its ground.

    Attributes
    ----------
    unit
        Position of the new unit.
    grid
        Position of its grid, −1 where it has none.
    reason
        `share`: it lies on units of several grids, the one with the largest share has it;
        `community`: its ground changed to another community, it joined a grid there;
        `community-kept`: as that, but no grid there touches it; `new-ground`: no old unit lies under
        it, it joined the grid with the longest border; `no-grid`: as that, but none touches it.
    share
        The grid's share of the unit's households by the old counts, of its ground where it had none.
    other, other_share
        The grid that comes next or that it came from, −1 for none, and its share.
    households
        Households of the new unit by the new counts.
    """

    unit: int
    grid: int
    reason: Reason
    share: float
    other: int
    other_share: float
    households: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Carried:
    """A plan on the new units, grids in their old order, and what had to be decided on the way.

    `emptied` are grids that had units and have none any more; `parted` are those in more pieces than
    before, with the numbers of pieces before and after.
    """

    plan: Plan
    decisions: tuple[Decision, ...]
    emptied: tuple[int, ...]
    parted: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Votes:
    """The first and second choice of each new unit, −2 where there is none, and their shares."""

    first: Grids
    second: Grids
    first_share: NDArray[np.float64]
    second_share: NDArray[np.float64]


NOBODY: Final = -2


def carry_over(
    plan: Plan,
    cross: UnitCrosswalk,
    old: PlanningGraph,
    new: PlanningGraph,
    *,
    households: Ints,
    listed_share: float,
) -> Carried:
    """Return the plan on the new units.

    Each new unit goes to the grid that holds most of the households on its ground, then of the
    ground itself. Where its ground changed to another community, and on ground that is new, it goes
    to the grid of its community that it shares the longest passable border with, neither locked nor
    exclusive. Shares below `listed_share` without a household are not listed. `households` are those
    of the new units.
    """
    votes = _votes(plan, cross, listed_share)
    changed = _changed_community(cross, old, new)
    fresh = votes.first == NOBODY
    grid_of = np.where(fresh, UNASSIGNED, votes.first).astype(np.int32)
    open_to = np.flatnonzero(fresh | changed)
    settled = _joined(grid_of, open_to, plan, new, households)
    decisions = [
        *_by_share(votes, changed, households),
        *_by_border(votes, settled, open_to, fresh, households),
    ]
    carried = Plan(unit_set=new.units.digest, grid_of=settled, grids=plan.grids)
    return Carried(
        plan=carried,
        decisions=tuple(sorted(decisions, key=lambda one: one.unit)),
        emptied=_emptied(plan, carried),
        parted=_parted(plan, old, carried, new),
    )


def _votes(plan: Plan, cross: UnitCrosswalk, listed_share: float) -> _Votes:
    """Count for each new unit the households and the ground of each grid on it."""
    size, grids = cross.new_size, len(plan) + 1
    key, of_row = np.unique(
        cross.new.astype(np.int64) * grids + plan.grid_of[cross.old] + 1, return_inverse=True
    )
    unit, grid = key // grids, (key % grids - 1).astype(np.int32)
    people = np.bincount(of_row, cross.households, key.size)
    ground = np.bincount(of_row, cross.area_m2, key.size)
    all_people, all_ground = np.bincount(unit, people, size)[unit], np.bincount(unit, ground, size)[unit]
    of_ground = np.divide(ground, all_ground, out=np.ones(key.size), where=all_ground > 0)
    share = np.divide(people, all_people, out=of_ground.copy(), where=all_people > 0)
    order = np.lexsort((grid, -ground, -people, unit))
    begin = np.searchsorted(unit[order], np.arange(size))
    members = np.bincount(unit, minlength=size)
    votes = _Votes(
        np.full(size, NOBODY, np.int32), np.full(size, NOBODY, np.int32), np.zeros(size), np.zeros(size)
    )
    some, two = np.flatnonzero(members > 0), np.flatnonzero(members > 1)
    best, next_best = order[begin[some]], order[begin[two] + 1]
    votes.first[some], votes.first_share[some] = grid[best], share[best]
    told = (people[next_best] >= 1) | (of_ground[next_best] >= listed_share)
    votes.second[two[told]] = grid[next_best[told]]
    votes.second_share[two] = share[next_best]
    return votes


def _changed_community(cross: UnitCrosswalk, old: PlanningGraph, new: PlanningGraph) -> Flags:
    """Say which new units lie in another community than the one that their ground belonged to.

    An old community goes on as the new one of its code, else as the one that holds most of it.
    """
    was, now = old.units.communities, new.units.communities
    place = {code: n for n, code in enumerate(now.codes)}
    successor = np.array([place.get(code, -1) for code in was.codes], np.int64)
    of_old, of_new = was.of_unit[cross.old], now.of_unit[cross.new]
    most = _largest(of_old, of_new.astype(np.int64), cross, len(was.codes))
    successor = np.where(successor >= 0, successor, most)
    origin = _largest(cross.new, successor[of_old], cross, cross.new_size)
    changed: Flags = (origin >= 0) & (origin != now.of_unit)
    return changed


def _largest(group: NDArray[np.int32], label: Ints, cross: UnitCrosswalk, size: int) -> Ints:
    """Return for each group the label with most households, then most ground; −1 for an empty one."""
    wide = int(label.max(initial=0)) + 2
    key, of_row = np.unique(group.astype(np.int64) * wide + label + 1, return_inverse=True)
    people = np.bincount(of_row, cross.households, key.size)
    ground = np.bincount(of_row, cross.area_m2, key.size)
    order = np.lexsort((key, -ground, -people, key // wide))
    groups, first = np.unique(key[order] // wide, return_index=True)
    found = np.full(size, -1, np.int64)
    found[groups] = key[order][first] % wide - 1
    return found


def _joined(grid_of: Grids, waiting: Ints, plan: Plan, new: PlanningGraph, households: Ints) -> Grids:
    """Let waiting units join grids at home in their own community, those that touch one first."""
    settled = grid_of.copy()
    if not waiting.size:
        return settled
    of = new.units.communities.of_unit
    sure = np.ones(settled.size, np.bool_)
    sure[waiting] = False
    home = _home(settled, np.flatnonzero(sure), of, households, len(plan))
    stay = waiting[(settled[waiting] >= 0) & (home[settled[waiting]] == of[waiting])]
    sure[stay] = True
    takes = np.array([not (grid.locked or grid.type == EXCLUSIVE) for grid in plan.grids], np.bool_)
    tail = np.concatenate([new.tail, new.head])[np.tile(new.passable, 2)]
    head = np.concatenate([new.head, new.tail])[np.tile(new.passable, 2)]
    metres = np.tile(new.border_m[new.passable], 2)
    while True:
        grid = settled[head]
        may = ~sure[tail] & sure[head] & (grid >= 0)
        may[may] = takes[grid[may]] & (home[grid[may]] == of[tail[may]])
        if not may.any():
            return settled
        key, of_row = np.unique(tail[may].astype(np.int64) * len(plan) + grid[may], return_inverse=True)
        length = np.bincount(of_row, metres[may], key.size)
        order = np.lexsort((key, -length, key // len(plan)))
        unit, first = np.unique(key[order] // len(plan), return_index=True)
        settled[unit] = key[order][first] % len(plan)
        sure[unit] = True


def _home(grid_of: Grids, sure: Ints, of: NDArray[np.int32], households: Ints, grids: int) -> Ints:
    """Return the community that holds most of each grid's sure units, by households; −1 for none."""
    mine = sure[grid_of[sure] >= 0]
    wide = int(of.max(initial=0)) + 1
    key, of_row = np.unique(grid_of[mine].astype(np.int64) * wide + of[mine], return_inverse=True)
    people, units = np.bincount(of_row, households[mine], key.size), np.bincount(of_row, minlength=key.size)
    order = np.lexsort((key, -units, -people, key // wide))
    found = np.full(grids, -1, np.int64)
    which, first = np.unique(key[order] // wide, return_index=True)
    found[which] = key[order][first] % wide
    return found


def _by_share(votes: _Votes, changed: Flags, households: Ints) -> list[Decision]:
    """List units on ground of several grids."""
    return [
        Decision(
            unit=unit,
            grid=int(votes.first[unit]),
            reason="share",
            share=float(votes.first_share[unit]),
            other=int(votes.second[unit]),
            other_share=float(votes.second_share[unit]),
            households=int(households[unit]),
        )
        for unit in np.flatnonzero((votes.second != NOBODY) & ~changed).tolist()
    ]


def _by_border(
    votes: _Votes, settled: Grids, open_to: Ints, fresh: Flags, households: Ints
) -> list[Decision]:
    """List units on new ground, and those whose ground changed to another community."""
    found = []
    for unit in open_to.tolist():
        before = -1 if fresh[unit] else int(votes.first[unit])
        grid = int(settled[unit])
        reason: Reason = "community" if grid != before else "community-kept"
        if fresh[unit]:
            reason = "new-ground" if grid >= 0 else "no-grid"
        came = 0.0 if fresh[unit] else float(votes.first_share[unit])
        found.append(
            Decision(
                unit=unit,
                grid=grid,
                reason=reason,
                share=came if grid == before and grid >= 0 else 0.0,
                other=before if grid != before else -1,
                other_share=came if grid != before else 0.0,
                households=int(households[unit]),
            )
        )
    return found


def _emptied(before: Plan, after: Plan) -> tuple[int, ...]:
    had = np.unique(before.grid_of[before.grid_of >= 0])
    return tuple(np.setdiff1d(had, after.grid_of).tolist())


def _parted(
    before: Plan, old: PlanningGraph, after: Plan, new: PlanningGraph
) -> tuple[tuple[int, int, int], ...]:
    pieces = [_pieces(plan, graph) for plan, graph in ((before, old), (after, new))]
    more: Sequence[int] = np.flatnonzero((pieces[1] > pieces[0]) & (pieces[0] > 0)).tolist()
    return tuple((grid, int(pieces[0][grid]), int(pieces[1][grid])) for grid in more)


def _pieces(plan: Plan, graph: PlanningGraph) -> Ints:
    """Count the pieces that each grid lies in over passable borders."""
    same = graph.passable & (plan.grid_of[graph.tail] == plan.grid_of[graph.head])
    piece = connected_pieces(len(graph.units), graph.tail[same], graph.head[same])
    there = plan.grid_of >= 0
    pairs = np.unique(np.column_stack([plan.grid_of[there], piece[there]]), axis=0)
    return np.bincount(pairs[:, 0], minlength=len(plan))
