"""How near a compact plan is to the best there can be: a lower bound on its moment of inertia."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.centre_kernels import ascend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.redraw.bare import BareGraph

ROOT_ROUNDS, ROUNDS = 600, 80


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corner:
    """A choice of where centres stand: so many of `counts` among the `seats` of each cell, and its bound.

    `worth` holds what each unit is worth, km² per household: with it anybody can recompute the bound.
    """

    bound: float
    seats: NDArray[np.int64]
    cell: NDArray[np.int64]
    counts: NDArray[np.int64]
    worth: NDArray[np.float64]
    prices: NDArray[np.float64]


def least_inertia(
    graph: BareGraph, *, parts: int, low: int, high: int, ceiling: float, corners: int
) -> tuple[float, tuple[Corner, ...]]:
    """Return what no plan's moment of inertia can be below, km², and the corners that prove it.

    Hess's model without contiguity, by Lagrangian relaxation of "each unit in one part" (Validi,
    Buchanan & Lykhovyd 2022, doi:10.1287/opre.2021.2141), then by branching on where centres
    stand: the ground of a cell is halved and its centres shared out in every way. `ceiling` is the
    moment of a known plan; `corners` limits how many are looked at.
    """
    root = _first(graph, parts, ceiling)
    found = _raised(graph, root, low, high, ceiling, ROOT_ROUNDS)
    open_: list[tuple[float, int, Corner]] = [(found.bound, 0, found)]
    closed: list[Corner] = []
    looked = 1
    while open_ and looked < corners and open_[0][0] < ceiling:
        corner = heapq.heappop(open_)[2]
        halves = _halved(graph, corner)
        if not halves:
            closed.append(corner)
            continue
        for half in halves:
            settled = half.seats.size == int(half.counts.sum())
            child = _raised(graph, half, low, high, ceiling, ROOT_ROUNDS if settled else ROUNDS)
            heapq.heappush(open_, (max(child.bound, corner.bound), looked, child))
            looked += 1
    proof = tuple(closed + [corner for _, _, corner in open_])
    return min([ceiling, *(one.bound for one in closed), *(bound for bound, _, _ in open_)]), proof


def _first(graph: BareGraph, parts: int, ceiling: float) -> Corner:
    size = graph.weight.size
    total = max(float(graph.weight.sum()), 1.0)
    return Corner(
        bound=0.0, seats=np.arange(size), cell=np.zeros(size, np.int64), counts=np.array([parts]),
        worth=np.full(size, ceiling / total), prices=np.zeros(size),
    )  # fmt: skip


def _raised(graph: BareGraph, corner: Corner, low: int, high: int, ceiling: float, rounds: int) -> Corner:
    worth, prices = corner.worth.copy(), corner.prices.copy()
    bound, useful = ascend(
        graph.weight.astype(np.float64), graph.x, graph.y, float(low), float(high),
        corner.seats, corner.cell, corner.counts, ceiling, worth, prices, rounds,
    )  # fmt: skip
    return Corner(
        bound=max(float(bound), corner.bound), seats=corner.seats[useful], cell=corner.cell[useful],
        counts=corner.counts, worth=worth, prices=prices[useful],
    )  # fmt: skip


def _halved(graph: BareGraph, corner: Corner) -> list[Corner]:
    """The corners of the widest cell cut in two across its longer side; none where each seat is taken."""
    room = np.bincount(corner.cell, minlength=corner.counts.size)
    extents = [_extent(graph, corner.seats[corner.cell == c]) for c in range(corner.counts.size)]
    width = np.where(room > corner.counts, [max(one) for one in extents], -1.0)
    widest = int(width.argmax())
    if width[widest] < 0:
        return []
    inside = np.flatnonzero(corner.cell == widest)
    along = graph.x if extents[widest][0] >= extents[widest][1] else graph.y
    order = inside[np.argsort(along[corner.seats[inside]], kind="stable")]
    other = order[order.size // 2 :]
    cell = corner.cell.copy()
    cell[other] = corner.counts.size
    halves = []
    for share in range(int(corner.counts[widest]) + 1):
        counts = np.append(corner.counts, share)
        counts[widest] -= share
        kept = counts[cell] > 0
        if share <= other.size and counts[widest] <= order.size - other.size:
            halves.append(
                Corner(
                    bound=corner.bound,
                    seats=corner.seats[kept],
                    cell=cell[kept],
                    counts=counts,
                    worth=corner.worth,
                    prices=corner.prices[kept],
                )
            )
    return halves


def _extent(graph: BareGraph, seats: NDArray[np.int64]) -> tuple[float, float]:
    return (float(np.ptp(graph.x[seats])), float(np.ptp(graph.y[seats]))) if seats.size else (0.0, 0.0)
