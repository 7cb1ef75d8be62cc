"""How two divisions of the same ground agree, and whom the difference touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray


# Shares are fractions that no float holds exactly: 0.29 of 100 is 29.
_DUST = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crosswalk:
    """The overlap of an old and a new division (新旧对照): one row for each pair of areas that meet.

    Units that either side leaves unassigned are in no row.

    Attributes
    ----------
    old, new
        Positions of the two areas, pairs in ascending order; int32, shape (rows,).
    weight
        What lies in both, households as a rule; int64.
    units
        Number of units in both; int64.
    old_size, new_size
        Numbers of old and of new areas, those without units included.
    """

    old: NDArray[np.int32]
    new: NDArray[np.int32]
    weight: NDArray[np.int64]
    units: NDArray[np.int64]
    old_size: int
    new_size: int

    @property
    def total(self) -> int:
        """All weight that both divisions hold."""
        return int(self.weight.sum())

    def of_old(self) -> NDArray[np.int64]:
        """Weight of each old area."""
        return _sums(self.old, self.weight, self.old_size)

    def of_new(self) -> NDArray[np.int64]:
        """Weight of each new area."""
        return _sums(self.new, self.weight, self.new_size)


def crosswalk(
    old: NDArray[np.int32], new: NDArray[np.int32], weight: NDArray[np.int64], old_size: int, new_size: int
) -> Crosswalk:
    """Return the overlap of two divisions of the same units; labels of −1 are unassigned."""
    if not old.shape == new.shape == weight.shape:
        raise InvalidValueError("crosswalk-shape", old=old.size, new=new.size)
    both = np.flatnonzero((old >= 0) & (new >= 0))
    pairs, of = np.unique(old[both].astype(np.int64) * new_size + new[both], return_inverse=True)
    return Crosswalk(
        old=frozen_array(pairs // max(new_size, 1), np.int32),
        new=frozen_array(pairs % max(new_size, 1), np.int32),
        weight=frozen_array(_sums(of, weight[both], pairs.size), np.int64),
        units=frozen_array(np.bincount(of, minlength=pairs.size), np.int64),
        old_size=old_size,
        new_size=new_size,
    )


def split_weight(cross: Crosswalk) -> int:
    """Return the weight of all old areas that were divided (拆分涉及): they lie in several new ones."""
    several = np.bincount(cross.old, minlength=cross.old_size) > 1
    return int(cross.weight[several[cross.old]].sum())


def crossed_weight(cross: Crosswalk) -> int:
    """Return the weight that crosses an old border (跨旧界): Σ less the greatest old part of each new area.

    A pure split gives 0, a merger of two the smaller of them.
    """
    greatest = np.zeros(cross.new_size, np.int64)
    np.maximum.at(greatest, cross.new, cross.weight)
    return cross.total - int(greatest.sum())


def allowed_crossing(total: int, cap: float) -> int:
    """Return how many of so many households a cap on their share lets cross: whole households.

    >>> allowed_crossing(100, 0.29), allowed_crossing(42_686, 0.1)
    (29, 4268)
    """
    return int(total * cap + _DUST)


def moved_weight(cross: Crosswalk, successor: NDArray[np.int32]) -> int:
    """Return the weight that does not stay with its area, given the new area that succeeds each old one.

    `successor` holds −1 where an old area ends. With the successors of greatest total weight this is
    the least weight that must change areas.
    """
    return cross.total - int(cross.weight[successor[cross.old] == cross.new].sum())


def jaccard(cross: Crosswalk, successor: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return |∩|/|∪| by weight of each old area and its successor; 0 without one, 1 where both are empty."""
    of_old, of_new, shared = cross.of_old(), cross.of_new(), np.zeros(cross.old_size)
    kept = successor[cross.old] == cross.new
    shared[cross.old[kept]] = cross.weight[kept]
    union = of_old + np.where(successor >= 0, of_new[successor], 0) - shared
    return np.divide(shared, union, out=(successor >= 0).astype(np.float64), where=union > 0)


def adjusted_rand(cross: Crosswalk) -> float:
    """Return the adjusted Rand index over pairs of the weight's members (Hubert & Arabie 1985)."""
    both, old, new = (float(_pairs(x).sum()) for x in (cross.weight, cross.of_old(), cross.of_new()))
    every = float(_pairs(np.array([cross.total])).sum())
    expected = old * new / every if every else 0.0
    most = (old + new) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def variation_of_information(cross: Crosswalk) -> float:
    """Return H(X|Y) + H(Y|X) in nats: 0 for equal divisions (Meilă 2007)."""
    joint = _entropy(cross.weight)
    return max(2 * joint - _entropy(cross.of_old()) - _entropy(cross.of_new()), 0.0)


def normalised_variation(cross: Crosswalk) -> float:
    """Return the variation of information over the joint entropy: 0 for equal divisions, at most 1."""
    joint = _entropy(cross.weight)
    return variation_of_information(cross) / joint if joint else 0.0


def nesting_ratio(cross: Crosswalk, *, within: float = 0.95) -> float:
    """Return the share of old areas (of some weight) with at least `within` of it in one new area."""
    of_old, greatest = cross.of_old(), np.zeros(cross.old_size, np.int64)
    np.maximum.at(greatest, cross.old, cross.weight)
    held = of_old > 0
    return float((greatest[held] >= within * of_old[held]).mean()) if held.any() else 1.0


def purity(cross: Crosswalk) -> float:
    """Return Σ_old max_new M / ΣM: 1 where every old area lies in one new area."""
    greatest = np.zeros(cross.old_size, np.int64)
    np.maximum.at(greatest, cross.old, cross.weight)
    return float(greatest.sum()) / cross.total if cross.total else 1.0


def _pairs(count: NDArray[np.int64]) -> NDArray[np.float64]:
    return count.astype(np.float64) * (count - 1) / 2


def _entropy(weight: NDArray[np.int64]) -> float:
    shares = weight[weight > 0] / max(int(weight.sum()), 1)
    return -float((shares * np.log(shares)).sum())


def _sums(group: NDArray[np.int32], values: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    sums = np.zeros(groups, np.int64)
    np.add.at(sums, group, values)
    return sums
