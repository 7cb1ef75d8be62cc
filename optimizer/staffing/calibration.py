r"""How far logged hours differ from modelled ones, by task, as far as the log can tell.

A row of the log has y hours where the model has :math:`\sum_k A_k x_k`, with one factor x for each
task, 1 as modelled. The fit is

.. math::

    \min_{x \ge 0} \; \sum_r \frac{(y_r - A_r x)^2}{\sigma^2 m_r} + \sum_k \frac{(x_k - 1)^2}{\tau^2},
    \qquad m_r = \sum_k A_{rk},

a ridge towards the catalogue (Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634): τ is how
far off a catalogue's number is thought to be before anything is logged, σ² m the variance of a row,
which grows with its hours, σ² from the residuals of the plain fit. The curvature of the sum gives the
spread of each factor. A task whose spread stays above τ/2 cannot be told apart from the others; the
least certain of those is held at 1 and the rest fitted anew, until all that are left can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import lsq_linear

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

TELLS: Final = 0.5
"""A factor is told where the log leaves at most this share of the spread that was thought before."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """Factors of tasks on their modelled hours.

    Attributes
    ----------
    factor, spread
        Factor and its standard error; 1 and the spread thought before where it is not told.
    told
        Whether the log tells the factor.
    error_before, error_after
        Σ |logged − modelled| over Σ logged, as the catalogue has it and with the factors.
    """

    factor: Reals
    spread: Reals
    told: NDArray[np.bool_]
    error_before: float
    error_after: float


def calibrated(logged: Reals, modelled: Reals, *, thought: float) -> Fit:
    """Return the factors that bring modelled hours to logged ones.

    Parameters
    ----------
    logged
        Hours of each row of the log; shape (rows,).
    modelled
        Modelled hours of each task in the place of a row, 0 where the row does not count the task;
        shape (rows, tasks).
    thought
        τ, the standard error of a catalogue's number before anything is logged.

    Raises
    ------
    InvalidValueError
        No row has modelled hours.
    """
    rows = modelled.sum(axis=1) > 0
    if not rows.any():
        raise InvalidValueError("log-empty")
    y, a = logged[rows], modelled[rows]
    told = a.sum(axis=0) > 0
    variance = _noise(y, a, thought)
    while True:
        factor, spread = _ridge(y, a, told, variance, thought)
        if (spread[told] <= TELLS * thought).all():
            return Fit(
                factor=factor, spread=spread, told=told,
                error_before=_error(y, a.sum(axis=1)), error_after=_error(y, a @ factor),
            )  # fmt: skip
        told[np.where(told, spread, -1.0).argmax()] = False


def _ridge(
    y: Reals, a: Reals, told: NDArray[np.bool_], variance: Reals, thought: float
) -> tuple[Reals, Reals]:
    """Factors of the tasks that are told and all spreads, the other tasks held at 1."""
    factor, spread = np.ones(told.size), np.full(told.size, thought)
    if not told.any():
        return factor, spread
    weight = 1.0 / np.sqrt(variance)
    free = a[:, told] * weight[:, None]
    left = (y - a[:, ~told].sum(axis=1)) * weight
    prior = np.eye(free.shape[1]) / thought
    system = np.vstack([free, prior])
    factor[told] = lsq_linear(system, np.concatenate([left, prior.sum(axis=1)]), bounds=(0.0, np.inf)).x
    spread[told] = np.sqrt(np.diag(np.linalg.inv(system.T @ system)))
    return factor, spread


def _noise(y: Reals, a: Reals, thought: float) -> Reals:
    """Variance of each row; with no more rows than tasks what the catalogue's own doubt would make of it."""
    size = a.sum(axis=1)
    free = y.size - np.linalg.matrix_rank(a)
    if free <= 0:
        doubt: Reals = np.square(thought * size)
        return doubt
    scale = 1.0 / np.sqrt(size)
    plain = lsq_linear(a * scale[:, None], y * scale, bounds=(0.0, np.inf))
    least = 1e-6 * float(np.mean(size))  # a log that follows the model to the letter is still no proof
    variance: Reals = max(2.0 * float(plain.cost) / free, least) * size
    return variance


def _error(logged: Reals, told: Reals) -> float:
    """Σ |logged − told| / Σ logged."""
    return float(np.abs(logged - told).sum() / max(float(logged.sum()), 1e-12))
