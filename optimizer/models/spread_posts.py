r"""Specialists over grids, many to many: who serves where, what is short, none beyond a cap.

Specialists are counts at places, never persons. With x seats of place i for grid j and u missing,

.. math::

    \min \sum_{ij} d_{ij} x_{ij} + \sum_j M u_j \quad \text{s.t.} \quad
    \textstyle\sum_j x_{ij} \le c\,n_i, \quad \sum_i x_{ij} + u_j = r_j, \quad 0 \le x_{ij} \le n_i

n specialists at a place, each for at most c grids, r seats that a grid needs, M above all ways
together. No grid has one specialist twice. It is a transportation problem: whole numbers come out by
themselves, and the grids of a place can be dealt to its specialists in turn, none above its cap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import coo_array, csr_array

from domain.errors import InvalidValueError, SolverError
from domain.frozen import frozen_array
from optimizer.models.solver import solved

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """Seats from place to grid, shape (places, grids), and what each grid misses; whole numbers.

    `way` is the sum over all seats. Filled and short seats of a grid together are what it needs.
    """

    seats: NDArray[np.int64]
    short: NDArray[np.int64]
    way: float

    def dealt(self, place: int, heads: int) -> tuple[tuple[int, ...], ...]:
        """Return the grids of each specialist of a place, dealt in turn: sizes differ by one at most."""
        grids = np.repeat(np.arange(self.seats.shape[1]), self.seats[place])
        return tuple(tuple(int(grid) for grid in grids[head::heads]) for head in range(heads))


def spread_posts(
    heads: NDArray[np.int64],
    ways: NDArray[np.float64],
    needed: NDArray[np.int64],
    *,
    cap: int,
    farthest: float = np.inf,
) -> Spread:
    """Return the seats with fewest missing and, among those, the shortest ways.

    Heads at each place, ways of shape (places, grids), seats that each grid needs, grids that one
    specialist serves at most, and how far one may be.
    """
    heads, needed = np.asarray(heads, np.int64), np.asarray(needed, np.int64)
    ways = np.asarray(ways, np.float64)
    if ways.shape != (len(heads), len(needed)) or np.isnan(ways).any() or (ways < 0).any():
        raise InvalidValueError("siting")
    if (heads < 0).any() or (needed < 0).any() or cap < 1:
        raise InvalidValueError("siting")
    place, grid = np.nonzero((ways <= farthest) & np.isfinite(ways) & (heads > 0)[:, None])
    pairs, grids = len(place), len(needed)
    way = ways[place, grid]
    missing = float(way.max(initial=0.0)) * (int(needed.sum()) + 1) + 1.0
    column = np.arange(pairs)
    size = pairs + grids
    within = csr_array(coo_array((np.ones(pairs), (place, column)), shape=(len(heads), size)))
    filled = csr_array(
        coo_array((np.ones(size), (np.append(grid, np.arange(grids)), np.arange(size))), shape=(grids, size))
    )
    most = np.append(heads[place], needed).astype(np.float64)
    answer = solved(
        np.append(way, np.full(grids, missing)),
        [
            LinearConstraint(within, -np.inf, (cap * heads).astype(np.float64)),
            LinearConstraint(filled, needed.astype(np.float64), needed.astype(np.float64)),
        ],
        most=most,
    )  # fmt: skip
    if answer.values is None or not answer.proven:
        raise SolverError("stopped", model="spread", status=answer.why)
    values = np.rint(answer.values).astype(np.int64)
    seats = np.zeros(ways.shape, np.int64)
    seats[place, grid] = values[:pairs]
    return Spread(
        seats=frozen_array(seats, np.int64),
        short=frozen_array(values[pairs:], np.int64),
        way=float((way * values[:pairs]).sum()),
    )
