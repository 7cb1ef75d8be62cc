"""Services dealt to the heads of one place, none above either cap, all loaded alike where that is easy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import LinearConstraint

from optimizer.models.solver import solved
from optimizer.models.staged import summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

NODES: Final = 2000
"""Nodes of the search after which a hand of services counts as not dealt."""


def dealt(
    weight: Ints, minutes: Ints, heads: int, *, weight_most: int, minutes_most: int
) -> tuple[Ints | None, bool]:
    """Return the head of each service, and whether the answer is sure; None where there is no way.

    The longest service goes to the head with least to do; where that fails all ways are searched.
    """
    if not heads:
        return (None, True) if weight.size else (np.empty(0, np.int64), True)
    of, load, held = np.full(weight.size, -1), np.zeros(heads, np.int64), np.zeros(heads, np.int64)
    for n in np.lexsort((np.arange(weight.size), -weight, -minutes)):
        room = (load + minutes[n] <= minutes_most) & (held + weight[n] <= weight_most)
        if not room.any():
            return _searched(weight, minutes, heads, weight_most=weight_most, minutes_most=minutes_most)
        head = int(np.where(room, load, np.iinfo(np.int64).max).argmin())
        of[n] = head
        load[head] += minutes[n]
        held[head] += weight[n]
    return of, True


def _searched(
    weight: Ints, minutes: Ints, heads: int, *, weight_most: int, minutes_most: int
) -> tuple[Ints | None, bool]:
    """Search all ways to deal, up to a number of nodes."""
    services = weight.size
    item, head = np.divmod(np.arange(services * heads), heads)
    shape = item.size
    answer = solved(
        np.zeros(shape),
        [
            LinearConstraint(summed(item, np.ones(shape), (services, shape)), 1.0, 1.0),
            LinearConstraint(summed(head, weight[item], (heads, shape)), -np.inf, float(weight_most)),
            LinearConstraint(summed(head, minutes[item], (heads, shape)), -np.inf, float(minutes_most)),
        ],
        nodes=NODES,
    )
    if answer.values is None:
        return None, answer.proven
    return answer.values.reshape(services, heads).argmax(axis=1), True
