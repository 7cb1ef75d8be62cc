"""One matrix, several aims in their order: each is met as well as the ones before it allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import coo_array, csr_array

from domain.errors import SolverError
from optimizer.models.solver import solved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

SLACK: Final = 1e-6
"""How far an earlier aim may give way, in its own unit: the solver's tolerance."""
NODES: Final = 400
"""Nodes of the search after which an aim takes the best that was found, with a bound on what is better."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reached:
    """Values, and for each aim what it came to and the least that it might have come to.

    Both are the same where no other values are better; bounds after the first aim that differs in them
    hold for what that aim came to.
    """

    values: Reals
    found: tuple[float, ...]
    least: tuple[float, ...]

    @property
    def proven(self) -> bool:
        """Whether no other values are better by any aim."""
        return np.allclose(self.found, self.least, rtol=1e-9, atol=10 * SLACK)


def staged(aims: Sequence[Reals], rules: Sequence[LinearConstraint], most: Reals) -> Reached:
    """Return the whole values between 0 and `most` that are best by the first aim, then the second, …

    Raises
    ------
    SolverError
        The solver stopped with neither an answer nor a proof that there is none.
    """
    held = list(rules)
    found: list[float] = []
    least: list[float] = []
    values: Reals = np.zeros(most.size)
    if not most.size:
        return Reached(values=values, found=(0.0,) * len(aims), least=(0.0,) * len(aims))
    for aim in aims:
        answer = solved(aim, held, most=most, nodes=NODES)
        if answer.values is None and not found:
            raise SolverError("stopped", model="staged", status=answer.why)
        values = values if answer.values is None else answer.values
        found.append(float(aim @ values))
        least.append(found[-1] if answer.proven else answer.bound)
        held.append(LinearConstraint(csr_array(aim[None, :]), -np.inf, found[-1] + SLACK))
    return Reached(values=values, found=tuple(found), least=tuple(least))


def summed(row: Ints, weight: Reals | Ints, shape: tuple[int, int], column: Ints | None = None) -> csr_array:
    """Return the matrix that adds up each column's weight in its row; columns in turn where not given."""
    at = np.arange(row.size) if column is None else column
    return csr_array(coo_array((np.asarray(weight, np.float64), (row, at)), shape=shape))
