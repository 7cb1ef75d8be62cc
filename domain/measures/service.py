"""How far, how soon and how surely people are served."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.errors import InvalidValueError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Travel:
    """Straight-line metres from a grid's centre: the mean over its households, and the farthest."""

    mean_m: Floats
    max_m: Floats


def travel_from_centre(
    x: Floats, y: Floats, households: NDArray[np.int64], grid_of: NDArray[np.int32], grids: int
) -> Travel:
    """Return the travel of each grid from the centre of its households to its inhabited units.

    The centre is the mean position of the households; units without households are not visited and
    a grid without any has no travel.
    """
    lived_in = np.flatnonzero((grid_of >= 0) & (households > 0))
    grid, weight = grid_of[lived_in], households[lived_in].astype(np.float64)
    total = np.maximum(np.bincount(grid, weight, grids), 1.0)
    centre_x = np.bincount(grid, weight * x[lived_in], grids) / total
    centre_y = np.bincount(grid, weight * y[lived_in], grids) / total
    metres = np.hypot(x[lived_in] - centre_x[grid], y[lived_in] - centre_y[grid])
    farthest = np.zeros(grids)
    np.maximum.at(farthest, grid, metres)
    return Travel(mean_m=np.bincount(grid, weight * metres, grids) / total, max_m=farthest)


def coverage(distance_m: Floats, weight: Floats, reach_m: float) -> float:
    """Return the share of the weight within a distance: Σp[d ≤ reach]/Σp; 1 where nobody is."""
    total = float(weight.sum())
    return float(weight[distance_m <= reach_m].sum()) / total if total else 1.0


def response_time_s(mean_distance_m: float, speed_m_per_s: float, wait_s: float) -> float:
    """Return the mean time until somebody is there: travel and the wait before it."""
    return mean_distance_m / speed_m_per_s + wait_s


def erlang_b(servers: int, load: float) -> float:
    """Return the share of calls lost with no queue (Erlang B), by B_c = aB/(c + aB).

    `load` is the offered load λ/μ in servers.
    """
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = load * blocked / (server + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Return the share of calls that wait (Erlang C).

    Raises
    ------
    InvalidValueError
        When the load reaches the servers: the queue then grows without end.
    """
    if load >= servers:
        raise InvalidValueError("unstable-queue", servers=servers, load=load)
    lost = erlang_b(servers, load)
    return servers * lost / (servers - load * (1 - lost))


def queue_length(servers: int, load: float) -> float:
    """Return the mean number of waiting calls of an M/M/c queue, P_w·a/(c − a)."""
    return erlang_c(servers, load) * load / (servers - load)


def waiting_beyond(servers: int, load: float, service_s: float, limit_s: float) -> float:
    """Return the share of calls that wait longer than a limit: P_w·exp(−(c − a)·t/s)."""
    return erlang_c(servers, load) * math.exp(-(servers - load) * limit_s / service_s)
