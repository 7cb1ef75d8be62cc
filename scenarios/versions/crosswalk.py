"""The crosswalk of units: what became of each when the ground was cut anew, in households and ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.frozen import frozen_array
from domain.shares import shared_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.versions import Overlap

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitCrosswalk:
    """One row for each pair of an old and a new unit that share ground.

    Attributes
    ----------
    old, new
        Positions of the units, ascending; int32, shape (rows,).
    households
        Households of the old unit that stand on the new one, by shares of ground; int64. The rows of
        an old unit and its `outside` add up to what it held.
    area_m2
        Ground that both share.
    outside
        Households of each old unit on ground that no new unit covers; int64, shape (old units,).
    old_size, new_size
        Numbers of units.
    """

    old: NDArray[np.int32]
    new: NDArray[np.int32]
    households: Ints
    area_m2: NDArray[np.float64]
    outside: Ints
    old_size: int
    new_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChanges:
    """How many units stayed, were split, merged or cut otherwise, are gone or new.

    `same`, `split`, `merged` and `redrawn` count old units: same where one old is one new unit, split
    where several new ones lie on it alone, merged where a new one is made of it and other whole ones.
    """

    same: int
    split: int
    merged: int
    redrawn: int
    gone: int
    new: int


def unit_crosswalk(found: Overlap, households: Ints, new_size: int) -> UnitCrosswalk:
    """Give each overlap its households: those of the old unit by ground, whole numbers that add up."""
    size = households.size
    lost = np.flatnonzero(found.old_outside_m2 > 0)
    group = np.concatenate([found.old, lost])
    weight = np.concatenate([found.area_m2, found.old_outside_m2[lost]])
    shared = shared_out(households, group, weight)
    rows = found.old.size
    outside = np.zeros(size, np.int64)
    outside[lost] = shared[rows:]
    unmet = np.bincount(group, minlength=size) == 0
    outside[unmet] = households[unmet]
    return UnitCrosswalk(
        old=found.old,
        new=found.new,
        households=frozen_array(shared[:rows], np.int64),
        area_m2=found.area_m2,
        outside=frozen_array(outside, np.int64),
        old_size=size,
        new_size=new_size,
    )


def unit_changes(cross: UnitCrosswalk) -> UnitChanges:
    """Count what became of the units."""
    into = np.bincount(cross.old, minlength=cross.old_size)
    made_of = np.bincount(cross.new, minlength=cross.new_size)
    most_mates, most_parts = np.zeros(cross.old_size, np.int64), np.zeros(cross.new_size, np.int64)
    np.maximum.at(most_mates, cross.old, made_of[cross.new])
    np.maximum.at(most_parts, cross.new, into[cross.old])
    whole_mates = np.zeros(cross.old_size, np.int64)
    np.maximum.at(whole_mates, cross.old, most_parts[cross.new])
    same = (into == 1) & (most_mates == 1)
    split = (into > 1) & (most_mates == 1)
    merged = (into == 1) & (most_mates > 1) & (whole_mates == 1)
    return UnitChanges(
        same=int(same.sum()),
        split=int(split.sum()),
        merged=int(merged.sum()),
        redrawn=int(((into > 0) & ~(same | split | merged)).sum()),
        gone=int((into == 0).sum()),
        new=int((made_of == 0).sum()),
    )
