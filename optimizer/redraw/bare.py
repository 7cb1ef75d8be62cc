"""The bare engine on any graph: so many connected parts, each with its weight between two bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from optimizer.redraw.part import Part, part_of
from optimizer.redraw.tally_kernels import CUT, HARD, INERTIA, TERMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Cost of one mean part's weight beyond the bounds, in cut edges or in a part's typical inertia.
_LAW = 300.0

Objective = Literal["cut", "inertia"]


def graph_part(
    *,
    pop: NDArray[np.int64],
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    parts: int,
    low: int,
    high: int,
    objective: Objective = "cut",
    x: NDArray[np.float64] | None = None,
    y: NDArray[np.float64] | None = None,
) -> Part:
    """Return a connected graph as one part: cut edges, or the moment of inertia, within `[low, high]`.

    Coordinates are in kilometres; they are taken in whole hundredths of the larger extent's
    thousandth, so that moments stay whole numbers that fit 64 bits.
    """
    size = pop.size
    mean = max(float(pop.sum()) / parts, 1.0)
    weights = np.zeros(TERMS)
    moment = np.empty((0, 2), np.int64)
    if objective == "inertia" and x is not None and y is not None:
        moment = _moment(pop, x, y)
        scale = _inertia_scale(pop, moment, parts)
        weights[INERTIA] = 1.0 / scale
        weights[CUT] = 1e-6
        hot, cold = 0.02, 1e-6
    else:
        weights[CUT] = 1.0
        hot, cold = 2.0, 0.15
    weights[HARD] = _LAW / mean
    return part_of(
        code="",
        community=0,
        units=np.arange(size),
        node_of=np.arange(size),
        households=pop,
        tail=tail,
        head=head,
        border=np.ones(tail.size),
        region_of=np.zeros(size, np.int32),
        region_grids=[parts],
        moment=moment,
        bounds=[low, high, low, high, -1],
        weights=weights,
        schedule=[hot, cold, 0.5],
    )


def pieces_of(size: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> int:
    """Return in how many pieces a graph lies."""
    graph = coo_array((np.ones(tail.size, np.int8), (tail, head)), shape=(size, size))
    return int(connected_components(graph, directed=False)[0])


def inertia_km2(
    pop: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64], grid_of: NDArray[np.int32]
) -> float:
    """Return Σ pop · d² / 1e6 to the best unit of each part as its centre (Hess et al. 1965)."""
    total = 0.0
    for grid in range(int(grid_of.max()) + 1):
        inside = np.flatnonzero(grid_of == grid)
        p, u, v = pop[inside], x[inside], y[inside]
        # Σ p |z − c|² for all c at once, from the centre of gravity
        mass = max(float(p.sum()), 1.0)
        gx, gy = float(p @ u) / mass, float(p @ v) / mass
        about = float(p @ ((u - gx) ** 2 + (v - gy) ** 2))
        total += about + mass * float(((u - gx) ** 2 + (v - gy) ** 2).min())
    return total / 1e6


def _moment(pop: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    extent = max(float(np.ptp(x)), float(np.ptp(y)), 1e-9)
    steps = min(100_000.0, (4e18 / max(float(pop.sum()), 1.0)) ** 0.5)
    grid_x = np.rint((x - x.mean()) / extent * steps).astype(np.int64)
    grid_y = np.rint((y - y.mean()) / extent * steps).astype(np.int64)
    return np.column_stack([pop * grid_x, pop * grid_y])


def _inertia_scale(pop: NDArray[np.int64], moment: NDArray[np.int64], parts: int) -> float:
    """Return a typical moment of inertia of one part, so that its cost is about one."""
    weight = np.maximum(pop, 1).astype(np.float64)
    total = float(((moment / weight[:, None]) ** 2 * pop[:, None]).sum())
    return max(total / parts**2, 1.0)
