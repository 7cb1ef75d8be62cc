"""Plans are named by their lines alone, and drafts lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.digest import canonical_grids, plan_digest
from domain.draft import Draft, Edit
from domain.errors import InvalidValueError
from domain.plan import Plan, community_of_grid
from tests.strategies import block_town, plan_of, planned_towns

if TYPE_CHECKING:
    from domain.graph import PlanningGraph


@given(planned_towns(), st.permutations(range(3)))
def test_renaming_grids_keeps_the_digest(town: tuple[PlanningGraph, Plan], names: list[int]) -> None:
    graph, plan = town
    renamed = np.array([names[g] if g >= 0 else -1 for g in plan.grid_of], np.int32)
    assert plan_digest(graph.units.codes, renamed) == plan.digest(graph.units)


@given(planned_towns(), st.data())
def test_moving_a_unit_to_another_grid_changes_the_digest_unless_only_names_change(
    town: tuple[PlanningGraph, Plan], data: st.DataObject
) -> None:
    graph, plan = town
    unit = data.draw(st.integers(0, len(graph.units) - 1))
    moved = plan.moved(np.array([unit]), data.draw(st.integers(-1, 2)))
    same = np.array_equal(canonical_grids(moved.grid_of), canonical_grids(plan.grid_of))
    assert (moved.digest(graph.units) == plan.digest(graph.units)) == same


def test_the_digest_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "import numpy as np; from domain.digest import plan_digest;"
        "print(plan_digest(['b', 'a', 'c'], np.array([1, 0, 1], np.int32)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


@given(planned_towns())
def test_totals_of_grids_are_those_of_their_units(town: tuple[PlanningGraph, Plan]) -> None:
    graph, plan = town
    households = graph.units.count("households")
    expected = [int(households[plan.grid_of == g].sum()) for g in range(len(plan))]
    assert plan.totals(households).tolist() == expected


@given(planned_towns())
def test_community_of_a_grid_is_that_of_most_of_its_units(town: tuple[PlanningGraph, Plan]) -> None:
    graph, plan = town
    of_unit = graph.units.communities.of_unit
    for grid, community in enumerate(community_of_grid(plan, graph.units)):
        votes = np.bincount(of_unit[plan.grid_of == grid], minlength=2)
        assert community == (int(votes.argmax()) if votes.sum() else -1)


def test_undo_appends_an_inverse_and_restores_the_plan() -> None:
    """Two grids of two blocks; one block crosses over and comes back::

    0 0 | 1 1   →   0 | 1 1 1   →   0 0 | 1 1
    """
    graph = block_town(4, 1, [10, 20, 30, 40])
    base = plan_of(graph, [0, 0, 1, 1], 2)
    stroke = Edit(
        n=1,
        op="move",
        units=("u0001",),
        before=("g000",),
        after=("g001",),
        who="planner",
        at="2026-01-01T08:00:00Z",
    )
    draft = Draft(parent="today", base=base, edits=(stroke,))
    assert draft.plan(graph.units).grid_of.tolist() == [0, 1, 1, 1]
    back = stroke.inverse(n=2, who="planner", at="2026-01-01T08:00:05Z")
    undone = Draft(parent="today", base=base, edits=(stroke, back))
    assert undone.plan(graph.units).digest(graph.units) == base.digest(graph.units)
    assert len(undone.edits) == 2


def test_an_edit_that_finds_another_grid_than_it_says_is_refused() -> None:
    graph = block_town(2, 1, [1, 1])
    edit = Edit(n=1, op="move", units=("u0000",), before=("g001",), after=("g000",), who="planner", at="t")
    with pytest.raises(InvalidValueError) as told:
        Draft(parent="today", base=plan_of(graph, [0, 1], 2), edits=(edit,)).plan(graph.units)
    assert told.value.facts == {"n": 1, "unit": "u0000", "grid": "g001"}


def test_a_grid_with_units_cannot_be_retired() -> None:
    graph = block_town(2, 1, [1, 1])
    edit = Edit(n=1, op="retire", grid="g001", who="planner", at="t")
    with pytest.raises(InvalidValueError, match="edit-retire"):
        Draft(parent="today", base=plan_of(graph, [0, 1], 2), edits=(edit,)).plan(graph.units)
