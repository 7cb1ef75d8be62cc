r"""Who comes when the nearest is busy: the hypercube of Larson (1974, doi:10.1016/0305-0548(74)90076-8).

Units are free or busy, a state is the set of busy ones, 2^N states in all. A call goes to the first
free unit in the order of its place; service takes 1/μ wherever it is. Calls that find all busy wait
in one line. The exact model solves the balance of all states; Larson's approximation (1975,
doi:10.1287/opre.23.5.845) corrects the product of busy shares by what the same number of units busy
in M/M/N says of drawing units without putting them back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import spsolve

from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXACT_UNITS: Final = 11
"""Most units whose 2^N states are solved exactly."""
ROUNDS, CLOSE = 1000, 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Responses:
    """Who answers: `load` busy share of each unit; `answers` share of each place's calls by unit.

    `waits` is the share of calls that find every unit busy; shapes (units,) and (places, units).
    """

    load: NDArray[np.float64]
    answers: NDArray[np.float64]
    waits: float
    exact: bool

    def mean(self, rates: NDArray[np.float64], minutes: NDArray[np.float64]) -> float:
        """Return mean travel over all calls; minutes of shape (places, units), waiting not counted."""
        return float((rates[:, None] * self.answers * minutes).sum() / rates.sum())


def responses(
    rates: NDArray[np.float64], order: NDArray[np.int64], rate: float, *, exact: bool | None = None
) -> Responses:
    """Return who answers, exactly where there are few units, else by Larson's approximation.

    Calls of each place per hour, shape (places,); units in the order in which each place calls them,
    shape (places, units), every unit once; calls that one unit serves an hour. Calls must be fewer
    than all units together serve.
    """
    rates, order = np.asarray(rates, np.float64), np.asarray(order, np.int64)
    units = order.shape[1] if order.ndim == 2 else 0  # noqa: PLR2004 - a table
    shaped = units > 0 and order.shape[0] == len(rates) and (np.sort(order) == np.arange(units)).all()
    if not shaped or not np.isfinite(rates).all() or (rates < 0).any() or rates.sum() <= 0:
        raise InvalidValueError("queue")
    if not rate > 0 or rates.sum() >= units * rate:
        raise InvalidValueError("queue-grows", units=units)
    if exact if exact is not None else units <= EXACT_UNITS:
        return _exact(rates / rate, order)
    return _approximate(rates / rate, order)


def _exact(loads: NDArray[np.float64], order: NDArray[np.int64]) -> Responses:
    """Solve the balance of all 2^N states; the line beyond the full state is that of M/M/N."""
    units = order.shape[1]
    states = np.arange(1 << units)
    first = _first_free(order, states)
    tails, heads, flows = [], [], []
    for place, load in enumerate(loads):
        tails.append(states[:-1])
        heads.append(states[:-1] | (1 << first[place, :-1]))
        flows.append(np.full(len(states) - 1, load))
    for unit in range(units):
        busy = states[(states >> unit) & 1 == 1]
        tails.append(busy)
        heads.append(busy ^ (1 << unit))
        flows.append(np.ones(len(busy)))
    tail, head, flow = np.concatenate(tails), np.concatenate(heads), np.concatenate(flows)
    out = np.bincount(tail, flow, len(states))
    # The balance of the empty state follows from all others: its row says instead that state's weight is 1.
    kept = head != 0
    rows = np.concatenate([head[kept], states])
    columns = np.concatenate([tail[kept], states])
    values = np.concatenate([flow[kept], np.where(states == 0, 1.0, -out)])
    side = (states == 0).astype(np.float64)
    chance = spsolve(csc_matrix((values, (rows, columns)), shape=(len(states),) * 2), side)
    use = float(loads.sum()) / units
    chance /= chance.sum() + chance[-1] * use / (1.0 - use)
    waits = float(chance[-1] / (1.0 - use))
    line = waits - chance[-1]
    load = np.array([chance[(states >> unit) & 1 == 1].sum() + line for unit in range(units)])
    answers = np.array([np.bincount(row[:-1], chance[:-1], units) for row in first])
    return _told(load, answers + waits / units, waits, exact=True)


def _first_free(order: NDArray[np.int64], states: NDArray[np.int64]) -> NDArray[np.int64]:
    """First free unit of each place in each state; the last of its order where all are busy."""
    found = np.repeat(order[:, -1:], len(states), axis=1)
    for rank in range(order.shape[1] - 1, -1, -1):
        unit = order[:, rank : rank + 1]
        found = np.where((states[None, :] >> unit) & 1 == 0, unit, found)
    return found


def _approximate(loads: NDArray[np.float64], order: NDArray[np.int64]) -> Responses:
    """Repeat Larson's equations for the busy shares until they stand still."""
    units, total = order.shape[1], float(loads.sum())
    use, waits = total / units, float(_busy_chances(units, total)[-1])
    factor = correction(units, total)
    load = np.full(units, use)
    for _ in range(ROUNDS):
        ahead = _all_busy_before(load, order) * factor
        asked = np.bincount(order.ravel(), (loads[:, None] * ahead).ravel(), units)
        new = (asked + use * waits) / (1.0 + asked)
        new *= total / new.sum()
        still = float(np.abs(new - load).max()) < CLOSE
        load = new
        if still:
            break
    share = _all_busy_before(load, order) * factor * (1.0 - load[order])
    share *= (1.0 - waits) / share.sum(axis=1, keepdims=True)
    answers = np.zeros_like(share)
    np.put_along_axis(answers, order, share, axis=1)
    return _told(load, answers + waits / units, waits, exact=False)


def correction(units: int, total: float) -> NDArray[np.float64]:
    """Return Larson's factor Q for 0 … N−1 busy units before a free one; shape (units,).

    Drawing units one after the other from M/M/N, the chance of j busy ones and then a free one, over
    what it would be were they busy independently.
    """
    use, chance = total / units, _busy_chances(units, total)
    busy = np.arange(units + 1, dtype=np.float64)
    drawn, factor = np.ones(units + 1), np.empty(units)
    for j in range(units):
        factor[j] = (chance * drawn * (units - busy) / (units - j)).sum() / (use**j * (1.0 - use))
        drawn = drawn * np.maximum(busy - j, 0.0) / (units - j)
    return factor


def _busy_chances(units: int, total: float) -> NDArray[np.float64]:
    """Chance of 0 … N busy units in M/M/N, the whole waiting line in the last."""
    logs = np.array([k * math.log(total) - math.lgamma(k + 1) for k in range(units + 1)])
    weights = np.exp(logs - logs.max())
    weights[-1] /= 1.0 - total / units
    chance: NDArray[np.float64] = weights / weights.sum()
    return chance


def _all_busy_before(load: NDArray[np.float64], order: NDArray[np.int64]) -> NDArray[np.float64]:
    """Product of the busy shares of all units called earlier, by place and rank."""
    product = np.ones(order.shape)
    product[:, 1:] = np.cumprod(load[order], axis=1)[:, :-1]
    return product


def _told(load: NDArray[np.float64], answers: NDArray[np.float64], waits: float, *, exact: bool) -> Responses:
    return Responses(
        load=frozen_array(load, np.float64), answers=frozen_array(answers, np.float64), waits=waits,
        exact=exact,
    )  # fmt: skip
