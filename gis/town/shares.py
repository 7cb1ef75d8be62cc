"""Whole numbers that add up, shared out by largest remainder, and how unlike the shares of a town are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray


def unlike(rng: Generator, spread: float, number: int) -> NDArray[np.float64]:
    """Draw `number` log-normal factors about 1, `spread` the standard deviation of their logarithms.

    Given to nine decimals, on which the exponential functions of all machines agree.
    """
    drawn: NDArray[np.float64] = np.exp(rng.normal(0.0, spread, number)).round(9)
    return drawn


def share_out(
    total: int, weights: NDArray[np.floating[Any] | np.integer[Any]], most: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Share a total by weights: each part its whole share, the rest to the largest remainders.

    Ties go to the first. `most` caps each part; what a cap holds back goes to the parts with room.

    Returns
    -------
    NDArray
        int64, shape of the weights; the sum is the total exactly.

    Raises
    ------
    InvalidValueError
        The total is more than the caps together, or there is no weight to share it by.
    """
    limit = np.full(weights.size, total, np.int64) if most is None else most
    if total > limit.sum() or (total and not weights.sum() > 0):
        raise InvalidValueError("share-total", total=total, most=int(limit.sum()))
    exact = total * weights / weights.sum() if total else np.zeros(weights.size)
    shares = np.minimum(np.floor(exact).astype(np.int64), limit)
    while rest := total - int(shares.sum()):
        remainder = np.where(shares < limit, exact - shares, -np.inf)
        shares[np.argsort(-remainder, kind="stable")[: min(rest, int((shares < limit).sum()))]] += 1
    return shares
