"""Plans from nothing that are compact: balanced power diagrams, made whole again on the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.random_kernels import uniform
from optimizer.redraw.tree_kernels import members_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HALVINGS = 24
_PRICES_A_CENTRE = 6


@njit(cache=True)
def _spread_centres(
    weight: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    centre: NDArray[np.float64],
    stream: NDArray[np.uint64],
) -> None:
    """Choose places of units as centres, each with a chance of its weight times the distance squared.

    Arthur & Vassilvitskii 2007, k-means++.
    """
    near = np.full(weight.size, np.inf)
    for seat in range(centre.shape[0]):
        total = 0.0
        for i in range(weight.size):
            total += weight[i] * (1.0 if seat == 0 else near[i])
        left, chosen = uniform(stream) * total, weight.size - 1
        for i in range(weight.size):
            left -= weight[i] * (1.0 if seat == 0 else near[i])
            if left < 0:
                chosen = i
                break
        centre[seat, 0], centre[seat, 1] = x[chosen], y[chosen]
        for i in range(weight.size):
            off = (x[i] - x[chosen]) ** 2 + (y[i] - y[chosen]) ** 2
            near[i] = min(near[i], off)


@njit(cache=True)
def _held(room: NDArray[np.float64], weight: NDArray[np.float64], price: float) -> float:
    """Return the weight of the units with more room than a price."""
    held = 0.0
    for i in range(weight.size):
        if room[i] > price:
            held += weight[i]
    return held


@njit(cache=True)
def _price_to_hold(room: NDArray[np.float64], weight: NDArray[np.float64], goal: float) -> float:
    """Return the price at which the units with more room than it weigh about as much as the goal."""
    low, high = room.min(), room.max()
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if _held(room, weight, middle) > goal:
            low = middle
        else:
            high = middle
    return float(0.5 * (low + high))


@njit(cache=True)
def power_diagram(
    weight: NDArray[np.float64],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    grids: int,
    least_held: float,
    most_held: float,
    rounds: int,
    grid_of: NDArray[np.int32],
    stream: NDArray[np.uint64],
) -> None:
    """Fill `grid_of` with the cell of each unit in a power diagram whose cells weigh about the same.

    In turn every cell takes the price, half way, that would make it a mean one beside the others
    as they are, and its centre moves to its centre of gravity (Aurenhammer, Hoffmann & Aronov
    1998, doi:10.1007/PL00009187).
    """
    n = weight.size
    centre, price, total = np.empty((grids, 2)), np.zeros(grids), np.empty((grids, 3))
    least, second, room = np.empty(n), np.empty(n), np.empty(n)
    _spread_centres(weight, x, y, centre, stream)
    for turn in range(rounds):
        total[:] = 0.0
        for i in range(n):
            least[i], second[i] = np.inf, np.inf
            for g in range(grids):
                off = (x[i] - centre[g, 0]) ** 2 + (y[i] - centre[g, 1]) ** 2 + price[g]
                if off < least[i]:
                    grid_of[i], second[i], least[i] = g, least[i], off
                elif off < second[i]:
                    second[i] = off
            g = grid_of[i]
            total[g, 0] += weight[i]
            total[g, 1] += weight[i] * x[i]
            total[g, 2] += weight[i] * y[i]
        if turn % _PRICES_A_CENTRE == _PRICES_A_CENTRE - 1:
            for g in range(grids):
                if total[g, 0] > 0:
                    centre[g, 0], centre[g, 1] = total[g, 1] / total[g, 0], total[g, 2] / total[g, 0]
            continue
        for g in range(grids):
            for i in range(n):
                beside = second[i] if grid_of[i] == g else least[i]
                room[i] = beside - (x[i] - centre[g, 0]) ** 2 - (y[i] - centre[g, 1]) ** 2
            total[g, 0] = 0.0
            held = _held(room, weight, 0.0)
            if held > most_held:
                total[g, 0] = _price_to_hold(room, weight, most_held)
            elif held < least_held:
                total[g, 0] = _price_to_hold(room, weight, least_held)
        for g in range(grids):
            price[g] += 0.5 * (total[g, 0] - price[g])


@njit(cache=True)
def make_whole(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    weight: NDArray[np.int64],
    label: NDArray[np.int32],
    inside: NDArray[np.int32],
    first: int,
    grids: int,
) -> bool:
    """Leave each grid its heaviest piece and give the rest to grids beside; say whether all grids are there.

    `label` holds grids `first …` on the units `inside`, -1 for those to be given.
    """
    n = label.size
    stamp, found, heaviest = np.zeros(n, np.int64), np.empty(n, np.int32), np.full(grids, -1)
    seat, mark = np.full(grids, -1), 0
    for u in inside:
        if label[u] >= 0 and stamp[u] == 0:
            mark += 1
            size = members_from(indptr, indices, label, u, label[u], found, stamp, mark)
            load = 0
            for i in range(size):
                load += weight[found[i]]
            if load > heaviest[label[u] - first]:
                heaviest[label[u] - first], seat[label[u] - first] = load, mark
    size = 0
    for u in inside:
        if label[u] >= 0 and seat[label[u] - first] == stamp[u]:
            found[size] = u
            size += 1
        else:
            label[u] = -1
    at = 0
    while at < size:
        u = found[at]
        at += 1
        for e in range(indptr[u], indptr[u + 1]):
            near = indices[e]
            if label[near] < 0:
                label[near] = label[u]
                found[size] = near
                size += 1
    return bool((seat >= 0).all())
