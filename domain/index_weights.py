r"""Weights of an index of load (指数): from pairs compared (AHP), or from how unevenly counts lie (entropy).

Pairs (Saaty 1980): the weights are the principal eigenvector of a reciprocal matrix,
:math:`CI = (\lambda_{max} - n) / (n - 1)`, :math:`CR = CI / RI` with the index of random matrices RI.

Entropy (Shannon 1948): :math:`p_{ij} = x_{ij} / \sum_i x_{ij}`,
:math:`e_j = -\tfrac{1}{\ln m} \sum_i p_{ij} \ln p_{ij}`, :math:`w_j = (1 - e_j) / \sum_k (1 - e_k)`.
It measures spread, not importance: a rare count that lies in few areas gets the most weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

RECIPROCAL: Final = 1e-3
"""By how much a pair and its opposite may miss 1, as where thirds are written 0.333."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairWeights:
    """Weights that add up to 1, the consistency ratio, and the three factors that agree the least."""

    weights: Reals
    ratio: float
    worst: tuple[int, int, int] | None


def pair_weights(pairs: Reals, random_index: Sequence[float]) -> PairWeights:
    """Return the weights of factors that were compared in pairs.

    Parameters
    ----------
    pairs
        How many times as weighty the factor of a row is as that of a column; shape (n, n).
    random_index
        RI of three, four, … factors.

    Raises
    ------
    InvalidValueError
        The matrix is not square, has other than positive numbers, a pair does not agree with its
        opposite, or there are more factors than RI is known for.
    """
    size = pairs.shape[0]
    if pairs.shape != (size, size) or not 1 < size <= len(random_index) + 2:
        raise InvalidValueError("pairs-size", size=size, most=len(random_index) + 2)
    if not (pairs > 0).all() or not np.isfinite(pairs).all():
        raise InvalidValueError("pairs-positive")
    off = np.argwhere(np.abs(pairs * pairs.T - 1.0) > RECIPROCAL * np.maximum(pairs, pairs.T))
    if off.size:
        row, column = (int(n) for n in off[0])
        raise InvalidValueError("pairs-reciprocal", row=row + 1, column=column + 1)
    values, vectors = np.linalg.eig(pairs)
    first = int(values.real.argmax())
    weights = np.abs(vectors[:, first].real)
    if size == 2:  # noqa: PLR2004 -- two factors always agree
        return PairWeights(weights=weights / weights.sum(), ratio=0.0, worst=None)
    index = max((float(values[first].real) - size) / (size - 1), 0.0)
    return PairWeights(
        weights=weights / weights.sum(), ratio=index / random_index[size - 3], worst=_least_agreed(pairs)
    )


def _least_agreed(pairs: Reals) -> tuple[int, int, int]:
    """Return the three factors whose way round, a to b to c to a, is farthest from 1."""
    logs = np.log(pairs)
    return max(
        combinations(range(pairs.shape[0]), 3),
        key=lambda three: abs(
            float(logs[three[0], three[1]] + logs[three[1], three[2]] + logs[three[2], three[0]])
        ),
    )


def entropy_weights(values: Reals) -> Reals:
    """Return the weights of counts by how unevenly they lie; `values` of shape (areas, factors).

    Raises
    ------
    InvalidValueError
        Fewer than two areas, a negative count or a factor without any, or all lie evenly.
    """
    if values.shape[0] < 2 or (values < 0).any() or not (values.sum(axis=0) > 0).all():  # noqa: PLR2004
        raise InvalidValueError("entropy-counts")
    share = values / values.sum(axis=0)
    parts = share * np.log(share, out=np.zeros_like(share), where=share > 0)
    uneven: Reals = 1.0 + parts.sum(axis=0) / np.log(values.shape[0])
    if uneven.sum() <= np.finfo(np.float64).eps * values.size:
        raise InvalidValueError("entropy-even")
    weights: Reals = uneven / uneven.sum()
    return weights


def index_of(values: Reals, weights: Reals) -> Reals:
    """Return Σ w · x / mean x of each area: 1 on the mean; `values` of shape (areas, factors).

    Raises
    ------
    InvalidValueError
        A factor that no area has any of.
    """
    mean = values.mean(axis=0)
    if (mean <= 0).any():
        raise InvalidValueError("index-empty")
    found: Reals = (values / mean) @ (weights / weights.sum())
    return found
