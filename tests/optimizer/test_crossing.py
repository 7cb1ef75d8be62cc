"""The cap on crossing households is kept, or the smallest cap that was found to help is named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.graph import PlanningGraph  # noqa: TC001 -- hypothesis reads the annotations
from domain.outcome import Infeasible
from domain.proposal import Proposal
from optimizer.redraw import Prepared, prepare, redraw
from optimizer.rules import CrossingCap, audit, rules_of
from tests.optimizer.towns import TOWN, asked, broken_towns, plans_of_block_town
from tests.strategies import block_town, plan_of


def beyond_and_crossed(households: list[int], old: list[int], plan: tuple[int, ...]) -> tuple[int, int]:
    """Households beyond the hard limits, and households of each grid less its greatest old part."""
    beyond = crossed = 0
    for grid in set(plan):
        mine = [unit for unit, label in enumerate(plan) if label == grid]
        size = sum(households[unit] for unit in mine)
        beyond += max(TOWN.hard_low - size, size - TOWN.hard_high, 0)
        crossed += size - max(sum(households[u] for u in mine if old[u] == o) for o in set(old))
    return beyond, crossed


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(60, 300), min_size=8, max_size=8),
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
    st.integers(2, 4),
    st.integers(0, 40),
)
def test_a_cap_is_refused_exactly_when_no_plan_of_a_tiny_town_keeps_it(
    households: list[int], old: list[int], grids: int, hundredths: int
) -> None:
    town = block_town(4, 2, households)
    best = min(beyond_and_crossed(households, old, plan) for plan in plans_of_block_town(4, 2, grids))
    problem = asked(
        town, task="count", grids=grids, today=plan_of(town, old, 3), crossing_cap=hundredths / 100
    )
    if isinstance(prepare(replace(problem, crossing_cap=None)), Infeasible):
        return
    total = sum(households)
    match redraw(problem, seed=1, proposals=2_000):
        case Proposal() as proposal:
            assert best[1] <= Fraction(hundredths, 100) * total
            assert [
                v for v in audit(rules_of(problem), town, proposal.plan) if v.rule == "crossing-cap"
            ] == []
        case Infeasible(clashes=(clash,)):
            assert best[1] > Fraction(hundredths, 100) * total
            assert (clash.relax_rule, clash.relax_unit, clash.tried) == ("crossing-cap", "share", True)
            assert clash.relax_to == ceil(Fraction(10_000 * best[1], total)) / 10_000
            assert isinstance(prepare(replace(problem, crossing_cap=clash.relax_to)), Prepared)


@settings(deadline=None, max_examples=30)
@given(broken_towns(), st.data())
def test_the_default_run_never_crosses_above_its_cap(town: PlanningGraph, data: st.DataObject) -> None:
    """Several communities share one cap; whatever seed and number of proposals, no plan is above it."""
    size = len(town.units)
    today = plan_of(town, data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size)), 4)
    problem = asked(town, task="only-over", today=today, crossing_cap=data.draw(st.integers(0, 30)) / 100)
    rule = CrossingCap(households=problem.households, today=today, cap=problem.crossing_cap or 0.0)
    found = redraw(problem, seed=data.draw(st.integers(0, 3)), proposals=3_000)
    if isinstance(found, Infeasible):
        to = found.clashes[0].relax_to
        assert to > (problem.crossing_cap or 0.0)
        problem = replace(problem, crossing_cap=to)
        found = redraw(problem, seed=1, proposals=3_000)
        assert isinstance(found, Proposal)
        rule = replace(rule, cap=to)
    assert list(rule.violations(town, found.plan)) == []


def test_two_communities_that_would_cross_too_much_together_share_the_cap() -> None:
    """Two rows of four blocks, each a community: today a a b b, a of 300 and b of 500; both want 400.

    ::

        100 200 100 400
        100 200 100 400
    """
    town = block_town(4, 2, [100, 200, 100, 400] * 2, [0] * 4 + [1] * 4)
    today = plan_of(town, [0, 0, 1, 1, 2, 2, 3, 3], 4)
    free = asked(town, task="count", grids=4, today=today, keep_lines=True)
    shares = {}
    for cap in (None, 0.125, 0.12):
        found = redraw(replace(free, crossing_cap=cap), seed=1, proposals=4_000)
        assert isinstance(found, Proposal)
        shares[cap] = [int(n) for n in found.plan.totals(free.households)]
    even = [400, 400, 400, 400]
    assert sorted(shares[None]) == sorted(shares[0.125]) == even
    assert np.ptp(shares[0.12]) == 200
