"""What became of each grid: its successor, the change it went through, and why ground moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from scipy.optimize import linear_sum_assignment

from domain.graph import connected_pieces
from domain.measures import Measure, Subject
from domain.measures.agreement import Crosswalk, moved_weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.plan import Plan

ChangeKind = Literal["new", "abolished", "merged", "split", "border", "renamed", "type"]
CHANGE_KINDS: Final[tuple[ChangeKind, ...]] = get_args(ChangeKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row of the change list (变更清单).

    `old` and `new` are positions of the grids concerned; `units` and `households` are those that
    leave their grid by this change, `share` is of all households of the old grids concerned.
    """

    kind: ChangeKind
    old: tuple[int, ...]
    new: tuple[int, ...]
    units: int
    households: int
    share: float


def successors(cross: Crosswalk) -> NDArray[np.int32]:
    """Return for each old area the new area that succeeds it, −1 where it ends; int32.

    Areas are matched one to one so that the households that stay with their area are the most
    possible, and among such matchings the units that stay; areas without a common unit never match.
    Each group of areas that overlap one another is solved by itself.
    """
    found = np.full(cross.old_size, -1, np.int32)
    worth = cross.weight * (int(cross.units.sum()) + 1) + cross.units
    group = connected_pieces(cross.old_size + cross.new_size, cross.old, cross.new + cross.old_size)
    of_row = group[cross.old]
    order = np.argsort(of_row, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(of_row[order])) + 1):
        if rows.size == 1:
            found[cross.old[rows]] = cross.new[rows]
        elif rows.size:
            old, at_old = np.unique(cross.old[rows], return_inverse=True)
            new, at_new = np.unique(cross.new[rows], return_inverse=True)
            table = np.zeros((old.size, new.size))
            table[at_old, at_new] = worth[rows]
            left, right = linear_sum_assignment(table, maximize=True)
            shared = table[left, right] > 0
            found[old[left[shared]]] = new[right[shared]]
    return found


def predecessors(successor: NDArray[np.int32], new_size: int) -> NDArray[np.int32]:
    """Return for each new area the old area that it succeeds, −1 for a new one; int32."""
    found = np.full(new_size, -1, np.int32)
    kept = np.flatnonzero(successor >= 0)
    found[successor[kept]] = kept
    return found


def moved_share(subject: Subject) -> float:
    """Return the share of households that do not stay with their grid under the best matching."""
    cross = subject.crosswalk
    return moved_weight(cross, successors(cross)) / max(cross.total, 1)


MOVED_SHARE: Final = Measure("moved-share", 1, "share", moved_share, compares=True)


def changes(old: Plan, new: Plan, cross: Crosswalk) -> tuple[Change, ...]:
    """Return the change list between two plans on the same units, kind by kind, by position.

    A grid without successor that went wholly into one new grid was merged (合并), else it was
    abolished (撤销); a grid without predecessor that was wholly part of one old grid was split off
    (拆分), else it is new (新增). What else moved between grids is a change of border (边界调整).
    """
    book = _Book(cross)
    return (
        *book.grouped("new", book.founds | book.abolishes & book.begins, cross.new),
        *_outside(new, cross.new, "new"),
        *book.grouped("abolished", book.abolishes & ~book.begins, cross.old),
        *_outside(old, cross.old, "abolished"),
        *book.grouped("split", book.splits_off, cross.old, with_successor=True),
        *book.grouped("merged", book.merges, cross.new, with_predecessor=True),
        *book.grouped("border", book.shifts, np.arange(cross.old.size, dtype=np.int32)),
        *_relabelled(old, new, book.successor),
    )


class _Book:
    """The rows of a crosswalk, each booked under what became of its ground."""

    def __init__(self, cross: Crosswalk) -> None:
        self.cross, self.of_old = cross, cross.of_old()
        self.successor = successors(cross)
        self.predecessor = predecessors(self.successor, cross.new_size)
        targets = np.bincount(cross.old, minlength=cross.old_size)[cross.old]
        sources = np.bincount(cross.new, minlength=cross.new_size)[cross.new]
        kept = self.successor[cross.old] == cross.new
        ends, self.begins = self.successor[cross.old] < 0, self.predecessor[cross.new] < 0
        self.merges = ends & (targets == 1)
        self.splits_off = self.begins & (sources == 1)
        self.founds = self.begins & (sources > 1)
        self.abolishes = ends & (targets > 1)
        self.shifts = ~(kept | ends | self.begins)

    def grouped(
        self,
        kind: ChangeKind,
        rows: NDArray[np.bool_],
        key: NDArray[np.int32],
        *,
        with_successor: bool = False,
        with_predecessor: bool = False,
    ) -> Iterator[Change]:
        """Yield one change for each key among some rows.

        With the successor the new grids hold what stays of the old one, with the predecessor the
        old grids hold the one that others were merged into.
        """
        cross, some = self.cross, np.flatnonzero(rows)
        some = some[np.argsort(key[some], kind="stable")]
        for group in np.split(some, np.flatnonzero(np.diff(key[some])) + 1):
            if not group.size:
                continue
            old, new = set(cross.old[group].tolist()), set(cross.new[group].tolist())
            if with_successor:
                new |= set(self.successor[sorted(old)].tolist()) - {-1}
            if with_predecessor:
                old |= set(self.predecessor[sorted(new)].tolist()) - {-1}
            households, before = int(cross.weight[group].sum()), int(self.of_old[sorted(old)].sum())
            yield Change(
                kind=kind,
                old=tuple(sorted(old)),
                new=tuple(sorted(new)),
                units=int(cross.units[group].sum()),
                households=households,
                share=households / before if before else 0.0,
            )


def _outside(plan: Plan, met: NDArray[np.int32], kind: ChangeKind) -> Iterator[Change]:
    """Yield the grids of one plan whose units the other plan leaves all unassigned."""
    units = np.bincount(plan.grid_of[plan.grid_of >= 0], minlength=len(plan))
    alone = np.setdiff1d(np.flatnonzero(units), met)
    for grid in alone.tolist():
        old, new = ((), (grid,)) if kind == "new" else ((grid,), ())
        yield Change(kind=kind, old=old, new=new, units=int(units[grid]), households=0, share=0.0)


def _relabelled(old: Plan, new: Plan, successor: NDArray[np.int32]) -> Iterator[Change]:
    """Yield continuing grids whose code or type changed."""
    for before, after in enumerate(successor.tolist()):
        if after < 0:
            continue
        one, other = old.grids[before], new.grids[after]
        kinds: tuple[tuple[ChangeKind, bool], ...] = (
            ("renamed", one.code != other.code),
            ("type", one.type != other.type),
        )
        for kind, happened in kinds:
            if happened:
                yield Change(kind=kind, old=(before,), new=(after,), units=0, households=0, share=0.0)
