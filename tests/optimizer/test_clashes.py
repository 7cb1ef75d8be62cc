"""Where no plan exists the clash is named, none of its rules is spare, and the least change helps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from domain.outcome import Infeasible, Relaxation
from domain.proposal import Proposal
from optimizer.redraw import Prepared, prepare, redraw
from optimizer.redraw.laws import eased, without
from optimizer.rules import audit, rules_of
from tests.optimizer.towns import TOWN, asked
from tests.strategies import block_town, plan_of

if TYPE_CHECKING:
    from domain.graph import PlanningGraph
    from domain.outcome import Clash
    from domain.plan import Plan
    from domain.problem import DistrictingProblem


@dataclass(frozen=True)
class Case:
    """What is asked, which rules clash, and the least change: the first told, then those as good."""

    problem: DistrictingProblem
    rules: set[str]
    change: tuple[str, float, str]
    also: tuple[tuple[str, float], ...] = ()
    finer: DistrictingProblem | None = None
    """The same ground with its units cut, where units are one of the rules."""


def row(households: list[int], communities: list[int] | None = None) -> PlanningGraph:
    """A street of blocks from west to east."""
    return block_town(len(households), 1, households, communities)


def today(town: PlanningGraph, grids: list[int], **changed: Any) -> Plan:
    """Today's grids g000, g001, … with the first changed."""
    plan = plan_of(town, grids, max(grids) + 1)
    return replace(plan, grids=(replace(plan.grids[0], **changed), *plan.grids[1:]))


def barred(town: PlanningGraph, *borders: int) -> PlanningGraph:
    """The same town with a river along some borders."""
    return replace(town, passable=np.array([n not in borders for n in range(town.tail.size)]))


def fewer_grids_than_communities() -> Case:
    town = row([300] * 4, [0, 1, 2, 3])
    return Case(asked(town, task="count", grids=2), {"inside-community", "count"}, ("count", 4, "grids"))


def more_grids_than_the_smallest_size_leaves() -> Case:
    problem = asked(row([25] * 20), task="count", grids=4)
    return Case(problem, {"hard-low", "count"}, ("count", 2, "grids"), (("hard-low", 125),))


def fewer_grids_than_the_largest_size_asks() -> Case:
    """A budget of two grids for 2,000 households."""
    problem = asked(row([100] * 20), task="count", grids=2)
    return Case(problem, {"hard-high", "count"}, ("count", 3, "grids"), (("hard-high", 1000),))


def an_island_that_one_grid_cannot_reach() -> Case:
    problem = asked(barred(row([100, 100, 100, 100, 250]), 3), task="count", grids=1)
    return Case(problem, {"contiguous", "count"}, ("count", 2, "grids"))


def a_community_of_one_unit_asked_for_two_grids() -> Case:
    return Case(
        asked(row([500]), task="count", grids=2), {"units-whole", "count"}, ("count", 1, "grids"),
        finer=asked(row([250, 250]), task="count", grids=2),
    )  # fmt: skip


def locks_that_use_up_the_number() -> Case:
    """Two locked grids in the first community leave one for the two others."""
    town = row([200, 200, 400, 400], [0, 0, 1, 2])
    plan = plan_of(town, [0, 1, 2, 3], 4)
    locked = replace(plan, grids=tuple(replace(g, locked=n < 2) for n, g in enumerate(plan.grids)))
    problem = asked(town, task="count", grids=3, today=locked)
    return Case(
        problem, {"inside-community", "lines-kept", "count"}, ("count", 4, "grids"), (("lines-kept", 0),)
    )


def a_locked_grid_over_the_limit() -> Case:
    town = row([350, 350, 400])
    problem = asked(town, task="norm", strict=True, today=today(town, [0, 0, 1], locked=True))
    return Case(problem, {"norm-high", "lines-kept"}, ("lines-kept", 0, "grids"), (("norm-high", 700),))


def an_estate_kept_whole_that_no_grid_can_hold() -> Case:
    """560 households of one estate, below the 600 from which it could be cut."""
    town = row([140] * 4 + [170] * 2)
    problem = asked(town, task="norm", strict=True, together=np.array([0] * 4 + [-1] * 2))
    return Case(
        problem, {"norm-high", "estates-whole"}, ("norm-high", 560, "households"), (("estates-whole", 560),)
    )


def a_building_above_every_size() -> Case:
    problem = asked(row([700, 400]), task="norm", strict=True)
    return Case(
        problem, {"norm-high", "units-whole"}, ("norm-high", 700, "households"),
        finer=asked(row([350, 350, 400]), task="norm", strict=True),
    )  # fmt: skip


def a_total_that_fits_no_number() -> Case:
    problem = asked(row([40] * 14), task="norm", strict=True)
    return Case(problem, {"norm-high", "norm-low"}, ("norm-low", 280, "households"), (("norm-high", 560),))


def too_few_may_cross_to_join_a_small_grid() -> Case:
    """A grid of 90 must join its neighbour of 410, and all of the 90 cross."""
    town = row([90, 200, 210])
    problem = asked(town, task="only-over", today=plan_of(town, [0, 1, 1], 2), crossing_cap=0.1)
    return Case(problem, {"hard-low", "crossing-cap"}, ("crossing-cap", 0.18, "share"), (("hard-low", 90),))


def too_few_may_cross_for_so_few_grids() -> Case:
    """Four grids of 300 become two: at best half of all cross."""
    town = row([300] * 4)
    problem = asked(town, task="count", grids=2, today=plan_of(town, [0, 1, 2, 3], 4), crossing_cap=0.1)
    return Case(problem, {"count", "crossing-cap"}, ("crossing-cap", 0.5, "share"), (("count", 4),))


