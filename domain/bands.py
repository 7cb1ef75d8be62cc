"""The arithmetic of the household norm: which counts of grids fit a total, and which band a grid is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from domain.scenario import Band
    from domain.standards import GridType


def fitting_counts(total: int, low: int, high: int) -> tuple[int, int]:
    """Return the fewest and the most grids that put every one of them inside [low, high].

    A total can be divided into k grids of whole households exactly when k·low ≤ total ≤ k·high.
    Where no count does, the fewest exceeds the most. There is always at least one grid: ground
    without households still belongs to somebody. Without a lower limit, no grid need be empty, so
    the most is one household a grid. Applied to a whole district this is the range its norm allows.

    >>> fitting_counts(141_989, 300, 500), fitting_counts(115_000, 300, 500)
    ((284, 473), (230, 383))
    >>> fitting_counts(560, 300, 500)
    (2, 1)
    """
    _check(total, low, high)
    fewest = max(1, -(-total // high))
    most = total // low if low else max(total, fewest)
    return fewest, most


def nearest_dividable(total: int, low: int, high: int) -> int:
    """Return the total nearest to this one that some count of grids fits; the smaller of two equals.

    >>> nearest_dividable(560, 300, 500), nearest_dividable(120, 300, 500)
    (600, 300)
    """
    fewest, most = fitting_counts(total, low, high)
    if fewest <= most:
        return total
    above, below = fewest * low, (fewest - 1) * high
    return above if below == 0 or above - total < total - below else below


def band_of(households: int, grid_type: GridType, *, whole_community: bool = False) -> Band:
    """Return 合格 `ok`, 可接受 `acceptable` or 超限 `over` for the households of one grid.

    A community too small for one grid at the minimum is one grid as it stands (整建制单格):
    `whole_community` says that the grid is all of its community, and then it is never too small.
    """
    if grid_type.norm_low <= households <= grid_type.norm_high:
        return "ok"
    low = 0 if whole_community else grid_type.hard_low
    return "acceptable" if low <= households <= grid_type.hard_high else "over"


def _check(total: int, low: int, high: int) -> None:
    if total < 0 or not 0 <= low <= high or high == 0:
        raise InvalidValueError("norm-range", total=total, low=low, high=high)
