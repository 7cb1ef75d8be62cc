"""The problems behind the leaders' questions: the same ground with other heads, work or money."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.errors import SolverError
from domain.posts import LOT, Limits, Pool
from domain.staffing import Staffing
from optimizer.staffing.workers import staff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.posts import PostType, Reading, StaffingProblem
    from domain.standards import Standards
    from scenarios.leaders.ground import Ground

NOWHERE_M = -1.0
"""A farthest move that allows none."""


def answered(problem: StaffingProblem, reading: Reading = "hours") -> Staffing:
    """Return the staffing of a problem in which posts may stay empty: there is always one."""
    found = staff(problem, reading)
    if not isinstance(found, Staffing):
        raise SolverError("contradiction", model="posts")
    return found


def as_today(problem: StaffingProblem) -> Staffing:
    """Return today's heads where they are, department staff left aside."""
    settled = tuple(entry for entry in problem.pool if entry.community != LOT)
    return answered(
        replace(
            problem,
            pool=settled,
            limits=Limits(most_recruits=0),
            transfer_most_m=NOWHERE_M,
            prices=replace(problem.prices, post=0.0),
        )
    )


def recruited(problem: StaffingProblem) -> PostType | None:
    """Return the first kind of full-timers who may be taken on, None where there is none."""
    return next((kind for kind in problem.types if kind.full_time and kind.recruitable), None)


def by_years(
    problem: StaffingProblem, recruits: int, years: int, budgets: Sequence[float] = ()
) -> Iterator[tuple[StaffingProblem, Staffing]]:
    """Yield the problem of each year and the staffing at its end.

    Everybody moves in the first year and stays where he then is; each year takes on its part of the
    recruits, rounded up, where gaps are felt most. With the money of each year there are as many years,
    and each does what it can pay for.
    """
    taken, asked = 0, problem
    for year in range(1, (len(budgets) or years) + 1):
        most = -(-recruits * year // years) - taken
        limits = Limits(budget_yuan=budgets[year - 1]) if budgets else Limits(most_recruits=most)
        asked = replace(asked, limits=limits)
        found = answered(asked)
        yield asked, found
        taken += found.heads.recruit
        asked = replace(problem, pool=settled_pool(found), transfer_most_m=NOWHERE_M)


def settled_pool(staffing: Staffing) -> tuple[Pool, ...]:
    """Return the heads that a staffing leaves in each community, by kind."""
    heads = Counter(
        (community, kind)
        for community, kind, _ in {(one.community, one.type, one.worker) for one in staffing.shares}
    )
    return tuple(Pool(community=c, type=kind, heads=count) for (c, kind), count in sorted(heads.items()))


def full_time_pool(problem: StaffingProblem, kind: PostType) -> tuple[Pool, ...]:
    """Return today's heads with every part-timer made a full-timer of a kind at his place."""
    part = {one.key for one in problem.types if not one.full_time}
    return tuple(replace(one, type=kind.key) if one.type in part else one for one in problem.pool)


def street_with_most(ground: Ground) -> str:
    """Return the street that has most heads today, the first by name of several; empty without heads."""
    of = dict(zip(ground.problem.communities, ground.streets, strict=True))
    heads: Counter[str] = Counter()
    for entry in ground.problem.pool:
        heads[of.get(entry.community, "")] += entry.heads
    del heads[""]
    return max(sorted(heads), key=lambda street: heads[street], default="")


def without_some(ground: Ground, street: str, posts: int) -> tuple[tuple[Pool, ...], int]:
    """Return today's heads without some of a street, and how many are gone.

    One after the other leaves from the largest number of heads at a place, full-timers first.
    """
    of = dict(zip(ground.problem.communities, ground.streets, strict=True))
    full = {kind.key for kind in ground.problem.types if kind.full_time}
    left = list(ground.problem.pool)
    for gone in range(posts):
        able = [n for n, one in enumerate(left) if one.heads and of.get(one.community) == street]
        if not able:
            return tuple(left), gone
        most = max(able, key=lambda n: (left[n].type in full, left[n].heads, -n))
        left[most] = replace(left[most], heads=left[most].heads - 1)
    return tuple(left), posts


def with_more_hotline(ground: Ground, standards: Standards) -> StaffingProblem:
    """Return the problem when the hotline brings more events."""
    more = standards["leaders.hotline-more"] * standards["leaders.hotline-hours"]
    return replace(ground.problem, hours=ground.problem.hours + more * ground.events)


def with_surge(problem: StaffingProblem, heads: int) -> tuple[StaffingProblem, PostType]:
    """Return the problem in which a few may join for a time, and their kind: contracted if there is one."""
    full = [kind for kind in problem.types if kind.full_time]
    able = [kind for kind in full if kind.status == "contracted"] or [
        kind for kind in full if kind.recruitable
    ]
    joining = (able or full)[0]
    types = tuple(replace(kind, recruitable=kind.key == joining.key) for kind in problem.types)
    return replace(problem, types=types, limits=Limits(most_recruits=heads)), joining
