"""Hot loops of the stress test: who is served when, one queue a station, first come first served."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def served(
    arrival: np.ndarray, service: np.ndarray, station: np.ndarray, first: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """Return when each is done: at its station's server that is free first, in the order of arrival.

    `arrival` ascends; servers of station s are `first[s]:first[s + 1]`; `free` says when each server
    is free and is changed. A station without servers serves nobody: infinite.
    """
    done = np.empty(arrival.size)
    for n in range(arrival.size):
        best, soonest = -1, np.inf
        for server in range(first[station[n]], first[station[n] + 1]):
            if free[server] < soonest:
                best, soonest = server, free[server]
        if best < 0:
            done[n] = np.inf
            continue
        start = max(soonest, arrival[n])
        done[n] = start + service[n]
        free[best] = done[n]
    return done
