"""A short walk through places, and the places along it cut into groups of bounded weight."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True)
def short_walk(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return an order of places with short ways between neighbours; int64, shape of `x`.

    From the south-western most place always to the nearest that is left, then stretches turned round
    as long as that shortens the walk (2-opt, doi:10.1287/opre.6.6.791).
    """
    order: NDArray[np.int64] = _always_nearest(x, y)
    size, better = order.size, True
    while better:
        better = False
        for i in range(size - 1):
            for j in range(i + 1, size):
                if _gain(order, x, y, i, j) > 1e-9:
                    order[i : j + 1] = order[i : j + 1][::-1].copy()
                    better = True
    return order


@njit(cache=True, inline="always")
def _way(x: NDArray[np.float64], y: NDArray[np.float64], a: int, b: int) -> float:
    east, north = x[a] - x[b], y[a] - y[b]
    return math.sqrt(east * east + north * north)


@njit(cache=True)
def _always_nearest(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    left = np.ones(x.size, np.bool_)
    order = np.empty(x.size, np.int64)
    here = int(np.argmin(x + y)) if x.size else 0
    for step in range(x.size):
        order[step], left[here] = here, False
        nearest, least = -1, np.inf
        for other in range(x.size):
            if left[other]:
                way = (x[other] - x[here]) ** 2 + (y[other] - y[here]) ** 2
                if way < least:
                    nearest, least = other, way
        here = nearest
    return order


@njit(cache=True)
def _gain(order: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64], i: int, j: int) -> float:
    """Metres that turning the stretch from i to j round saves; the ends of the walk are free."""
    first, last, gain = order[i], order[j], 0.0
    if i > 0:
        gain += _way(x, y, order[i - 1], first) - _way(x, y, order[i - 1], last)
    if j + 1 < order.size:
        gain += _way(x, y, last, order[j + 1]) - _way(x, y, first, order[j + 1])
    return gain


@njit(cache=True)
def cheapest_cuts(
    weight: NDArray[np.int64], price: NDArray[np.float64], groups: int, low: int, high: int,
    target: float, balance: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int32]]:  # fmt: skip
    """Cut a row into 1 … `groups` groups, for each number as cheaply as can be.

    A group costs first what it weighs outside `low`–`high`, then `balance` times the square of its
    relative distance from `target`; a cut before an item costs `price`.

    Returns
    -------
    excess, cost, start
        For each number of groups − 1 and each length of row, the weight outside the bounds, the
        cost, and the first item of the last group (−1 where there is none); shape (groups, items + 1).
    """
    items = weight.size
    total = np.zeros(items + 1, np.int64)
    total[1:] = np.cumsum(weight)
    shape = (groups, items + 1)
    excess = np.full(shape, np.iinfo(np.int64).max // 2)
    cost, start = np.full(shape, np.inf), np.full(shape, -1, np.int32)
    widest = max(2 * high, int(np.ceil(total[items] / groups)) + high) + (weight.max() if items else 0)
    for group in range(groups):
        for end in range(group + 1, items + 1):
            for begin in range(end - 1, -1, -1):
                held = total[end] - total[begin]
                if group > 0 and held > widest:
                    break
                if (group == 0) != (begin == 0):
                    continue
                beyond, dear = max(low - held, held - high, 0), balance * ((held - target) / target) ** 2
                if group > 0:
                    if start[group - 1, begin] < 0:
                        continue
                    beyond, dear = (
                        beyond + excess[group - 1, begin],
                        dear + cost[group - 1, begin] + price[begin],
                    )
                if beyond < excess[group, end] or (beyond == excess[group, end] and dear < cost[group, end]):
                    excess[group, end], cost[group, end], start[group, end] = beyond, dear, begin
    return excess, cost, start
