"""What can be proved of a part: the least deviation from even sizes that any plan has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.redraw.part import Part


# Even sizes are fractions: sums of them are told without the dust of the last places.
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A lower bound in households and the argument for it: a word the verifier can recompute from."""

    value: float
    evidence: str


def deviation(part: Part, grid_of: NDArray[np.int32]) -> float:
    """Return Σ |h − even size of the region| over the grids of a plan, in households."""
    households = np.bincount(grid_of, part.households, minlength=part.grids)
    off = np.abs(households - np.repeat(_even(part), part.region_grids)).sum()
    return round(float(off), _DIGITS)


def least_deviation(part: Part, tried: NDArray[np.int64]) -> Bound:
    """Return the largest of three bounds on the deviation of any plan with these grids per region.

    even-split
        whole households divide at best into sizes that differ by one;
    heavy-units
        a unit above the even size puts its grid that much above it, and the others as much below;
    enumeration
        all plans of a region were tried (`tried`, −1 where not).
    """
    even = _even(part)
    total = np.bincount(part.region_of, part.households)
    larger = np.mod(total, part.region_grids)
    split = 2 * larger * (part.region_grids - larger) / part.region_grids
    over = np.maximum(part.households - even[part.region_of], 0)
    # only the heaviest nodes, at most one a grid: two in one grid would deviate more
    heavy = 2 * np.bincount(part.region_of, over)
    known = np.where(tried < 0, 0.0, tried / part.region_grids)
    bounds = np.maximum(np.maximum(split, heavy), known)
    evidence = "heavy-units" if (heavy > split).any() else "even-split"
    return Bound(
        value=round(float(bounds.sum()), _DIGITS),
        evidence="enumeration" if (known > np.maximum(split, heavy) + 1e-6).any() else evidence,
    )


def _even(part: Part) -> NDArray[np.float64]:
    """The even size of each region, in households."""
    even: NDArray[np.float64] = np.bincount(part.region_of, part.households) / part.region_grids
    return even
