"""Grid workers (网格员) for a plan: fewest posts by hours, or one full-timer a grid, side by side.

By `hours` nobody works above 1.0, and adjoining grids of a community may share a post (一人多格).
By `one-each` (一格一专) every grid has a full-timer of its own, and more where its hours need it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import SolverError
from domain.outcome import Clash, ClashingRule, Infeasible
from domain.posts import READINGS, Limits
from optimizer.models.posts import fill_posts
from optimizer.models.posts_model import MILLI, PostsModel
from optimizer.staffing.rows import ROLE, staffing_of
from optimizer.staffing.shares import Patch, patches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.posts import Reading, StaffingProblem
    from domain.staffing import Staffing

HAIR_MILLI: Final = 1e-6
"""A demand above a whole thousandth by less than this is a rounding error."""


def staff_by_readings(problem: StaffingProblem) -> Mapping[Reading, Staffing | Infeasible]:
    """Return both readings of the same problem, hours first."""
    return {reading: staff(problem, reading) for reading in READINGS}


def staff(problem: StaffingProblem, reading: Reading) -> Staffing | Infeasible:
    """Return the staffing of one reading, or why the limits leave none."""
    places = patches(problem, shared=reading == "hours")
    model = _model(problem, reading, places)
    answer = fill_posts(model)
    if answer is None:
        return Infeasible(clashes=(_clash(model, reading),))
    return staffing_of(problem, reading, places, model, answer)


def fewest_posts(problem: StaffingProblem, reading: Reading) -> int:
    """Return how many full-time posts a reading asks for where nobody is there yet."""
    model = _model(problem, reading, patches(problem, shared=reading == "hours"))
    return int(model.needed.sum())


def _model(problem: StaffingProblem, reading: Reading, places: tuple[Patch, ...]) -> PostsModel:
    """Put the problem into numbers by patch."""
    work = np.array([problem.fte[list(place.grids)].sum() for place in places])
    ways = np.where(problem.distance_m <= problem.transfer_most_m, problem.distance_m, np.inf)
    return PostsModel(
        work_milli=np.maximum(np.ceil(work * MILLI - HAIR_MILLI), 0).astype(np.int64),
        full_least=np.array([len(p.grids) if reading == "one-each" else 0 for p in places], np.int64),
        community_of=np.array([place.community for place in places], np.int32),
        existing=problem.existing(),
        distance_m=np.vstack([ways, np.zeros(len(problem.communities))]),
        types=problem.types,
        prices=problem.prices,
        limits=problem.limits,
    )


def _clash(model: PostsModel, reading: Reading) -> Clash:
    """Name a smallest set of limits that clash, and how many gaps would have to be allowed.

    Gaps alone make room for everything, so the bound on gaps is always one of the set.
    """
    needed = model.limits
    for name in ("most_recruits", "budget_yuan"):
        fewer = replace(needed, **{name: None})
        if fill_posts(replace(model, limits=fewer)) is None:
            needed = fewer
    short, _, _ = _used(model, replace(needed, most_short=None))
    _, recruits, cost_yuan = _used(model, Limits(most_short=needed.most_short))
    rules = [
        ClashingRule(rule="staffing.most-short", value=short, limit=needed.most_short or 0, unit="posts")
    ]
    if (most := needed.most_recruits) is not None:
        rules.append(ClashingRule(rule="staffing.most-recruits", value=recruits, limit=most, unit="posts"))
    if (budget := needed.budget_yuan) is not None:
        rules.append(ClashingRule(rule="staffing.budget", value=cost_yuan, limit=budget, unit="yuan"))
    return Clash(
        where=f"{ROLE}.{reading}",
        rules=tuple(rules),
        relax_rule="staffing.most-short",
        relax_to=short,
        relax_unit="posts",
    )


def _used(model: PostsModel, limits: Limits) -> tuple[int, int, float]:
    """Return gaps, recruits and yearly cost of the cheapest answer under fewer limits."""
    answer = fill_posts(replace(model, limits=limits))
    if answer is None:
        raise SolverError("contradiction", model="posts")
    yearly = np.array([kind.yearly_yuan for kind in model.types])
    return int(answer.short.sum()), int(answer.recruits.sum()), float((answer.heads @ yearly).sum())
