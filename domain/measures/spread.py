"""How evenly a workload lies on grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def coefficient_of_variation(values: Floats) -> float:
    """Return σ/μ with the population σ; 0 where nothing is counted."""
    mean = _mean(values)
    return float(np.std(values)) / mean if mean else 0.0


def max_deviation(values: Floats) -> float:
    """Return max |x/x̄ − 1|."""
    mean = _mean(values)
    return float(np.abs(values / mean - 1).max()) if mean else 0.0


def overall_range(values: Floats) -> float:
    """Return (max − min)/x̄."""
    mean = _mean(values)
    return float(np.ptp(values)) / mean if mean else 0.0


def max_over_min(values: Floats) -> float:
    """Return max/min; infinite where the least is 0 and the greatest is not, 1 where all are 0."""
    if not values.size or values.max() == 0:
        return 1.0
    return float(values.max() / values.min()) if values.min() > 0 else float("inf")


def gini(values: Floats, weights: Floats | None = None) -> float:
    """Return ΣΣ w_i w_j |x_i − x_j| / (2 W² x̄): 0 where all are equal.

    Computed in sorted order, as Σ_j w_j (x_j W_<j − S_<j) with the weights and sums before j.
    """
    weights = np.ones(values.size) if weights is None else weights
    order = np.argsort(values, kind="stable")
    x, w = values[order].astype(np.float64), weights[order].astype(np.float64)
    total, amount = float(w.sum()), float((w * x).sum())
    if amount == 0:
        return 0.0
    before_w, before_s = np.cumsum(w) - w, np.cumsum(w * x) - w * x
    return float((w * (x * before_w - before_s)).sum()) / (total * amount)


@dataclass(frozen=True, slots=True)
class Theil:
    """Theil's T in nats, and its parts within and between groups, which add up to it."""

    total: float
    within: float
    between: float


def theil(values: Floats, group: NDArray[np.int32] | None = None, weights: Floats | None = None) -> Theil:
    """Return Theil's T = Σ (w/W)(x/x̄) ln(x/x̄), split by group (0·ln 0 = 0).

    Without groups everything is within. The part between groups is T of the group means; the part
    within is the mean of the groups' own T weighted by their share of the amount.
    """
    weights = np.ones(values.size) if weights is None else weights.astype(np.float64)
    group = np.zeros(values.size, np.int32) if group is None else group
    total = _theil(values.astype(np.float64), weights)
    labels, of = np.unique(group, return_inverse=True)
    group_weight = np.bincount(of, weights, labels.size).astype(np.float64)
    amount = np.bincount(of, weights * values, labels.size).astype(np.float64)
    means = np.divide(amount, group_weight, out=np.zeros(labels.size), where=group_weight > 0)
    between = _theil(means, group_weight)
    return Theil(total=total, within=max(total - between, 0.0), between=between)


def jain(values: Floats) -> float:
    """Return (Σx)²/(n Σx²) = 1/(1 + CV²): 1 where all are equal (Jain, Chiu & Hawe 1984)."""
    squares = float((values.astype(np.float64) ** 2).sum())
    return float(values.sum()) ** 2 / (values.size * squares) if squares else 1.0


def _theil(values: Floats, weights: Floats) -> float:
    weight = float(weights.sum())
    mean = float((weights * values).sum()) / weight if weight else 0.0
    if mean == 0:
        return 0.0
    relative = values / mean
    logs = np.log(relative, out=np.zeros_like(relative), where=relative > 0)
    return float((weights * relative * logs).sum()) / weight


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else 0.0
