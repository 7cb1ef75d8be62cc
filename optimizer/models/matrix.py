"""A model in whole numbers, written down block by block and handed to the solver as one matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import coo_array, csr_array

from domain.errors import SolverError
from optimizer.models.solver import solved

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from optimizer.models.solver import Answer

    Ints = NDArray[np.int64]


PART: Final = 1e-6
"""A value that is further than this from a whole number is none."""


class Found(NamedTuple):
    """Whole values of all columns, what they cost, and whether nothing costs less."""

    values: Ints
    cost: float
    proven: bool


class Matrix:
    """Columns of whole numbers from 0 up with a cost each, and rows that bound sums of them."""

    def __init__(self, name: str) -> None:
        """Begin a model; errors of the solver bear its name."""
        self._name = name
        self._columns = self._rows = 0
        self._cost: list[NDArray[np.float64]] = []
        self._most: list[NDArray[np.float64]] = []
        self._bounds: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        self._weights: list[tuple[Ints, Ints, NDArray[np.float64]]] = []

    def columns(self, cost: ArrayLike, most: ArrayLike) -> Ints:
        """Add a column for each cost, none above its most; return their positions."""
        costs = np.asarray(cost, np.float64)
        self._cost.append(costs)
        self._most.append(np.broadcast_to(np.asarray(most, np.float64), costs.shape))
        self._columns += costs.size
        return np.arange(self._columns - costs.size, self._columns)

    def rows(self, least: ArrayLike, most: ArrayLike) -> Ints:
        """Add a row for each pair of bounds; return their positions."""
        low, high = np.broadcast_arrays(np.asarray(least, np.float64), np.asarray(most, np.float64))
        self._bounds.append((low, high))
        self._rows += low.size
        return np.arange(self._rows - low.size, self._rows)

    def put(self, row: ArrayLike, column: ArrayLike, weight: ArrayLike) -> None:
        """Let columns count in rows with their weights; a single one stands for all."""
        at, of, by = np.broadcast_arrays(row, column, weight)
        self._weights.append((at.astype(np.int64), of.astype(np.int64), by.astype(np.float64)))

    def cheapest(self) -> Found | None:
        """Return the values that cost least, or None where the rows leave none.

        Raises
        ------
        SolverError
            The solver stopped with neither an answer nor a proof that there is none.
        """
        answer = self._solved(np.ones(self._columns, bool))
        if answer.values is None:
            return None
        values = np.rint(answer.values).astype(np.int64)
        return Found(values, float(np.concatenate(self._cost) @ values), answer.proven)

    def relaxed(self) -> NDArray[np.float64] | None:
        """Return the values that cost least where parts of whole numbers are allowed, None as above.

        Where all of them are whole, no whole values cost less.

        Raises
        ------
        SolverError
            As above.
        """
        return self._solved(np.zeros(self._columns, bool)).values

    def whole(self, values: NDArray[np.float64]) -> Found | None:
        """Return the relaxed values as what was asked for, None where some of them are parts."""
        near = np.rint(values)
        if (np.abs(values - near) > PART).any():
            return None
        return Found(near.astype(np.int64), float(np.concatenate(self._cost) @ near), proven=True)

    def _solved(self, whole: NDArray[np.bool_]) -> Answer:
        """Hand the model over; an answer without values is a proof that there are none."""
        row, column, weight = (np.concatenate(part) for part in zip(*self._weights, strict=True))
        low, high = (np.concatenate(part) for part in zip(*self._bounds, strict=True))
        sums = csr_array(coo_array((weight, (row, column)), shape=(self._rows, self._columns)))
        answer = solved(
            np.concatenate(self._cost),
            [LinearConstraint(sums, low, high)],
            most=np.concatenate(self._most),
            whole=whole,
        )
        if answer.values is None and not answer.proven:
            raise SolverError("stopped", model=self._name, status=answer.why)
        return answer
