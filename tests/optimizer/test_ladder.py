"""An estate that must be cut has its grids to itself wherever its community can spare it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.proposal import Proposal
from optimizer.redraw import redraw
from optimizer.redraw.ground import grounds, kept_grids
from optimizer.redraw.ladder import carved
from optimizer.rules import EstateAlone, audit, rules_of
from tests.optimizer.towns import TOWN, asked, broken_towns
from tests.strategies import block_town, plan_of

if TYPE_CHECKING:
    from domain.graph import PlanningGraph
    from domain.problem import DistrictingProblem


def with_estate(town: PlanningGraph, units: list[int]) -> PlanningGraph:
    estate_of = np.full(len(town.units), -1)
    estate_of[units] = 0
    return replace(town, units=replace(town.units, estate_codes=("e",), estate_of=estate_of))


def drawn(problem: DistrictingProblem) -> Proposal:
    proposal = redraw(problem, seed=1, proposals=4_000)
    assert isinstance(proposal, Proposal)
    return proposal


def shared(problem: DistrictingProblem, proposal: Proposal) -> list[tuple[float, bool]]:
    rule = EstateAlone(households=problem.households, types=problem.types * 2)
    return [(v.excess, v.unavoidable) for v in rule.violations(problem.graph, proposal.plan)]


def test_an_estate_of_700_beside_500_households_is_cut_in_two_and_shares_no_grid() -> None:
    """A row: e e e e . . . .; evenly cut, three grids of 400 would join the estate's end to the rest."""
    town = with_estate(block_town(8, 1, [175] * 4 + [125] * 4), [0, 1, 2, 3])
    problem = asked(town, task="norm")
    proposal = drawn(problem)
    assert sorted(int(n) for n in proposal.plan.totals(problem.households)) == [350, 350, 500]
    assert shared(problem, proposal) == []


def test_an_estate_whose_community_cannot_spare_it_shares_a_grid_and_that_is_told() -> None:
    """A row: e e e e . with 50 households at the end, too few for a grid of their own."""
    town = with_estate(block_town(5, 1, [175] * 4 + [50]), [0, 1, 2, 3])
    problem = asked(town, task="norm")
    assert shared(problem, drawn(problem)) == [(50.0, True)]


def test_a_remainder_below_the_minimum_may_join_a_neighbour_once() -> None:
    """A row: the estate of 900 as 500, 200 and 200; each 200 lies in a grid with 150 others."""
    town = with_estate(block_town(5, 1, [150, 200, 500, 200, 150]), [1, 2, 3])
    plan = plan_of(town, [0, 0, 1, 2, 2], 3)
    rule = EstateAlone(households=town.units.count("households"), types=(TOWN,))
    assert [(v.grid, v.excess) for v in rule.violations(town, plan)] == [(2, 150.0)]
    two = plan_of(town, [0, 1, 1, 2, 2], 3)
    assert [(v.grid, v.excess) for v in rule.violations(town, two)] == []


def test_an_estate_that_one_grid_holds_or_that_is_below_the_limit_is_not_asked() -> None:
    town = with_estate(block_town(3, 1, [300, 299, 100]), [0, 1])
    rule = EstateAlone(households=town.units.count("households"), types=(TOWN,))
    assert list(rule.violations(town, plan_of(town, [0, 0, 0], 1))) == []


def test_a_number_of_grids_that_leaves_no_room_for_an_estate_alone_is_still_drawn() -> None:
    """Two grids for an estate of 700 and 500 others: evenly 600 each, and the estate shares one."""
    town = with_estate(block_town(8, 1, [175] * 4 + [125] * 4), [0, 1, 2, 3])
    problem = asked(town, task="count", grids=2)
    proposal = drawn(problem)
    assert len(proposal.plan) == 2
    assert [v for v in audit(rules_of(problem), town, proposal.plan) if v.strength == "law"] == []


@settings(deadline=None, max_examples=60)
@given(broken_towns(), st.data())
def test_an_estate_with_a_region_of_its_own_shares_no_household(
    bare: PlanningGraph, data: st.DataObject
) -> None:
    size = len(bare.units)
    town = with_estate(bare, sorted(data.draw(st.sets(st.integers(0, size - 1), min_size=1))))
    problem = asked(town, task="norm")
    of_unit = np.zeros(size, np.int64)
    for ground in grounds(problem, kept_grids(problem)):
        of_unit[ground.units] = 100 * ground.community + carved(problem, ground, TOWN)[ground.node_of]
    own = (town.units.estate_of == 0) & (problem.households > 0)
    others = (town.units.estate_of != 0) & (problem.households > 0)
    alone = not set(of_unit[own].tolist()) & set(of_unit[others].tolist())
    match redraw(problem, seed=1, proposals=1_000):
        case Proposal() as proposal:
            laws = {v.rule for v in audit(rules_of(problem), town, proposal.plan) if v.strength == "law"}
            assert laws <= {"hard-limits", "estates-whole"}
            if alone:
                assert shared(problem, proposal) == []
