"""How small the moment of inertia can be at all, once it is said where centres may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HALVINGS = 12
_KEPT = 0.7  # share of the last direction in the next one
_PATIENCE = 10


@njit(cache=True, fastmath=True)
def _held(
    j: int,
    price: float,
    weight: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    worth: NDArray[np.float64],
) -> float:
    """Return the weight that a part around unit `j` takes at a price."""
    held = weight[j]
    for i in range(weight.size):
        if (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 - worth[i] < price and i != j:
            held += weight[i]
    return float(held)


@njit(cache=True, fastmath=True)
def _priced(
    j: int,
    before: float,
    weight: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    worth: NDArray[np.float64],
    low: float,
    high: float,
) -> float:
    """Return about the price at which a part around unit `j` weighs between the bounds."""
    held = _held(j, 0.0, weight, x, y, worth)
    if low <= held <= high:
        return 0.0
    sign = 1.0 if held < low else -1.0
    near, far = 0.0, max(sign * before, 1e-3)
    for _ in range(64):
        held = _held(j, sign * far, weight, x, y, worth)
        if (sign > 0 and held >= low) or (sign < 0 and held <= high):
            break
        near, far = far, 2.0 * far
    for _ in range(_HALVINGS):
        middle = 0.5 * (near + far)
        held = _held(j, sign * middle, weight, x, y, worth)
        if (sign > 0 and held >= low) or (sign < 0 and held <= high):
            far = middle
        else:
            near = middle
    return sign * far


@njit(cache=True)
def part_cost(
    j: int,
    price: float,
    weight: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    worth: NDArray[np.float64],
    low: float,
    high: float,
) -> float:
    """Return a lower bound of what a part around unit `j` costs beyond the worth of its units.

    Whatever the price, by weak duality: price · low (or high) + Σ weight · min(0, d² − worth − price).
    """
    cost = price * (low if price > 0 else high)
    for i in range(weight.size):
        off = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 - worth[i] - price
        if off < 0 or i == j:
            cost += weight[i] * off
    return cost


@njit(cache=True)
def ascend(
    weight: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    low: float,
    high: float,
    seats: NDArray[np.int64],
    cell: NDArray[np.int64],
    counts: NDArray[np.int64],
    ceiling: float,
    worth: NDArray[np.float64],
    prices: NDArray[np.float64],
    rounds: int,
) -> tuple[float, NDArray[np.bool_]]:
    """Raise the bound by moving the worth of units; return it, and which seats may still be of use.

    Candidates `seats` fall into cells, and `counts` centres stand in each. `worth` (per household,
    as distances squared) ends at its best; `prices` of seats are where the next call starts.
    Subgradients are deflected and scaled by weight, steps are Polyak's towards the `ceiling`.
    """
    n, candidates, cells = weight.size, seats.size, counts.size
    cost, taken = np.empty(candidates), np.empty(n)
    direction, best_worth = np.zeros(n), worth.copy()
    useful = np.ones(candidates, np.bool_)
    best, pace, idle = -np.inf, 1.0, 0
    for turn in range(rounds):
        for c in range(candidates):
            if useful[c]:
                j = seats[c]
                prices[c] = _priced(j, prices[c], weight, x, y, worth, low, high)
                cost[c] = part_cost(j, prices[c], weight, x, y, worth, low, high)
            else:
                cost[c] = np.inf
        bound = (worth * weight).sum()
        taken[:] = 0.0
        order = np.argsort(cost)
        limit, left = np.full(cells, np.inf), counts.copy()
        for c in order:
            if left[cell[c]] > 0:
                left[cell[c]] -= 1
                limit[cell[c]] = cost[c]
                bound += cost[c]
                j = seats[c]
                for i in range(n):
                    off = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 - worth[i] - prices[c]
                    if off < 0 or i == j:
                        taken[i] += 1.0
        if bound > best + 1e-6 * abs(best):
            idle = 0
        else:
            idle += 1
        if bound > best:
            best = bound
            best_worth[:] = worth
        if best >= ceiling:
            break
        for c in range(candidates):
            if useful[c] and bound - limit[cell[c]] + cost[c] >= ceiling and cost[c] > limit[cell[c]]:
                useful[c] = False
        if idle >= _PATIENCE:
            pace, idle = 0.6 * pace, 0
            worth[:] = best_worth
            if pace < 1e-3:
                break
        size = 0.0
        for i in range(n):
            direction[i] = (
                1.0 - taken[i] if turn == 0 else _KEPT * direction[i] + (1 - _KEPT) * (1.0 - taken[i])
            )
            size += weight[i] * direction[i] ** 2
        if size < 1e-9:
            break
        for i in range(n):
            worth[i] += pace * (ceiling - bound) / size * direction[i]
    worth[:] = best_worth
    return best, useful