def a_campus_that_cuts_off_too_few() -> Case:
    """An exclusive grid between 100 households and 400: they cannot share a grid, and 100 are too few."""
    town = row([100, 0, 200, 200])
    plan = today(town, [0, 0, 1, 1])
    campus = replace(plan.grids[0], type="exclusive", code="campus")
    plan = replace(plan, grid_of=np.array([1, 0, 1, 1]), grids=(campus, plan.grids[1]))
    problem = asked(town, task="norm", strict=True, today=plan)
    return Case(
        problem,
        {"norm-low", "contiguous", "lines-kept"},
        ("norm-low", 100, "households"),
        (("lines-kept", 0),),
    )


def an_enclave_too_small_to_stand_alone() -> Case:
    """60 households of a community of 500 lie beyond a river."""
    problem = asked(barred(row([220, 220, 60]), 1), task="norm", strict=True)
    return Case(problem, {"norm-low", "contiguous"}, ("norm-low", 60, "households"))


CASES = (
    fewer_grids_than_communities,
    more_grids_than_the_smallest_size_leaves,
    fewer_grids_than_the_largest_size_asks,
    an_island_that_one_grid_cannot_reach,
    a_community_of_one_unit_asked_for_two_grids,
    locks_that_use_up_the_number,
    a_locked_grid_over_the_limit,
    an_estate_kept_whole_that_no_grid_can_hold,
    a_building_above_every_size,
    a_total_that_fits_no_number,
    too_few_may_cross_to_join_a_small_grid,
    too_few_may_cross_for_so_few_grids,
    a_campus_that_cuts_off_too_few,
    an_enclave_too_small_to_stand_alone,
)


def refused(problem: DistrictingProblem) -> Clash:
    """The one clash of a problem without a plan."""
    answer = prepare(problem)
    assert isinstance(answer, Infeasible)
    (clash,) = answer.clashes
    return clash


def drawn(problem: DistrictingProblem) -> None:
    """A problem has a plan that breaks no law that could be kept."""
    found = redraw(problem, seed=1, proposals=2_000)
    assert isinstance(found, Proposal)
    broken = [v for v in audit(rules_of(problem), problem.graph, found.plan) if v.strength == "law"]
    assert [v for v in broken if not v.unavoidable] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.replace("_", " "))
def test_the_clash_is_named_and_the_smallest_change(case: Any) -> None:
    told: Case = case()
    clash = refused(told.problem)
    assert {rule.rule for rule in clash.rules} == told.rules
    assert (clash.relax_rule, clash.relax_to, clash.relax_unit) == told.change
    assert {(way.rule, way.to) for way in clash.also} == set(told.also)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.replace("_", " "))
def test_without_any_one_of_the_rules_there_is_a_plan(case: Any) -> None:
    told: Case = case()
    for rule in told.rules - {"units-whole"}:
        assert isinstance(prepare(without(told.problem, rule)), Prepared), rule
    assert ("units-whole" in told.rules) == (told.finer is not None)
    if told.finer is not None:
        assert isinstance(prepare(told.finer), Prepared)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.replace("_", " "))
def test_every_change_that_is_named_makes_a_plan(case: Any) -> None:
    problem = case().problem
    clash = refused(problem)
    first = Relaxation(rule=clash.relax_rule, to=clash.relax_to, unit=clash.relax_unit, what=clash.relax_what)
    for way in (first, *clash.also):
        drawn(eased(problem, way))


def test_the_relaxation_is_the_smallest_one_step_less_does_not_help() -> None:
    for case in (
        fewer_grids_than_the_largest_size_asks,
        a_total_that_fits_no_number,
        a_building_above_every_size,
    ):
        problem = case().problem
        clash = refused(problem)
        for way in (*clash.also, Relaxation(rule=clash.relax_rule, to=clash.relax_to, unit=clash.relax_unit)):
            if way.rule == "count":
                continue
            less = replace(way, to=way.to + (-1 if way.rule.endswith("high") else 1))
            assert isinstance(prepare(eased(problem, less)), Infeasible), way


def test_two_reasons_in_one_community_are_both_told_and_together_they_help() -> None:
    """A building of 700 and, beyond a river, 60 households."""
    problem = asked(barred(row([700, 400, 60]), 1), task="norm", strict=True)
    answer = prepare(problem)
    assert isinstance(answer, Infeasible)
    assert [{r.rule for r in clash.rules} for clash in answer.clashes] == [
        {"norm-high", "units-whole"}, {"norm-low", "contiguous"},
    ]  # fmt: skip
    for clash in answer.clashes:
        problem = eased(problem, Relaxation(rule=clash.relax_rule, to=clash.relax_to, unit=clash.relax_unit))
    drawn(problem)


def test_each_community_without_a_plan_is_named_with_its_own_bounds() -> None:
    village = replace(
        TOWN, key="village", norm_low=100, norm_high=140, target=120, hard_low=30, hard_high=400
    )
    town = block_town(4, 1, [280, 280, 75, 75], [0, 0, 1, 1], kinds=("town", "village"))
    problem = replace(
        asked(town, task="norm", strict=True), types=(TOWN, village), type_of_community=np.array([0, 1])
    )
    answer = prepare(problem)
    assert isinstance(answer, Infeasible)
    assert [(c.where, c.name, c.relax_rule, c.relax_to) for c in answer.clashes] == [
        ("610114001001", "社区1", "norm-low", 280.0),
        ("610114001002", "社区2", "norm-high", 150.0),
    ]
