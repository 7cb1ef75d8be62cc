"""Small groups along a walk: micro-grids, groups of ten households, offices by floors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.walk_kernels import cheapest_cuts, short_walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What a group should weigh: between `low` and `high`, best `target`."""

    low: int
    high: int
    target: int

    def numbers(self, total: int) -> tuple[int, ...]:
        """Numbers of groups that a total allows, the nearest to the target first.

        Where it fits no number, the nearest to the target alone.

        >>> ten = Sizes(low=8, high=12, target=10)
        >>> ten.numbers(44), ten.numbers(25), ten.numbers(13)
        ((4, 5), (3,), (1,))
        """
        fewest, most = max(-(-total // self.high), 1), total // self.low
        fitting = sorted(range(fewest, most + 1), key=lambda k: (abs(k - total / self.target), k))
        return tuple(fitting) or (max(math.ceil(total / self.target - 0.5), 1),)


def walked(x: NDArray[np.float64], y: NDArray[np.float64]) -> Ints:
    """Return the places in the order of a short walk through them; places in metres."""
    order: Ints = short_walk(np.ascontiguousarray(x, np.float64), np.ascontiguousarray(y, np.float64))
    return order


def cut_along(
    weight: Ints, price: NDArray[np.float64], sizes: Sizes, *, balance: float, groups: int | None = None
) -> Ints:
    """Return the group of each item of a row, as 0, 1, 2, … along it; int64, shape of `weight`.

    Parameters
    ----------
    weight
        What each item weighs.
    price
        Metres that a cut before each item costs; negative where it saves a way.
    balance
        Metres that a group costs whose weight is off its target by as much as the target.
    groups
        Exactly so many, their mean being the target; without, the number nearest to the target at
        which the least weight lies outside the bounds.
    """
    if not weight.size:
        return np.empty(0, np.int64)
    total = int(weight.sum())
    numbers, target = (sizes.numbers(total), sizes.target) if groups is None else ((groups,), total / groups)
    numbers = tuple(dict.fromkeys(min(number, weight.size) for number in numbers))
    excess, _, start = cheapest_cuts(
        weight.astype(np.int64), price.astype(np.float64), max(numbers), sizes.low, sizes.high,
        float(target), balance,
    )  # fmt: skip
    best = min(numbers, key=lambda number: (excess[number - 1, -1], numbers.index(number)))
    of, end = np.empty(weight.size, np.int64), weight.size
    for group in range(best - 1, -1, -1):
        begin = int(start[group, end])
        of[begin:end], end = group, begin
    return of
