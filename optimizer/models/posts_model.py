"""The numbers of the model that fills posts, and those of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.posts import Limits, PostType, Prices

MILLI: Final = 1000
"""Full-time equivalents enter the model as whole thousandths, so that no rounding error decides."""
YUAN: Final = 1e-4
"""The objective is counted in 10,000 yuan (万元), which keeps its coefficients near one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PostsModel:
    """The numbers of one model; communities i, j, patches p, kinds q.

    Attributes
    ----------
    work_milli
        Thousandths of a full-time equivalent that each patch asks for; int64, shape (patches,).
    full_least
        Full-timers that each patch must have; int64, shape (patches,).
    community_of
        Community of each patch; int32.
    existing
        Heads today; int64, shape (communities + 1, types), the lot of department staff last.
    distance_m
        Between communities, infinite where nobody may be moved; shape (communities + 1, communities).
    """

    work_milli: NDArray[np.int64]
    full_least: NDArray[np.int64]
    community_of: NDArray[np.int32]
    existing: NDArray[np.int64]
    distance_m: NDArray[np.float64]
    types: tuple[PostType, ...]
    prices: Prices
    limits: Limits

    @property
    def needed(self) -> NDArray[np.int64]:
        """Full-timers that each patch needs where it has no part-timer."""
        needed: NDArray[np.int64] = np.maximum(-(-self.work_milli // MILLI), self.full_least)
        return needed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PostsAnswer:
    """Whole heads: on patches (p, q), missing (p), recruits (j, q), moves (i, j, q, heads)."""

    heads: NDArray[np.int64]
    short: NDArray[np.int64]
    recruits: NDArray[np.int64]
    moves: tuple[tuple[int, int, int, int], ...]
    price_yuan: float
    proven: bool
