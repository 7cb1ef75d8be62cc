"""Whole numbers that add up: totals shared out by largest remainder, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def shared_out(totals: Ints, group: Ints, weight: NDArray[np.float64]) -> Ints:
    """Share the total of each group by weights: the whole shares, the rest to the largest remainders.

    Ties go to the first; int64, shape of `group`. Groups without members give nothing.
    """
    sums = np.bincount(group, weight, totals.size)
    exact = totals[group] * np.divide(weight, sums[group], out=np.zeros(weight.size), where=sums[group] > 0)
    shares: Ints = np.floor(exact + 1e-9).astype(np.int64)
    rest = totals - np.bincount(group, shares, totals.size).astype(np.int64)
    order = np.lexsort((np.arange(group.size), -(exact - shares), group))
    members = np.bincount(group, minlength=totals.size)
    rank = np.arange(group.size) - np.repeat(np.cumsum(members) - members, members)
    shares[order] += rank < rest[group[order]]
    return shares
