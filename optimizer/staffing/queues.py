"""Queues: how long people wait where calls come at random and several serve, in closed form.

M/M/c: Poisson arrivals, exponential service, c servers, one queue (Erlang C); without a queue
(Erlang B). Load a = λ/μ in erlangs; stable where a < c. Golden values: tests/optimizer/test_queues.py.
"""

from __future__ import annotations

import math

from domain.errors import InvalidValueError

MOST_SERVERS = 100_000


def blocked(servers: int, load: float) -> float:
    """Return the chance that all servers are busy where nobody waits (Erlang B), by its recursion.

    B(0) = 1, B(c) = a B(c−1) / (c + a B(c−1)): no factorials, so no overflow.
    """
    chance = 1.0
    for c in range(1, servers + 1):
        chance = load * chance / (c + load * chance)
    return chance


def waits(servers: int, load: float) -> float:
    """Return the chance of having to wait (Erlang C): B / (1 − ρ (1 − B)), ρ = a/c; 1 where ρ ≥ 1."""
    if load >= servers:
        return 1.0
    b = blocked(servers, load)
    return b / (1 - load / servers * (1 - b))


def queue_length(servers: int, load: float) -> float:
    """Return how many wait on average: Lq = C a / (c − a); infinite where ρ ≥ 1."""
    return waits(servers, load) * load / (servers - load) if load < servers else math.inf


def answered(servers: int, load: float, served_s: float, within_s: float) -> float:
    """Return the share answered within some seconds: 1 − C e^{−(c − a) t / s}; 0 where ρ ≥ 1."""
    if load >= servers:
        return 0.0
    return 1 - waits(servers, load) * math.exp(-(servers - load) * within_s / served_s)


def seats(calls_an_hour: float, served_s: float, *, within_s: float, share: float) -> int:
    """Return the fewest seats that answer a share of the calls within some seconds; 0 without calls.

    Raises
    ------
    InvalidValueError
        Where calls, seconds or share are none that can be.
    """
    sound = calls_an_hour >= 0 and served_s > 0 and within_s >= 0 and 0 < share < 1
    load = calls_an_hour * served_s / 3600
    if not sound or not load < MOST_SERVERS:
        raise InvalidValueError("seats", calls=calls_an_hour, seconds=served_s, share=share)
    if load == 0:
        return 0
    found = math.floor(load) + 1
    while answered(found, load, served_s, within_s) < share:
        found += 1
    return found
