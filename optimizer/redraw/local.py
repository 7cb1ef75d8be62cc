"""One community of a problem as a problem of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import UNASSIGNED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.problem import DistrictingProblem


def alone(
    problem: DistrictingProblem, community: int, plan: Plan | None
) -> tuple[DistrictingProblem, NDArray[np.int64], list[int]]:
    """Return a community as a problem of its own, its units, and the grids of `plan` that lie on it.

    Units and grids are positions in the district; the problem numbers both anew, has the plan on
    it as today's, and asks for as many grids as the norm does.
    """
    members = np.flatnonzero(problem.graph.units.communities.of_unit == community)
    graph = problem.graph.only(members)
    present: list[int] = []
    here = None
    if plan is not None:
        present = [int(g) for g in np.unique(plan.grid_of[members]) if g >= 0]
        place = np.full(len(plan) + 1, UNASSIGNED, np.int32)
        place[present] = np.arange(len(present))
        here = replace(
            plan,
            unit_set=graph.units.digest,
            grid_of=place[plan.grid_of[members]],
            grids=tuple(plan.grids[g] for g in present),
        )
    local = replace(
        problem,
        graph=graph,
        households=problem.households[members],
        type_of_community=problem.type_of_community[[community]],
        task="norm",
        grids=None,
        today=here,
        together=problem.together[members],
        exclaves=np.flatnonzero(np.isin(members, problem.exclaves)).astype(np.int32),
    )
    return local, members, present
