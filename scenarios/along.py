"""Buildings grouped along a walk from one to the next, cut between them or, where it must be, inside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from domain.shares import shared_out
from optimizer.redraw.walk import cut_along, walked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.built import Built
    from optimizer.redraw.walk import Sizes

    Ints = NDArray[np.int64]

Split = Literal["stairwell", "household", "floor"]
"""Along what a building may be cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a group holds of a building, and which of its stairwells or floors, `first` to `last`.

    `whole` says whether it is all that is counted there.
    """

    building: int
    weight: int
    whole: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallGroup:
    """A group, the area it lies in, what it weighs against what it should, and what it holds."""

    code: str
    area: str
    weight: int
    sizes: Sizes
    parts: tuple[Part, ...]

    @property
    def fits(self) -> bool:
        """Say whether it weighs what it should; where not it is an odd one (尾数组)."""
        return self.sizes.low <= self.weight <= self.sizes.high


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Row:
    """What is cut: the building of each item, its stairwells or floors, weight, price of a cut before it."""

    building: Ints
    first: Ints
    last: Ints
    weight: Ints
    price: NDArray[np.float64]


def weights_of(built: Built, counts: Ints, by: Literal["dwellings", "volume"]) -> Ints:
    """Share the count of each unit over its buildings, whole numbers that add up.

    Where the buildings of a unit have no dwellings their volumes stand for them.
    """
    share = built.dwellings.astype(np.float64) if by == "dwellings" else built.volume
    bare = np.bincount(built.unit, share, counts.size) == 0
    return shared_out(counts, built.unit, np.where(bare[built.unit], built.volume, share))


def grouped_along(
    built: Built, weight: Ints, inside: Ints, area: str, sizes: Sizes, split: Split, standards: Standards,
    *, groups: int | None = None,
) -> Iterator[SmallGroup]:  # fmt: skip
    """Yield the groups of some buildings in the order of a short walk, with codes under an area's.

    `groups` asks for exactly so many, as far as there are things to cut between.
    """
    row = _row(built, weight, inside[walked(built.x[inside], built.y[inside])], split, standards)
    balance = standards[f"small-groups.price.{'offices' if split == 'floor' else 'balance'}"]
    of = cut_along(row.weight, row.price, sizes, balance=balance, groups=groups)
    ends = [*np.flatnonzero(np.diff(of)) + 1, of.size]
    digits = max(2, len(str(len(ends))))
    for n, (begin, end) in enumerate(pairwise([0, *ends]), start=1):
        yield SmallGroup(
            code=f"{area}-{n:0{digits}d}", area=area, weight=int(row.weight[begin:end].sum()), sizes=sizes,
            parts=tuple(_parts(row, weight, begin, end)),
        )  # fmt: skip


def _row(built: Built, weight: Ints, order: Ints, split: Split, standards: Standards) -> _Row:
    """Buildings in an order, each as its stairwells, floors or households; what nobody lives in goes along.

    A cut between buildings saves the way between them.
    """
    known = built.floors if split == "floor" else built.stairwells
    pieces = np.maximum(np.minimum(weight if split == "household" else known, weight), 1)[order]
    building, many = np.repeat(order, pieces), np.repeat(pieces, pieces)
    step = np.arange(building.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    whole, parts = weight[building], known[building]
    first = step * parts // many
    part, inside = (standards[f"small-groups.price.{name}"] for name in ("part", "inside"))
    price = np.where(first == np.maximum(step - 1, 0) * parts // many, inside, part)
    price[step == 0] = -np.hypot(*(np.diff(at[order], prepend=at[order[:1]]) for at in (built.x, built.y)))
    lowest = built.lowest[building] if split == "floor" else 1
    return _Row(
        building=building, weight=(step + 1) * whole // many - step * whole // many, price=price,
        first=lowest + first, last=lowest + np.maximum((step + 1) * parts // many - 1, first),
    )  # fmt: skip


def _parts(row: _Row, weight: Ints, begin: int, end: int) -> Iterator[Part]:
    """What the items from `begin` to `end` are of their buildings."""
    owners = row.building[begin:end]
    starts = [*np.flatnonzero(np.diff(owners, prepend=-1)), owners.size]
    for first, last in pairwise(starts):
        building, held = int(owners[first]), int(row.weight[begin + first : begin + last].sum())
        yield Part(
            building=building, weight=held, whole=held == int(weight[building]),
            first=int(row.first[begin + first]), last=int(row.last[begin + last - 1]),
        )  # fmt: skip
