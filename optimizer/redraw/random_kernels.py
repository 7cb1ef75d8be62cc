"""A stream of random numbers that is one integer, so that a search can be stored and resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNIT = 1.0 / 9007199254740992.0  # 2^-53


@njit(cache=True)
def uniform(stream: NDArray[np.uint64]) -> float:
    """Return the next number in [0, 1); Marsaglia's xorshift (doi:10.18637/jss.v008.i14), period 2^64 - 1."""
    x = stream[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    stream[0] = x
    return float(x >> np.uint64(11)) * _UNIT


@njit(cache=True)
def below(stream: NDArray[np.uint64], limit: int) -> int:
    """Return the next whole number in [0, limit)."""
    return int(uniform(stream) * limit)
