"""What one plan changes against another: who moved, what became of each grid, and who is worse off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.measures.agreement import crossed_weight, moved_weight, split_weight
from scenarios.fairness import CommunityEffect, effects
from scenarios.lineage import Change, changes, successors
from scenarios.moves import Move, moves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.measures import Subject
    from domain.standards import Standards


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """One row of the crosswalk (新旧对照): what lies in an old and in a new grid."""

    old: int
    new: int
    units: int
    households: int
    area_m2: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Difference:
    """What one scenario changes against the baseline.

    Attributes
    ----------
    split, crossed, moved
        Households whose former grid was divided (拆分涉及), that cross an old border (跨旧界), and
        that do not stay with their grid.
    changed_area_m2
        Ground that does not stay with its grid.
    changed
        Whether each unit left its grid; bool, shape (units,).
    """

    split: int
    crossed: int
    moved: int
    changed_area_m2: float
    changed: NDArray[np.bool_]
    crosswalk: tuple[Overlap, ...]
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    effects: tuple[CommunityEffect, ...]

    @property
    def worse_off(self) -> tuple[CommunityEffect, ...]:
        """The communities worse off than under the baseline (不如现状的社区), in order."""
        return tuple(effect for effect in self.effects if effect.worse)


def difference(before: Subject, after: Subject, standards: Standards) -> Difference:
    """Return what a plan changes against the one before it, which `after` has as its `today`."""
    cross = after.crosswalk
    found = moves(before, after)
    changed = np.zeros(len(after.graph.units), np.bool_)
    for move in found:
        changed[move.units] = True
    return Difference(
        split=split_weight(cross),
        crossed=crossed_weight(cross),
        moved=moved_weight(cross, successors(cross)),
        changed_area_m2=float(after.graph.area_m2[changed].sum()),
        changed=changed,
        crosswalk=_overlaps(before, after),
        changes=changes(before.plan, after.plan, cross),
        moves=found,
        effects=effects(before, after, standards),
    )


def _overlaps(before: Subject, after: Subject) -> tuple[Overlap, ...]:
    """Return the crosswalk with the area of each overlap, by old and then new grid."""
    cross = after.crosswalk
    both = np.flatnonzero((before.plan.grid_of >= 0) & (after.plan.grid_of >= 0))
    pair = before.plan.grid_of[both].astype(np.int64) * cross.new_size + after.plan.grid_of[both]
    row = np.searchsorted(cross.old.astype(np.int64) * cross.new_size + cross.new, pair)
    area = np.bincount(row, after.graph.area_m2[both], cross.old.size)
    rows = zip(cross.old, cross.new, cross.units, cross.weight, area, strict=True)
    return tuple(
        Overlap(old=int(old), new=int(new), units=int(units), households=int(held), area_m2=float(ground))
        for old, new, units, held, ground in rows
    )
