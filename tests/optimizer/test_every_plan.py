"""On towns of up to seven units where norms are laws, answers agree with trying every plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.outcome import Infeasible
from domain.problem import DistrictingProblem  # noqa: TC001 -- hypothesis reads the annotations
from optimizer.redraw import prepare, redraw
from optimizer.redraw.laws import stated
from optimizer.redraw.local import alone
from tests.optimizer.every_plan import Town
from tests.optimizer.towns import asked, broken_towns
from tests.strategies import plan_of

if TYPE_CHECKING:
    from domain.outcome import Clash

MOST = 7


@st.composite
def strict_problems(draw: st.DrawFn) -> DistrictingProblem:
    """A town of one or two communities, perhaps with a river, a kept grid, an estate, a number of grids."""
    town = draw(broken_towns(most_side=3, most_households=350))
    size, of = len(town.units), town.units.communities.of_unit.tolist()
    assume(size <= MOST)
    near: nx.Graph[int] = nx.Graph()
    near.add_nodes_from(range(size))
    near.add_edges_from(
        (a, b)
        for a, b, way in zip(town.tail.tolist(), town.head.tolist(), town.passable.tolist(), strict=True)
        if way and of[a] == of[b]
    )

    def piece() -> list[int]:
        start = draw(st.integers(0, size - 1))
        return sorted(nx.ego_graph(near, start, radius=draw(st.integers(0, 1))).nodes)

    today = None
    if draw(st.booleans()):
        kept = piece()
        plan = plan_of(town, [int(u in kept) for u in range(size)], 2)
        how = draw(st.sampled_from([{"locked": True}, {"type": "exclusive"}]))
        today = replace(plan, grids=(plan.grids[0], replace(plan.grids[1], **how)))
    together = np.full(size, -1)
    if draw(st.booleans()):
        together[piece()] = 0
    grids = draw(st.none() | st.integers(1, 4))
    return asked(
        town, task="norm" if grids is None else "count", grids=grids, today=today, together=together,
        strict=True,
    )  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(strict_problems())
def test_a_plan_is_drawn_exactly_when_there_is_one(problem: DistrictingProblem) -> None:
    town = Town.of(problem)
    laws = set(stated(problem)) - {"units-whole"}
    found = redraw(problem, seed=1, proposals=0)
    if isinstance(found, Infeasible):
        assert town.plans(laws) == []
        return
    blocks = {tuple(np.flatnonzero(found.plan.grid_of == grid).tolist()) for grid in range(len(found.plan))}
    assert blocks in [set(plan) for plan in town.plans(laws)]


@settings(deadline=None, max_examples=150)
@given(strict_problems())
def test_the_rules_of_a_clash_leave_no_plan_and_without_any_one_they_do(
    problem: DistrictingProblem,
) -> None:
    answer = prepare(problem)
    if not isinstance(answer, Infeasible):
        return
    codes = problem.graph.units.communities.codes
    firsts: dict[str, Clash] = {}
    for clash in answer.clashes:  # further ones of a community stand on the relaxation of the first
        firsts.setdefault(clash.where, clash)
    for where, clash in firsts.items():
        here = alone(problem, codes.index(where), problem.today)[0] if where else problem
        town, rules = Town.of(here), {rule.rule for rule in clash.rules}
        assert town.plans(rules - {"units-whole"}) == []
        if "units-whole" in rules:  # else there may only be a plan where units are cut, which are not tried
            for rule in rules - {"units-whole"}:
                assert town.plans(rules - {"units-whole", rule}) != [], rule


@settings(deadline=None, max_examples=80)
@given(strict_problems())
def test_no_plan_with_as_many_grids_in_each_community_is_more_even_than_the_floor(
    problem: DistrictingProblem,
) -> None:
    problem = replace(problem, strict=False)
    prepared = prepare(problem)
    assume(not isinstance(prepared, Infeasible))
    assert not isinstance(prepared, Infeasible)
    town, codes = Town.of(problem), problem.graph.units.communities.codes
    wanted = {codes.index(row.community): row.grids for row in prepared.apportionment}
    structure = {"contiguous", "inside-community", "lines-kept", "estates-whole"}
    for plan in town.plans(structure):
        counted = [block for block in plan if not set(block) <= town.exclusive]
        held = [town.community[block[0]] for block in counted]
        sizes = np.array([town.size(block) for block in counted])
        if {c: held.count(c) for c in set(held)} == wanted and sizes.sum():
            assert sizes.std() / sizes.mean() >= prepared.household_cv_floor - 1e-9


def test_all_divisions_are_there() -> None:
    from tests.optimizer.every_plan import divisions

    assert [len(divisions(n)) for n in range(8)] == [1, 1, 2, 5, 15, 52, 203, 877]
    assert pytest.approx(4140) == len(divisions(8))
