"""The leaders' ways to staff a plan, always in the order in which they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.posts import LOT, Limits
from scenarios.leaders.effects import effects_of
from scenarios.leaders.ground import ground_of
from scenarios.leaders.values import Asked, Leaders, Way
from scenarios.leaders.variants import (
    answered,
    as_today,
    by_years,
    full_time_pool,
    recruited,
    street_with_most,
    with_more_hotline,
    with_surge,
    without_some,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.plan import Plan
    from domain.posts import Pool, StaffingProblem
    from domain.staffing import Staffing
    from domain.standards import Standards
    from gis.dataset import Dataset
    from scenarios.leaders.ground import Ground

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Meeting:
    """What all ways are worked out from, with today's heads where they are."""

    ground: Ground
    standards: Standards
    asked: Asked
    now: Staffing

    def way(
        self, key: str, staffing: Staffing, before: StaffingProblem | None = None, **facts: str | float
    ) -> Way:
        """Return a way with what it means; `before` are the heads before it where not today's."""
        return Way(
            key=key,
            facts=facts,
            staffing=staffing,
            effects=effects_of(
                self.ground, staffing, self.now, self.standards, before=before or self.ground.problem
            ),
            money_yuan=staffing.money_yuan,
            once_yuan=staffing.once_yuan,
        )


def leaders_of(
    dataset: Dataset,
    plan: Plan,
    standards: Standards,
    pool: tuple[Pool, ...] = (),
    asked: Asked | None = None,
) -> Leaders:
    """Return what leaders ask for of a plan: 零增编, 最少增员, 一格一专, 当年经费, 分年, and what if.

    Raises
    ------
    InvalidValueError
        Where the street that is to lose posts is not there.
    """
    ground = ground_of(dataset, plan, standards, pool)
    wanted = asked or Asked()
    if wanted.street and wanted.street not in ground.streets:
        raise InvalidValueError(
            "no-such-street", street=wanted.street, known=", ".join(sorted({*ground.streets} - {""}))
        )
    now = as_today(ground.problem)
    meeting = _Meeting(ground=ground, standards=standards, asked=wanted, now=now)
    return Leaders(
        ground=ground,
        today=_today(meeting),
        ways=tuple(_ways(meeting)),
        target=standards["leaders.placed-share"],
    )


def _today(meeting: _Meeting) -> Way:
    """Return today's heads where they are, with the department staff who are in no community yet."""
    lot = sum(entry.heads for entry in meeting.ground.problem.pool if entry.community == LOT)
    found = meeting.way("today", meeting.now, lot=lot)
    settled = meeting.now.heads.existing
    placed = settled / (settled + lot) if settled + lot else None
    return replace(found, effects=found.effects and replace(found.effects, placed=placed))


def _ways(meeting: _Meeting) -> Iterator[Way]:
    """Yield every way in its order."""
    problem, known = meeting.ground.problem, meeting.ground.has_pool
    still = replace(problem, limits=Limits(most_recruits=0))
    yield meeting.way("no-growth", answered(still)) if known else Way(key="no-growth", why="no-pool")
    fewest = answered(problem)
    yield meeting.way("fewest", fewest)
    yield meeting.way("one-per-grid", answered(problem, "one-each"))
    budget = meeting.asked.budget_yuan
    yield (
        Way(key="by-budget", why="no-budget")
        if budget is None
        else meeting.way("by-budget", _paid(meeting, budget), yuan=budget)
    )
    yield from _years(meeting, fewest.heads.recruit)
    yield from _money(meeting, fewest)
    yield _street(meeting) if known else Way(key="street", why="no-pool")
    hotline = with_more_hotline(meeting.ground, meeting.standards)
    yield meeting.way("hotline", answered(hotline), share=meeting.standards["leaders.hotline-more"])
    yield _full_time(meeting)
    yield _surge(meeting) if known else Way(key="surge", why="no-pool")


def _years(meeting: _Meeting, recruits: int) -> Iterator[Way]:
    """Yield each year: with its money where all of it is known, else with its part of the recruits."""
    first, later = meeting.asked.budget_yuan, meeting.asked.later_yuan
    budgets = () if first is None or not later else (first, *later)
    years = by_years(meeting.ground.problem, recruits, meeting.standards.whole("leaders.years"), budgets)
    for year, (before, staffing) in enumerate(years, start=1):
        paid = {"yuan": budgets[year - 1]} if budgets else {}
        yield meeting.way("year", staffing, before, year=year, **paid)


def _paid(meeting: _Meeting, yuan: float) -> Staffing:
    """Return the staffing that so much money a year pays for."""
    return answered(replace(meeting.ground.problem, limits=Limits(budget_yuan=yuan)))


def _money(meeting: _Meeting, fewest: Staffing) -> Iterator[Way]:
    """Yield a tenth more and a tenth less: of the budget, else of today's money, else of the fewest."""
    problem, step = meeting.ground.problem, meeting.standards["leaders.money-step"]
    yearly = np.array([kind.yearly_yuan for kind in problem.types])
    base, of = fewest.cost_yuan, "fewest"
    if meeting.ground.has_pool:
        base, of = float((problem.existing() @ yearly).sum()), "today"
    if meeting.asked.budget_yuan is not None:
        base, of = meeting.asked.budget_yuan, "budget"
    for key, share in (("more-money", 1.0 + step), ("less-money", 1.0 - step)):
        yield meeting.way(key, _paid(meeting, share * base), share=step, yuan=share * base, base=of)


def _street(meeting: _Meeting) -> Way:
    """Return what becomes of a street that loses posts while nobody is taken on."""
    ground = meeting.ground
    street = meeting.asked.street or street_with_most(ground)
    if not street:
        return Way(key="street", why="no-street")
    pool, gone = without_some(ground, street, meeting.standards.whole("leaders.street-posts"))
    asked = replace(ground.problem, pool=pool, limits=Limits(most_recruits=0))
    return meeting.way("street", answered(asked), street=street, posts=gone)


def _full_time(meeting: _Meeting) -> Way:
    """Return the fewest posts when part-timers become full-timers where they are."""
    problem = meeting.ground.problem
    kind, part = recruited(problem), {one.key for one in problem.types if not one.full_time}
    heads = sum(entry.heads for entry in problem.pool if entry.type in part)
    if kind is None or not heads:
        return Way(key="full-time", why="no-part-timers" if kind else "no-recruits")
    asked = replace(problem, pool=full_time_pool(problem, kind))
    return meeting.way("full-time", answered(asked), heads=heads)


def _surge(meeting: _Meeting) -> Way:
    """Return today's heads with a few more for some months, whose money falls due once."""
    standards, asked = meeting.standards, meeting.asked
    heads = standards.whole("leaders.surge-heads") if asked.surge is None else asked.surge
    months = standards.whole("leaders.surge-months") if asked.months is None else asked.months
    problem, kind = with_surge(meeting.ground.problem, heads)
    found = meeting.way("surge", answered(problem), heads=heads, months=months)
    joined = found.staffing.heads.recruit if found.staffing else 0
    money = {
        source: yuan - joined * kind.yearly_yuan * kind.money.get(source, 0.0)
        for source, yuan in found.money_yuan.items()
    }
    return replace(
        found,
        facts={**found.facts, "joined": joined},
        money_yuan=money,
        once_yuan=found.once_yuan + joined * kind.yearly_yuan * months / MONTHS,
    )
