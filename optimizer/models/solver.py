"""Matrices handed to HiGHS in one call, arrays as they are, and what it answers.

A model of 200,000 columns is handed over in hundredths of a second, where one built of expressions takes
many: benchmarks/redraw_goals.py measures it (G9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.optimize import LinearConstraint

_OPTIONS: Final = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """Values of the columns, None where no plan was found; `proven` says that none is better, or exists.

    `bound` is what no plan is better than, `why` what the solver says of its end.
    """

    values: NDArray[np.float64] | None
    proven: bool
    bound: float
    why: str


def handed_over(
    cost: NDArray[np.float64],
    rules: Sequence[LinearConstraint],
    *,
    most: NDArray[np.float64] | float = 1.0,
    whole: NDArray[np.bool_] | None = None,
) -> highspy.Highs:
    """Return a solver that holds a model: least cost, columns from 0 to `most`, `whole` ones (all) in steps.

    `rules` are rows of sparse matrices with a column for each of `cost`, and their bounds.
    """
    matrices = [cast("csr_array", rule.A) for rule in rules]
    rows = csr_array(vstack(matrices))
    sizes = [held.shape[0] for held in matrices]
    low = np.concatenate([np.broadcast_to(rule.lb, size) for rule, size in zip(rules, sizes, strict=True)])
    high = np.concatenate([np.broadcast_to(rule.ub, size) for rule, size in zip(rules, sizes, strict=True)])
    solver = highspy.Highs()
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    done = solver.passModel(
        cost.size, rows.shape[0], rows.nnz, int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize), 0.0, cost, np.zeros(cost.size),
        np.broadcast_to(np.asarray(most, np.float64), cost.shape), low, high,
        rows.indptr, rows.indices, rows.data,
        np.full(cost.size, 1, np.int32) if whole is None else whole.astype(np.int32),
    )  # fmt: skip
    assert done != highspy.HighsStatus.kError  # noqa: S101 -- shapes are ours
    return solver


def solved(
    cost: NDArray[np.float64],
    rules: Sequence[LinearConstraint],
    *,
    most: NDArray[np.float64] | float = 1.0,
    whole: NDArray[np.bool_] | None = None,
    nodes: int | None = None,
) -> Answer:
    """Return the best plan of a model, or the best found within so many nodes of the search."""
    solver = handed_over(cost, rules, most=most, whole=whole)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Answer(
        values=np.asarray(solver.getSolution().col_value) if found else None,
        proven=status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible),
        bound=float(info.mip_dual_bound),
        why=solver.modelStatusToString(status),
    )
