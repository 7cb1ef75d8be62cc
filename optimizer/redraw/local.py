"""One community of a problem as a problem of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import plan_on

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
    here, present = (None, []) if plan is None else plan_on(plan, members, graph.units.digest)
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
